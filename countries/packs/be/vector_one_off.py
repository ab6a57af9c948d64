"""Reads Belgian test vectors about holiday pay, bonuses and other exceptional pay."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from countries.contract import ZERO, NotCovered, Params, VectorOutcome, gettext_noop
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
AMOUNTS = ("amount", "gross_amount", "allowance", "one_off", "bonus", "double_holiday_pay", "departure_holiday_pay")
MONTHS = ("months_worked_previous_year", "months_worked", "months")
YEARS = (
    "annual_normal_gross",
    "yearly_normal_gross",
    "annual_gross",
    "gross_year",
    "gross_earned",
    "holiday_year_gross",
)
KNOWN = {"operation", "status", "family", "children", "disabled_children", "gross_month", "taxable", "column", "kind"}
FIGURES = {
    "double_holiday_pay": "amount",
    "double_holiday_pay_gross": "amount",
    "departure_holiday_pay": "amount",
    "gross": "amount",
    "gross_amount": "amount",
    "total": "amount",
    "simple": "declared",
    "simple_holiday_pay": "declared",
    "employee_contribution_1307": "taken",
    "retention_1307": "taken",
    "employee_contribution": "taken",
    "base_1307": "base",
    "taxable": "taxable",
    "withholding_rate": "percent",
    "rate": "percent",
    "withholding_tax": "tax",
    "withholding": "tax",
    "net": "net",
    "employer_contribution": "employer",
    "employer_base_and_moderation_25": "employer",
}


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
        if unread := sorted(self.inputs.keys() - KNOWN - {*AMOUNTS, *MONTHS, *YEARS}):
            return VectorOutcome({}, f"input {', '.join(unread)}")
        if unknown := sorted(expected.keys() - FIGURES.keys()):
            return VectorOutcome({}, f"figure {', '.join(unknown)}")
        return VectorOutcome({name: getattr(self, FIGURES[name]) for name in expected})

    def _number(self, *names: str) -> Decimal | None:
        return next((Decimal(str(self.inputs[name])) for name in names if self.inputs.get(name) is not None), None)

    @cached_property
    def amount(self) -> Decimal:
        given, month = self._number(*AMOUNTS), self._number("gross_month")
        if given is not None:
            return given
        if self.kind == DOUBLE and month is not None:
            months = self._number(*MONTHS)
            return double_holiday_amount(month, withholding.MONTHS if months is None else months, self.law)
        year = self._number(*YEARS)
        if self.kind == DEPARTURE and year is not None:
            return departure_amount(year, self.law)
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
        given = self._number("taxable")
        return self.one_off.taxable if given is None else given

    @property
    def yearly(self) -> Decimal:
        year, month = self._number(*YEARS), self._number("gross_month")
        if year is None and month is None:
            raise NotCovered("vector_year_missing", gettext_noop("exceptional pay without a yearly normal gross"))
        return year if year is not None else (month or ZERO) * self.law.months

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
