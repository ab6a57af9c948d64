"""The income tax scale as it is applied to pay: EStG § 32a (1), and § 39b (2) sentence 7 for the classes V and VI.

Everything is a year's amount in euros. The tax office's published algorithm (Programmablaufplan) drops digits where this
module does: the factor of a zone after six decimals, the tax itself after the whole euro. `step_5_6` is where it drops the
digits of the two incomes it compares for the classes V and VI: the cent until 2025, the euro since.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from countries.contract import Params

ONE = Decimal(1)
ZERO = Decimal(0)
CENT = Decimal("0.01")
MILLIONTH = Decimal("0.000001")
TEN_THOUSAND = Decimal(10_000)
SPLITTING_CLASS, FIRST_CLASS_WITHOUT_ALLOWANCE, LAST_CLASS = 3, 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """The scale of one year. Zones end at `zone_2`, `zone_3`, `zone_4`; a to e are the factors of § 32a (1)."""

    basic_allowance: Decimal
    zone_2: Decimal
    zone_3: Decimal
    zone_4: Decimal
    a: Decimal
    b: Decimal
    c: Decimal
    d: Decimal
    e: Decimal
    first_5_6: Decimal
    second_5_6: Decimal
    third_5_6: Decimal
    child_full: Decimal
    child_half: Decimal
    soli_free: Decimal
    slope_2: Decimal
    slope_3: Decimal
    rate_4: Decimal
    rate_5: Decimal
    more_5_6: Decimal
    less_5_6: Decimal
    least_5_6: Decimal
    step_5_6: Decimal


def tariff_of(values: dict[str, Any], shape: dict[str, Any]) -> Tariff:
    return Tariff(**values, **shape)


def year_tariff(params: Params) -> Tariff:
    """The scale in force on the day."""
    return tariff_of(params.value("wage_tax.tariff"), params.value("wage_tax.tariff_shape"))


def down(amount: Decimal, step: Decimal = ONE) -> Decimal:
    """Drop what is below the step: whole euros unless said otherwise."""
    return amount.quantize(step, ROUND_DOWN)


def year_tax(income: Decimal, tax_class: int, tariff: Tariff) -> Decimal:
    """The year's wage tax on a taxable income, in whole euros. Class III splits the income between two people."""
    if income < ONE:
        return ZERO
    if tax_class == SPLITTING_CLASS:
        return 2 * _scale(down(income / 2), tariff)
    if tax_class < FIRST_CLASS_WITHOUT_ALLOWANCE:
        return _scale(down(income), tariff)
    return _classes_5_and_6(down(income), tariff)


def _scale(income: Decimal, tariff: Tariff) -> Decimal:
    if income < tariff.basic_allowance + 1:
        return ZERO
    if income < tariff.zone_2 + 1:
        part = down((income - tariff.basic_allowance) / TEN_THOUSAND, MILLIONTH)
        return down((tariff.a * part + tariff.slope_2) * part)
    if income < tariff.zone_3 + 1:
        part = down((income - tariff.zone_2) / TEN_THOUSAND, MILLIONTH)
        return down((tariff.b * part + tariff.slope_3) * part + tariff.c)
    if income < tariff.zone_4 + 1:
        return down(tariff.rate_4 * income - tariff.d)
    return down(tariff.rate_5 * income - tariff.e)


def _classes_5_and_6(income: Decimal, tariff: Tariff) -> Decimal:
    """§ 39b (2) sentence 7: twice the difference of two taxes, at least 14 %; 42 % and 45 % above fixed limits."""
    first, second, third = tariff.first_5_6, tariff.second_5_6, tariff.third_5_6
    if income > second:
        tax = down(_twice_the_difference(second, tariff) + (min(income, third) - second) * tariff.rate_4)
        return down(tax + (income - third) * tariff.rate_5) if income > third else tax
    tax = _twice_the_difference(income, tariff)
    if income <= first:
        return tax
    return min(down(_twice_the_difference(first, tariff) + (income - first) * tariff.rate_4), tax)


def _twice_the_difference(income: Decimal, tariff: Tariff) -> Decimal:
    more = _scale(down(income * tariff.more_5_6, tariff.step_5_6), tariff)
    less = _scale(down(income * tariff.less_5_6, tariff.step_5_6), tariff)
    return max(2 * (more - less), down(income * tariff.least_5_6))
