"""From a budget or a net to the Italian gross. The law sets no minimum wage: the agreement's is a contract check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, partial
from itertools import pairwise

from countries.contract import ZERO, Params, PayInputs, Solution
from countries.packs.inversion import largest_gross_within, lowest_gross_reaching, require_minimum
from countries.packs.it import irpef, settling
from countries.packs.it.payslip import payslip
from countries.packs.it.plan import Plan, WorkerSide, employer_cost, plan_of, worker_side
from countries.packs.it.withholding import YEAR_DAYS, month_days
from smart.foundation.money import CENT

NET_CEILING_FACTOR = Decimal(4)
LEAST_CEILING = Decimal(5000)
Value = Callable[[Decimal], Decimal]
COST_TOOTH, MONTH_TOOTH, YEAR_TOOTH = 2, 40, 400
"""Cents a saw-tooth may be wide: the cost never falls; the net falls with each step of the four-decimal ratios, by a
cent or two in a month, by up to half a euro when a whole year is settled."""


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
    gross = lowest_gross_reaching(
        _net(plan),
        net,
        ceiling=ceiling,
        jumps=set(_jumps(plan, ceiling)),
        scan=YEAR_TOOTH if plan.facts.is_settled else MONTH_TOOTH,
    )
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
    for value, limits in _watched(plan):
        for first, last in pairwise(cuts):
            yield from _crossings(value, sorted(limits), int(first / CENT), int(last / CENT) - 1)


def _crossings(value: Value, limits: Sequence[Decimal], first: int, last: int) -> Iterator[Decimal]:
    """Yield the lowest grosses between two (in cents) at which the rising value passes each limit in turn."""
    lowest, highest = value(first * CENT), value(last * CENT)
    for limit in limits:
        if not lowest <= limit < highest:
            continue
        low, high = first, last
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if value(middle * CENT) > limit else (middle, high)
        first = low
        yield high * CENT


def _watched(plan: Plan) -> Iterator[tuple[Value, tuple[Decimal, ...]]]:
    """The incomes whose thresholds make the net jump, each as a function of gross."""
    law, facts = plan.facts.law, plan.facts
    side_of = cache(partial(worker_side, plan))

    def income(gross: Decimal) -> Decimal:
        return side_of(gross).totals.income

    def employment(gross: Decimal) -> Decimal:
        """The pay of the tax-free sum, brought to a year."""
        side = side_of(gross)
        days = facts.days + facts.so_far("tax_days") if facts.is_settled else month_days(facts)
        return (side.taxable + facts.so_far("cuneo_base")) * YEAR_DAYS / days if days else ZERO

    yield income, (*irpef.thresholds(law, facts.family), *_supplement_starts(plan))
    if law.cuneo:
        yield employment, tuple(up_to for up_to, _ in law.cuneo if up_to is not None)
    if facts.is_settled:
        yield _surtax_base(plan, side_of), tuple(_surtax_limits(plan))
        yield (lambda gross: side_of(gross).totals.net), (ZERO,)


def _supplement_starts(plan: Plan) -> Iterator[Decimal]:
    """The incomes from which tax passes the credit less the correction (trattamento integrativo)."""
    law, facts = plan.facts.law, plan.facts
    days = min(facts.days + facts.so_far("tax_days"), YEAR_DAYS) if facts.is_settled else YEAR_DAYS
    credit = irpef.work_credit_of_year(ZERO, days=days, is_fixed=facts.is_fixed, law=law)
    if not facts.is_settled:
        credit = law.work["full"]
    start = (credit - law.supplement["correction"] * days / YEAR_DAYS) / law.brackets[0][1]
    yield start + facts.other_income


def _surtax_base(plan: Plan, side_of: Callable[[Decimal], WorkerSide]) -> Value:
    facts = plan.facts
    earlier = facts.so_far("taxable") + facts.so_far("taxable_extra")

    def base(gross: Decimal) -> Decimal:
        side = side_of(gross)
        return side.taxable + side.extra + earlier

    return base


def _surtax_limits(plan: Plan) -> Iterator[Decimal]:
    home = plan.residence
    if home.region and "whole_up_to" in home.region:
        yield from (home.region["whole_up_to"], home.region["deduction_up_to"])
    if home.municipality:
        yield home.municipality["exempt_up_to"]
