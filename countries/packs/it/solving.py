"""From a budget or a net to the Italian gross. The law sets no minimum wage: the agreement's is a contract check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from countries.contract import ZERO, Params, PayInputs, Solution
from countries.packs.inversion import largest_gross_within, lowest_gross_reaching, require_minimum
from countries.packs.it import irpef, settling
from countries.packs.it.payslip import payslip
from countries.packs.it.plan import Plan, employer_cost, plan_of, worker_side
from countries.packs.it.withholding import YEAR_DAYS, month_days
from smart.foundation.money import CENT

NET_CEILING_FACTOR = Decimal(4)
LEAST_CEILING = Decimal(5000)
COST_TOOTH, NET_TOOTH = 2, 400
"""Cents a saw-tooth may be wide: the cost never falls; the net falls with each step of the four-decimal ratios."""


def gross_for_budget(inputs: PayInputs, params: Params, budget: Decimal) -> Solution:
    """Find the largest gross whose cost fits the budget; the rest stays on the account.

    Raises `InvalidInput` when not even a cent of gross fits (contributions on the least base), naming the budget needed.
    """
    cost = cost_function(inputs, params)
    gross = largest_gross_within(cost, budget, scan=COST_TOOTH)
    require_minimum(gross, CENT, budget=budget, cost=cost)
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, budget, budget - result.employer_cost)


def gross_for_net(inputs: PayInputs, params: Params, net: Decimal) -> Solution:
    """Find the lowest gross whose net reaches the target; `remainder` is what the net exceeds it by."""
    plan = plan_of(inputs, params)
    ceiling = max(net * NET_CEILING_FACTOR, LEAST_CEILING)
    gross = lowest_gross_reaching(_net(plan), net, ceiling=ceiling, jumps=set(_jumps(plan, ceiling)), scan=NET_TOOTH)
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, net, result.net - net)


def cost_function(inputs: PayInputs, params: Params) -> Callable[[Decimal], Decimal]:
    """Return the employer cost as a function of gross, equal to the payslip's to the cent without building its lines."""
    plan = plan_of(inputs, params)
    return lambda gross: employer_cost(plan, gross)


def net_function(inputs: PayInputs, params: Params) -> Callable[[Decimal], Decimal]:
    """Return the net as a function of gross, equal to the payslip's to the cent without building its lines."""
    return _net(plan_of(inputs, params))


def _net(plan: Plan) -> Callable[[Decimal], Decimal]:
    def net(gross: Decimal) -> Decimal:
        side = worker_side(plan, gross)
        return side.net - sum([amount for _, amount in settling.withheld(plan, side)], ZERO)

    return net


def _jumps(plan: Plan, ceiling: Decimal) -> Iterator[Decimal]:
    """Yield the grosses from which another regime holds: the relief's steps, and every threshold of an income.

    Each threshold is found where it is crossed, within a stretch on which the taxable pay rises with the gross.
    """
    steps = [up_to - plan.base.month_total + CENT for up_to, _ in plan.relief if up_to is not None]
    cuts = [CENT, *sorted(step for step in steps if CENT < step < ceiling), ceiling]
    yield from cuts
    for first, last in pairwise(cuts):
        for value, limits in _watched(plan):
            for limit in limits:
                found = _crossing(value, limit, first, last - CENT)
                if found is not None:
                    yield found


def _crossing(value: Callable[[Decimal], Decimal], limit: Decimal, first: Decimal, last: Decimal) -> Decimal | None:
    """The lowest gross between two at which the rising value passes the limit, None when it does not."""
    if value(last) <= limit or value(first) > limit:
        return None
    low, high = int(first / CENT), int(last / CENT)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if value(middle * CENT) > limit else (middle, high)
    return high * CENT


def _watched(plan: Plan) -> Iterator[tuple[Callable[[Decimal], Decimal], tuple[Decimal, ...]]]:
    """The incomes whose thresholds make the net jump, each as a function of gross."""
    law, facts = plan.facts.law, plan.facts

    def income(gross: Decimal) -> Decimal:
        return worker_side(plan, gross).totals.income

    def employment(gross: Decimal) -> Decimal:
        """The pay of the tax-free sum, brought to a year."""
        side = worker_side(plan, gross)
        days = facts.days + facts.so_far("tax_days") if facts.is_settled else month_days(facts)
        return (side.taxable + facts.so_far("cuneo_base")) * YEAR_DAYS / days if days else ZERO

    yield income, (*irpef.thresholds(law, facts.family), *_supplement_starts(plan))
    if law.cuneo:
        yield employment, tuple(up_to for up_to, _ in law.cuneo if up_to is not None)
    if facts.is_settled:
        yield _surtax_base(plan), tuple(_surtax_limits(plan))
        yield (lambda gross: worker_side(plan, gross).totals.net), (ZERO,)


def _supplement_starts(plan: Plan) -> Iterator[Decimal]:
    """The incomes from which tax passes the credit less the correction (trattamento integrativo)."""
    law, facts = plan.facts.law, plan.facts
    days = min(facts.days + facts.so_far("tax_days"), YEAR_DAYS) if facts.is_settled else YEAR_DAYS
    credit = irpef.work_credit_of_year(ZERO, days=days, is_fixed=facts.is_fixed, law=law)
    if not facts.is_settled:
        credit = law.work["full"]
    start = (credit - law.supplement["correction"] * days / YEAR_DAYS) / law.brackets[0][1]
    yield start + facts.other_income


def _surtax_base(plan: Plan) -> Callable[[Decimal], Decimal]:
    facts = plan.facts
    earlier = facts.so_far("taxable") + facts.so_far("taxable_extra")

    def base(gross: Decimal) -> Decimal:
        side = worker_side(plan, gross)
        return side.taxable + side.extra + earlier

    return base


def _surtax_limits(plan: Plan) -> Iterator[Decimal]:
    home = plan.residence
    if home.region and "whole_up_to" in home.region:
        yield from (home.region["whole_up_to"], home.region["deduction_up_to"])
    if home.municipality:
        yield home.municipality["exempt_up_to"]
