"""From a budget or a net to the Spanish gross, and the least gross the law allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from countries.contract import Group, ParameterRef, Params, PayInputs, Solution
from countries.packs.es.days import WORKING_DAYS_AT_MOST, both, has_every_weekday, period_days
from countries.packs.es.payslip import payslip
from countries.packs.es.stay import MONTH_DAYS
from countries.packs.es.withholding import Withholding, pay_of, withholding_of
from countries.packs.es.work import Work, work_of
from countries.packs.inversion import largest_gross_within, lowest_gross_reaching, require_minimum
from smart.foundation.money import CENT, round_to

NET_CEILING_FACTOR = Decimal(4)
LEAST_CEILING = Decimal(4000)
"""Contributions on the lowest bases can take more than a small gross gives: the search starts with this much room."""
NO_TEETH = 1
"""Every employer line grows with the gross, rounded or not: the cost never falls."""
TEETH_PER_NET = Decimal("0.1")
"""Cents a tooth of the net may be wide, by euro of net: a step of the rate takes 0.01 % of the pay at once."""
LEAST_TEETH = 100
REGULARISED_TEETH = 500
"""Where the rate begins or ceases to be regularised the tax may change by a euro (`withholding.SAME`)."""
ONE = Decimal(1)
CASUAL_KINDS = ("fixed_term", "artist", "substitution")


def gross_for_budget(inputs: PayInputs, params: Params, budget: Decimal) -> Solution:
    """Find the largest gross whose employer cost fits the budget; the rest stays on the account.

    Raises `InvalidInput` when that gross is under the legal minimum for the time, naming the budget that would pass.
    """
    work = work_of(inputs, params)
    gross = largest_gross_within(work.cost, budget, scan=NO_TEETH)
    minimum = minimum_gross(inputs, params)
    require_minimum(gross, minimum[0] if minimum else CENT, budget=budget, cost=work.cost)
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, budget, budget - result.employer_cost)


def gross_for_net(inputs: PayInputs, params: Params, net: Decimal) -> Solution:
    """Find the lowest gross whose net reaches the target; `remainder` is what the net exceeds it by."""
    work = work_of(inputs, params)
    tax = withholding_of(inputs, params, work)
    gross = lowest_gross_reaching(
        net_function(work, tax),
        net,
        ceiling=net * NET_CEILING_FACTOR + LEAST_CEILING,
        jumps=net_jumps(work, tax),
        scan=_teeth(net, tax),
    )
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, net, result.net - net)


def _teeth(net: Decimal, tax: Withholding) -> int:
    return LEAST_TEETH + int(net * TEETH_PER_NET) + (REGULARISED_TEETH if tax.paid else 0)


def net_function(work: Work, tax: Withholding) -> Callable[[Decimal], Decimal]:
    """Return the net as a function of gross, equal to the payslip's to the cent without building its lines."""

    def net(gross: Decimal) -> Decimal:
        contributions = work.total(work.bases(gross), Group.EMPLOYEE)
        pay = pay_of(gross, work)
        return pay.taxable - contributions - tax.of(pay, contributions).amount

    return net


def net_jumps(work: Work, tax: Withholding) -> tuple[Decimal, ...]:
    """Return the grosses from which the net falls at once.

    There an artist's base is that of the next band, or the pay of the year passes a limit of the withholding.
    """
    bands = [up_to - work.bonus + CENT for up_to, _ in work.stay.bands if up_to is not None]
    growth = ONE if tax.given is not None else ONE + (ONE + work.share) * tax.following + work.share
    before = tax.paid + work.bonus + work.extra_payment
    limits = [(limit - before) / growth for limit in (tax.law.home_loan["limit"], tax.law.cap["limit"])]
    return (*bands, *(limit + step * CENT for limit in limits for step in (-1, 0, 1)))


def minimum_gross(inputs: PayInputs, params: Params) -> tuple[Decimal, ParameterRef] | None:
    """Return the minimum wage for the time declared, rounded up, and where it comes from.

    By the hour as a share of the month; by the day as a share of the month with the extra payments spread, for fixed
    terms not under the wage of the legal day; never above a month's.
    """
    ref = params.ref("minimum_wage")
    amount = ref.value
    if not inputs.full_time:
        hours, whole = both(inputs.hours, inputs.full_time_hours, "hours", "full_time_hours")
        amount = ref.value * hours / whole
    elif not inputs.full_month and inputs.paid_days is not None and inputs.possible_days:
        amount, ref = _by_days(inputs, params, inputs.paid_days, inputs.possible_days)
    elif not has_every_weekday(inputs) and (period := period_days(inputs)) is not None:
        amount, ref = _by_days(inputs, params, period[0], MONTH_DAYS)
    return round_to(amount, step=CENT, rounding=ROUND_CEILING), ref


def _by_days(inputs: PayInputs, params: Params, paid: Decimal, possible: Decimal) -> tuple[Decimal, ParameterRef]:
    ref = params.ref("minimum_wage")
    share = ref.value * min(paid / possible, ONE)
    is_casual = inputs.kind in CASUAL_KINDS and possible <= WORKING_DAYS_AT_MOST
    if is_casual and params.has("minimum_wage.casual_day"):
        casual = params.ref("minimum_wage.casual_day")
        if share < casual.value * paid <= ref.value:
            return casual.value * paid, casual
    return share, ref
