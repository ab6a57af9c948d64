"""Which invoices and missions wait for what."""

import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from activities.models import Mission
from activities.states import MissionState
from invoicing.models import Invoice, InvoiceChangeRequest
from invoicing.models.invoice import InvoiceKind
from invoicing.states import ChangeState, InvoiceState

OWED = (InvoiceState.ISSUED, InvoiceState.SENT, InvoiceState.PARTLY_PAID)


def is_held(invoice: Invoice) -> bool:
    """Whether a wish for a change keeps the draft back. One query."""
    return InvoiceChangeRequest.objects.filter(invoice=invoice, state=ChangeState.OPEN).exists()


def held() -> Exists:
    """The same as a condition of a query over invoices."""
    return Exists(InvoiceChangeRequest.objects.filter(invoice_id=OuterRef("pk"), state=ChangeState.OPEN))


def missions_due(*, on: datetime.date, lead_days: int) -> QuerySet[Any]:
    """Confirmed missions for which something is to be done: a deposit to invoice, a draft to make, a draft to send."""
    shown_until = on + datetime.timedelta(days=lead_days)
    own = Invoice.objects.filter(mission_id=OuterRef("pk"))
    is_invoiced = Exists(own.filter(kind=InvoiceKind.INVOICE))
    has_deposit = Exists(own.filter(kind=InvoiceKind.DEPOSIT))
    goes_out = Exists(_decided(own.filter(kind=InvoiceKind.INVOICE, planned_on__lte=on)).exclude(held()))
    is_shown = (
        Q(orders__isnull=True)
        | Q(orders__invoice_on__lte=shown_until)
        | Q(orders__invoice_on__isnull=True, orders__deposit=0)
        | Q(orders__invoice_on__isnull=True, orders__deposit__gt=0, ends_on__lte=shown_until)
    )
    wanted = (Q(orders__deposit__gt=0) & ~has_deposit) | (is_shown & ~is_invoiced) | goes_out
    return Mission.objects.filter(wanted, state=MissionState.CONFIRMED, part_of__isnull=True)


def missions_to_invoice(*, on: datetime.date, lead_days: int) -> QuerySet[Any]:
    """Those among them that have no document of any kind yet: something stopped them."""
    return missions_due(on=on, lead_days=lead_days).filter(invoices__isnull=True)


def drafts_without_work() -> QuerySet[Any]:
    """Drafts whose mission was cancelled after they were made."""
    return Invoice.objects.filter(state=InvoiceState.DRAFT, mission__state=MissionState.CANCELLED)


def drafts_planned() -> QuerySet[Any]:
    """Drafts whose VAT is decided, the first to go out first."""
    return _decided(Invoice.objects.all()).order_by(F("planned_on").asc(nulls_first=True), "pk")


def drafts_held() -> QuerySet[Any]:
    """Drafts whose member waits for a change."""
    return Invoice.objects.filter(held(), state=InvoiceState.DRAFT).order_by("planned_on", "pk")


def overdue(*, on: datetime.date) -> QuerySet[Any]:
    """Issued, not disputed, and past the day to pay by, the oldest first."""
    return (
        Invoice.objects.filter(state__in=OWED, due_on__lt=on)
        .exclude(kind=InvoiceKind.CREDIT_NOTE)
        .order_by("due_on", "pk")
    )


def _decided(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(state=InvoiceState.DRAFT).exclude(vat_decision__needs_staff=True)
