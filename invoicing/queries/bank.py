"""What the queue of bank entries shows: what is left of each, and the invoices each may pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import Q, Sum

from invoicing.bank.found_references import references_of
from invoicing.models import BankEntry, BankMatch, Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import payments
from invoicing.states import EntryState, InvoiceState

SHOWN: Final = 3
LOOKED_AT: Final = 300
"""At most so many invoices are compared with one page of entries."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An open invoice and what speaks for it: its reference, its open amount, the client's name."""

    invoice: Invoice
    open: Decimal
    by_reference: bool
    by_amount: bool
    by_name: bool

    @property
    def weight(self) -> int:
        return 4 * self.by_reference + 2 * self.by_amount + self.by_name


def unused_amounts(entries: Sequence[BankEntry]) -> dict[int, Decimal]:
    """What of each entry has paid nothing yet, in one query."""
    rows = BankMatch.objects.filter(entry__in=entries).values_list("entry_id").annotate(used=Sum("amount"))
    used = dict(rows)
    return {entry.pk: entry.amount - used.get(entry.pk, Decimal("0.00")) for entry in entries}


def suggestions_for(entries: Sequence[BankEntry], *, unused: dict[int, Decimal]) -> dict[int, list[Suggestion]]:
    """Per waiting entry that brought money, the likeliest invoices first; `unused` from `unused_amounts`. Three queries."""
    asked = [entry for entry in entries if entry.state == EntryState.WAITING and entry.amount > 0]
    if not asked:
        return {}
    words = {entry.pk: references_of(entry) for entry in asked}
    rows = (
        Invoice.objects.filter(state__in=payments.PAYABLE)
        .exclude(kind=InvoiceKind.CREDIT_NOTE)
        .select_related("client")
    )
    every = frozenset[str]().union(*words.values())
    found = list(
        rows.filter(
            Q(payment_reference__in=every)
            | Q(number__in=every)
            | Q(total__in={unused[entry.pk] for entry in asked})
            | Q(client__folded_name__in={entry.folded_name for entry in asked if entry.folded_name})
            | Q(state=InvoiceState.PARTLY_PAID)
        ).order_by("issued_on", "pk")[:LOOKED_AT]
    )
    left = payments.open_amounts(found)
    return {entry.pk: _likely(entry, words[entry.pk], unused[entry.pk], found, left) for entry in asked}


def _likely(
    entry: BankEntry, words: frozenset[str], amount: Decimal, found: list[Invoice], left: dict[int, Decimal]
) -> list[Suggestion]:
    compared = [
        Suggestion(
            invoice=invoice,
            open=left[invoice.pk],
            by_reference=bool(words & {invoice.number, invoice.payment_reference}),
            by_amount=left[invoice.pk] == amount,
            by_name=_is_same_name(entry.folded_name, invoice.client.folded_name),
        )
        for invoice in found
        if left[invoice.pk] > 0 and invoice.currency == entry.statement.currency
    ]
    return sorted((each for each in compared if each.weight), key=lambda each: -each.weight)[:SHOWN]


def _is_same_name(one: str, other: str) -> bool:
    """Banks cut names: one may be the beginning of the other."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))
