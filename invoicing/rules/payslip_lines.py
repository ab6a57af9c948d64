"""A payslip as people read it: groups of lines with base, rate and amount, each value with its day and its source.

Pure: everything comes from the payslip's own JSON, so a payslip of ten years ago reads as it did on its day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries.contract import Group, ParameterRef, PayLine, PayResult, Text
from smart.foundation import formats
from smart.foundation.money import ZERO


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A statutory value a line rests on: what it is, since when, where it is written, and whether we verified it."""

    label: str
    value: str
    since: str
    source: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line in words; `amount` is signed as it moves the net (or the cost, on the employer's side)."""

    code: str
    label: str
    base: Decimal | None
    rate: Decimal | None
    amount: Decimal
    calculation: str
    values: tuple[ReadValue, ...]


@dataclass(frozen=True, slots=True)
class ReadTotal:
    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ReadGroup:
    heading: str
    lines: tuple[ReadLine, ...]
    total: ReadTotal
    is_employers: bool = False
    is_always_there: bool = False


def groups_of(result: PayResult) -> list[ReadGroup]:
    """The five groups in the active language: gross, contributions, tax, other amounts, what the employer pays on top."""
    taxable = result.line("taxable")
    after_own = taxable.amount if taxable is not None else result.gross - result.employee_total
    read = [
        _group(result, (Group.GROSS,), _("Gross pay"), _("Total gross"), result.gross),
        _group(result, (Group.EMPLOYEE,), _("Your contributions"), _taxable_words(taxable), after_own),
        _group(result, (Group.TAX,), _("Tax"), _("Total tax withheld"), ZERO - result.tax_total),
        _group(result, (Group.NET,), _("Other amounts"), _("Total of other amounts"), _sum(result, Group.NET)),
        _group(
            result,
            (Group.EMPLOYER, Group.PROVISION),
            _("What the employer pays on top"),
            _("Cost of your pay, all included"),
            result.employer_cost,
        ),
    ]
    return [group for group in read if group.lines or group.is_always_there]


def unsure_values(result: PayResult) -> list[str]:
    """The values nobody has verified, in words; every reader must see them."""
    return [_unsure(ref) for ref in result.unverified]


def in_words(text: Text) -> str:
    """A text of the law in the active language, else in English."""
    return text.get(get_language() or "en") or text["en"]


def _group(result: PayResult, groups: tuple[Group, ...], heading: str, words: str, amount: Decimal) -> ReadGroup:
    lines = tuple(_line(line, result.currency) for line in result.lines if line.group in groups)
    return ReadGroup(
        heading,
        lines,
        ReadTotal(words, amount),
        is_employers=Group.EMPLOYER in groups,
        is_always_there=Group.TAX in groups,  # a reader looks for the tax, also when it is nothing
    )


def _line(line: PayLine, currency: str) -> ReadLine:
    return ReadLine(
        code=line.code,
        label=in_words(line.label),
        base=line.base,
        rate=line.rate,
        amount=line.amount,
        calculation=_calculation(line, currency),
        values=tuple(_values(line.parameters)),
    )


def _calculation(line: PayLine, currency: str) -> str:
    if line.base is None or line.rate is None:
        return ""
    base, rate, amount = (
        formats.money(line.base, currency),
        formats.percent(line.rate),
        formats.money(abs(line.amount), currency),
    )
    return f"{base} × {rate} = {amount}"


def _values(refs: Iterable[ParameterRef]) -> Iterable[ReadValue]:
    for ref in refs:
        yield ReadValue(
            label=ref.label or ref.key,
            value=str(ref.value) if isinstance(ref.value, (str, int, Decimal)) else "",
            since=formats.day(ref.since),
            source=ref.source,
            is_sure=ref.confidence == "verified",
        )


def _taxable_words(taxable: PayLine | None) -> str:
    return in_words(taxable.label) if taxable is not None else _("After your contributions")


def _sum(result: PayResult, group: Group) -> Decimal:
    return sum((line.amount for line in result.lines if line.group == group), ZERO)


def _unsure(ref: ParameterRef) -> str:
    return _("%(value)s, in use since %(day)s") % {"value": ref.label or ref.key, "day": formats.day(ref.since)}
