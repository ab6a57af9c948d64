"""A claim that was given up and is paid after all: it revives by what arrives, and goes back to who bore the loss.

The claim comes back into the books first, so that the payment is an ordinary payment. Each part is its share of what is
still lost, whoever had borne which loss: after the last cent everybody has exactly what they had lost.
"""

import datetime
from decimal import Decimal
from typing import Final, NamedTuple

from django.db.models import Sum

from invoicing.models import Invoice, LedgerEntry, LedgerTransaction, WriteOff
from invoicing.rules import ledger, team_money
from smart.foundation.actors import Actor
from smart.foundation.money import ZERO, split

EVENT: Final = "revived:"


class Loss(NamedTuple):
    """What was given up on an invoice and who bore it."""

    vat: Decimal
    fund: Decimal
    activity: Decimal

    @property
    def total(self) -> Decimal:
        return self.vat + self.fund + self.activity


def loss_of(invoice: Invoice) -> Loss:
    """Everything given up on the invoice so far. One query."""
    sums = WriteOff.objects.done().filter(invoice=invoice)
    found = sums.aggregate(vat=Sum("vat"), fund=Sum("from_fund"), activity=Sum("from_activity"))
    return Loss(*(found[name] or ZERO for name in Loss._fields))


def revived(invoice: Invoice) -> Decimal:
    """What of it has come back. One query."""
    entries = LedgerEntry.objects.of_account(ledger.RECEIVABLE).filter(
        transaction__kind=ledger.Kind.REVIVED,
        transaction__subject_table=Invoice._meta.db_table,
        transaction__subject_id=invoice.pk,
    )
    return entries.aggregate(total=Sum("amount"))["total"] or ZERO


def recoverable(invoice: Invoice) -> Decimal:
    """What a client may still pay of a claim that was given up. Two queries."""
    return loss_of(invoice).total - revived(invoice)


def revive(invoice: Invoice, *, amount: Decimal, key: str, on: datetime.date, by: Actor) -> None:
    """Bring back as much of the claim as `amount` pays beyond what is open; `key` names the payment, so it revives once.

    The caller holds the activity and the invoice, and books the payment itself.
    """
    event = f"{EVENT}{key}"
    if LedgerTransaction.objects.filter(event=event).exists():
        return
    lost = _still_lost(invoice)
    coming = min(amount, lost.total)
    if coming <= 0:
        return
    vat, fund, activity = split(coming, list(lost))
    ledger.post(
        event=event,
        kind=ledger.Kind.REVIVED,
        on=on,
        entries=[
            ledger.Entry(ledger.RECEIVABLE, None, coming),
            ledger.Entry(ledger.VAT, None, -vat),
            ledger.Entry(ledger.GUARANTEE, None, -fund),
            ledger.Entry(ledger.AVAILABLE, invoice.activity, -activity),
        ],
        subject=invoice,
        by=by,
        label=invoice.number,
    )
    team_money.give_back(invoice, activity, lost=lost.activity, key=key, on=on, by=by)


def _still_lost(invoice: Invoice) -> Loss:
    """What of each part has not come back. Two queries."""
    entries = LedgerEntry.objects.filter(
        transaction__kind=ledger.Kind.REVIVED,
        transaction__subject_table=Invoice._meta.db_table,
        transaction__subject_id=invoice.pk,
    )
    back = dict(entries.order_by().values_list("account__code").annotate(total=Sum("amount")))
    codes = (ledger.VAT, ledger.GUARANTEE, ledger.AVAILABLE)
    return Loss(*(lost + back.get(code, ZERO) for lost, code in zip(loss_of(invoice), codes, strict=True)))
