"""Correcting a posted payslip, and pay that is owed back: what would change, the run, the claims and what is withheld."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activities.views.staff_queue import decided
from invoicing.forms_later_pay import CorrectionForm, RecoveryForm
from invoicing.models import PayrollRun, Payslip
from invoicing.rules import correction_runs, pay_recovery, payroll
from invoicing.rules.correction_runs import Correction
from invoicing.rules.payslip_lines import read_changes
from invoicing.views.later_pay import opened_by
from members.access import actor_of, staff_page
from smart.foundation import formats

SHOWN_WITH = ("line__corrects", "contract", "membership__user", "country")


@require_http_methods(["GET", "POST"])
@staff_page("payroll")
def payslip_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What today's facts and the officer's corrections would change of a posted payslip; then a run of it is opened."""
    payslip = get_object_or_404(Payslip.objects.approved().select_related(*SHOWN_WITH), pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = CorrectionForm(posted)
    form.fields["gross"].currency = payslip.currency
    wants_run = posted is not None and "open" in posted
    form.fields["reason"].required = wants_run
    run = opened_by(form, lambda _data: _open(request, payslip, form)) if wants_run else None
    if run is not None:
        return redirect("invoicing:staff_run", run.pk)
    facts = form.facts() if form.is_bound and form.is_valid() else {}
    form.fields["reason"].required = True
    shown = correction_runs.preview(Correction(payslip, "", facts))
    context = {
        "payslip": payslip,
        "form": form,
        "preview": shown,
        "changes": read_changes(shown.changes, language=get_language() or "en"),
    }
    status = 422 if wants_run and form.errors else 200
    return render(request, "invoicing/payslip_correct.html", context, status=status)


@require_safe
@staff_page("payroll", "accounting")
def pay_claims(request: HttpRequest) -> HttpResponse:
    """Every claim of which something is left, the oldest first."""
    claims = pay_recovery.open_claims()
    return render(request, "invoicing/pay_claims.html", {"claims": claims})


@require_http_methods(["GET", "POST"])
@staff_page("payroll")
def pay_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim: what is left, and the decision to withhold a part of it from a pay that waits."""
    payslip = get_object_or_404(Payslip.objects.approved().filter(net__lt=0).select_related(*SHOWN_WITH), pk=pk)
    waiting = list(pay_recovery.payslips_to_take_from(payslip.membership_id).select_related("country"))
    choices = [(str(slip.pk), _choice(slip)) for slip in waiting]
    form = RecoveryForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and decided(form, lambda data: _recover(request, payslip, data)):
        messages.success(request, _("It is withheld: the file for the bank pays the rest."))
        return redirect("invoicing:pay_claim", pk)
    left = next((each for each in pay_recovery.open_claims(payslip.membership_id) if each.payslip.pk == pk), None)
    context = {
        "payslip": payslip,
        "claim": left,
        "recoveries": list(payslip.recoveries.select_related("taken_from").order_by("id")),
        "form": form,
        "waiting": waiting,
    }
    return render(request, "invoicing/pay_claim.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, payslip: Payslip, form: CorrectionForm) -> PayrollRun:
    wanted = Correction(payslip, form.cleaned_data["reason"], form.facts())
    with transaction.atomic():
        run = correction_runs.open_correction_run(payslip.month, wanted=[wanted], by=actor_of(request))
        return payroll.start_computing(run, by=actor_of(request))


def _recover(request: HttpRequest, payslip: Payslip, data: dict[str, object]) -> None:
    source = get_object_or_404(Payslip.objects.select_related("line", "country"), pk=data.pop("taken_from"))
    pay_recovery.recover(payslip, taken_from=source, on=request.country.today(), by=actor_of(request), **data)


def _choice(payslip: Payslip) -> str:
    words = _("%(number)s, %(month)s: %(net)s net")
    limit = pay_recovery.lawful_amount(payslip)
    if limit is not None:
        words = _("%(number)s, %(month)s: %(net)s net, of which %(most)s may be withheld")
    return words % {
        "number": payslip.number,
        "month": formats.month(payslip.month),
        "net": formats.money(payslip.net, payslip.currency),
        "most": formats.money(limit, payslip.currency) if limit is not None else "",
    }
