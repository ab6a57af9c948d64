"""Other payments: what waits, the file made of what is chosen, each payment's own page, and the files so far."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.queries import events_of
from activities.views.staff_queue import decided
from invoicing.account_words import account_name
from invoicing.bank_reasons import reason_in_words
from invoicing.forms_payables import FileForm, PayeeForm
from invoicing.models import Payable, TransferFile
from invoicing.rules import payables, transfer_outcomes, transfers
from invoicing.states import PayableState, TransferState
from members.access import actor_of, staff_page
from smart.foundation import formats
from smart.foundation.forms import SmartForm

PER_PAGE = 50
TONES = {
    PayableState.OPEN: "warn",
    PayableState.IN_FILE: "pen",
    PayableState.PAID: "ok",
    PayableState.RETURNED: "bad",
    PayableState.CANCELLED: "muted",
}
FILE_TONES = {
    TransferState.PREPARED: "warn",
    TransferState.RELEASED: "pen",
    TransferState.EXECUTED: "ok",
    TransferState.CANCELLED: "muted",
}


class WithdrawForm(SmartForm):
    reason = forms.CharField(label=gettext_lazy("Why is it not paid?"), max_length=300)


@require_http_methods(["GET", "POST"])
@staff_page("payroll", "accounting")
def payable_list(request: HttpRequest) -> HttpResponse:
    """What waits to be paid, to be chosen for a file; and the newest that were."""
    waiting = list(Payable.objects.to_pay())
    choices = [(str(each.pk), _choice(each)) for each in waiting]
    initial = {"payables": [each.pk for each in waiting], "on": request.country.today()}
    form = FileForm(request.POST if request.method == "POST" else None, choices=choices, initial=initial)
    if request.method == "POST" and decided(form, lambda data: _prepare(request, data)):
        messages.success(request, _("The file is written. Another person must now release it."))
        return redirect("invoicing:transfer_list")
    others = Payable.objects.exclude(state__in=[PayableState.OPEN, PayableState.RETURNED]).order_by("-pk")
    page = Paginator(others, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "waiting": [{"payable": each, "tone": TONES[PayableState(each.state)]} for each in waiting],
        "page": page,
        "rows": [{"payable": each, "tone": TONES[PayableState(each.state)]} for each in page],
    }
    return render(request, "invoicing/payable_list.html", context, status=422 if form.errors else 200)


@require_safe
@staff_page("payroll", "accounting")
def transfer_list(request: HttpRequest) -> HttpResponse:
    """Every file for the bank, newest first."""
    rows = TransferFile.objects.select_related("run").order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"transfer": each, "tone": FILE_TONES[TransferState(each.state)]} for each in page],
    }
    return render(request, "invoicing/transfer_list.html", context)


@require_safe
@staff_page("payroll", "accounting")
def payable(request: HttpRequest, pk: int) -> HttpResponse:
    """One payment: whom, how much, why, and the files it was in."""
    return _page(request, _found(pk))


@require_POST
@staff_page("payroll", "accounting")
def payable_payee(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay to another account."""
    found, form = _found(pk), PayeeForm(request.POST, prefix="payee")
    if not decided(form, lambda data: payables.correct_payee(found, by=actor_of(request), **data)):
        return _page(request, found, payee=form)
    messages.success(request, _("The account is corrected."))
    return redirect("invoicing:payable", pk)


@require_POST
@staff_page("payroll", "accounting")
def payable_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _found(pk), WithdrawForm(request.POST, prefix="cancel")
    if not decided(form, lambda data: payables.cancel_payable(found, by=actor_of(request), **data)):
        return _page(request, found, cancel=form)
    messages.success(request, _("It will not be paid."))
    return redirect("invoicing:payable", pk)


def _prepare(request: HttpRequest, data: dict[str, Any]) -> TransferFile:
    ids = [int(pk) for pk in data["payables"]]
    return transfers.prepare_payables(ids, on=data["on"], by=actor_of(request))


def _choice(payable: Payable) -> str:
    amount = formats.money(payable.amount, payable.currency)
    return f"{payable.reference} · {payable.payee_name} · {amount}"


def _found(pk: int) -> Payable:
    found: Payable = get_object_or_404(Payable.objects.all(), pk=pk)
    return found


def _page(request: HttpRequest, found: Payable, **refused: SmartForm) -> HttpResponse:
    is_open = found.state in {PayableState.OPEN, PayableState.RETURNED}
    items = [
        {"item": item, "reason": reason_in_words(item.outcome_code) if item.is_cancelled and item.outcome_code else ""}
        for item in transfer_outcomes.payable_items(found)
    ]
    context = {
        "payable": found,
        "account": account_name(found.ledger_account),
        "tone": TONES[PayableState(found.state)],
        "items": items,
        "events": events_of(found),
        "is_open": is_open,
        "payee_form": refused.get("payee")
        or PayeeForm(prefix="payee", initial={"iban": found.iban, "bankgiro": found.bankgiro}),
        "cancel_form": refused.get("cancel") or WithdrawForm(prefix="cancel"),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "invoicing/payable.html", context, status=422 if refused else 200)
