"""The allowance for insurance in the wage tax (Vorsorgepauschale, EStG § 39b (2) sentence 5 no. 3).

Until 2025 at least 12 % of the pay counts for health and care; since 2026 unemployment insurance counts instead, up to a
common limit. Which rule holds is a dated value; both are kept, so that an old payslip can be computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from countries.packs.de.tariff import CENT, LAST_CLASS, ONE, SPLITTING_CLASS, ZERO, down

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Insurance:
    """How a worker is insured, as far as the wage tax asks. Premiums and grants are a month's, in euros.

    `additional_rate` is the fund's whole additional rate. `is_private` is private health insurance, `has_grant` that the
    employer pays a grant towards it. `care_discounts` counts children from the second on.
    """

    additional_rate: Decimal = ZERO
    is_childless: bool = False
    care_discounts: int = 0
    is_saxony: bool = False
    region: str = "west"
    has_pension: bool = True
    has_unemployment: bool = True
    is_private: bool = False
    has_grant: bool = False
    private_premium: Decimal = ZERO
    private_grant: Decimal = ZERO


Rule = Callable[[Decimal, int, Insurance, Mapping[str, Any]], Decimal]


def allowance(pay: Decimal, tax_class: int, *, insured: Insurance, rule: str, values: Mapping[str, Any]) -> Decimal:
    """The year's allowance in whole euros for a year's pay. `rule` names the formula in force."""
    return RULES[rule](pay, tax_class, insured, values)


def _least_12_percent(pay: Decimal, tax_class: int, insured: Insurance, values: Mapping[str, Any]) -> Decimal:
    """In force until 2025-12-31."""
    pension = ZERO
    if insured.has_pension:
        pay = min(pay, values["ceiling_pension"][insured.region])
        pension = down(pay * values["pension"], CENT)
    most = values["least_most_class_3" if tax_class == SPLITTING_CLASS else "least_most"]
    least = min(down(pay * values["least_rate"], CENT), most)
    health = _health_and_care(min(pay, values["ceiling_health"]), tax_class, insured, values)
    return max(_up(pension + least), _up(pension + health))


def _with_unemployment(pay: Decimal, tax_class: int, insured: Insurance, values: Mapping[str, Any]) -> Decimal:
    """In force since 2026-01-01."""
    covered = min(pay, values["ceiling_pension"][insured.region])
    pension = down(covered * values["pension"], CENT) if insured.has_pension else ZERO
    if insured.is_private:
        premium = (insured.private_premium - insured.private_grant) * MONTHS
        health = ZERO if tax_class == LAST_CLASS else max(premium, ZERO)
    else:
        health = _statutory(min(pay, values["ceiling_health"]), insured, values)
    most = _up(health + pension)
    if not insured.has_unemployment or tax_class == LAST_CLASS:
        return most
    unemployment = down(covered * values["unemployment"], CENT)
    other = min(down(unemployment + health, CENT), values["other_most"])
    return max(most, _up(pension + other))


RULES: Mapping[str, Rule] = {"least_12_percent": _least_12_percent, "with_unemployment": _with_unemployment}


def _health_and_care(pay: Decimal, tax_class: int, insured: Insurance, values: Mapping[str, Any]) -> Decimal:
    if not insured.is_private:
        return _statutory(pay, insured, values)
    if tax_class == LAST_CLASS:
        return ZERO
    premium = insured.private_premium * MONTHS
    if not insured.has_grant:
        return premium
    care = values["care_employer_saxony" if insured.is_saxony else "care_employer"]
    return down(premium - pay * (values["health_employer"] + care), CENT)


def _statutory(pay: Decimal, insured: Insurance, values: Mapping[str, Any]) -> Decimal:
    care = values["care_saxony" if insured.is_saxony else "care"]
    if insured.is_childless:
        care += values["childless"]
    else:
        care -= insured.care_discounts * values["child_discount"]
    return down(pay * (insured.additional_rate / 2 + values["health"] + care), CENT)


def _up(amount: Decimal) -> Decimal:
    return amount.quantize(ONE, ROUND_CEILING)
