"""From a budget or a net to the French gross, and the least gross the law allows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from countries.contract import ZERO, ParameterRef, Params, PayInputs, Solution
from countries.packs.fr.amounts import cost_of, employee_side, net_of, welfare_of
from countries.packs.fr.case import Case, open_case
from countries.packs.fr.law import ONE, payroll_law
from countries.packs.fr.payslip import slip_of
from countries.packs.fr.regimes import treatment_of
from countries.packs.fr.split import gross_for_base, parts_of, split_gross
from countries.packs.fr.worktime import work_time
from countries.packs.inversion import largest_gross_within, lowest_gross_reaching, require_minimum
from smart.foundation.money import CENT, round_to

NET_CEILING_FACTOR = Decimal(4)
LEAST_CEILING = Decimal(1000)
COST_TEETH = 20  # the cost never falls by more than a cent: every line grows with the gross, the reduction more slowly
TEETH = CENT * 30  # cents after a jump in which rounded lines may still fall back below it


def gross_for_budget(inputs: PayInputs, params: Params, budget: Decimal) -> Solution:
    """Find the largest gross whose employer cost fits the budget; the rest stays on the account.

    Raises `InvalidInput` when that gross is under the legal minimum for the time, naming the budget that would pass.
    """
    case, one_off = open_case(inputs, params), inputs.one_off or ZERO

    def cost(gross: Decimal) -> Decimal:
        return cost_of(case, gross + one_off)

    gross = largest_gross_within(cost, budget, scan=COST_TEETH)
    minimum = minimum_gross(inputs, params)
    require_minimum(gross, minimum[0] if minimum else CENT, budget=budget, cost=cost)
    result = slip_of(case, gross, one_off)
    return Solution(result, budget, budget - result.employer_cost)


def gross_for_net(inputs: PayInputs, params: Params, net: Decimal) -> Solution:
    """Find the lowest gross whose net paid reaches the target; `remainder` is what the net exceeds it by."""
    case, one_off = open_case(inputs, params), inputs.one_off or ZERO
    ceiling = max(net * NET_CEILING_FACTOR, LEAST_CEILING)
    gross = lowest_gross_reaching(
        lambda gross: net_of(case, gross + one_off),
        net,
        ceiling=ceiling,
        jumps=[jump - one_off for jump in net_jumps(case, net, ceiling=ceiling + one_off)],
    )
    result = slip_of(case, gross, one_off)
    return Solution(result, net, result.net - net)


def minimum_gross(inputs: PayInputs, params: Params) -> tuple[Decimal, ParameterRef] | None:
    """Return the least gross for the time declared, what is paid on top of the base included, and where it comes from.

    The minimum wage for the paid hours; in portage the share of the monthly ceiling for the person's level.
    """
    treatment, law = treatment_of(inputs), params.compiled(payroll_law)
    time, parts = work_time(inputs, law), parts_of(inputs, treatment, law)
    if treatment.is_portage:
        ref = params.ref("portage.minimum")
        share = ref.value[str(inputs.engagement.get("portage_level", "senior"))]
        least = law.ceiling.value * share * min(time.hours / law.month_hours.value, ONE)
        bonus = [part for part in parts if part.code == "business_bonus"]  # counts towards this minimum
        base = split_gross(_up(least), bonus)[0]
        return gross_for_base(base, parts), ref
    return gross_for_base(_up(law.minimum_wage.value * time.hours), parts), law.minimum_wage


def net_jumps(case: Case, net: Decimal, *, ceiling: Decimal) -> Iterator[Decimal]:
    """The grosses from which the net falls: a higher rate of the neutral table, and the CET above the ceiling.

    Only those that matter for the net asked for: a taxable pay below it never gives it, one far above always does.
    """
    bands = case.rules.bands
    above = bands.earlier_ceiling + bands.ceiling - bands.earlier_base + CENT
    if ZERO < above <= ceiling:
        yield from (above, above + TEETH)
    rule = case.withholding
    for bound in rule.below:
        taxable = bound + rule.abatement - rule.earlier_taxable
        if net <= taxable <= net * NET_CEILING_FACTOR:
            for start in {
                ZERO,
                max(above, ZERO),
            }:  # the taxable pay falls where the CET begins, and may pass a bound twice
                if found := _gross_of_taxable(case, taxable, start=start, ceiling=ceiling):
                    yield from (found, found + TEETH)


def _gross_of_taxable(case: Case, taxable: Decimal, *, start: Decimal, ceiling: Decimal) -> Decimal | None:
    """The lowest gross from `start` on with that taxable pay, None when none up to the ceiling has it."""

    def reached(gross: Decimal) -> Decimal:
        if gross < start:
            return ZERO
        bases = case.rules.of(gross)
        return employee_side(case, bases, welfare_of(case, bases)).taxable

    if reached(ceiling) < taxable:
        return None
    return lowest_gross_reaching(reached, taxable, ceiling=ceiling, scan=COST_TEETH)


def _up(amount: Decimal) -> Decimal:
    return round_to(amount, step=CENT, rounding=ROUND_CEILING)
