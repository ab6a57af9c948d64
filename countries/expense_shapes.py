"""The forms a tariff can take in the data, and how each becomes an amount. Pure.

A number is an amount per unit. A mapping is one of:

  {vehicle: {car: 0.30, motorcycle: 0.20}}   a question and a form per answer; questions may nest
  {amount: 28, less: {lunch: 11.20}}          a day, less an amount for each meal provided
  {hourly: 2.50, after: 3, most: 30}          by started hour, once the day is longer than `after`
  {bands: [{to: 5000, rate: 0.529, plus: 0}, …]}  by the kilometres of the calendar year, the last band without `to`

Beside the question may stand `times: {electric: 1.2}`: the answer to a further question multiplies the amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Protocol

from countries.pay import InvalidInput, gettext_noop

ZERO: Final = Decimal(0)
MEALS: Final = ("breakfast", "lunch", "dinner")
MEALS_PROVIDED: Final = "meals_provided"
HOURS: Final = "hours"
SO_FAR: Final = "km_so_far"
TIMES: Final = "times"
Facts = Mapping[str, Any]


class ShapeError(Exception):
    """A tariff in none of the forms above: says what was found."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question a tariff needs answered; `when` are the answers that lead to it, `choices` its own."""

    key: str
    choices: tuple[str, ...] = ()
    when: tuple[tuple[str, str], ...] = ()


class Shape(Protocol):
    @property
    def options(self) -> Mapping[str, Any]: ...
    def asks(self) -> tuple[Ask, ...]: ...
    def rate(self, facts: Facts) -> Decimal: ...
    def amount(self, quantity: Decimal, facts: Facts) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Flat:
    """An amount per unit."""

    per_unit: Decimal

    @property
    def options(self) -> Mapping[str, Any]:
        return {"amount": self.per_unit}

    def asks(self) -> tuple[Ask, ...]:
        return ()

    def rate(self, facts: Facts) -> Decimal:
        return self.per_unit

    def amount(self, quantity: Decimal, facts: Facts) -> Decimal:
        return quantity * self.rate(facts)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, less what was provided; never below zero. `by_hour` days count started hours."""

    full: Decimal
    less: Mapping[str, Decimal]
    hourly: Decimal = ZERO
    after: Decimal = ZERO

    @property
    def options(self) -> Mapping[str, Any]:
        by_hour = {"hourly": self.hourly, "after": self.after} if self.hourly else {}
        return {"amount": self.full, "less": dict(self.less), **by_hour}

    def asks(self) -> tuple[Ask, ...]:
        hours = (Ask(HOURS),) if self.hourly else ()
        return (*hours, Ask(MEALS_PROVIDED, tuple(self.less))) if self.less else hours

    def rate(self, facts: Facts) -> Decimal:
        provided = sum((self.less[meal] for meal in _several(facts, MEALS_PROVIDED, self.less)), ZERO)
        return max(self._before(facts) - provided, ZERO)

    def amount(self, quantity: Decimal, facts: Facts) -> Decimal:
        return quantity * self.rate(facts)

    def _before(self, facts: Facts) -> Decimal:
        if not self.hourly:
            return self.full
        hours = _number(facts, HOURS)
        if hours <= self.after:
            return ZERO
        return min(self.hourly * hours.to_integral_value(rounding="ROUND_CEILING"), self.full)


@dataclass(frozen=True, slots=True)
class Bands:
    """By the kilometres of the calendar year: each trip is worth the scale with it less the scale without it."""

    bands: tuple[tuple[Decimal | None, Decimal, Decimal], ...]

    @property
    def options(self) -> Mapping[str, Any]:
        return {"bands": self.bands}

    def asks(self) -> tuple[Ask, ...]:
        return (Ask(SO_FAR),)

    def rate(self, facts: Facts) -> Decimal:
        return self._band(_number(facts, SO_FAR) + 1)[1]

    def amount(self, quantity: Decimal, facts: Facts) -> Decimal:
        so_far = _number(facts, SO_FAR)
        return max(self._scale(so_far + quantity) - self._scale(so_far), ZERO)

    def _scale(self, kilometres: Decimal) -> Decimal:
        if kilometres == 0:
            return ZERO
        _to, rate, plus = self._band(kilometres)
        return kilometres * rate + plus

    def _band(self, kilometres: Decimal) -> tuple[Decimal | None, Decimal, Decimal]:
        return next(band for band in self.bands if band[0] is None or kilometres <= band[0])


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question whose answer leads to a form."""

    key: str
    by_answer: Mapping[str, Shape]

    @property
    def options(self) -> Mapping[str, Any]:
        return {self.key: {answer: shape.options for answer, shape in self.by_answer.items()}}

    def asks(self) -> tuple[Ask, ...]:
        return (Ask(self.key, tuple(self.by_answer)), *_below(self.key, self.by_answer))

    def rate(self, facts: Facts) -> Decimal:
        return self._shape(facts).rate(facts)

    def amount(self, quantity: Decimal, facts: Facts) -> Decimal:
        return self._shape(facts).amount(quantity, facts)

    def _shape(self, facts: Facts) -> Shape:
        return self.by_answer[_choice(facts, self.key, self.by_answer)]


@dataclass(frozen=True, slots=True)
class Times:
    """A form multiplied by the factor of an answer."""

    shape: Shape
    key: str
    factors: Mapping[str, Decimal]

    @property
    def options(self) -> Mapping[str, Any]:
        return {**self.shape.options, TIMES: {self.key: dict(self.factors)}}

    def asks(self) -> tuple[Ask, ...]:
        return (*self.shape.asks(), Ask(self.key, tuple(self.factors)))

    def rate(self, facts: Facts) -> Decimal:
        return self.shape.rate(facts) * self._factor(facts)

    def amount(self, quantity: Decimal, facts: Facts) -> Decimal:
        return self.shape.amount(quantity, facts) * self._factor(facts)

    def _factor(self, facts: Facts) -> Decimal:
        return self.factors[_choice(facts, self.key, self.factors)]


def shape_of(value: Any) -> Shape:
    """Read a value of the data; raises ShapeError for anything that is none of the forms."""
    if isinstance(value, Decimal):
        return Flat(value)
    if not isinstance(value, Mapping) or not value:
        raise ShapeError(f"found {value!r}, expected a number, a question, a day, hours or bands.")
    if "bands" in value:
        return Bands(tuple(_band(band) for band in value["bands"]))
    if "amount" in value or "hourly" in value:
        return _day(value)
    if TIMES in value:
        return _times(value)
    if len(value) != 1:
        raise ShapeError(f"found the keys {sorted(value)}, expected one question.")
    [(key, by_answer)] = value.items()
    if not isinstance(by_answer, Mapping):
        raise ShapeError(f"{key}: found {by_answer!r}, expected a form per answer.")
    return Chosen(key, {answer: shape_of(item) for answer, item in by_answer.items()})


def _times(value: Mapping[str, Any]) -> Shape:
    [(key, factors)] = value[TIMES].items()
    return Times(shape_of({name: item for name, item in value.items() if name != TIMES}), key, dict(factors))


def _day(value: Mapping[str, Any]) -> Shape:
    unknown = value.keys() - {"amount", "less", "hourly", "after", "most"}
    full = value.get("amount", value.get("most"))
    if unknown or full is None:
        raise ShapeError(f"found {sorted(value)}, expected an amount, or hourly, after and most.")
    less = dict(value.get("less", {}))
    if set(less) - set(MEALS):
        raise ShapeError(f"found the meals {sorted(less)}, expected some of {list(MEALS)}.")
    return Day(full, less, value.get("hourly", ZERO), value.get("after", ZERO))


def _band(raw: Mapping[str, Any]) -> tuple[Decimal | None, Decimal, Decimal]:
    return raw.get("to"), raw["rate"], raw.get("plus", ZERO)


def _below(key: str, by_answer: Mapping[str, Shape]) -> Iterator[Ask]:
    """The questions below an answer. One that all answers ask the same way is asked once, whatever the answer."""
    below = {answer: shape.asks() for answer, shape in by_answer.items()}
    shared = [ask for ask in next(iter(below.values())) if all(ask in asks for asks in below.values())]
    yield from shared
    for answer, asks in below.items():
        for ask in asks:
            if ask not in shared:
                yield Ask(ask.key, ask.choices, ((key, answer), *ask.when))


def _choice(facts: Facts, key: str, known: Mapping[str, Any]) -> str:
    answer = str(facts.get(key, ""))
    if answer in known:
        return answer
    raise InvalidInput(
        "expense_fact",
        gettext_noop("The tariff needs “%(key)s” as one of %(choices)s; found “%(found)s”. Choose one."),
        key=key,
        choices=", ".join(known),
        found=answer,
    )


def _several(facts: Facts, key: str, known: Mapping[str, Any]) -> Sequence[str]:
    """The meals provided that count here. A meal the law does not subtract is no error."""
    found = facts.get(key) or ()
    meals = tuple(dict.fromkeys([found] if isinstance(found, str) else found))
    if unknown := set(meals) - set(MEALS):
        raise InvalidInput(
            "expense_fact",
            gettext_noop("The tariff needs “%(key)s” as one of %(choices)s; found “%(found)s”. Choose one."),
            key=key,
            choices=", ".join(MEALS),
            found=", ".join(sorted(unknown)),
        )
    return [meal for meal in meals if meal in known]


def _number(facts: Facts, key: str) -> Decimal:
    found = facts.get(key)
    if isinstance(found, (Decimal, int)) and not isinstance(found, bool) and found >= 0:
        return Decimal(found)
    raise InvalidInput(
        "expense_fact_number",
        gettext_noop("The tariff needs “%(key)s” as a number, zero or more; found “%(found)s”."),
        key=key,
        found="" if found is None else found,
    )
