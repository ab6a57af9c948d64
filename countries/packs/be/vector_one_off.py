"""Reads Belgian test vectors about holiday pay, bonuses and other exceptional pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from countries.contract import NotCovered, Params, VectorOutcome, gettext_noop
from countries.packs.be import withholding
from countries.packs.be.law import employee_law, employer_law, exceptional_law, rounded
from countries.packs.be.one_off import (
    BONUS,
    DEPARTURE,
    DOUBLE,
    OneOff,
    departure_amount,
    departure_holiday,
    double_holiday,
    double_holiday_amount,
)

WORDS = (
    (DEPARTURE, ("departure", "sortie")),
    (DOUBLE, ("double",)),
    (BONUS, ("exceptional", "end_of_year", "holiday")),
)
INPUTS = (
    ("months", ("months",)),
    ("yearly", ("annual", "year", "earned")),
    ("taxable", ("taxable",)),
    ("monthly", ("gross_month", "monthly")),
    ("amount", ("amount", "allowance", "one_off", "bonus", "holiday_pay", "gross")),
)
"""What an input's name says it is; the first that fits."""
READ = {
    "operation",
    "status",
    "family",
    "children",
    "disabled_children",
    "lone_parent",
    "column",
    "kind",
    "full_month",
    "part_time",
    "weekly_hours",
    "full_time_weekly_hours",
    "employer_category",
    "joint_committee",
}
"""Inputs that are no amounts; time and employer do not change one-off pay whose gross is given."""
FIGURES = (
    ("percent", ("rate", "percent")),
    ("net", ("net",)),
    ("tax", ("withholding", "precompte")),
    ("taxable", ("taxable",)),
    ("employer", ("employer",)),
    ("base", ("base", "subject")),
    ("taken", ("1307", "retention", "contribution")),
    ("declared", ("simple",)),
    ("amount", ("amount", "gross", "double", "departure", "holiday", "bonus", "total")),
)
"""What a figure's name asks for; the first that fits."""


def _meaning(name: str, table: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    return next((meaning for meaning, words in table if any(word in name for word in words)), "")


def is_one_off(inputs: Mapping[str, Any]) -> bool:
    return _kind(inputs) != ""


def _kind(inputs: Mapping[str, Any]) -> str:
    operation = str(inputs.get("operation", ""))
    return next((kind for kind, words in WORDS if any(word in operation for word in words)), "")


class OneOffCase:
    """One vector about one-off pay. Each figure is computed when asked for."""

    def __init__(self, inputs: Mapping[str, Any], params: Params) -> None:
        self.inputs, self.kind = inputs, _kind(inputs)
        self.law, self.employee = params.compiled(exceptional_law), params.compiled(employee_law)
        self.params = params

    def outcome(self, expected: Mapping[str, Any]) -> VectorOutcome:
        if unread := sorted(name for name in self.inputs.keys() - READ if not self._is_read(name)):
            return VectorOutcome({}, f"input {', '.join(unread)}")
        if unknown := sorted(name for name in expected if not _meaning(name, FIGURES)):
            return VectorOutcome({}, f"figure {', '.join(unknown)}")
        return VectorOutcome({name: getattr(self, _meaning(name, FIGURES)) for name in expected})

    def _is_read(self, name: str) -> bool:
        value = self.inputs[name]
        is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        return _meaning(name, INPUTS) != "" and (is_number or value is None)

    @cached_property
    def _numbers(self) -> dict[str, Decimal]:
        given = {name: value for name, value in self.inputs.items() if name not in READ and value is not None}
        return {_meaning(name, INPUTS): Decimal(str(value)) for name, value in given.items()}

    @cached_property
    def amount(self) -> Decimal:
        given = self._numbers
        if "amount" in given:
            return given["amount"]
        if self.kind == DOUBLE and "monthly" in given:
            return double_holiday_amount(given["monthly"], given.get("months", withholding.MONTHS), self.law)
        if self.kind == DEPARTURE and "yearly" in given:
            return departure_amount(given["yearly"], self.law)
        raise NotCovered("vector_amount_missing", gettext_noop("a vector of one-off pay without its amount"))

    @cached_property
    def one_off(self) -> OneOff:
        if self.kind == DOUBLE:
            return double_holiday(self.amount, self.employee, self.law)
        if self.kind == DEPARTURE:
            return departure_holiday(self.amount, self.employee, self.law)
        base = self.amount * self.employee.factors[str(self.inputs.get("status", "white_collar"))]
        return OneOff(BONUS, self.amount, rounded(base), rounded(base * self.employee.rate))

    @property
    def declared(self) -> Decimal:
        return self.one_off.declared

    @property
    def base(self) -> Decimal:
        return self.one_off.declared + self.one_off.retained_base

    @property
    def taken(self) -> Decimal:
        return self.one_off.security + self.one_off.retention

    @property
    def taxable(self) -> Decimal:
        given = self._numbers.get("taxable")
        return self.one_off.taxable if given is None else given

    @property
    def yearly(self) -> Decimal:
        given = self._numbers
        if "yearly" in given:
            return given["yearly"]
        if "monthly" in given:
            return given["monthly"] * self.law.months
        raise NotCovered(
            "vector_year_missing", gettext_noop("a vector of exceptional pay without a yearly normal gross")
        )

    @property
    def rate(self) -> Decimal:
        named = str(self.inputs.get("column") or self.inputs.get("kind") or self.inputs.get("operation"))
        column = "holiday_pay" if "holiday" in named or self.kind != BONUS else "other"
        return withholding.exceptional_rate(self.yearly, column, self.law)

    @property
    def percent(self) -> Decimal:
        return self.rate * 100

    @property
    def tax(self) -> Decimal:
        children = int(self.inputs.get("children", 0)) + int(self.inputs.get("disabled_children", 0))
        return withholding.exceptional_tax(
            self.taxable, rate=self.rate, yearly=self.yearly, children=children, law=self.law
        )

    @property
    def net(self) -> Decimal:
        return self.amount - self.taken - self.tax

    @property
    def employer(self) -> Decimal:
        subject = self.amount if self.kind == BONUS else self.declared
        return rounded(subject * self.params.compiled(employer_law).base_rate)
