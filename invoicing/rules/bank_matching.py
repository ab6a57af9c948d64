"""Which invoice an entry of a bank statement pays. Only what is beyond doubt is matched; the rest waits for a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from countries.models import LegalEntity
from invoicing.bank.found_references import references_of
from invoicing.bank.statement import Entry
from invoicing.models import Invoice
from invoicing.models.bank import WaitReason
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import ledger, payments
from smart.foundation.money import ZERO


@dataclass(frozen=True, slots=True)
class Decision:
    """The invoices the whole entry pays and what of it each, or why it waits."""

    pays: tuple[tuple[Invoice, Decimal], ...] = ()
    reason: str = ""


def decide(entries: Sequence[Entry], *, entity: LegalEntity, in_books: bool) -> list[Decision]:
    """One decision per entry, in order; the same open euro is never given twice.

    Holds the activities of the invoices found, so that what is open stays so until the transaction ends. `in_books` says
    whether the entries are in the currency of the books. Costs five queries.
    """
    named = [references_of(entry) if entry.amount > 0 else frozenset[str]() for entry in entries]
    ledger.lock_activities(invoice.activity_id for invoice in _invoices(named, entity=entity).values())
    by_reference = _invoices(named, entity=entity)  # again: a state may have changed before the lock was ours
    found = {invoice.pk: invoice for invoice in by_reference.values()}
    left = payments.open_amounts(list(found.values()))
    decisions = []
    for entry, words in zip(entries, named, strict=True):
        hits = {by_reference[word].pk: by_reference[word] for word in words if word in by_reference}
        decision = _decision(entry, list(hits.values()), left, in_books=in_books)
        for invoice, amount in decision.pays:
            left[invoice.pk] -= amount
        decisions.append(decision)
    return decisions


def _decision(entry: Entry, hits: list[Invoice], left: Mapping[int, Decimal], *, in_books: bool) -> Decision:
    if entry.is_reversal:
        return Decision(reason=WaitReason.REVERSAL)
    if entry.amount < 0:
        return Decision(reason=WaitReason.MONEY_OUT)
    if not in_books:
        return Decision(reason=WaitReason.CURRENCY)
    if entry.batch_count > 1:
        return Decision(reason=WaitReason.COLLECTED)
    if not hits:
        return Decision(reason=WaitReason.NO_REFERENCE)
    if len(hits) == 1:
        return _paying(entry, hits, {hits[0].pk: min(entry.amount, left[hits[0].pk])})
    if sum((left[hit.pk] for hit in hits), ZERO) != entry.amount:
        return Decision(reason=WaitReason.SEVERAL)
    return _paying(entry, hits, left)


def _paying(entry: Entry, hits: list[Invoice], shares: Mapping[int, Decimal]) -> Decision:
    """The entry pays each invoice its share, if they make it whole and each takes a payment of that day."""
    if sum((shares[hit.pk] for hit in hits), ZERO) < entry.amount:
        return Decision(reason=WaitReason.TOO_MUCH)
    if any(hit.state not in payments.PAYABLE or shares[hit.pk] <= 0 for hit in hits):
        return Decision(reason=WaitReason.NOT_PAYABLE)
    if any(hit.issued_on is not None and entry.booked_on < hit.issued_on for hit in hits):
        return Decision(reason=WaitReason.TOO_EARLY)
    return Decision(pays=tuple((hit, shares[hit.pk]) for hit in hits))


def _invoices(named: Iterable[frozenset[str]], *, entity: LegalEntity) -> dict[str, Invoice]:
    """The entity's issued invoices by payment reference and by number, for every reference named."""
    words = frozenset[str]().union(*named)
    if not words:
        return {}
    rows = Invoice.objects.issued().filter(entity=entity).exclude(kind=InvoiceKind.CREDIT_NOTE)
    found = list(rows.filter(Q(payment_reference__in=words) | Q(number__in=words)))
    by_number = {invoice.number.upper(): invoice for invoice in found}
    return by_number | {invoice.payment_reference: invoice for invoice in found if invoice.payment_reference}
