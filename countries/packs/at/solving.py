"""From a budget or a net back to the Austrian gross.

Austria has no statutory minimum wage; the minimum of the Kollektivvertrag is a check of the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from countries.contract import ZERO, InvalidInput, ParameterRef, Params, PayInputs, Solution, gettext_noop
from countries.packs.at.case import Case, resolve, split_pay
from countries.packs.at.figures import employer_cost, figures, settling
from countries.packs.at.law import SPECIAL_SHARE
from countries.packs.at.payslip import check_one_off, payslip
from countries.packs.at.special_tax import SIXTH_OF_TWELVE, employment_months
from countries.packs.at.wage_tax import person
from countries.packs.inversion import largest_gross_within, lowest_gross_reaching
from smart.foundation.money import CENT, round_to

NET_CEILING_FACTOR = Decimal(4)
NET_CEILING_MORE = Decimal(20000)
TOOTH_CENTS = 20
"""How wide a saw-tooth of rounding can be: every line is rounded to a cent and keeps a third of a cent at least."""
NEAR = 3


def gross_for_budget(inputs: PayInputs, params: Params, budget: Decimal) -> Solution:
    """Find the largest gross whose employer cost fits the budget; the rest stays on the account, to the cent.

    Raises `InvalidInput` when the budget does not even pay a cent, naming the smallest one that does.
    """
    cost = cost_function(inputs, params)
    case = _case(inputs, params)
    gross = largest_gross_within(cost, budget, jumps=_jumps(case, (case.marginal_up_to,)), scan=TOOTH_CENTS)
    if gross < CENT:
        raise InvalidInput(
            "budget_too_small",
            gettext_noop("A budget of %(budget)s pays nothing. The smallest budget that pays a cent is %(smallest)s."),
            budget=budget,
            smallest=cost(CENT),
        )
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, budget, budget - result.employer_cost)


def gross_for_net(inputs: PayInputs, params: Params, net: Decimal) -> Solution:
    """Find the lowest gross whose net reaches the target; `remainder` is what the net exceeds it by."""
    case = _case(inputs, params)
    gross = lowest_gross_reaching(
        net_function(inputs, params),
        net,
        ceiling=net * NET_CEILING_FACTOR + NET_CEILING_MORE,
        jumps=_jumps(case, _thresholds(case)),
        scan=TOOTH_CENTS,
    )
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, net, result.net - net)


def cost_function(inputs: PayInputs, params: Params) -> Callable[[Decimal], Decimal]:
    """Return the employer cost as a function of the gross, equal to the payslip's to the cent and much faster."""
    case = _case(inputs, params)
    return lambda gross: employer_cost(case, gross)


def net_function(inputs: PayInputs, params: Params) -> Callable[[Decimal], Decimal]:
    """Return the net as a function of the gross, equal to the payslip's to the cent without building its lines."""
    case = _case(inputs, params)
    who, closing = person(inputs.tax_file, case.tax), settling(inputs)
    return lambda gross: figures(case, who, gross, closing).net if gross > 0 else ZERO


def minimum_gross(_inputs: PayInputs, _params: Params) -> tuple[Decimal, ParameterRef] | None:
    """Return None: no law sets a minimum wage; the agreement's is entered by the cooperative and checked."""
    return None


def steps(inputs: PayInputs, params: Params) -> tuple[Decimal, ...]:
    """The largest gross whose running pay is still marginal (ASVG § 5 (2)): the person owes no contributions of it."""
    case = _case(inputs, params)
    return (_first_above(case, case.marginal_up_to) - CENT,)


def _case(inputs: PayInputs, params: Params) -> Case:
    check_one_off(inputs)
    return resolve(inputs, params)


def _thresholds(case: Case) -> Iterator[Decimal]:
    """Yield the running pays above which the net falls: marginal limit, steps of unemployment insurance, Freigrenze."""
    yield case.marginal_up_to
    bounds = [bound for bound, _rate in case.steps if bound is not None]
    factor = case.days if case.status == "casual" else 1
    yield from (bound * factor - case.earlier.insured_pay for bound in bounds)
    if case.shares.special:
        share = case.shares.special / (case.shares.total - case.shares.special)
        yield from ((bound - case.shares.one_off) / share for bound in bounds)
    yield case.tax.exemption * employment_months(case) / SIXTH_OF_TWELVE - case.earlier.running
    year_end = (case.tax.exemption, case.tax.cap.get("sixth_max", ZERO))
    yield from (limit * SPECIAL_SHARE - case.earlier.running for limit in year_end)


def _jumps(case: Case, running: Iterator[Decimal] | tuple[Decimal, ...]) -> list[Decimal]:
    """Return, for each threshold of running pay, the first gross whose running pay lies above it."""
    return [_first_above(case, threshold) for threshold in running if threshold > 0]


def _first_above(case: Case, threshold: Decimal) -> Decimal:
    weight = case.shares.total / (case.shares.total - case.shares.special)
    guess = round_to(threshold * weight, step=CENT, rounding=ROUND_CEILING)
    for cents in range(-NEAR, NEAR + 1):
        gross = guess + cents * CENT
        pay, holiday, _special = split_pay(case, gross)
        if pay + holiday > threshold:
            return gross
    return guess + CENT
