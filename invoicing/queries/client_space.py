"""What one client sees in their space: their own orders, missions and invoices, with those merged into them. Nobody else's."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet

from activities.models import Client, Mission, Order
from activities.states import MissionState, OrderState
from invoicing.jobs import PAPER
from invoicing.models import ElectronicInvoice, Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.queries.exposure import CLAIMS, OWING
from invoicing.rules import payments
from invoicing.rules.einvoices import XML
from members.models import Document

UNSEEN: Final = (OrderState.DRAFT, OrderState.WAIVED)
"""Orders the client was never asked about, or is not any more."""
AGREED: Final = (MissionState.CONFIRMED, MissionState.CLOSED)


def orders_of(client: Client) -> QuerySet[Any]:
    """The orders the client was sent, the newest first. One query for the family, one for the rows."""
    rows = Order.objects.filter(mission__client_id__in=client.family_ids(), sent_at__isnull=False)
    shown = rows.exclude(state__in=UNSEEN).exclude(mission__state=MissionState.CANCELLED)
    return shown.select_related("mission__activity__membership__user", "country").order_by("-sent_at", "-pk")


def orders_to_answer(client: Client, *, on: datetime.date) -> list[Order]:
    """Those that wait for the client, the one that ends first on top."""
    waiting = orders_of(client).filter(state=OrderState.SENT, valid_until__gte=on)
    return list(waiting.order_by("valid_until", "pk"))


def missions_of(client: Client, *, on: datetime.date, is_past: bool) -> QuerySet[Any]:
    """Agreed work: what is going on or to come, or what is over."""
    rows = Mission.objects.filter(client_id__in=client.family_ids(), state__in=AGREED, part_of__isnull=True)
    rows = rows.select_related("activity__membership__user", "country")
    if is_past:
        return rows.filter(ends_on__lt=on).order_by("-ends_on", "-pk")
    return rows.filter(ends_on__gte=on).order_by("starts_on", "pk")


def invoices_of(client: Client) -> QuerySet[Any]:
    """Invoices and credit notes as they were issued, the newest first."""
    rows = Invoice.objects.issued().filter(client_id__in=client.family_ids())
    return rows.select_related("mission", "activity__membership__user", "corrects").newest_first()


def unpaid_of(client: Client) -> list[tuple[Invoice, Decimal]]:
    """Invoices with something open, the first due on top, with what is open."""
    rows = list(invoices_of(client).filter(kind__in=CLAIMS, state__in=OWING).order_by("due_on", "pk"))
    left = payments.open_amounts(rows)
    return [(row, left[row.pk]) for row in rows if left[row.pk] > 0]


def open_of(rows: Iterable[Invoice]) -> dict[int, Decimal]:
    """What is open on each invoice of a page; credit notes have nothing open."""
    return payments.open_amounts([row for row in rows if row.kind != InvoiceKind.CREDIT_NOTE])


def files_of(rows: Iterable[Invoice]) -> tuple[set[int], set[int]]:
    """Which of the invoices have their paper, and which an electronic document. Two queries."""
    ids = [row.pk for row in rows]
    papers = Document.objects.filter(subject_table=Invoice._meta.db_table, subject_id__in=ids, kind=PAPER)
    current = dict(ElectronicInvoice.objects.current().filter(invoice__in=ids).values_list("pk", "invoice_id"))
    table = ElectronicInvoice._meta.db_table
    written = Document.objects.filter(Q(subject_table=table, kind=XML), subject_id__in=current)
    return (
        set(papers.values_list("subject_id", flat=True)),
        {current[pk] for pk in written.values_list("subject_id", flat=True)},
    )
