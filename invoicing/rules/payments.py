"""What clients pay: each payment is a posting about its invoice, and what is still open is a sum."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from invoicing import perms
from invoicing.models import Invoice, LedgerEntry, LedgerTransaction
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import ledger, written_off
from invoicing.states import InvoiceState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.states import history, may_move, move

PAYING = (ledger.Kind.CLIENT_PAID, ledger.Kind.APPLIED, ledger.Kind.RETURNED)
"""What counts as paid: money that came, money kept for the client, less what the bank took back."""

PAYABLE = frozenset(
    {
        InvoiceState.ISSUED,
        InvoiceState.SENT,
        InvoiceState.PARTLY_PAID,
        InvoiceState.DISPUTED,
        InvoiceState.WRITTEN_OFF,
    }
)


def open_amount(invoice: Invoice) -> Decimal:
    """What the client still owes: the claim, less credit notes and payments; below zero the cooperative owes. One query."""
    return _total(claims_of(invoice))


def paid_amount(invoice: Invoice) -> Decimal:
    """What the client has paid, on the bank or from what was kept for them; what was taken back is off again."""
    return -_total(claims_of(invoice).filter(transaction__kind__in=PAYING))


def open_amounts(invoices: list[Invoice]) -> dict[int, Decimal]:
    """The same for a page of invoices, in one query. A credit note counts with what it corrects, where that is among them."""
    own = [invoice.pk for invoice in invoices]
    with_notes = Invoice.objects.filter(Q(pk__in=own) | Q(corrects__in=own))
    corrected = with_notes.filter(pk=OuterRef("transaction__subject_id")).values("corrects_id")
    entries = LedgerEntry.objects.of_account(ledger.RECEIVABLE).filter(
        transaction__subject_table=Invoice._meta.db_table, transaction__subject_id__in=with_notes.values("pk")
    )
    amounts = dict.fromkeys(own, ZERO)
    for subject_id, corrects_id, amount in entries.values_list(
        "transaction__subject_id", Subquery(corrected), "amount"
    ):
        amounts[corrects_id if corrects_id in amounts else subject_id] += amount
    return amounts


@transaction.atomic
def record_payment(
    invoice: Invoice, *, amount: Decimal, on: datetime.date, key: str, by: Actor, arrived: Decimal | None = None
) -> LedgerTransaction:
    """Register money that has arrived on the bank for an invoice; `key` names the payment, so it is booked once.

    `amount` is what is settled; `arrived` what the bank counted when the client paid in another currency, the rest being a
    difference of exchange.
    Raises RuleBroken for an amount above what is open (field amount), a day before the issue (field on), or an invoice
    that cannot be paid.
    """
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may register a payment."))
    ledger.lock_activities([invoice.activity_id])
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    event = f"client-paid:{locked.pk}:{key}"
    if not LedgerTransaction.objects.filter(event=event).exists():  # a payment asked again revives nothing
        if locked.state == InvoiceState.WRITTEN_OFF:
            lacking = amount - max(open_amount(locked), ZERO)
            written_off.revive(locked, amount=lacking, key=event, on=on, by=by)
        _check_payment(locked, amount=amount, on=on)
    posted = ledger.post(
        event=event,
        kind=ledger.Kind.CLIENT_PAID,
        on=on,
        entries=[
            (ledger.BANK, None, amount if arrived is None else arrived),
            (ledger.RECEIVABLE, None, -amount),
            (ledger.EXCHANGE, None, ZERO if arrived is None else amount - arrived),
        ],
        subject=locked,
        by=by,
        label=locked.number,
    )
    settle_state(locked, by=by)
    return posted


@transaction.atomic
def take_back_payment(
    invoice: Invoice, *, amount: Decimal, on: datetime.date, key: str, by: Actor, left: Decimal | None = None
) -> LedgerTransaction:
    """Book that the bank took a payment of the invoice back; it is open again. `key` names the return: booked once.

    `amount` is what the payment had settled; `left` what left the bank when it was made in another currency: the difference
    of exchange goes back too.
    Raises RuleBroken("returned_amount") for more than what was paid on it.
    """
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may take a payment back."))
    ledger.lock_activities([invoice.activity_id])
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    event, paid = f"payment-returned:{locked.pk}:{key}", paid_amount(locked)
    if not LedgerTransaction.objects.filter(event=event).exists() and not ZERO < amount <= paid:
        raise RuleBroken(
            "returned_amount",
            _("%(amount)s cannot have gone back: %(paid)s was paid on %(number)s. Choose the invoice it had paid.")
            % {
                "amount": formats.money(amount, invoice.currency),
                "paid": formats.money(paid, invoice.currency),
                "number": invoice.number,
            },
            field="number",
        )
    posted = ledger.post(
        event=event,
        kind=ledger.Kind.RETURNED,
        on=on,
        entries=[
            (ledger.RECEIVABLE, None, amount),
            (ledger.BANK, None, -amount if left is None else -left),
            (ledger.EXCHANGE, None, ZERO if left is None else left - amount),
        ],
        subject=locked,
        by=by,
        label=locked.number,
    )
    settle_state(locked, by=by)
    return posted


def settled_by(payment: LedgerTransaction) -> Decimal:
    """What a payment took off the claim. One query."""
    return -_total(LedgerEntry.objects.of_account(ledger.RECEIVABLE).filter(transaction=payment))


def settle_state(invoice: Invoice, *, by: Actor) -> None:
    """Bring the state in line with what is open, along the edges that exist; the caller holds the invoice's lock."""
    if invoice.state == InvoiceState.WRITTEN_OFF and written_off.recoverable(invoice) > 0:
        return  # a part that is paid after all does not end the loss of the rest
    left, paid = open_amount(invoice), paid_amount(invoice)
    if _credited_net(invoice) == invoice.net:
        target = InvoiceState.CREDITED
    elif left <= 0:
        target = InvoiceState.PAID
    elif paid > 0:
        target = InvoiceState.PARTLY_PAID
    elif invoice.state in {InvoiceState.PAID, InvoiceState.PARTLY_PAID}:
        target = _state_before_payment(invoice)
    else:
        return
    if invoice.state == InvoiceState.DISPUTED and target == InvoiceState.PARTLY_PAID:
        return  # part of the money does not end the dispute
    if invoice.state != target and may_move(invoice, to=target, by=by):
        move(invoice, to=target, by=by)


def _state_before_payment(invoice: Invoice) -> InvoiceState:
    was_sent = history(invoice).filter(to_state=InvoiceState.SENT).exists()
    return InvoiceState.SENT if was_sent else InvoiceState.ISSUED


def _check_payment(invoice: Invoice, *, amount: Decimal, on: datetime.date) -> None:
    if invoice.kind == InvoiceKind.CREDIT_NOTE or invoice.state not in PAYABLE:
        raise RuleBroken(
            "not_payable",
            _("%(number)s is “%(state)s”: no payment can be registered on it.")
            % {"number": invoice, "state": invoice.get_state_display()},
        )
    left = open_amount(invoice)
    if not ZERO < amount <= left:
        raise RuleBroken(
            "payment_amount",
            _("%(amount)s cannot be booked: %(open)s is open on %(number)s. Register at most that; return the rest.")
            % {
                "amount": formats.money(amount, invoice.currency),
                "open": formats.money(left, invoice.currency),
                "number": invoice.number,
            },
            field="amount",
        )
    if invoice.issued_on is not None and on < invoice.issued_on:
        raise RuleBroken(
            "payment_before_issue",
            _("%(number)s was issued on %(issued)s: a payment cannot have arrived before.")
            % {"number": invoice.number, "issued": formats.day(invoice.issued_on)},
            field="on",
        )


def claims_of(invoice: Invoice) -> QuerySet[Any]:
    with_notes = Invoice.objects.filter(Q(pk=invoice.pk) | Q(corrects=invoice)).values("pk")
    return LedgerEntry.objects.of_account(ledger.RECEIVABLE).filter(
        transaction__subject_table=Invoice._meta.db_table, transaction__subject_id__in=with_notes
    )


def _credited_net(invoice: Invoice) -> Decimal:
    notes = Invoice.objects.filter(corrects=invoice).issued()
    return notes.aggregate(total=Sum("net"))["total"] or ZERO


def _total(entries: QuerySet[Any]) -> Decimal:
    return entries.aggregate(total=Sum("amount"))["total"] or ZERO
