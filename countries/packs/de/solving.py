"""From a budget or a net to the German gross, and the least gross the law allows.

Cost and net jump where the regime changes (Minijob, transition zone, ceilings with the March clause), so each stretch
between two such grosses is searched on its own. Both come from the very functions of the payslip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal

from countries.contract import ZERO, LawError, ParameterRef, Params, PayInputs, Solution
from countries.packs.de.lines import COST, WORKER
from countries.packs.de.month import FULL_MONTH
from countries.packs.de.one_off import MONTHS, room
from countries.packs.de.payslip import Month, cost_items, month_of, one_off_of, payslip, tax_items, zone_in
from countries.packs.de.zones import limit_of_minijob
from countries.packs.inversion import largest_gross_within, lowest_gross_reaching, require_minimum
from smart.foundation.money import CENT, round_to

Money = Callable[[Decimal], Decimal]
NEVER = Decimal("Infinity")
NET_CEILING_FACTOR = Decimal(4)
LEAST_CEILING = Decimal(1000)
TEETH_CENTS = 20
NET_STEP = Decimal(50)
ONE_OFF_TEETH_CENTS = 1500
"""The tax of one-off pay moves by whole euros, with surcharge and church tax by more than two."""
NET_TEETH_CENTS = 300
"""A cent of daily tax is 30 cents of monthly net, which the gross makes up for within three euros at most."""


def gross_for_budget(inputs: PayInputs, params: Params, budget: Decimal) -> Solution:
    """Find the largest gross whose cost fits the budget; the rest stays on the account.

    Raises `InvalidInput` when that gross is under the legal minimum for the time, naming the budget that would pass.
    """
    month = month_of(inputs, params)
    cost, jumps = cost_function(month), tuple(_jumps(month))
    shift = _taken(month, COST)  # a Minijob that becomes a Midijob gives employer contributions back
    gross = largest_gross_within(lambda found: cost(found) + shift, budget + shift, jumps=jumps)
    minimum = minimum_gross(inputs, params)
    least = minimum[0] if minimum else CENT
    if gross < least:
        smallest = _smallest_budget(cost, least, jumps)
        if smallest == NEVER:
            payslip(replace(inputs, gross=least), params)  # says why no pay is possible
        require_minimum(gross, least, budget=budget, cost=lambda _: smallest)
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, budget, budget - result.employer_cost)


def gross_for_net(inputs: PayInputs, params: Params, net: Decimal) -> Solution:
    """Find the lowest gross whose net reaches the target; `remainder` is what the net exceeds it by."""
    month = month_of(inputs, params)
    ceiling = max((net + month.earlier_pay) * NET_CEILING_FACTOR, LEAST_CEILING)
    found, jumps, teeth = net_function(month), tuple(_jumps(month)), NET_TEETH_CENTS
    if inputs.one_off:
        below, ceiling = _first_step_reaching(found, net, ceiling, jumps)
        jumps, teeth = (below + CENT,), ONE_OFF_TEETH_CENTS
    gross = lowest_gross_reaching(found, net, ceiling=ceiling, jumps=jumps, scan=teeth)
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, net, result.net - net)


def _first_step_reaching(
    net: Money, target: Decimal, ceiling: Decimal, jumps: tuple[Decimal, ...]
) -> tuple[Decimal, Decimal]:
    """Walk up to the first step that reaches the target; return the step below it and it.

    The tax of one-off pay grows with the running pay, so that the net may fall over whole stretches.
    """
    steps = {NET_STEP * number for number in range(1, int(ceiling / NET_STEP))}
    steps |= {jump - CENT for jump in jumps if CENT < jump < ceiling}
    below = ZERO
    for step in sorted(steps):
        if net(step) >= target:
            return below, step
        below = step
    return below, ceiling


def cost_function(month: Month) -> Money:
    """Return the employer cost as a function of gross, equal to the payslip's; infinite where the payslip is refused."""
    beside, taken = one_off_of(month.inputs), _taken(month, COST)
    all_beside = beside + month.earlier_one_off

    def cost(gross: Decimal) -> Decimal:
        pay = gross + month.earlier_pay
        try:
            zone = zone_in(month, pay, all_beside)
        except LawError:
            return NEVER
        items = cost_items(month, pay, all_beside, zone)
        return gross + beside - taken + sum([item[1] for item in items if item[0] in COST])

    return cost


def net_function(month: Month) -> Money:
    """Return the net as a function of gross, equal to the payslip's; below everything where the payslip is refused."""
    beside, taken = one_off_of(month.inputs), _taken(month, WORKER)
    all_beside = beside + month.earlier_one_off

    def net(gross: Decimal) -> Decimal:
        pay = gross + month.earlier_pay
        try:
            zone = zone_in(month, pay, all_beside)
        except LawError:
            return -NEVER
        own = sum([item[1] for item in cost_items(month, pay, all_beside, zone) if item[0] in WORKER])
        tax = sum([item[1] for item in tax_items(month, pay, all_beside, zone)])
        return gross + beside - taken + own + tax

    return net


def steps(inputs: PayInputs, params: Params) -> tuple[Decimal, ...]:
    """The most a Minijob of this month may pay (§ 8 (1a) SGB IV): the person owes at most the pension share of it."""
    month = month_of(inputs, params)
    limit = limit_of_minijob(month.situation, month.law)
    return (limit,) if limit > 0 else ()


def minimum_gross(inputs: PayInputs, params: Params) -> tuple[Decimal, ParameterRef] | None:
    """Return the minimum wage of the hours declared, rounded up; None when no hours are given (MiLoG § 1)."""
    if inputs.hours is None:
        return None
    ref = params.ref("minimum_wage")
    return round_to(ref.value * inputs.hours, step=CENT, rounding=ROUND_CEILING), ref


def _taken(month: Month, codes: frozenset[str]) -> Decimal:
    return sum((amount for code, amount in month.inputs.so_far.items() if code in codes), ZERO)


def _smallest_budget(cost: Money, least: Decimal, jumps: tuple[Decimal, ...]) -> Decimal:
    """The least cost of any gross from the minimum on: at it, within a tooth of rounding, or where a regime begins."""
    starts = [least, *(jump for jump in jumps if jump > least)]
    return min(cost(start + cents * CENT) for start in starts for cents in range(TEETH_CENTS))


def _jumps(month: Month) -> Iterator[Decimal]:
    """The grosses from which another regime holds."""
    law, situation = month.law, month.situation
    days = situation.days
    share = Decimal(1) if days.is_whole else days.total / FULL_MONTH
    beside = month.earlier_one_off + one_off_of(month.inputs)
    limits = [
        law.marginal_limit - beside,
        law.marginal_limit - situation.other_minijob_pay - beside,
        limit_of_minijob(situation, law) - beside,
        law.marginal_limit * share,
        (law.transition_limit - beside) * share,
        (law.transition_limit - beside - situation.other_pay) * share,
        *_march_limits(month, beside),
    ]
    for limit in limits:
        yield limit.quantize(CENT, ROUND_DOWN) + CENT - month.earlier_pay


def _march_limits(month: Month, beside: Decimal) -> Iterator[Decimal]:
    """The pay above which one-off pay no longer fits this year's ceiling (SGB IV § 23a (4))."""
    if not beside or month.last_rates is None or not month.year.may_move:
        return
    law, year = month.law, month.year
    days = year.days + month.situation.days.total
    if year.is_compulsory:
        yield room(law.ceiling_health * MONTHS, days, year.health) - beside
    else:
        yield room(law.ceiling_pension[month.situation.region] * MONTHS, days, year.pension) - beside
