"""The country's statutory values in words: what holds on a day, where it is written, what must be renewed. Reads only."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, Final

from django.utils.translation import gettext as _

from countries import expense_data, expense_words, registry
from countries.contract import Purpose
from countries.parameters import Entry, Parameter
from smart.foundation import formats
from smart.foundation.money import round_to

SOON: Final = datetime.timedelta(days=61)
"""How long before its review day a value is on the list of what to renew."""


@dataclass(frozen=True, slots=True)
class Value:
    """One dated value. `lines` has one text for a number and one a row for a table."""

    since: datetime.date
    lines: tuple[str, ...]
    source: str
    confidence: str
    note: str
    is_expected: bool

    @property
    def is_sure(self) -> bool:
        return self.confidence == "verified"


@dataclass(frozen=True, slots=True)
class Row:
    """One key as of a day: its value in force (None before the first), its review day and what announces itself."""

    key: str
    label: str
    note: str
    review_by: datetime.date | None
    value: Value | None
    is_due: bool
    is_past: bool


def rows(code: str, *, on: datetime.date) -> list[Row]:
    """Every key of the country's pack and of its expenses as of a day, in the order of the files; none without either."""
    return [_row(parameter, registry.pack_for(code).pack.currency, on) for parameter in _parameters(code)]


def find(code: str, key: str) -> Parameter | None:
    """The parameter of this key, if the country has it."""
    expenses = expense_data.law_of(code)
    return registry.pack_for(code).parameters.get(key) or (expenses.get(key) if expenses else None)


def history(parameter: Parameter, *, currency: str) -> list[Value]:
    """All values of a key, the newest first."""
    return [_value(entry, parameter, currency) for entry in reversed(parameter.entries)]


def due(code: str, *, on: datetime.date) -> int:
    """How many keys must be looked at soon, or should have been: payroll and claims refuse them after their review day."""
    return sum(_is_due(parameter, on) for parameter in _parameters(code))


def due_tariffs(code: str, *, on: datetime.date) -> int:
    """How many tariffs of expenses must be renewed soon, or are refused already: those of a year from 1 November on."""
    return sum(
        _is_due(each, on) for each in expense_data.law_of(code) or () if each.key.startswith(expense_data.TARIFF)
    )


def _parameters(code: str) -> Iterator[Parameter]:
    return chain(registry.pack_for(code).parameters, expense_data.law_of(code) or ())


def _row(parameter: Parameter, currency: str, on: datetime.date) -> Row:
    entry = parameter.entry_on(on, purpose=Purpose.PAYROLL)
    return Row(
        key=parameter.key,
        label=parameter.label,
        note=parameter.note,
        review_by=parameter.review_by,
        value=_value(entry, parameter, currency) if entry is not None else None,
        is_due=_is_due(parameter, on),
        is_past=parameter.review_by is not None and parameter.review_by < on,
    )


def _is_due(parameter: Parameter, on: datetime.date) -> bool:
    return parameter.review_by is not None and parameter.review_by < on + SOON


def _value(entry: Entry, parameter: Parameter, currency: str) -> Value:
    return Value(
        since=entry.since,
        lines=tuple(_lines(entry.value, parameter, currency)),
        source=entry.source,
        confidence=entry.confidence,
        note=entry.note,
        is_expected=entry.is_expected,
    )


def _lines(value: Any, parameter: Parameter, currency: str) -> Iterator[str]:
    if value is None:
        yield _("not known or not due")
    elif isinstance(value, Mapping) and parameter.key.startswith(expense_data.TARIFF):
        yield from expense_words.lines_of(value)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield f"{str(name).replace('_', ' ')}: {_inline(item)}"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from (_inline(item) for item in value)
    else:
        yield _single(value, parameter.unit, parameter.per or currency)


def _single(value: Any, unit: str, currency: str) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    if unit == "rate":
        return formats.percent(value)
    if unit != "amount":
        return formats.number(value)
    return formats.money(value, currency) if value == round_to(value) else f"{formats.number(value)} {currency}"


def _inline(value: Any) -> str:
    """A cell of a table; numbers as the law file has them, for a table mixes rates and amounts."""
    if isinstance(value, Mapping):
        return ", ".join(f"{str(name).replace('_', ' ')} {_inline(item)}" for name, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " · ".join(_inline(item) for item in value)
    return formats.number(value) if isinstance(value, Decimal) else str(value)
