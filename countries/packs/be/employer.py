"""What a Belgian employer adds to the gross: contributions of category 000 and holiday provisions.

Reference: payroll reference 5.3 (loi 29/06/1981 art. 38; AR 30/03/1967 for holidays). Every line is rounded half up to
the cent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, Params
from countries.packs.be.contributions import ONE
from countries.packs.be.law import EmployeeLaw, EmployerLaw, Refs, employee_law, employer_law, rounded

SETTINGS = ("headcount", "sector", "joint_committee", "risk_groups", "accident_insurance_rate")
"""The employer's settings that charges depend on."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One employer line: rate × (gross × factor)."""

    code: str
    factor: Decimal
    rate: Decimal
    refs: Refs = ()

    def amount(self, gross: Decimal) -> Decimal:
        return rounded(gross * self.factor * self.rate)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The quarter's ceiling of the basic contribution; `earlier` is the quarter's gross before this payslip."""

    amount: Decimal
    earlier: Decimal

    def excess(self, gross: Decimal) -> Decimal:
        """Return the part of this payslip's gross that lies above the ceiling."""
        return min(max(self.earlier + gross - self.amount, ZERO), gross)


class ChargeBook:
    """The charges of a law by status and settings, each list built once: most pays share a handful of them."""

    def __init__(self, employee: EmployeeLaw, law: EmployerLaw) -> None:
        self._employee, self._law = employee, law
        self._known: dict[tuple[Any, ...], tuple[Charge, ...]] = {}

    def due(self, status: str, settings: Mapping[str, Any]) -> tuple[Charge, ...]:
        """Return the lines due for a worker status, in the order of the payslip. All grow with the gross."""
        key = (status, *[settings.get(name) for name in SETTINGS])
        if key not in self._known:
            self._known[key] = charges(status, settings, self._employee, self._law)
        return self._known[key]


def charge_book(params: Params) -> ChargeBook:
    return ChargeBook(params.compiled(employee_law), params.compiled(employer_law))


def charges(status: str, settings: Mapping[str, Any], employee: EmployeeLaw, law: EmployerLaw) -> tuple[Charge, ...]:
    """Build the lines due for a worker status."""
    factor = employee.factors[status]
    factor = ONE if factor == ONE else factor
    due = [Charge("employer_base", factor, law.base_rate, (*law.base_refs, *employee.base_refs))]
    due += [Charge(name, factor, *law.specials[name]) for name in _special_names(settings)]
    if status == "white_collar":
        due += [*_accident_insurance(settings), *_white_collar_holidays(law)]
    else:
        due += [Charge("holiday_quarter", factor, *law.specials["holiday_quarter"]), *_accident_insurance(settings)]
        due.append(Charge("holiday_debit_note", factor, *law.specials["holiday_debit_note"]))
    return tuple(charge for charge in due if charge.rate)


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
        yield Charge("accident_insurance", ONE, rate)


def _white_collar_holidays(law: EmployerLaw) -> Iterator[Charge]:
    """Set aside the holiday pay due on departure (AR 30/03/1967 art. 46) and the employer's 25 % on its simple part."""
    simple = law.holiday["simple"]
    double = law.holiday["double_subject"] + law.holiday["double_not_subject"]
    yield Charge("holiday_simple", ONE, simple, law.holiday_refs)
    yield Charge("holiday_double", ONE, double, law.holiday_refs)
    yield Charge("holiday_contribution", simple, law.base_rate, (*law.holiday_refs, *law.base_refs))


def student_charges(rate: Decimal, refs: Refs, settings: Mapping[str, Any]) -> tuple[Charge, ...]:
    """Students within the quota: the solidarity contribution and the insurance, nothing else."""
    return (Charge("student_employer", ONE, rate, refs), *_accident_insurance(settings))
