"""When a price is too low for the law: what would pass instead, by price, by days or by hours. Never writes."""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from countries.models import Country
from invoicing.rules import pay_facts
from invoicing.rules.conversion_answer import Answer
from invoicing.rules.simulator import Ask, Known, lowest_price, simulate
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO

HALF_HOUR: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Alternative:
    """A question that the law lets pass, and its answer. `change` is price, days or hours."""

    change: str
    ask: Ask
    answer: Answer


def alternatives(country: Country, ask: Ask, *, on: datetime.date) -> tuple[Alternative, ...]:
    """The nearest ways to make a price pass: raise it, work fewer days, work fewer hours each day.

    Empty when the question was not about a price. Each answer is a full simulation.
    """
    if ask.known != Known.PRICE:
        return ()
    found = (
        _passing("price", country, [_at_lowest_price(country, ask, on=on)], on=on),
        _passing("days", country, [replace(ask, days=days) for days in range(ask.days - 1, 0, -1)], on=on),
        _passing("hours", country, [replace(ask, hours=hours) for hours in _shorter_days(country, ask)], on=on),
    )
    return tuple(each for each in found if each is not None)


def _at_lowest_price(country: Country, ask: Ask, *, on: datetime.date) -> Ask:
    return replace(ask, amount=lowest_price(country, ask, on=on) or ask.amount)


def _shorter_days(country: Country, ask: Ask) -> list[Decimal]:
    """Shorter days in steps of half an hour, the longest first."""
    full = ask.hours or pay_facts.full_day_hours(country)
    steps = int((full - HALF_HOUR) / HALF_HOUR)
    begin = steps * HALF_HOUR if steps * HALF_HOUR < full else (steps - 1) * HALF_HOUR
    hours, found = begin, []
    while hours > ZERO:
        found.append(hours)
        hours -= HALF_HOUR
    return found


def _passing(change: str, country: Country, asks: list[Ask], *, on: datetime.date) -> Alternative | None:
    """The first that passes, found by halves: less time never needs a higher price."""
    low, high, best = 0, len(asks) - 1, None
    while low <= high:
        middle = (low + high) // 2
        answer = _answer(country, asks[middle], on=on)
        if answer is None:
            low = middle + 1
        else:
            best, high = Alternative(change, asks[middle], answer), middle - 1
    return best


def _answer(country: Country, ask: Ask, *, on: datetime.date) -> Answer | None:
    try:
        return simulate(country, ask, on=on)
    except RuleBroken:
        return None
