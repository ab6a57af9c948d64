"""Withholding tax on pay (IRPF): the yearly computation of the AEAT's published algorithm, and its rate.

RIRPF (RD 439/2007) art. 80 to 86. All amounts are yearly; every step is rounded half up to the cent, the rate is cut to
two decimals of a percent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from countries.contract import ZERO, ParameterRef, Params, Rounding

rounded = Rounding(source="AEAT, algoritmo de retenciones, REDONDEAR1: half up to the cent")
truncated = Rounding(step=Decimal("0.01"), mode=ROUND_DOWN, source="AEAT, algoritmo de retenciones, TRUNCAR")
truncated_rate = Rounding(
    step=Decimal("0.0001"), mode=ROUND_DOWN, source="RIRPF art. 86.1: the rate has two decimals of a percent, cut"
)


@dataclass(frozen=True, slots=True)
class TaxLaw:
    """The figures of the algorithm as of a day."""

    scale: tuple[tuple[Decimal, Decimal, Decimal], ...]  # over, tax below it, rate; highest first
    exempt: Mapping[str, Sequence[Decimal | None]]
    cap: Mapping[str, Decimal]
    work: Mapping[str, Decimal]
    expenses: Mapping[str, Decimal]
    reductions: Mapping[str, Decimal]
    minimums: Mapping[str, Any]
    minimum_rates: Mapping[str, Decimal]
    maximum_rate: Decimal
    reduced_share: Mapping[str, Decimal]
    home_loan: Mapping[str, Decimal]
    refs: tuple[ParameterRef, ...]


REFS = ("scale", "exempt", "cap", "work_reduction", "other_expenses", "reductions", "minimums", "minimum_rates")


def tax_law(params: Params) -> TaxLaw:
    """Resolve the algorithm's figures. La Palma has its share of the tax from 10 September 2026."""
    refs = {name: params.ref(f"irpf.{name}") for name in REFS}
    places = [place for place in ("ceuta_melilla", "la_palma") if params.has(f"irpf.{place}")]
    return TaxLaw(
        scale=tuple((step["over"], step["tax"], step["rate"]) for step in reversed(refs["scale"].value)),
        exempt=refs["exempt"].value,
        cap=refs["cap"].value,
        work=refs["work_reduction"].value,
        expenses=refs["other_expenses"].value,
        reductions=refs["reductions"].value,
        minimums=refs["minimums"].value,
        minimum_rates=refs["minimum_rates"].value,
        maximum_rate=params.amount("irpf.maximum_rate"),
        reduced_share={place: params.amount(f"irpf.{place}") for place in places},
        home_loan=params.value("irpf.home_loan"),
        refs=tuple(refs.values()),
    )


@dataclass(frozen=True, slots=True)
class Taxpayer:
    """One person's figures in the algorithm, the same for every pay of the year."""

    minimum: Decimal
    minimum_tax: Decimal
    maintenance: Decimal
    maintenance_tax: Decimal  # the scale on the maintenance, less the scale on the minimum raised for it
    expenses: Decimal
    deductions: Decimal
    exempt: Decimal
    share: Decimal
    floor: Decimal
    has_home_loan: bool


@dataclass(frozen=True, slots=True)
class YearlyTax:
    """The tax of a year's pay. `rate` is a fraction with four decimals; `amount` is what it withholds in the year."""

    expected: Decimal
    net_work: Decimal
    reduction: Decimal
    base: Decimal
    minimum: Decimal
    tax: Decimal
    rate: Decimal
    amount: Decimal


def yearly_tax(expected: Decimal, contributions: Decimal, person: Taxpayer, law: TaxLaw) -> YearlyTax:
    """Compute the withholding of a year for its expected pay and the worker's contributions on it."""
    net_work = max(expected - contributions, ZERO)
    reduction = work_reduction(net_work, law.work)
    other = min(person.expenses, net_work)
    base = max(max(net_work - other - reduction, ZERO) - person.deductions, ZERO)
    tax = _capped(_quota(base, person, law), expected, person, law)
    tax = rounded(tax * person.share)
    due = tax
    if person.has_home_loan and expected < law.home_loan["limit"]:
        due = max(tax - truncated(law.home_loan["rate"] * expected), ZERO)
    rate = max(truncated_rate(due / expected) if expected else ZERO, person.floor)
    return YearlyTax(expected, net_work, reduction, base, person.minimum, tax, rate, rounded(expected * rate))


def scale(income: Decimal, law: TaxLaw) -> Decimal:
    """Return the scale's tax on an income."""
    for over, tax_below, rate in law.scale:
        if income > over:
            return rounded(tax_below + rate * (income - over))
    return ZERO


def work_reduction(net_work: Decimal, table: Mapping[str, Decimal]) -> Decimal:
    """Return the reduction for employment income (LIRPF art. 20)."""
    if net_work <= table["t1"]:
        return table["r1"]
    if net_work <= table["t2"]:
        return rounded(table["r1"] - table["slope1"] * (net_work - table["t1"]))
    if net_work < table["t3"]:
        return rounded(table["r2"] - table["slope2"] * (net_work - table["t2"]))
    return ZERO


def _quota(base: Decimal, person: Taxpayer, law: TaxLaw) -> Decimal:
    """Return the scale on the base less the scale on the minimum; maintenance of children is taxed apart (art. 85)."""
    if person.maintenance and base > person.maintenance:
        quota = scale(base - person.maintenance, law) + person.maintenance_tax
    else:
        quota = scale(base, law) - person.minimum_tax
    return max(quota, ZERO)


def _capped(quota: Decimal, expected: Decimal, person: Taxpayer, law: TaxLaw) -> Decimal:
    """Nothing under the exempt amount; just above it at most a share of what exceeds it (RIRPF art. 81 and 85.3)."""
    if expected <= person.exempt:
        return ZERO
    if expected <= law.cap["limit"]:
        return min(quota, rounded(law.cap["rate"] * (expected - person.exempt)))
    return quota
