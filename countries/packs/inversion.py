"""From a budget or a net back to the gross: bisection to the cent, then a scan for the saw-teeth of rounding.

Costs are almost monotone: lines rounded one by one make small teeth, so the cents around the bisection's answer are
tried too (payroll reference 0.4 and 0.5). Where the law makes the cost or the net jump (a threshold, a change of
regime), the pack names those grosses as `jumps`: each stretch between two jumps is searched on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_CEILING, Decimal

from countries.contract import ZERO, InvalidInput, gettext_noop
from smart.foundation.money import CENT

SCAN_CENTS = 100


def largest_gross_within(
    cost: Callable[[Decimal], Decimal], budget: Decimal, *, jumps: Iterable[Decimal] = (), scan: int = SCAN_CENTS
) -> Decimal:
    """Return the largest gross in whole cents whose cost does not exceed `budget`; zero when even a cent does.

    `jumps` are grosses from which (inclusive) another regime holds; `scan` is how many cents a tooth may be wide.
    """
    if budget <= 0:
        return ZERO
    highest = int(budget / CENT)  # a cost is never below its gross
    for first, last in _stretches(jumps, 1, highest, from_top=True):
        found = _largest_in(cost, budget, first, last, scan)
        if found:
            return found * CENT
    return ZERO


def lowest_gross_reaching(
    net: Callable[[Decimal], Decimal],
    target: Decimal,
    *,
    ceiling: Decimal,
    jumps: Iterable[Decimal] = (),
    scan: int = SCAN_CENTS,
) -> Decimal:
    """Return the lowest gross in whole cents whose net is at least `target`, searched up to `ceiling`.

    Raises `InvalidInput` when no gross up to the ceiling gives the net.
    """
    for first, last in _stretches(jumps, 1, int(ceiling / CENT), from_top=False):
        found = _lowest_in(net, target, first, last, scan)
        if found:
            return found * CENT
    raise InvalidInput(
        "net_out_of_reach",
        gettext_noop("No gross up to %(ceiling)s gives a net of %(target)s. Ask for a lower net."),
        ceiling=ceiling,
        target=target,
    )


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


def _stretches(jumps: Iterable[Decimal], first: int, last: int, *, from_top: bool) -> Iterator[tuple[int, int]]:
    """Cut the cents from `first` to `last` at the jumps; both ends of a stretch are part of it."""
    starts = {int((jump / CENT).to_integral_value(rounding=ROUND_CEILING)) for jump in jumps}
    cuts = [first, *sorted(start for start in starts if first < start <= last)]
    ends = [*(cut - 1 for cut in cuts[1:]), last]
    found = list(zip(cuts, ends, strict=True)) if last >= first else []
    return iter(reversed(found) if from_top else found)


def _largest_in(cost: Callable[[Decimal], Decimal], budget: Decimal, first: int, last: int, scan: int) -> int:
    """The largest number of cents in the stretch whose cost fits, 0 when none does."""
    if cost(last * CENT) <= budget:
        return last
    low, high = first - 1, last  # `low` fits, or lies just below the stretch
    while high - low > 1:
        middle = (low + high) // 2
        if cost(middle * CENT) <= budget:
            low = middle
        else:
            high = middle
    for cents in range(min(low + scan, last), max(low, first - 1), -1):
        if cost(cents * CENT) <= budget:
            return cents
    return low if low >= first else 0


def _lowest_in(net: Callable[[Decimal], Decimal], target: Decimal, first: int, last: int, scan: int) -> int:
    """The lowest number of cents in the stretch whose net reaches the target, 0 when none does."""
    if net(last * CENT) < target:
        return next((cents for cents in range(max(last - scan, first), last) if net(cents * CENT) >= target), 0)
    low, high = first - 1, last  # `high` reaches it, `low` does not, or lies just below the stretch
    while high - low > 1:
        middle = (low + high) // 2
        if net(middle * CENT) >= target:
            high = middle
        else:
            low = middle
    return next((cents for cents in range(max(high - scan, first), high) if net(cents * CENT) >= target), high)
