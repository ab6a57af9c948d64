"""What the queue of bank entries shows: what is left of each, and the invoices each may pay."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from invoicing.bank.found_references import references_of
from invoicing.models import BankEntry, BankMatch, BankUse, ClientAccount, Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import payments
from invoicing.states import EntryState, InvoiceState

SHOWN: Final = 3
LOOKED_AT: Final = 300
"""At most so many invoices are compared with one page of entries."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An open invoice and what speaks for it. `is_sure`: so much that a person may confirm it without opening it."""

    invoice: Invoice
    open: Decimal
    by_reference: bool
    by_amount: bool
    by_account: bool
    by_name: bool
    is_sure: bool = False

    @property
    def weight(self) -> int:
        return 8 * self.by_reference + 4 * self.by_account + 3 * self.by_amount + self.by_name

    @property
    def reasons(self) -> list[str]:
        """What speaks for it, in words, the strongest first."""
        said = [
            (self.by_reference, _("it names the invoice")),
            (self.by_account, _("the client has paid from this account before")),
            (self.by_amount, _("the amount is exactly what is open")),
            (self.by_name, _("the payer has the client's name")),
        ]
        return [words for is_true, words in said if is_true]


def unused_amounts(entries: Sequence[BankEntry]) -> dict[int, Decimal]:
    """What of each entry is not accounted for yet, with the entry's sign, in two queries."""
    used: Counter[int] = Counter()
    for model in (BankMatch, BankUse):
        rows = model.objects.filter(entry__in=entries).values_list("entry_id").annotate(used=Sum("amount"))
        used.update(dict(rows))
    return {entry.pk: entry.amount - used[entry.pk] * (1 if entry.amount > 0 else -1) for entry in entries}


def suggestions_for(entries: Sequence[BankEntry], *, unused: dict[int, Decimal]) -> dict[int, list[Suggestion]]:
    """Per waiting entry that brought money, the likeliest invoices first; `unused` from `unused_amounts`. Four queries."""
    asked = [entry for entry in entries if entry.state == EntryState.WAITING and entry.amount > 0]
    if not asked:
        return {}
    words = {entry.pk: references_of(entry) for entry in asked}
    payers = _payers(asked)
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
            | Q(client__in=frozenset[int]().union(*payers.values()))
            | Q(client__folded_name__in={entry.folded_name for entry in asked if entry.folded_name})
            | Q(state=InvoiceState.PARTLY_PAID)
        ).order_by("issued_on", "pk")[:LOOKED_AT]
    )
    left = payments.open_amounts(found)
    return {
        entry.pk: _ranked(entry, _compared(entry, words[entry.pk], unused[entry.pk], payers, found, left))
        for entry in asked
    }


def _payers(entries: Sequence[BankEntry]) -> dict[str, frozenset[int]]:
    """The clients who have paid from an account before, by the account's blind index. One query."""
    rows = ClientAccount.objects.filter(iban_index__in={entry.iban_index for entry in entries if entry.iban_index})
    found: dict[str, set[int]] = defaultdict(set)
    for index, client_id in rows.values_list("iban_index", "client_id"):
        found[index].add(client_id)
    return {index: frozenset(clients) for index, clients in found.items()}


def _compared(
    entry: BankEntry,
    words: frozenset[str],
    amount: Decimal,
    payers: dict[str, frozenset[int]],
    found: list[Invoice],
    left: dict[int, Decimal],
) -> list[Suggestion]:
    return [
        Suggestion(
            invoice=invoice,
            open=left[invoice.pk],
            by_reference=bool(words & {invoice.number, invoice.payment_reference}),
            by_amount=left[invoice.pk] == amount,
            by_account=invoice.client_id in payers.get(entry.iban_index, frozenset()),
            by_name=_is_same_name(entry.folded_name, invoice.client.folded_name),
        )
        for invoice in found
        if left[invoice.pk] > 0 and invoice.currency == entry.statement.currency
    ]


def _ranked(entry: BankEntry, compared: list[Suggestion]) -> list[Suggestion]:
    """The likeliest first. Sure is the only invoice of this amount of a client who paid from the account before."""
    likely = sorted((each for each in compared if each.weight), key=lambda each: -each.weight)[:SHOWN]
    strong = [each for each in compared if each.by_amount and each.by_account]
    is_plain = entry.batch_count == 1 and not entry.is_reversal and not entry.foreign_currency
    if len(strong) != 1 or not is_plain:
        return likely
    before = strong[0].invoice.issued_on is not None and strong[0].invoice.issued_on <= entry.booked_on
    return [replace(each, is_sure=before) if each is strong[0] else each for each in likely]


def _is_same_name(one: str, other: str) -> bool:
    """Banks cut names: one may be the beginning of the other."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))
