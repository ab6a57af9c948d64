"""The time behind a French pay: the paid hours, and the share of the monthly ceiling they are worth.

CSS art. D241-7 (hours of the reduction), R242-2 (entry and exit: calendar days of employment; part time: hours).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from countries.contract import InvalidInput, PayInputs, gettext_noop
from countries.packs.fr.law import ONE, Law, rounded

WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class WorkTime:
    """`hours` are paid hours of the period, at most a full month's; `share` is the part of the monthly ceiling."""

    hours: Decimal
    share: Decimal
    calendar_days: int | None = None

    def ceiling(self, law: Law) -> Decimal:
        return rounded(law.ceiling.value * self.share)


def work_time(inputs: PayInputs, law: Law) -> WorkTime:
    """Weigh the period. Raises `InvalidInput` when a part of a month lacks its numbers or exceeds the whole."""
    month = law.month_hours.value
    days = calendar_days(inputs)
    if not inputs.full_time:
        paid, whole = _both(inputs.hours, inputs.full_time_hours, "hours", "full_time_hours")
        _check(paid, whole)
        hours = min(paid, month)
        return WorkTime(hours, hours / month, days)
    if inputs.full_month:
        return WorkTime(month, ONE, days)
    paid, whole = _both(inputs.paid_days, inputs.possible_days, "paid_days", "possible_days")
    _check(paid, whole)
    hours = min(inputs.hours, month) if inputs.hours else month * paid / whole
    return WorkTime(hours, _share_of_days(inputs, paid, whole, days), days)


def calendar_days(inputs: PayInputs) -> int | None:
    """The calendar days from the first to the last day of the period, None when it is not known."""
    if inputs.period_start is None or inputs.period_end is None:
        return None
    return (inputs.period_end - inputs.period_start).days + 1


def _share_of_days(inputs: PayInputs, paid: Decimal, whole: Decimal, days: int | None) -> Decimal:
    """Calendar days of employment over those of the month; working days when the period has gaps or is not known."""
    start = inputs.period_start
    if days is None or start is None or paid < _weekdays(start, days):
        return paid / whole
    return min(Decimal(days) / calendar.monthrange(start.year, start.month)[1], ONE)


def _weekdays(start: date, days: int) -> int:
    return sum((start + timedelta(days=offset)).weekday() < WEEKDAYS for offset in range(days))


def _both(paid: Decimal | None, whole: Decimal | None, *names: str) -> tuple[Decimal, Decimal]:
    if paid is None or whole is None:
        raise InvalidInput(
            "work_time_missing",
            gettext_noop("Part of a month needs both “%(paid)s” and “%(whole)s”. Give the two numbers."),
            paid=names[0],
            whole=names[1],
        )
    return paid, whole


def _check(paid: Decimal, whole: Decimal) -> None:
    if 0 < paid <= whole:
        return
    raise InvalidInput(
        "work_time",
        gettext_noop(
            "The paid time is %(paid)s of %(whole)s possible: expected more than none and no more than all. "
            "Correct the days or hours of the period."
        ),
        paid=paid,
        whole=whole,
    )
