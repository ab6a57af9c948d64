"""A tariff in words, one line for each answer: "Car › 5 CV: up to 5,000 km 0.636". For pages, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries import expense_data
from countries.expense_shapes import Bands, Chosen, Day, Flat, Shape, Times, shape_of
from smart.foundation import formats


def lines_of(value: Any) -> Iterator[str]:
    """Every amount a tariff of the data can come to, with the answers that lead there."""
    for answers, text in _rows(shape_of(value), ()):
        yield f"{' › '.join(answers)}: {text}" if answers else text


def _rows(shape: Shape, answers: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(shape, Chosen):
        for answer, below in shape.by_answer.items():
            yield from _rows(below, (*answers, _answer(shape.key, answer)))
    elif isinstance(shape, Times):
        yield from _rows(shape.shape, answers)
        for answer, factor in shape.factors.items():
            if factor != 1:
                yield (*answers, _answer(shape.key, answer)), _("times %(factor)s") % {"factor": formats.number(factor)}
    elif isinstance(shape, Bands):
        yield answers, " · ".join(_bands(shape))
    elif isinstance(shape, Day):
        yield answers, " · ".join(_day(shape))
    elif isinstance(shape, Flat):
        yield answers, _number(shape.per_unit)


def _bands(shape: Bands) -> Iterator[str]:
    for to, rate, plus in shape.bands:
        amount = f"{_number(rate)} + {_number(plus)}" if plus else _number(rate)
        yield (
            _("up to %(kilometres)s km a year %(amount)s") % {"kilometres": _number(to), "amount": amount}
            if to is not None
            else _("beyond %(amount)s") % {"amount": amount}
        )


def _day(shape: Day) -> Iterator[str]:
    if shape.hourly:
        yield _("%(amount)s for each started hour of a day longer than %(hours)s hours") % {
            "amount": _number(shape.hourly),
            "hours": _number(shape.after),
        }
        yield _("at most %(amount)s") % {"amount": _number(shape.full)}
    else:
        yield _number(shape.full)
    for meal, amount in shape.less.items():
        yield _("less %(amount)s where given: %(meal)s") % {
            "amount": _number(amount),
            "meal": _answer("meals_provided", meal),
        }


def _answer(key: str, answer: str) -> str:
    return expense_data.questions()[key].choice_in(answer, get_language() or "en")


def _number(value: Decimal) -> str:
    """Two decimals for money, more where the law has more; whole numbers stay whole."""
    whole = value == value.to_integral_value()
    return formats.number(value) if whole or value != round(value, 2) else formats.number(value, places=2)
