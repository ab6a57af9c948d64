"""The file for the bank: write it, let a second person release it, download it, book it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from invoicing.bank_reasons import reason_in_words, status_in_words
from invoicing.models import PayrollRun, TransferFile
from invoicing.models.transfer import Outcome, TransferKind
from invoicing.queries.under_way import changed_accounts
from invoicing.rules import transfers
from invoicing.states import TransferState
from members.access import actor_of, staff_page
from members.models import User
from members.rules.documents import read_document
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import DayField, SmartForm
from smart.foundation.states import history


class CancelForm(SmartForm):
    reason = forms.CharField(label=gettext_lazy("Why is the file withdrawn?"), max_length=300)


class ExecutedForm(SmartForm):
    on = DayField(label=gettext_lazy("Day on which the bank paid"))


def _transfer(pk: int) -> TransferFile:
    rows = TransferFile.objects.select_related("run", "account__entity")
    found: TransferFile = get_object_or_404(rows, pk=pk)
    return found


@staff_page("payroll", "accounting")
@require_safe
def transfer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _transfer(pk))


@staff_page("payroll", "accounting")
@require_POST
def transfer_prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the run's file (pk is the run's)."""
    run = get_object_or_404(PayrollRun.objects.all(), pk=pk)
    transfer = transfers.prepare_transfer(run, by=actor_of(request))
    messages.success(request, _("The file is written. Another person must now release it."))
    return HttpResponseRedirect(reverse("invoicing:transfer_detail", args=[transfer.pk]))


@staff_page("payroll", "accounting")
@require_POST
def transfer_release(request: HttpRequest, pk: int) -> HttpResponse:
    transfers.release_transfer(_transfer(pk), by=actor_of(request))
    messages.success(request, _("The file is released. Download it and give it to the bank."))
    return HttpResponseRedirect(reverse("invoicing:transfer_detail", args=[pk]))


@staff_page("payroll", "accounting")
@require_POST
def transfer_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    transfer, form = _transfer(pk), CancelForm(request.POST)
    if form.is_valid():
        try:
            transfers.cancel_transfer(transfer, reason=form.cleaned_data["reason"], by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The file is withdrawn. Nothing was paid."))
            return HttpResponseRedirect(reverse("invoicing:transfer_detail", args=[pk]))
    return _page(request, transfer, cancel_form=form, status=422)


@staff_page("payroll", "accounting")
@require_POST
def transfer_executed(request: HttpRequest, pk: int) -> HttpResponse:
    transfer, form = _transfer(pk), ExecutedForm(request.POST)
    if form.is_valid():
        try:
            transfers.mark_executed(transfer, on=form.cleaned_data["on"], by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Booked: it is paid."))
            return HttpResponseRedirect(reverse("invoicing:transfer_detail", args=[pk]))
    return _page(request, transfer, executed_form=form, status=422)


@staff_page("payroll", "accounting")
@require_safe
def transfer_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, once released; 404 before, so that nothing unreleased reaches a bank."""
    transfer = _transfer(pk)
    paper = transfers.transfer_paper(transfer)
    if paper is None or transfer.state not in {TransferState.RELEASED, TransferState.EXECUTED}:
        raise Http404
    response = HttpResponse(read_document(paper), content_type="application/xml")
    response.headers["Content-Disposition"] = f'attachment; filename="{transfer.message_id}.xml"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _page(
    request: HttpRequest,
    transfer: TransferFile,
    *,
    cancel_form: SmartForm | None = None,
    executed_form: SmartForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = request.country.today()
    writer = User.objects.filter(pk=transfer.prepared_by_id).first()
    written = {
        "at": transfer.prepared_at,
        "text": TransferState.PREPARED.label,
        "who": writer.full_name if writer else "",
    }
    events = [written] + [
        {"at": change.at, "text": TransferState(change.to_state).label, "who": change.by_label, "note": change.why}
        for change in history(transfer)
    ]
    context = {
        "transfer": transfer,
        "paper": transfers.transfer_paper(transfer),
        "events": events,
        "items": _items(transfer),
        "account_changes": changed_accounts(transfer),
        "status": status_in_words(transfer.bank_status) if transfer.bank_status else "",
        "is_mine": transfer.prepared_by_id == request.user.pk,
        "cancel_form": cancel_form or CancelForm(prefix=None),
        "executed_form": executed_form or ExecutedForm(initial={"on": today}),
        "form": cancel_form if cancel_form and cancel_form.errors else executed_form,
    }
    return render(request, "invoicing/transfer_detail.html", context, status=status)


def _items(transfer: TransferFile) -> list[dict[str, Any]]:
    """The payments a person looks for: every other payment, and of the salaries those that did not arrive."""
    rows = transfer.items.select_related("payable", "payslip__membership__user").order_by("pk")
    if transfer.kind == TransferKind.SALARIES:
        rows = rows.filter(outcome__in=[Outcome.REJECTED, Outcome.RETURNED])
    return [
        {
            "item": item,
            "who": item.payable.payee_name if item.payable else item.payslip.membership.user.full_name,
            "tone": "bad" if item.is_cancelled else "ok" if item.booked_on else "pen",
            "reason": reason_in_words(item.outcome_code) if item.outcome_code else "",
        }
        for item in rows
    ]
