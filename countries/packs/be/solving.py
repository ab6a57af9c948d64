"""From a budget or a net to the Belgian gross, and the least gross the law allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from countries.contract import ZERO, ParameterRef, Params, PayInputs, Solution
from countries.packs.be import amateur
from countries.packs.be.law import rounded
from countries.packs.be.month import own_time, status_of
from countries.packs.be.one_off import DEPARTURE, OneOffTax, one_off_tax
from countries.packs.be.payslip import EmployerSide, charges_of_student, employer_side, payslip
from countries.packs.be.withholding import exceptional_limits
from countries.packs.be.worker import Worker, worker_of
from countries.packs.inversion import largest_gross_within, lowest_gross_reaching, require_minimum
from smart.foundation.money import CENT, round_to

NET_CEILING_FACTOR = Decimal(4)
LEAST_CEILING = Decimal(1000)
Amount = Callable[[Decimal], Decimal]


def gross_for_budget(inputs: PayInputs, params: Params, budget: Decimal) -> Solution:
    """Find the largest gross whose employer cost fits the budget; the rest stays on the account.

    Raises `InvalidInput` when that gross is under the legal minimum for the time, naming the budget that would pass.
    """
    cost, jumps = cost_function(inputs, params, highest=budget)
    gross = largest_gross_within(cost, budget, jumps=jumps)
    minimum = minimum_gross(inputs, params)
    if inputs.kind == "amateur_arts":
        gross = min(gross, round_to(amateur.allowance_of(inputs, params).maximum, step=CENT))
    require_minimum(gross, minimum[0] if minimum else CENT, budget=budget, cost=cost)
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, budget, budget - result.employer_cost)


def gross_for_net(inputs: PayInputs, params: Params, net: Decimal) -> Solution:
    """Find the lowest gross whose net reaches the target; `remainder` is what the net exceeds it by."""
    ceiling = max(net * NET_CEILING_FACTOR, LEAST_CEILING)
    found, jumps = net_function(inputs, params, highest=ceiling)
    gross = lowest_gross_reaching(found, net, ceiling=ceiling, jumps=jumps)
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, net, result.net - net)


def net_function(inputs: PayInputs, params: Params, *, highest: Decimal) -> tuple[Amount, list[Decimal]]:
    """Return the net as a function of gross, equal to the payslip's without its lines, and the grosses where it jumps."""
    status = status_of(inputs)
    if status == "amateur":
        return (lambda gross: gross), []
    if status == "student":
        rate = params.amount("student.employee")
        return (lambda gross: gross - rounded(gross * rate)), []
    worker = worker_of(inputs, params, status)
    jumps = list(_special_jumps(worker))
    if not worker.one_off.kind:
        return (lambda gross: worker.side(gross).net), jumps
    tax = one_off_tax(inputs, worker.one_off, worker.family.children, params)
    limits = exceptional_limits(worker.one_off.column, worker.family.children, tax.law)
    jumps += _crossings(tax.yearly, limits, highest)
    return _net_with_one_off(worker, tax), jumps


def _net_with_one_off(worker: Worker, tax: OneOffTax) -> Amount:
    taxable = worker.one_off.taxable
    return lambda gross: worker.side(gross).net + taxable - tax.amount(gross)


def _special_jumps(worker: Worker) -> Iterable[Decimal]:
    """Where the next band of the special contribution begins: a fixed amount may set in there."""
    earlier = worker.earlier
    declared = earlier.base + earlier.one_off_base + worker.one_off.declared
    for band in worker.bands:
        if band["up_to"] is not None:
            first = round_to((band["up_to"] - declared) / worker.factor, step=CENT, rounding="ROUND_FLOOR") + CENT
            if first > 0:
                yield first


def cost_function(inputs: PayInputs, params: Params, *, highest: Decimal) -> tuple[Amount, list[Decimal]]:
    """Return the employer cost as a function of gross, equal to the payslip's, and the grosses where it jumps."""
    status = status_of(inputs)
    if status == "amateur":
        allowance = amateur.allowance_of(inputs, params)
        return (lambda gross: gross + allowance.solidarity(gross)), [allowance.threshold - allowance.paid + CENT]
    if status == "student":
        rates = [charge.factor * charge.rate for charge in charges_of_student(inputs, params)]
        return (lambda gross: gross + sum([rounded(gross * rate) for rate in rates])), []
    side = employer_side(inputs, params, status)
    jumps = _reduction_jumps(side, highest)
    if not inputs.one_off:
        return _cost(side, ZERO, ZERO), jumps
    one_off = worker_of(inputs, params, status).one_off
    fixed = one_off.amount
    if one_off.kind == DEPARTURE:
        fixed += rounded(one_off.declared * side.due[0].rate)
    return _cost(side, fixed, one_off.subject), jumps


def _cost(side: EmployerSide, fixed: Decimal, subject: Decimal) -> Amount:
    rates = [charge.factor * charge.rate for charge in side.due]
    reductions, ceiling = side.reductions, side.ceiling

    def cost(gross: Decimal) -> Decimal:
        due = gross + subject
        total = gross + fixed + sum([rounded(due * rate) for rate in rates])
        above = ZERO
        if ceiling is not None and ceiling.excess(gross):
            above = side.contributions(gross)[1]
            total -= above
        if reductions is not None:
            total -= sum(reductions.amounts(gross, rounded(gross * rates[0]) - above))
        return total

    return cost


def _reduction_jumps(side: EmployerSide, highest: Decimal) -> list[Decimal]:
    """The reduction for artists sets in above a wage limit: from there the cost is lower than just below it."""
    reductions = side.reductions
    if reductions is None or reductions.target != "artists" or reductions.law.artist_limit is None:
        return []

    def pay(gross: Decimal) -> Decimal:
        return reductions.of.pay(gross + reductions.earlier_gross)

    return _crossings(pay, [reductions.law.artist_limit], highest)


def _crossings(of: Amount, limits: Iterable[Decimal], highest: Decimal) -> list[Decimal]:
    """Return, for each limit, the lowest gross in whole cents at which a growing amount is above it."""
    found, last = [], int(highest / CENT)
    for limit in limits:
        low, high = 0, last + 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if of(middle * CENT) > limit else (middle, high)
        if high <= last:
            found.append(high * CENT)
    return found


def minimum_gross(inputs: PayInputs, params: Params) -> tuple[Decimal, ParameterRef] | None:
    """Return the minimum monthly income for the time declared, rounded up, and where it comes from."""
    if inputs.kind == "amateur_arts":
        return None
    ref = params.ref("minimum_wage")
    time = own_time(inputs)
    amount = ref.value if time is None else ref.value * time.paid / time.whole
    return round_to(amount, step=CENT, rounding=ROUND_CEILING), ref
