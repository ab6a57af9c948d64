"""From a budget or a net to the Belgian gross, and the least gross the law allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from countries.contract import ZERO, ParameterRef, Params, PayInputs, Solution
from countries.packs.be import employer
from countries.packs.be.law import employee_law, employer_law, rounded, withholding_law
from countries.packs.be.payslip import (
    charges_of_student,
    employee_side,
    flat_rate,
    payslip,
    status_of,
    structural,
    work_time,
)
from countries.packs.inversion import largest_gross_within, lowest_gross_reaching, require_minimum
from smart.foundation.money import CENT, round_to

NET_CEILING_FACTOR = Decimal(4)
LEAST_CEILING = Decimal(1000)
SOCIAL_LINES = ("social_security", "work_bonus_a", "work_bonus_b")
TAX_LINES = ("withholding", "fiscal_work_bonus")


def gross_for_budget(inputs: PayInputs, params: Params, budget: Decimal) -> Solution:
    """Find the largest gross whose employer cost fits the budget; the rest stays on the account.

    Raises `InvalidInput` when that gross is under the legal minimum for the time, naming the budget that would pass.
    """
    cost = cost_function(inputs, params)
    gross = largest_gross_within(cost, budget)
    minimum = minimum_gross(inputs, params)
    require_minimum(gross, minimum[0] if minimum else CENT, budget=budget, cost=cost)
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, budget, budget - result.employer_cost)


def gross_for_net(inputs: PayInputs, params: Params, net: Decimal) -> Solution:
    """Find the lowest gross whose net reaches the target; `remainder` is what the net exceeds it by."""

    gross = lowest_gross_reaching(
        net_function(inputs, params), net, ceiling=max(net * NET_CEILING_FACTOR, LEAST_CEILING)
    )
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, net, result.net - net)


def net_function(inputs: PayInputs, params: Params) -> Callable[[Decimal], Decimal]:
    """Return the net as a function of gross, equal to the payslip's to the cent without building its lines."""
    status = status_of(inputs)
    if status == "student":
        rate = params.amount("student.employee")
        return lambda gross: gross - rounded(gross * rate)
    law, tax_law = params.compiled(employee_law), params.compiled(withholding_law)
    flat = flat_rate(inputs, params)
    time, earlier = work_time(inputs), inputs.so_far
    earlier_gross = earlier.get("gross", ZERO)
    earlier_social = sum((earlier.get(code, ZERO) for code in SOCIAL_LINES), ZERO)
    earlier_tax = sum((earlier.get(code, ZERO) for code in TAX_LINES), ZERO)
    earlier_special = earlier.get("special_contribution", ZERO)

    def net(gross: Decimal) -> Decimal:
        if gross <= 0:
            return ZERO
        side = employee_side(
            gross + earlier_gross, status=status, time=time, tax_file=inputs.tax_file, law=law, tax_law=tax_law
        )
        taxable = side.taxable - earlier_gross - earlier_social
        if flat is None:
            tax = side.withholding - side.fiscal_bonus + earlier_tax
        else:
            tax = rounded(max(taxable, ZERO) * flat.value)
        return taxable - tax - side.special - earlier_special

    return net


def cost_function(inputs: PayInputs, params: Params) -> Callable[[Decimal], Decimal]:
    """Return the employer cost as a function of gross, equal to the payslip's to the cent and much faster."""
    status = status_of(inputs)
    reduction = None
    if status == "student":
        due = charges_of_student(inputs, params)
    else:
        cost_law = params.compiled(employer_law)
        due = employer.charges(status, inputs.employer, params.compiled(employee_law), cost_law)
        reduction = structural(inputs, due, cost_law)
    rates = [charge.factor * charge.rate for charge in due]

    def cost(gross: Decimal) -> Decimal:
        total = gross + sum([rounded(gross * rate) for rate in rates])
        return total - reduction(gross) if reduction else total

    return cost


def minimum_gross(inputs: PayInputs, params: Params) -> tuple[Decimal, ParameterRef] | None:
    """Return the minimum monthly income for the time declared, rounded up, and where it comes from."""
    ref = params.ref("minimum_wage")
    time = work_time(replace(inputs, so_far={}))
    amount = ref.value if time is None else ref.value * time.paid / time.whole
    return round_to(amount, step=CENT, rounding=ROUND_CEILING), ref
