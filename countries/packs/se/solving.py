"""From a budget or a net to the Swedish gross. The law sets no minimum wage: the agreement's is checked on the contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from countries.contract import ZERO, Params, PayInputs, Solution
from countries.packs.inversion import largest_gross_within, lowest_gross_reaching, require_minimum
from countries.packs.se.case import Case
from countries.packs.se.law import MONTHS
from countries.packs.se.payslip import case_of, payslip
from smart.foundation.money import CENT

NO_SCAN = 0  # the cost rises strictly with the gross between two jumps: there is no tooth to look behind
TOOTH = 1000  # öre are dropped from a percentage, at most twice: a tooth is below 2 kronor high, its foot within 10
TOOTH_HEIGHT = Decimal(2)
NET_CEILING_FACTOR = Decimal(4)
LEAST_CEILING = Decimal(2000)
HIGHEST_SOLVABLE_RATE = Decimal("0.99")


def gross_for_budget(inputs: PayInputs, params: Params, budget: Decimal) -> Solution:
    """Find the largest gross whose employer cost fits the budget; the rest stays on the account, to the öre.

    Raises `InvalidInput` when not even one öre of gross fits, naming the smallest budget that does.
    """
    case = case_of(inputs, params)
    gross = largest_gross_within(case.cost, budget, jumps=_cost_jumps(case), scan=NO_SCAN)
    require_minimum(gross, CENT, budget=budget, cost=case.cost)
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, budget, budget - result.employer_cost)


def gross_for_net(inputs: PayInputs, params: Params, net: Decimal) -> Solution:
    """Find the lowest gross whose net reaches the target; `remainder` is what the net exceeds it by."""
    case = case_of(inputs, params)
    ceiling = _ceiling(case, net)
    gross = lowest_gross_reaching(case.net, net, ceiling=ceiling, jumps=_net_jumps(case, net, ceiling), scan=TOOTH)
    result = payslip(replace(inputs, gross=gross), params)
    return Solution(result, net, result.net - net)


def _ceiling(case: Case, net: Decimal) -> Decimal:
    """A gross that surely gives the net, when any does."""
    rate = case.withholding.rate
    if rate is not None and rate < HIGHEST_SOLVABLE_RATE:
        return net / (1 - rate) + LEAST_CEILING
    return max(net * NET_CEILING_FACTOR, LEAST_CEILING)


def _cost_jumps(case: Case) -> Iterator[Decimal]:
    """The gross from which contributions are due at all, on earlier small pay of the year too."""
    earlier = case.earlier
    missing = case.law.min_year.value - earlier.year_base - earlier.base - case.base(ZERO)
    if missing > 0:
        yield from _around(missing, case)


def _net_jumps(case: Case, net: Decimal, ceiling: Decimal) -> list[Decimal]:
    """The grosses at which another row of the table, or another rate, takes hold.

    Rows whose last krona is still well below the target are left in one stretch: none of them can reach it.
    """
    starts = [CENT, *sorted({start for start in _starts(case, ceiling) if CENT < start <= ceiling})]
    for index, following in enumerate([*starts[1:], ceiling + CENT]):
        if case.net(following - CENT) + TOOTH_HEIGHT >= net:
            return starts[index:]
    return []


def _starts(case: Case, ceiling: Decimal) -> Iterator[Decimal]:
    before = case.earlier.running + case.benefits
    small = case.tax_law.nothing_below.value["payment"] - case.earlier.one_time - case.one_off - case.holidays.payout
    yield from _around(small - before, case)
    plan = case.withholding
    if plan.table is None or plan.column is None:
        return
    factor = 1 + case.holidays.supplement_rate
    for row in case.tables.rows(plan.table, plan.column, before + ceiling * factor):
        yield from _around(row.start - before, case)
    yield from _one_time_starts(case, before)


def _one_time_starts(case: Case, before: Decimal) -> Iterator[Decimal]:
    """Where the yearly income estimated from the month passes an end of the one-time table."""
    if not (case.one_off or case.holidays.payout):
        return
    for bands in case.tax_law.one_time.value.values():
        for up_to, _ in bands:
            if up_to is not None:
                yield from _around((up_to / MONTHS - before).quantize(CENT) + CENT, case)


def _around(running: Decimal, case: Case) -> Iterator[Decimal]:
    """The gross whose running pay is `running`, to the öre; with a holiday supplement its neighbours too."""
    rate = case.holidays.supplement_rate
    if not rate:
        yield running
        return
    gross = (running / (1 + rate)).quantize(CENT)
    yield from (gross - CENT, gross, gross + CENT)
