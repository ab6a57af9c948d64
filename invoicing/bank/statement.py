"""What a bank statement says, whatever format it came in: balances, and one entry per movement of money."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from smart.foundation import formats
from smart.foundation.errors import RuleBroken
from smart.foundation.money import CENT, ZERO

LARGEST: Final = Decimal(10) ** 12
"""Amounts of the books have twelve digits before the decimal point."""

LONGEST_KEY: Final = 90


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement. `amount` is signed: above zero arrived, below zero left. `key` is its name within the statement.

    A collected booking that the bank took apart is one entry per part, each with the collection's reference in `batch`;
    otherwise `batch_count` says how many movements are inside. `is_fee`: the bank's own code says it is its cost;
    `reason_code`: why something came back (ISO 20022 external code). `fees` are what the bank kept, `foreign_amount` what was
    ordered in another currency (both unsigned, for information).
    """

    key: str
    booked_on: date
    value_on: date
    amount: Decimal
    end_to_end: str = ""
    structured: str = ""
    text: str = ""
    name: str = ""
    iban: str = ""
    is_reversal: bool = False
    is_fee: bool = False
    reason_code: str = ""
    batch: str = ""
    batch_count: int = 1
    fees: Decimal = ZERO
    foreign_amount: Decimal | None = None
    foreign_currency: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One account's statement. `key` names it among the account's; balances are signed (below zero: overdrawn)."""

    format: str
    account: str
    currency: str
    number: str
    key: str
    opening_on: date
    opening: Decimal
    closing_on: date
    closing: Decimal
    entries: tuple[Entry, ...]

    @property
    def digest(self) -> str:
        """A fingerprint of the money, the same when the bank delivers the statement again under another name."""
        moved = [f"{entry.booked_on} {entry.value_on} {entry.amount} {entry.key}" for entry in self.entries]
        facts = [self.account, self.currency, f"{self.opening} {self.closing_on} {self.closing}", *moved]
        return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def check_balance(statement: Statement) -> None:
    """Raise RuleBroken("not_balanced") unless opening balance and entries make the closing balance, to the cent."""
    moved = sum((entry.amount for entry in statement.entries), ZERO)
    if statement.opening + moved == statement.closing:
        return
    raise RuleBroken(
        "not_balanced",
        _(
            "Statement %(number)s of %(account)s does not balance: %(opening)s and entries of %(moved)s make %(found)s,"
            " the bank says %(expected)s. Nothing was imported; ask the bank for the file again."
        )
        % {
            "number": statement.number,
            "account": statement.account,
            "opening": formats.money(statement.opening, statement.currency),
            "moved": formats.money(moved, statement.currency),
            "found": formats.money(statement.opening + moved, statement.currency),
            "expected": formats.money(statement.closing, statement.currency),
        },
    )


def amount_of(text: str, *, where: str) -> Decimal:
    """The number as written, in whole cents; raises RuleBroken("amount_unreadable") for anything else."""
    try:
        amount = Decimal(text.strip())
        cents = amount.quantize(CENT)
    except InvalidOperation as refused:
        raise _unreadable(text, where=where) from refused
    if not amount.is_finite() or cents != amount or abs(amount) >= LARGEST:
        raise _unreadable(text, where=where)
    return cents


def broken_file(what: str, *, where: str) -> RuleBroken:
    """The refusal of a file that breaks off or leaves out what it must say."""
    return RuleBroken(
        "truncated",
        _("The file is not complete: %(what)s is missing (%(where)s). Download it from the bank again.")
        % {"what": what, "where": where},
    )


def with_own_keys(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give every entry a key of its own: the bank's reference, else its facts; the second of the same gets “#2”."""
    seen: Counter[str] = Counter()
    named = []
    for entry in entries:
        key = entry.key if 0 < len(entry.key) <= LONGEST_KEY else _fallback(entry)
        seen[key] += 1
        named.append(replace(entry, key=key if seen[key] == 1 else f"{key}#{seen[key]}"))
    return tuple(named)


def _fallback(entry: Entry) -> str:
    facts = (entry.booked_on, entry.value_on, entry.amount, entry.end_to_end, entry.structured, entry.text, entry.iban)
    return "facts:" + hashlib.sha256(repr((*facts, entry.name, entry.batch)).encode()).hexdigest()[:32]


def _unreadable(text: str, *, where: str) -> RuleBroken:
    return RuleBroken(
        "amount_unreadable",
        _("%(where)s says the amount “%(found)s”; whole cents are expected. Ask the bank for the file again.")
        % {"where": where, "found": text.strip()[:40]},
    )
