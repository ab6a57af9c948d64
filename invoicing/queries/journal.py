"""The journal: every entry of the ledger with what stands behind it, read in bites so that any number of them fits."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from countries.models import LegalEntity
from invoicing.models import ExportedTransaction, LedgerEntry, LedgerTransaction
from invoicing.queries.documents_behind import NOTHING, Behind, Key, documents_behind
from smart.foundation.money import ZERO

BITE: Final = 1000
"""So many transactions are held in memory at once."""


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


def lines_of(entries: list[Any]) -> list[JournalLine]:
    """The lines of entries that come with transaction and account.activity; one query for each kind of document."""
    behind = documents_behind({(e.transaction.subject_table, e.transaction.subject_id) for e in entries})
    entities = _entities_of_activities(entries)
    return [_line(entry, behind=behind, entities=entities) for entry in entries]


def with_facts(entries: QuerySet[Any]) -> QuerySet[Any]:
    """The entries as `lines_of` wants them."""
    return entries.select_related("transaction__country", "account__activity__membership")


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
    rows, last = transactions_of(wanted, only_new_for=only_new_for), 0
    while bite := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BITE]):
        last = bite[-1]
        entries = with_facts(LedgerEntry.objects.filter(transaction_id__in=bite).order_by("transaction_id", "pk"))
        for line in lines_of(list(entries)):
            if entity_id is None or (line.entity_id or default) == entity_id:
                yield line


def _line(entry: Any, *, behind: Mapping[Key, Behind], entities: Mapping[int, int]) -> JournalLine:
    booked, account = entry.transaction, entry.account
    subject = (booked.subject_table, booked.subject_id)
    found = behind.get(subject, NOTHING)
    return JournalLine(
        transaction_id=booked.pk,
        on=booked.on,
        booked_on=booked.country.local(booked.at).date(),
        event=booked.event,
        kind=booked.kind,
        label=booked.label,
        code=account.code,
        activity_id=account.activity_id,
        activity_code=account.activity.code if account.activity is not None else "",
        amount=entry.amount,
        subject=subject,
        behind=_with_member(found, account.activity),
        entity_id=entities.get(booked.pk) or found.entity_id,
    )


def _with_member(found: Behind, activity: Any) -> Behind:
    """The member of the line's own activity comes before the document's."""
    if activity is None or found.member == activity.membership.number:
        return found
    return Behind(found.number, found.entity_id, activity.membership.number, found.client_id, found.client)


def _entities_of_activities(entries: list[Any]) -> dict[int, int]:
    """By transaction, the legal entity of the activities it touches: they are of one (moves between two are refused)."""
    return {e.transaction_id: e.account.activity.entity_id for e in entries if e.account.activity is not None}
