"""How much of a month an employment fills: the days that ceilings and the daily wage tax are counted in.

What counts is the time the employment exists, days without work included (SGB IV § 7; LStR R 39b.5 (2)).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from countries.contract import InvalidInput, PayInputs, gettext_noop
from smart.foundation.money import round_to

FULL_MONTH = Decimal(30)
"""Every whole month counts 30 days (SGB IV § 223 (3) SGB V, § 23a (3) SGB IV; EStG § 39b (2))."""
WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the month in all (`total`) and of the contracts before this one. `is_estimate`: derived from days worked."""

    total: Decimal
    earlier: Decimal
    is_whole: bool
    is_estimate: bool = False

    @property
    def own(self) -> Decimal:
        return self.total - self.earlier

    def of_month(self, monthly: Decimal) -> Decimal:
        """A monthly amount for these days: a thirtieth for each, to the cent."""
        return monthly if self.is_whole else round_to(monthly * self.total / FULL_MONTH)

    def whole_month_pay(self, pay: Decimal) -> Decimal:
        """What the pay of these days would be for a whole month."""
        return pay if self.is_whole else pay * FULL_MONTH / self.total


def month_days(inputs: PayInputs) -> Days:
    """Count the days of the employment, earlier contracts of the month included.

    Raises `InvalidInput` when a part of a month gives neither its period nor its days.
    """
    earlier = inputs.so_far.get("tax_days", Decimal(0))
    if _is_whole(inputs) or earlier >= FULL_MONTH:
        return Days(FULL_MONTH, earlier, True)
    if (given := inputs.engagement.get("employed_days")) is not None:
        return _total(Decimal(given), earlier, inputs)
    if inputs.period_start is not None and inputs.period_end is not None:
        return _total(Decimal((inputs.period_end - inputs.period_start).days + 1), earlier, inputs)
    return _estimate(inputs, earlier)


def _total(own: Decimal, earlier: Decimal, inputs: PayInputs) -> Days:
    total = own + earlier
    length = calendar.monthrange(inputs.on.year, inputs.on.month)[1]
    return Days(min(total, FULL_MONTH), earlier, total >= length)


def _estimate(inputs: PayInputs, earlier: Decimal) -> Days:
    paid, possible = inputs.paid_days, inputs.possible_days
    if paid is None or possible is None or paid <= 0 or paid > possible:
        raise InvalidInput(
            "work_time",
            gettext_noop(
                "The paid time is %(paid)s of %(whole)s possible days: expected more than none and no more than all, or the "
                "first and last day of the period. Correct the days of the period."
            ),
            paid="-" if paid is None else paid,
            whole="-" if possible is None else possible,
        )
    paid = min(paid + inputs.so_far.get("paid_days", Decimal(0)), possible)
    total = (FULL_MONTH * paid / possible).quantize(Decimal(1), ROUND_CEILING)
    return Days(max(total, earlier), earlier, paid == possible, is_estimate=True)


def _is_whole(inputs: PayInputs) -> bool:
    """A month is whole when all of it is paid, or when no weekday lies outside the period."""
    if inputs.full_month:
        return True
    start, end = inputs.period_start, inputs.period_end
    if start is None or end is None:
        return False
    first, last = _weekdays(start)
    return start <= first and end >= last


def _weekdays(day: date) -> tuple[date, date]:
    """The first and the last Monday-to-Friday day of the day's month."""
    first = day.replace(day=1)
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    while first.weekday() >= WEEKDAYS:
        first += timedelta(days=1)
    while last.weekday() >= WEEKDAYS:
        last -= timedelta(days=1)
    return first, last
