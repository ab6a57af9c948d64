"""What the same employer already paid this person, read from the running totals by line code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO, PayInputs
from countries.packs.at.law import DAYS_PER_MONTH

RUNNING_CODES = ("gross", "holiday_pay")
SPECIAL_CODES = ("special_pay", "one_off")
FREE_CODE = "fee"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same employer already paid: in the month (insurance, tax) and in the calendar year (special payments)."""

    insured_pay: Decimal
    insured_days: Decimal
    taxable: Decimal
    tax: Decimal
    tax_days: Decimal
    bonus: Decimal
    month_pay: Decimal
    running: Decimal
    special: Decimal
    special_insured: Decimal
    in_sixth: Decimal
    special_base: Decimal
    special_social: Decimal
    special_tax: Decimal
    control: Decimal
    cap: Decimal
    year_taxable: Decimal
    year_days: Decimal


def read_earlier(inputs: PayInputs, *, is_free: bool) -> Earlier:
    """Return what was already paid. Free service contracts have insurance totals of their own."""
    month, prefix = inputs.so_far, "free_" if is_free else ""
    year = _added(month, inputs.year_so_far)
    return Earlier(
        insured_pay=month.get(f"{prefix}insured_pay", ZERO),
        insured_days=min(month.get(f"{prefix}insured_days", ZERO), DAYS_PER_MONTH),
        taxable=month.get("taxable", ZERO),
        tax=-month.get("wage_tax", ZERO),
        tax_days=month.get("tax_days", ZERO),
        bonus=month.get("family_bonus", ZERO),
        month_pay=_sum(month, *RUNNING_CODES, *SPECIAL_CODES, FREE_CODE),
        running=_sum(year, *RUNNING_CODES),
        special=_sum(year, *SPECIAL_CODES),
        special_insured=_sum(year, "sv_base_special"),
        in_sixth=_sum(year, "special_in_sixth"),
        special_base=_sum(year, "special_tax_base"),
        special_social=-_sum(year, "special_social"),
        special_tax=-_sum(year, "special_tax"),
        control=-_sum(year, "control_sixth"),
        cap=-_sum(year, "special_tax_cap"),
        year_taxable=_sum(year, "taxable"),
        year_days=_sum(year, "tax_days"),
    )


def _added(month: Mapping[str, Decimal], year: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    if not month or not year:
        return month or year
    return {code: month.get(code, ZERO) + year.get(code, ZERO) for code in month.keys() | year.keys()}


def _sum(totals: Mapping[str, Decimal], *codes: str) -> Decimal:
    return sum((totals.get(code, ZERO) for code in codes), ZERO)
