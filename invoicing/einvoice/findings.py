"""What a check says: the rule, the field in words, what was found and what was expected."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from invoicing.einvoice.terms import TERMS
from invoicing.einvoice.words import Sentence, gettext_noop

FATAL: Final = "fatal"
WARNING: Final = "warning"
NOTHING: Final = Sentence(gettext_noop("nothing"))
A_VALUE: Final = Sentence(gettext_noop("a value"))
HERE: Final = Sentence(gettext_noop("invoice"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One broken rule. `term` is the business term (BT-106), `where` the part it stands in; fatal means: do not send.

    `text` is the official wording, in the language of its publisher. A finding of an official sheet says nothing else:
    it may name no term and knows neither `found` nor `expected`.
    """

    rule: str
    term: str
    where: Sentence = HERE
    found: Sentence = NOTHING
    expected: Sentence = A_VALUE
    severity: str = FATAL
    text: str = ""
    is_official: bool = False

    @property
    def field(self) -> str:
        """The field in words, English; the command translates it."""
        return TERMS[self.term] if self.term else HERE.text


def shown(value: Any) -> Sentence:
    """A value as it stands in the document; absent values are called so."""
    if value in (None, ""):
        return NOTHING
    return Sentence("%(value)s", {"value": format(value, "f") if isinstance(value, Decimal) else value})


def at_line(number: str) -> Sentence:
    """Names the invoice line by its number."""
    return Sentence(gettext_noop("line %(number)s"), {"number": number})


def at_part(position: int) -> Sentence:
    """Names a repeated part by its position, counted from one."""
    return Sentence(gettext_noop("number %(position)s"), {"position": position})


def to_cents(amount: Decimal) -> Decimal:
    """Round as the official rules do: half a cent goes up, also below zero."""
    return ((amount * 100 + Decimal("0.5")).__floor__() / Decimal(100)).quantize(Decimal("0.01"))


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum, absent amounts counting zero."""
    return sum((amount for amount in amounts if amount is not None), Decimal(0))
