"""The journal: every entry of the ledger with what stands behind it, read in bites so that any number of them fits."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from countries.entered import entered_country
from countries.models import Country, LegalEntity
from invoicing.models import ExportedTransaction, LedgerEntry, LedgerTransaction
from invoicing.queries.documents_behind import NOTHING, Behind, Key, documents_behind
from smart.foundation.money import ZERO

BITE: Final = 1000
"""So many transactions are held in memory at once."""


COLUMNS: Final = (
    "transaction_id",
    "transaction__on",
    "transaction__at",
    "transaction__event",
    "transaction__kind",
    "transaction__label",
    "transaction__subject_table",
    "transaction__subject_id",
    "account__code",
    "account__activity_id",
    "account__activity__code",
    "account__activity__entity_id",
    "account__activity__membership__number",
    "amount",
)


class Row(NamedTuple):
    """One entry as read, in the order of COLUMNS; the activity's facts are None on accounts of no activity."""

    transaction_id: int
    on: datetime.date
    at: datetime.datetime
    event: str
    kind: str
    label: str
    subject_table: str
    subject_id: int
    code: str
    activity_id: int | None
    activity_code: str | None
    entity_id: int | None
    member: str | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the journal: days (both included), and what else narrows it; empty means everything."""

    first: datetime.date
    last: datetime.date
    kind: str = ""
    account: str = ""
    activity_id: int | None = None


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry: debit positive, credit negative, with the facts of its transaction and document."""

    transaction_id: int
    on: datetime.date
    booked_on: datetime.date
    event: str
    kind: str
    label: str
    code: str
    activity_id: int | None
    activity_code: str
    amount: Decimal
    subject: Key
    behind: Behind
    entity_id: int | None

    @property
    def debit(self) -> Decimal:
        return max(self.amount, ZERO)

    @property
    def credit(self) -> Decimal:
        return max(-self.amount, ZERO)


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a part of the journal."""

    debit: Decimal
    credit: Decimal
    lines: int


def entries_of(wanted: Wanted) -> QuerySet[Any]:
    """The entries of a part of the journal, as booked."""
    rows = LedgerEntry.objects.filter(transaction__on__gte=wanted.first, transaction__on__lte=wanted.last)
    if wanted.kind:
        rows = rows.filter(transaction__kind=wanted.kind)
    if wanted.account:
        rows = rows.filter(account__code=wanted.account)
    if wanted.activity_id is not None:
        rows = rows.filter(account__activity_id=wanted.activity_id)
    return rows.order_by("transaction_id", "pk")


def totals_of(wanted: Wanted) -> Totals:
    """Debit, credit and number of lines. One query."""
    sums = (
        entries_of(wanted)
        .order_by()
        .aggregate(
            debit=Sum("amount", filter=Q(amount__gt=0)), credit=Sum("amount", filter=Q(amount__lt=0)), n=Count("pk")
        )
    )
    return Totals(debit=sums["debit"] or ZERO, credit=-(sums["credit"] or ZERO), lines=sums["n"])


def lines_of(rows: Iterable[tuple[Any, ...]], *, country: Country) -> list[JournalLine]:
    """The lines of rows made by `with_facts`; one query for each kind of document."""
    read = [Row(*row) for row in rows]
    behind = documents_behind({(row.subject_table, row.subject_id) for row in read})
    entities = {row.transaction_id: row.entity_id for row in read if row.entity_id is not None}
    return [_line(row, behind=behind, entities=entities, country=country) for row in read]


def with_facts(entries: QuerySet[Any]) -> QuerySet[Any]:
    """The entries as rows for `lines_of`: plain columns, for model instances cost several times as much."""
    return entries.values_list(*COLUMNS)


def transactions_of(wanted: Wanted, *, only_new_for: str = "") -> QuerySet[Any]:
    """The transactions of the days, as posted; only those in no export of the kind yet, when one is named."""
    rows = LedgerTransaction.objects.filter(on__gte=wanted.first, on__lte=wanted.last)
    if only_new_for:
        marks = ExportedTransaction.objects.filter(transaction_id=OuterRef("pk"), export__kind=only_new_for)
        rows = rows.filter(~Exists(marks))
    return rows


def stream_lines(wanted: Wanted, *, only_new_for: str = "", entity_id: int | None = None) -> Iterator[JournalLine]:
    """Every line of the days in the order of posting, a bite of transactions at a time: never all in memory.

    With `entity_id` only those of one legal entity; what names none belongs to the country's default one.
    """
    default = LegalEntity.objects.filter(is_default=True).values_list("pk", flat=True).first()
    country = entered_country()
    rows, last = transactions_of(wanted, only_new_for=only_new_for), 0
    while bite := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BITE]):
        last = bite[-1]
        entries = with_facts(LedgerEntry.objects.filter(transaction_id__in=bite).order_by("transaction_id", "pk"))
        for line in lines_of(entries, country=country):
            if entity_id is None or (line.entity_id or default) == entity_id:
                yield line


def _line(row: Row, *, behind: Mapping[Key, Behind], entities: Mapping[int, int], country: Country) -> JournalLine:
    subject = (row.subject_table, row.subject_id)
    found = behind.get(subject, NOTHING)
    if row.member and row.member != found.member:  # the member of the line's own activity comes first
        found = Behind(found.number, found.entity_id, row.member, found.client_id, found.client)
    return JournalLine(
        transaction_id=row.transaction_id,
        on=row.on,
        booked_on=country.local(row.at).date(),
        event=row.event,
        kind=row.kind,
        label=row.label,
        code=row.code,
        activity_id=row.activity_id,
        activity_code=row.activity_code or "",
        amount=row.amount,
        subject=subject,
        behind=found,
        entity_id=entities.get(row.transaction_id) or found.entity_id,
    )
