"""What a Belgian employer adds to the gross: contributions of category 000, reductions and holiday provisions.

Reference: payroll reference 5.3 (loi 29/06/1981 art. 38; AR 16/05/2003 for the structural reduction; AR 30/03/1967 for
holidays). Every line is rounded half up to the cent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, Group
from countries.packs.be.contributions import ONE, WorkTime
from countries.packs.be.law import EmployeeLaw, EmployerLaw, Refs, rounded

WEEKS_PER_QUARTER = Decimal(13)
MONTHS_PER_QUARTER = Decimal(3)
LEAST_WORK = Decimal("0.275")


@dataclass(frozen=True, slots=True)
class Charge:
    """One employer line: rate × (gross × factor)."""

    code: str
    factor: Decimal
    rate: Decimal
    group: Group
    refs: Refs = ()

    def amount(self, gross: Decimal) -> Decimal:
        return rounded(gross * self.factor * self.rate)


def charges(status: str, settings: Mapping[str, Any], employee: EmployeeLaw, law: EmployerLaw) -> tuple[Charge, ...]:
    """Return the lines due for a worker status, in the order of the payslip. All grow with the gross."""
    factor = employee.factors[status]
    due = [Charge("employer_base", factor, law.base_rate, Group.EMPLOYER, (*law.base_refs, *employee.rate_refs[1:]))]
    due += [Charge(name, factor, *_special(name, law)) for name in _special_names(settings)]
    if status == "white_collar":
        due += [*_accident_insurance(settings), *_white_collar_holidays(law)]
    else:
        due += [Charge("holiday_quarter", factor, *_special("holiday_quarter", law)), *_accident_insurance(settings)]
        rate, refs = law.specials["holiday_debit_note"]
        due.append(Charge("holiday_debit_note", factor, rate, Group.PROVISION, refs))
    return tuple(charge for charge in due if charge.rate)


def _special(name: str, law: EmployerLaw) -> tuple[Decimal, Group, Refs]:
    rate, refs = law.specials[name]
    return rate, Group.EMPLOYER, refs


def _special_names(settings: Mapping[str, Any]) -> Iterator[str]:
    headcount = settings.get("headcount", "from_20")
    yield from ("temporary_unemployment", "work_accident_special", "asbestos", "closure_special")
    if settings.get("sector", "commercial") == "non_commercial":
        yield "closure_non_commercial"
    else:
        yield "closure_classic.from_20" if headcount == "from_20" else "closure_classic.below_20"
    if headcount != "below_10":
        yield "unemployment_160"
    if settings.get("joint_committee") == "200":
        yield "social_fund_200"
    if settings.get("risk_groups", True):
        yield "risk_groups"


def _accident_insurance(settings: Mapping[str, Any]) -> Iterator[Charge]:
    rate = settings.get("accident_insurance_rate")
    if rate:
        yield Charge("accident_insurance", ONE, rate, Group.EMPLOYER)


def _white_collar_holidays(law: EmployerLaw) -> Iterator[Charge]:
    """Set aside the holiday pay due on departure (AR 30/03/1967 art. 46) and the employer's 25 % on its simple part."""
    simple = law.holiday["simple"]
    double = law.holiday["double_subject"] + law.holiday["double_not_subject"]
    yield Charge("holiday_simple", ONE, simple, Group.PROVISION, law.holiday_refs)
    yield Charge("holiday_double", ONE, double, Group.PROVISION, law.holiday_refs)
    refs = (*law.holiday_refs, *law.base_refs)
    yield Charge("holiday_contribution", simple, law.base_rate, Group.PROVISION, refs)


def student_charges(rate: Decimal, refs: Refs, settings: Mapping[str, Any]) -> tuple[Charge, ...]:
    """Students within the quota: the solidarity contribution and the insurance, nothing else."""
    return (Charge("student_employer", ONE, rate, Group.EMPLOYER, refs), *_accident_insurance(settings))


def structural_month_estimate(
    gross: Decimal, *, time: WorkTime | None, quarter_factor: Decimal, contributions: Decimal, law: EmployerLaw
) -> Decimal:
    """Return a third of the structural reduction of a quarter whose three months would all be like this one.

    Exact only at quarter end (AR 16/05/2003); an estimate for budgets.
    `quarter_factor` is 13D/J or 13U/H, two decimals.
    """
    quarter_pay = rounded(gross * quarter_factor)
    work = ONE if time is None else min(time.ratio, ONE)
    amount = rounded(rounded(_quarter_amount(quarter_pay, law) * work * _beta(work)) / MONTHS_PER_QUARTER)
    return min(amount, contributions)


def _quarter_amount(quarter_pay: Decimal, law: EmployerLaw) -> Decimal:
    table = law.structural
    low_pay = rounded(table["alpha"] * max(table["s0"] - quarter_pay, ZERO))
    return low_pay + rounded(table["gamma"] * max(table["s2"] - quarter_pay, ZERO))


def _beta(work: Decimal) -> Decimal:
    """Return the multiplier for part work, by the share of the quarter worked; nothing under 27.5 %."""
    if work < LEAST_WORK:
        return ZERO
    if work < Decimal("0.55"):
        return Decimal("1.18")
    if work < Decimal("0.80"):
        return Decimal("1.18") + Decimal("0.28") * (work - Decimal("0.55"))
    return ONE / work
