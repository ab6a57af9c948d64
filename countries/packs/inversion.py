"""From a budget or a net back to the gross: bisection to the cent, then a scan for the saw-teeth of rounding.

Costs are almost monotone: lines rounded one by one and statutory jumps make small teeth, so the cents around the
bisection's answer are tried too (payroll reference 0.4 and 0.5).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from countries.contract import ZERO, InvalidInput, gettext_noop
from smart.foundation.money import CENT

SCAN_CENTS = 100


def largest_gross_within(cost: Callable[[Decimal], Decimal], budget: Decimal) -> Decimal:
    """Return the largest gross in whole cents whose cost does not exceed `budget`; zero when even a cent does."""
    if budget <= 0:
        return ZERO
    low, high = 0, int(budget / CENT) + 1  # a cost is never below its gross, so `high` is out of reach
    while high - low > 1:
        middle = (low + high) // 2
        if cost(middle * CENT) <= budget:
            low = middle
        else:
            high = middle
    for cents in range(low + SCAN_CENTS, low, -1):
        if cents * CENT <= budget and cost(cents * CENT) <= budget:
            return cents * CENT
    return low * CENT


def lowest_gross_reaching(net: Callable[[Decimal], Decimal], target: Decimal, *, ceiling: Decimal) -> Decimal:
    """Return the lowest gross in whole cents whose net is at least `target`, searched below `ceiling`."""
    low, high = 0, int(ceiling / CENT)
    if net(ceiling) < target:
        raise InvalidInput(
            "net_out_of_reach",
            gettext_noop("No gross up to %(ceiling)s gives a net of %(target)s. Ask for a lower net."),
            ceiling=ceiling,
            target=target,
        )
    while high - low > 1:
        middle = (low + high) // 2
        if net(middle * CENT) >= target:
            high = middle
        else:
            low = middle
    for cents in range(max(high - SCAN_CENTS, 0), high):
        if net(cents * CENT) >= target:
            return cents * CENT
    return high * CENT


def require_minimum(gross: Decimal, minimum: Decimal, *, budget: Decimal, cost: Callable[[Decimal], Decimal]) -> None:
    """Raise `InvalidInput` when the gross found is below the legal minimum, naming the budget that would pass."""
    if gross >= minimum:
        return
    raise InvalidInput(
        "budget_below_minimum",
        gettext_noop(
            "A budget of %(budget)s gives a gross of %(gross)s, below the legal minimum of %(minimum)s for this "
            "time. The smallest budget that passes is %(smallest)s: raise the price or declare less time."
        ),
        budget=budget,
        gross=gross,
        minimum=minimum,
        smallest=cost(minimum),
    )
