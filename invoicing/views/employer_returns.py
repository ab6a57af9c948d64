"""The employer's monthly returns: made from the run's page, each with its file, its reference and its answer."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.forms.decisions import ReasonForm
from activities.forms.declarations import ReceiptForm, SentForm
from activities.queries import events_of
from activities.states import DeclarationState
from activities.status import TONES
from activities.views.staff_queue import decided
from countries.models import LegalEntity
from invoicing.models import EmployerReturn, PayrollRun
from invoicing.rules import employer_returns
from members.access import actor_of, staff_page
from members.models import Document
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm

PAGE = "invoicing:employer_return"


@require_POST
@staff_page("payroll")
def employer_return_prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the return of the run's month (pk is the run's), for the entity whose payslips are in it."""
    run = get_object_or_404(PayrollRun.objects.all(), pk=pk)
    entity = get_object_or_404(LegalEntity.objects.all(), pk=request.POST.get("entity") or 0)
    try:
        made = employer_returns.prepare_return(run, entity=entity, by=actor_of(request), now=timezone.now())
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("invoicing:staff_run", pk)
    return redirect(PAGE, made.pk)


@require_safe
@staff_page("payroll", "accounting")
def employer_return(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(pk))


@require_POST
@staff_page("payroll")
def employer_return_send(request: HttpRequest, pk: int) -> HttpResponse:
    form = SentForm(request.POST, prefix="send")
    return _record(
        request,
        pk,
        form,
        lambda row: employer_returns.mark_return_sent(
            row, reference=form.cleaned_data["reference"], by=actor_of(request), now=timezone.now()
        ),
    )


@require_POST
@staff_page("payroll")
def employer_return_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    form = ReceiptForm(request.POST, request.FILES, prefix="acknowledge")
    return _record(
        request,
        pk,
        form,
        lambda row: employer_returns.acknowledge_return(
            row,
            receipt=form.cleaned_data["receipt"],
            file=form.receipt_file(),
            by=actor_of(request),
            now=timezone.now(),
        ),
    )


@require_POST
@staff_page("payroll")
def employer_return_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    form = _refuse_form(request.POST)
    return _record(
        request,
        pk,
        form,
        lambda row: employer_returns.refuse_return(
            row, reason=form.cleaned_data["reason"], by=actor_of(request), now=timezone.now()
        ),
    )


def _found(pk: int) -> EmployerReturn:
    rows = EmployerReturn.objects.select_related("entity", "replaces")
    found: EmployerReturn = get_object_or_404(rows, pk=pk)
    return found


def _record(request: HttpRequest, pk: int, form: SmartForm, rule: Callable[[EmployerReturn], object]) -> HttpResponse:
    found = _found(pk)
    if not decided(form, lambda _data: rule(found)):
        return _page(request, found, **{str(form.prefix): form})
    messages.success(request, _("Recorded."))
    return redirect(PAGE, pk)


def _page(request: HttpRequest, found: EmployerReturn, **refused: SmartForm) -> HttpResponse:
    papers = list(Document.objects.about(found).order_by("kind", "-version"))
    context = {
        "found": found,
        "tone": TONES[found.state],
        "files": [paper for paper in papers if paper.kind == employer_returns.FILE],
        "receipts": [paper for paper in papers if paper.kind == employer_returns.RECEIPT],
        "run": PayrollRun.objects.filter(month=found.month).order_by("-sequence").first(),
        "events": events_of(found),
        "may_send": found.state == DeclarationState.PREPARED,
        "may_answer": found.state == DeclarationState.SENT,
        "send_form": refused.get("send") or SentForm(prefix="send"),
        "acknowledge_form": refused.get("acknowledge") or ReceiptForm(prefix="acknowledge"),
        "refuse_form": refused.get("refuse") or _refuse_form(),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "invoicing/employer_return.html", context, status=422 if refused else 200)


def _refuse_form(data: object = None) -> ReasonForm:
    hint = _("Copy its words; they are kept in the history.")
    return ReasonForm(data, prefix="refuse", label=_("What did the authority answer?"), help_text=hint)
