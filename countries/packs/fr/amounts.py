"""Every amount of one pay from its gross: the same functions serve the payslip and the searches for a gross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO
from countries.packs.fr.case import Case
from countries.packs.fr.law import rounded
from countries.packs.fr.plan import Due
from countries.packs.fr.split import parts_of, split_gross
from countries.packs.fr.withholding import Tax

Bases = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Charged:
    """A contribution as it came out: positive, rounded."""

    due: Due
    base: Decimal
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class EmployeeSide:
    """The person's side of one pay; `net_before_tax` is what remains of the gross, `taxable` the net taxable pay."""

    own: tuple[Charged, ...]
    csg: tuple[Charged, ...]
    csg_base: Decimal
    health_plan: Decimal
    net_before_tax: Decimal
    taxable: Decimal
    tax: Tax


def charged(dues: Sequence[Due], bases: Bases) -> tuple[Charged, ...]:
    return tuple(Charged(due, bases[due.base], due.rate, rounded(bases[due.base] * due.rate)) for due in dues)


def employee_side(case: Case, bases: Bases, welfare: Decimal) -> EmployeeSide:
    """Contributions, CSG and tax. `welfare` are the employer's provident contributions without the health plan."""
    gross, (plan_own, plan_employer) = bases["gross"], case.health_plan
    own = charged(case.plan.employee, bases)
    csg_base = case.rules.csg(gross, welfare + plan_employer)
    csg = charged(case.plan.csg, {"csg": csg_base})
    net = gross - plan_own - sum([row.amount for row in own]) - sum([row.amount for row in csg])
    _, not_deductible, crds = csg
    taxable = net + not_deductible.amount + crds.amount + plan_employer
    return EmployeeSide(own, csg, csg_base, plan_own, net, taxable, case.withholding.tax(taxable))


def welfare_of(case: Case, bases: Bases) -> Decimal:
    return sum([rounded(bases[due.base] * due.rate) for due in case.plan.welfare], ZERO)


def employer_sum(case: Case, bases: Bases) -> Decimal:
    """The employer's contributions of the plan, without welfare, levy on it and reduction."""
    pay, hours = bases["base"], case.time.hours
    return sum(
        [
            rounded(bases[due.base] * (due.rate if due.low is None else due.rate_for(pay, hours)))
            for due in case.plan.employer
        ],
        ZERO,
    )


def reduction_of(case: Case, bases: Bases, due: Decimal) -> Decimal:
    """The general reduction, zero for artists; at most what the pay owes (`due` in all) where it could exceed it."""
    if case.reduction is None:
        return ZERO
    amount = min(case.reduction.amount(bases["base"], bases["gross"]), max(due, ZERO))
    if not case.reduction.is_bounded:
        return amount
    return min(amount, sum([rounded(bases[row.base] * row.scope) for row in case.plan.employer if row.scope], ZERO))


def social_levy(case: Case, welfare: Decimal) -> Decimal:
    """The forfait social on the employer's welfare contributions, 11 employees and more."""
    due = case.plan.social_levy
    return rounded((welfare + case.health_plan[1]) * due.rate) if due else ZERO


def reserve_of(case: Case, gross: Decimal) -> tuple[Decimal, Decimal]:
    """The base and the amount set aside for a portage employee between missions."""
    due = case.plan.reserve
    if due is None:
        return ZERO, ZERO
    base = split_gross(gross, parts_of(case.inputs, case.treatment, case.law))[0]
    return base, rounded(base * due.rate)


def cost_of(case: Case, gross: Decimal) -> Decimal:
    """The employer cost of a gross, equal to the payslip's to the cent."""
    bases = case.rules.of(gross)
    welfare = welfare_of(case, bases)
    own = welfare + case.health_plan[1] + social_levy(case, welfare)
    due = employer_sum(case, bases)
    return gross + own + due - reduction_of(case, bases, due) + reserve_of(case, gross)[1]


def net_of(case: Case, gross: Decimal) -> Decimal:
    """The net paid of a gross, equal to the payslip's to the cent."""
    bases = case.rules.of(gross)
    side = employee_side(case, bases, welfare_of(case, bases))
    return side.net_before_tax - side.tax.amount
