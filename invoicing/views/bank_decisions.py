"""Everything an entry of the bank can be beside the payment of one invoice, each decision one address."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from activities.models import Client
from activities.rules.clients import fold
from activities.views.staff_queue import decided
from invoicing.forms_bank import DivideForm, ForeignForm, KeepForm, ShareForm, TakeBackForm
from invoicing.models import BankEntry, TransferFile, TransferItem
from invoicing.rules import bank_entries, bank_fees, bank_outgoing, bank_returns, client_credits, share_payments
from invoicing.views.bank_entries import entry_page, found_entry, invoice_of, onward
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken


@require_POST
@staff_page("accounting")
def bank_entry_divide(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the entry pay several invoices, an amount each."""
    found = found_entry(pk)
    form = DivideForm(request.POST, currency=found.statement.currency)

    def divide(_data: dict[str, Any]) -> None:
        parts = [(invoice_of(found, number), amount) for number, amount in form.parts()]
        bank_entries.divide_entry(found, parts=parts, by=actor_of(request), now=timezone.now())

    if not decided(form, divide):
        return entry_page(request, found, divide=form)
    messages.success(request, _("The payments are booked."))
    return onward(pk)


@require_POST
@staff_page("accounting")
def bank_entry_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is left of the entry for a client."""
    found, form = found_entry(pk), KeepForm(request.POST, prefix="keep")
    by, now = actor_of(request), timezone.now()
    if not decided(
        form, lambda data: client_credits.keep_on_account(found, client=_client(data["client"]), by=by, now=now)
    ):
        return entry_page(request, found, keep=form)
    messages.success(request, _("The money is kept for the client. It can pay another invoice, or go back."))
    return onward(pk)


@require_POST
@staff_page("accounting")
def bank_entry_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the entry pay the share whose reference is given."""
    found, form = found_entry(pk), ShareForm(request.POST, prefix="share")
    by, now = actor_of(request), timezone.now()
    if not decided(
        form,
        lambda data: share_payments.book_entry(
            found, share=share_payments.share_named(data["reference"]), by=by, now=now
        ),
    ):
        return entry_page(request, found, share=form)
    messages.success(request, _("The payment of the share is booked."))
    return onward(pk)


@require_POST
@staff_page("accounting")
def bank_entry_foreign(request: HttpRequest, pk: int) -> HttpResponse:
    """Match a payment of another currency by hand."""
    found, form = found_entry(pk), ForeignForm(request.POST, prefix="foreign")
    by, now = actor_of(request), timezone.now()
    if not decided(
        form,
        lambda data: bank_entries.match_foreign(
            found,
            invoice=invoice_of(found, data["number"]),
            booked=data["booked"],
            closes=data["closes"],
            by=by,
            now=now,
        ),
    ):
        return entry_page(request, found, foreign=form)
    messages.success(request, _("The payment is booked."))
    return onward(pk)


@require_POST
@staff_page("accounting")
def bank_entry_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the entry back from an invoice whose payment is not on a statement here."""
    found, form = found_entry(pk), TakeBackForm(request.POST, prefix="back")
    by, now = actor_of(request), timezone.now()
    if not decided(
        form,
        lambda data: bank_returns.take_back_from_invoice(
            found, invoice=invoice_of(found, data["number"]), by=by, now=now
        ),
    ):
        return entry_page(request, found, back=form)
    messages.success(request, _("The invoice is open again. Its member and the accountants are told."))
    return onward(pk)


@require_POST
@staff_page("accounting")
def bank_entry_undo(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Say which payment the entry takes back."""
    original = get_object_or_404(BankEntry.objects.all(), pk=other)
    return _done(
        request,
        pk,
        lambda entry, **said: bank_returns.take_back(entry, original=original, **said),
        _("What it had paid is open again."),
    )


@require_POST
@staff_page("accounting")
def bank_entry_file(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Say which file of ours the entry is."""
    transfer = get_object_or_404(TransferFile.objects.all(), pk=other)
    return _done(
        request,
        pk,
        lambda entry, **said: bank_outgoing.book_file(entry, transfer=transfer, **said),
        _("The file is executed and booked."),
    )


@require_POST
@staff_page("accounting")
def bank_entry_item(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Say which single payment of a file the entry is."""
    item = get_object_or_404(TransferItem.objects.all(), pk=other)
    return _done(
        request,
        pk,
        lambda entry, **said: bank_outgoing.book_item(entry, item=item, **said),
        _("The payment is booked."),
    )


@require_POST
@staff_page("accounting")
def bank_entry_payout(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Say which payment of ours came back."""
    item = get_object_or_404(TransferItem.objects.all(), pk=other)
    return _done(
        request,
        pk,
        lambda entry, **said: bank_returns.take_payout_back(entry, item=item, **said),
        _("The payment is owed again. The people who pay it are told."),
    )


@require_POST
@staff_page("accounting")
def bank_entry_fee(request: HttpRequest, pk: int) -> HttpResponse:
    """Book the entry as a cost of the bank."""
    return _done(
        request, pk, lambda entry, **said: bank_fees.book_fee(entry, **said), _("The cost of the bank is booked.")
    )


def _done(request: HttpRequest, pk: int, rule: Callable[..., object], words: str) -> HttpResponse:
    """Run a decision that asks nothing more; its refusal is said on the entry's page."""
    found = found_entry(pk)
    try:
        rule(found, by=actor_of(request), now=timezone.now())
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("invoicing:bank_entry", pk)
    messages.success(request, words)
    return onward(pk)


def _client(typed: str) -> Client:
    """The one client of that name or VAT number. Raises RuleBroken("unknown_client") for none or several."""
    number = "".join(typed.split()).upper()
    rows = list(Client.objects.filter(folded_name=fold(typed))[:2]) or list(
        Client.objects.filter(vat_number=number)[:2]
    )
    if len(rows) != 1:
        raise RuleBroken(
            "unknown_client",
            _("%(count)s clients are called “%(name)s”. Write the name or the VAT number of exactly one.")
            % {"count": len(rows), "name": typed},
            field="client",
        )
    return rows[0]
