"""Tax on special payments: the Jahressechstel, the fixed rates, and the account at the end of the year (EStG § 67, 77)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from countries.contract import ZERO
from countries.packs.at.case import Case
from countries.packs.at.law import DAYS_PER_MONTH, DAYS_PER_YEAR, SPECIAL_SHARE, TaxLaw, rounded
from countries.packs.at.wage_tax import Person, period_tax

ONE = Decimal(1)
SIXTH_OF_TWELVE = Decimal(2)
"""Twelve months by a sixth: the monthly average counts twice (EStG § 67 (2))."""


@dataclass(frozen=True, slots=True)
class SpecialTax:
    """A special payment split for tax. `excess` is what joins the running pay, its insurance already deducted."""

    in_sixth: Decimal
    base: Decimal
    excess: Decimal
    tax: Decimal


NO_SPECIAL = SpecialTax(ZERO, ZERO, ZERO, ZERO)


def employment_months(case: Case) -> Decimal:
    """Return the months of employment with us this year: the days of tax so far, in months begun."""
    days = case.earlier.year_days - case.earlier.tax_days + case.tax_days
    return max((days / DAYS_PER_MONTH).to_integral_value(rounding=ROUND_CEILING), ONE)


def sixth(case: Case, running: Decimal) -> Decimal:
    """Return the Jahressechstel: running pay of the year put on twelve months, a sixth of it."""
    return (case.earlier.running + running) * SIXTH_OF_TWELVE / employment_months(case)


def split_special(case: Case, *, running: Decimal, special: Decimal, social: Decimal) -> SpecialTax:
    """Split a special payment into what has fixed rates and what is taxed like running pay, and tax the former."""
    if not special:
        return NO_SPECIAL
    limit, law, earlier = sixth(case, running), case.tax, case.earlier
    inside = min(special, max(rounded(limit) - earlier.in_sixth, ZERO))
    own_social = rounded(social * inside / special)
    base = inside - own_social
    above = max(earlier.special_base + base - max(law.special_width, earlier.special_base), ZERO)
    excess = special - inside - (social - own_social) + above
    tax = ZERO
    if limit > law.exemption:
        tax = rounded(fixed_tax(earlier.special_base + base, law) - fixed_tax(earlier.special_base, law))
    return SpecialTax(inside, base, excess, tax)


def fixed_tax(base: Decimal, law: TaxLaw) -> Decimal:
    """Return the tax of the fixed rates on the year's base, not rounded (EStG § 67 (1))."""
    left, tax = base - law.special_free, ZERO
    for width, rate in law.special_steps:
        if left <= 0:
            break
        tax += min(left, width) * rate
        left -= width
    return tax


@dataclass(frozen=True, slots=True)
class Account:
    """The year's special payments put right: amounts to withhold, negative when given back."""

    control: Decimal = ZERO
    cap: Decimal = ZERO


NO_ACCOUNT = Account()


@dataclass(frozen=True, slots=True)
class Year:
    """The year's totals with this pay."""

    running: Decimal
    special: Decimal
    in_sixth: Decimal
    base: Decimal
    social: Decimal
    tax: Decimal
    taxable: Decimal
    days: Decimal


def settle(year: Year, who: Person, law: TaxLaw, *, is_excluded: bool) -> Account:
    """Apply the Kontrollsechstel (EStG § 77 (4a)) and the second limit of a whole year (§ 77 (4)).

    Running tax of the difference is computed on the year's days: a roll-up of its months.
    """
    if not year.special:
        return NO_ACCOUNT
    control_sixth = rounded(year.running / SPECIAL_SHARE)
    allowed = min(year.special, control_sixth)
    if is_excluded:
        allowed = max(allowed, year.in_sixth)
    moved = rounded((allowed - year.in_sixth) * (ONE - year.social / year.special))
    fixed = year.tax
    control = ZERO
    if moved:
        if year.tax or control_sixth > law.exemption:
            fixed = max(year.tax + rounded(fixed_tax(year.base + moved, law) - fixed_tax(year.base, law)), ZERO)
        tariff_now = period_tax(year.taxable, year.days, who, law)
        control = fixed - year.tax + period_tax(year.taxable - moved, year.days, who, law) - tariff_now
    return Account(control, _cap(year.base + moved, fixed, control_sixth, year.days, law))


def _cap(base: Decimal, tax: Decimal, control_sixth: Decimal, days: Decimal, law: TaxLaw) -> Decimal:
    """Return what the second limit gives back (negative): the tax is at most 30 % of what exceeds the threshold."""
    if not law.cap or days < DAYS_PER_YEAR or control_sixth > law.cap["sixth_max"]:
        return ZERO
    most = rounded(law.cap["rate"] * max(base - law.cap["threshold"], ZERO))
    return min(most - tax, ZERO)
