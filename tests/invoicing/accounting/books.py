"""Small books made by hand: what was booked, in sums a person can follow."""

import datetime

from activities.models import Activity
from invoicing.models import Invoice, LedgerTransaction
from invoicing.rules import ledger
from invoicing.rules.invoices import invoice_mission
from smart.foundation.actors import PORTAL
from tests.factories.invoicing import D, make_mission, staff_actor

TODAY = datetime.date(2026, 11, 10)


def invoiced(activity: Activity, amount: str = "1250.00", on: datetime.date = TODAY) -> Invoice:
    """An invoice with its posting. Belgium: 1 250.00 + 21 % = 1 512.50; 6.5 % = 81.25 for the cooperative."""
    return invoice_mission(make_mission(activity, amount=D(amount)), on=on, by=PORTAL)


def book(event: str, entries: list[tuple], *, kind: str, subject, on: datetime.date = TODAY) -> LedgerTransaction:
    return ledger.post(event=event, kind=kind, on=on, entries=entries, subject=subject, by=staff_actor(), label=event)


def paid(invoice: Invoice, amount: str, on: datetime.date = TODAY) -> LedgerTransaction:
    entries = [(ledger.BANK, None, D(amount)), (ledger.RECEIVABLE, None, -D(amount))]
    return book(f"paid-{invoice.pk}-{on}", entries, kind=ledger.Kind.CLIENT_PAID, subject=invoice, on=on)
