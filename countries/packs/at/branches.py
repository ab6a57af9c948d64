"""The branches of Austrian social insurance: which of them each kind of work bears (ASVG § 51, 53a, 54; AMPFG § 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Rates = tuple[tuple[str, Decimal], ...]

EMPLOYEE, FREE, SPECIAL = "employee", "free", "special"
"""Running pay of employees, pay of free service contracts, special payments of employees."""
LEFT_OUT = {EMPLOYEE: frozenset[str](), FREE: frozenset({"housing"}), SPECIAL: frozenset({"housing", "chamber"})}
EMPLOYEE_ORDER = ("health", "pension", "unemployment", "chamber", "housing")
EMPLOYER_ORDER = ("health", "accident", "pension", "unemployment", "insolvency", "housing")


@dataclass(frozen=True, slots=True)
class Branches:
    """Rates in the order of the payslip. The employee's unemployment rate is left at zero: it depends on the base."""

    employee: Rates
    employer: Rates
    employee_sum: Decimal
    employer_sum: Decimal
    accident: Decimal

    def employer_total(self, *, with_accident: bool) -> Decimal:
        return self.employer_sum if with_accident else self.employer_sum - self.accident


def branches_by_case(
    rates: Mapping[str, Mapping[str, Any]], *, housing_vienna: Decimal
) -> dict[tuple[str, bool], Branches]:
    """Return the branches by (kind of work, whether the work is done in Vienna)."""
    return {
        (case, in_vienna): _branches(rates, LEFT_OUT[case], housing_vienna if in_vienna else None)
        for case in LEFT_OUT
        for in_vienna in (False, True)
    }


def _branches(
    rates: Mapping[str, Mapping[str, Decimal]], left_out: frozenset[str], housing: Decimal | None
) -> Branches:
    def side(name: str, order: tuple[str, ...]) -> Rates:
        found = dict(rates[name])
        if housing is not None:
            found["housing"] = housing
        return tuple((code, found.get(code, Decimal(0))) for code in order if code not in left_out)

    employee, employer = side("employee", EMPLOYEE_ORDER), side("employer", EMPLOYER_ORDER)
    return Branches(
        employee=employee,
        employer=employer,
        employee_sum=sum((rate for _code, rate in employee), Decimal(0)),
        employer_sum=sum((rate for _code, rate in employer), Decimal(0)),
        accident=dict(employer)["accident"],
    )
