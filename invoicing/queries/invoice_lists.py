"""The lists of the accountants' desk: one for each thing an invoice may wait for, and the filters over all of them."""

import datetime
from collections.abc import Callable
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum, Value

from activities.rules.clients import fold
from invoicing.models import Dispute, Invoice, LedgerEntry
from invoicing.models.invoice import InvoiceKind
from invoicing.queries import invoices
from invoicing.rules import ledger
from invoicing.states import DisputeState
from smart.foundation.money import ZERO

EVERYTHING: Final = ""
LISTS: Final[dict[str, Callable[[datetime.date], QuerySet[Any]]]] = {
    EVERYTHING: lambda on: Invoice.objects.all().newest_first(),
    "planned": lambda on: invoices.drafts_planned().exclude(invoices.held()),
    "held": lambda on: invoices.drafts_held(),
    "vat": lambda on: Invoice.objects.vat_to_decide(),
    "disputed": lambda on: _disputed(),
    "overdue": lambda on: invoices.overdue(on=on),
}


def listed(name: str, asked: dict[str, Any], *, on: datetime.date) -> QuerySet[Any]:
    """The invoices of a list that answer the filters, in the list's order."""
    rows = LISTS.get(name, LISTS[EVERYTHING])(on)
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    if asked.get("client"):
        rows = rows.filter(client__folded_name__startswith=fold(asked["client"]))
    if asked.get("since"):
        rows = rows.filter(issued_on__gte=asked["since"])
    if asked.get("until"):
        rows = rows.filter(issued_on__lte=asked["until"])
    return rows.select_related("client", "mission")


def counts(*, on: datetime.date) -> dict[str, int]:
    """How many wait in each list, in one query."""
    first, *others = [
        rows(on)
        .order_by()
        .annotate(name=Value(name))
        .values("name")
        .annotate(count=Count("pk"))
        .values_list("name", "count")
        for name, rows in LISTS.items()
        if name != EVERYTHING
    ]
    waiting = dict(first.union(*others, all=True))
    return {name: waiting.get(name, 0) for name in LISTS if name != EVERYTHING}


def totals(found: Any) -> dict[str, Any]:
    """Net, VAT and total of what was found, credit notes taken off, and what of it is open."""
    issued = found.order_by().issued()
    is_credit = Q(kind=InvoiceKind.CREDIT_NOTE)
    billed, credited = (
        rows.aggregate(net=Sum("net"), vat=Sum("vat"), total=Sum("total"))
        for rows in (issued.exclude(is_credit), issued.filter(is_credit))
    )
    sums = {part: (billed[part] or ZERO) - (credited[part] or ZERO) for part in billed}
    about = found.order_by().values("pk")
    entries = LedgerEntry.objects.of_account(ledger.RECEIVABLE).filter(
        transaction__subject_table=Invoice._meta.db_table, transaction__subject_id__in=about
    )
    sums["open"] = entries.aggregate(total=Sum("amount"))["total"] or ZERO
    return sums


def disputes_of(rows: list[Invoice]) -> dict[int, Dispute]:
    """The open dispute of each invoice of a page, in one query."""
    return {each.invoice_id: each for each in Dispute.objects.open().filter(invoice__in=rows)}


def _disputed() -> QuerySet[Any]:
    """Invoices with an open dispute, the one whose day comes first on top: the overdue ones lead."""
    rows = Invoice.objects.filter(disputes__state=DisputeState.OPEN)
    return rows.order_by("disputes__due_on", "disputes__pk")
