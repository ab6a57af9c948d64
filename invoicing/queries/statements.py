"""The statement of activities over some days: what they had, what came, what went, what they have, all from the ledger."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, Sum

from activities.models import Activity
from invoicing.models import Invoice, LedgerEntry, Payslip
from invoicing.models.invoice import InvoiceKind
from invoicing.queries.documents_behind import Key
from invoicing.rules import ledger
from invoicing.spans import Span
from smart.foundation.money import ZERO

SECTION_OF: Final = {
    ledger.Kind.INVOICE_ISSUED: "income",
    ledger.Kind.CREDIT_NOTE: "income",
    ledger.Kind.PAYROLL: "pay",
    ledger.Kind.EXPENSE: "expenses",
    ledger.Kind.SUPPLIER: "expenses",
    ledger.Kind.MOVED: "moves",
    ledger.Kind.TEAM: "moves",
}
SECTIONS: Final = ("income", "pay", "expenses", "moves", "other")


@dataclass(frozen=True, slots=True)
class Item:
    """One event as it changed what the activities have: positive adds. `parts` are the figures of its document."""

    transaction_id: int
    on: datetime.date
    kind: str
    label: str
    subject: Key
    amount: Decimal
    parts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """Events of one sort, oldest first; their amounts sum to the total."""

    name: str
    items: tuple[Item, ...]

    @property
    def total(self) -> Decimal:
        return sum((item.amount for item in self.items), ZERO)

    def sum_of(self, part: str) -> Decimal:
        """The sum of one figure of the documents."""
        return sum((item.parts.get(part, ZERO) for item in self.items), ZERO)


@dataclass(frozen=True, slots=True)
class Statement:
    """opening + the totals of the sections = closing = available + reserved, to the cent and as the ledger has it."""

    span: Span
    currency: str
    activities: tuple[Activity, ...]
    opening: Decimal
    closing: Decimal
    available: Decimal
    reserved: Decimal
    sections: tuple[Section, ...]
    newest: int

    def __post_init__(self) -> None:
        came_to = self.opening + sum((section.total for section in self.sections), ZERO)
        if came_to != self.closing or self.closing != self.available + self.reserved:
            raise ValueError(f"The statement comes to {came_to}; the ledger says {self.available} + {self.reserved}.")

    def section(self, name: str) -> Section:
        return next((each for each in self.sections if each.name == name), Section(name, ()))


def statement_of(activities: Sequence[Activity], span: Span, *, currency: str) -> Statement:
    """The statement of one activity, or of all of a member together. Four queries."""
    ids = [activity.pk for activity in activities]
    before, available, reserved = _balances(ids, span)
    items = _items(ids, span)
    filed: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        filed[SECTION_OF.get(item.kind, "other")].append(item)
    return Statement(
        span=span,
        currency=currency,
        activities=tuple(activities),
        opening=before,
        closing=available + reserved,
        available=available,
        reserved=reserved,
        sections=tuple(Section(name, tuple(filed[name])) for name in SECTIONS if filed[name]),
        newest=max((item.transaction_id for item in items), default=0),
    )


def _balances(ids: list[int], span: Span) -> tuple[Decimal, Decimal, Decimal]:
    """What they had before the first day, and what is available and reserved at the end of the last one."""
    entries = LedgerEntry.objects.filter(account__activity_id__in=ids, transaction__on__lte=span.last)
    sums = entries.aggregate(
        before=Sum("amount", filter=Q(transaction__on__lt=span.first)),
        available=Sum("amount", filter=Q(account__code=ledger.AVAILABLE)),
        reserved=Sum("amount", filter=Q(account__code=ledger.RESERVED)),
    )
    before, available, reserved = (-(sums[name] or ZERO) for name in ("before", "available", "reserved"))
    return before, available, reserved


def _items(ids: list[int], span: Span) -> list[Item]:
    rows = (
        LedgerEntry.objects.filter(account__activity_id__in=ids)
        .filter(transaction__on__gte=span.first, transaction__on__lte=span.last)
        .select_related("transaction")
        .order_by("transaction__on", "transaction_id")
    )
    events: dict[int, Any] = {}
    effects: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for entry in rows:
        events[entry.transaction_id] = entry.transaction
        effects[entry.transaction_id] -= entry.amount
    told = [event for pk, event in events.items() if effects[pk]]
    parts = _invoice_parts(told) | _payslip_parts(told)
    return [
        Item(
            transaction_id=event.pk,
            on=event.on,
            kind=event.kind,
            label=event.label,
            subject=(event.subject_table, event.subject_id),
            amount=effects[event.pk],
            parts=parts.get((event.subject_table, event.subject_id), {}),
        )
        for event in told
    ]


def _invoice_parts(events: list[Any]) -> dict[Key, dict[str, Any]]:
    """Net, fee and guarantee of the invoices; a credit note takes its own away again."""
    table = Invoice._meta.db_table
    ids = [event.subject_id for event in events if event.subject_table == table and event.kind != ledger.Kind.TEAM]
    found: dict[Key, dict[str, Any]] = {}
    for invoice in Invoice.objects.filter(pk__in=ids).select_related("client"):
        sign = -1 if invoice.kind == InvoiceKind.CREDIT_NOTE else 1
        found[table, invoice.pk] = {
            "number": invoice.number,
            "client": invoice.client.name,
            "net": sign * invoice.net,
            "fee": sign * invoice.fee,
            "guarantee": sign * invoice.guarantee,
        }
    return found


def _payslip_parts(events: list[Any]) -> dict[Key, dict[str, Any]]:
    table = Payslip._meta.db_table
    return payslip_figures([event.subject_id for event in events if event.subject_table == table])


def payslip_figures(ids: Sequence[int]) -> dict[Key, dict[str, Any]]:
    """The figures of payslips as the items of a statement carry them. One query."""
    rows = Payslip.objects.filter(pk__in=ids).values(
        "pk",
        "number",
        "month",
        "gross",
        "employee_total",
        "tax_total",
        "net",
        "employer_total",
        "provisions",
        "employer_cost",
        "line__provisioned",
        "line__facts",
    )
    return {(Payslip._meta.db_table, row["pk"]): _with_set_aside(row) for row in rows}


def _with_set_aside(row: Mapping[str, Any]) -> dict[str, Any]:
    """The payslip's figures with what it took from the provisions, besides what its own lines took back."""
    taken_back = row["provisions"] if row["line__facts"].get("answer") else ZERO
    return {**row, "set_aside_before": row["line__provisioned"] + taken_back}
