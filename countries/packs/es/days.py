"""How many days of the month count, from the period or from the days declared."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from countries.contract import InvalidInput, PayInputs, gettext_noop
from countries.packs.es.stay import MONTH_DAYS

WORKING_DAYS_AT_MOST = Decimal(27)
"""No month has more working days: `possible_days` above it are calendar days."""

WEEKDAYS = 5


def period_days(inputs: PayInputs) -> tuple[Decimal, bool] | None:
    """Return the calendar days of the period and whether they are a whole month, None without a period."""
    start, end = inputs.period_start, inputs.period_end
    if start is None or end is None:
        return None
    if end < start or (start.year, start.month) != (end.year, end.month):
        raise InvalidInput(
            "period",
            gettext_noop("The period %(start)s to %(end)s is not within one month. Make one payslip for each month."),
            start=start,
            end=end,
        )
    last = monthrange(end.year, end.month)[1]
    return Decimal((end - start).days + 1), (start, end.day) == (date(start.year, start.month, 1), last)


def hours_of(inputs: PayInputs) -> Decimal | None:
    """Return the hours when the work is part time, None when it is full time.

    Days of work that leave out weekdays of the period are part time too, whatever the length of each day: the person is
    in alta in between (Estatuto de los Trabajadores art. 12).
    """
    if not inputs.full_time:
        return both(inputs.hours, inputs.full_time_hours, "hours", "full_time_hours")[0]
    return inputs.hours if _is_scattered(inputs) else None


def _is_scattered(inputs: PayInputs) -> bool:
    start, end = inputs.period_start, inputs.period_end
    if inputs.full_month or start is None or end is None or inputs.paid_days is None:
        return False
    return inputs.paid_days < weekdays(start, end)


def weekdays(first: date, last: date) -> int:
    """Return how many days from Monday to Friday lie between two days, both included."""
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(1 for day in every if day.weekday() < WEEKDAYS)


def has_every_weekday(inputs: PayInputs) -> bool:
    """Say whether the period holds every Monday to Friday of its month, or no period is known."""
    start, end = inputs.period_start, inputs.period_end
    if start is None or end is None:
        return True
    last = monthrange(end.year, end.month)[1]
    return weekdays(start, end) == weekdays(start.replace(day=1), end.replace(day=last))


def days_in_alta(inputs: PayInputs, month_days: Decimal) -> Decimal:
    """Return the days that count for the bases: those of the period, else in proportion to the days declared."""
    if (period := period_days(inputs)) is not None:
        days, is_whole = period
        return month_days if is_whole else min(days, month_days)
    if inputs.full_month:
        return month_days
    paid, possible = both(inputs.paid_days, inputs.possible_days, "paid_days", "possible_days")
    if possible > WORKING_DAYS_AT_MOST:
        return min(paid, month_days)
    return (paid * month_days / possible).to_integral_value(rounding=ROUND_CEILING)


def artist_days(inputs: PayInputs) -> Decimal:
    """Return the days worked, each a day of the table; without a number, the days of the period or a whole month."""
    if inputs.paid_days is not None:
        if not 0 < inputs.paid_days <= MONTH_DAYS + 1:
            raise InvalidInput(
                "artist_days",
                gettext_noop("%(found)s days were worked in the month; expected 1 to 31."),
                found=inputs.paid_days,
            )
        return inputs.paid_days
    days, _ = period_days(inputs) or (MONTH_DAYS, True)
    return min(days, MONTH_DAYS)


def both(paid: Decimal | None, whole: Decimal | None, *names: str) -> tuple[Decimal, Decimal]:
    """Return the two numbers of a partial month. Raises `InvalidInput` when one is missing or they do not fit."""
    if paid is None or whole is None:
        raise InvalidInput(
            "work_time_missing",
            gettext_noop("Part of a month needs both “%(paid)s” and “%(whole)s”. Give the two numbers."),
            paid=names[0],
            whole=names[1],
        )
    if not 0 < paid <= whole:
        raise InvalidInput(
            "work_time_out_of_range",
            gettext_noop("“%(paid)s” and “%(whole)s” are %(found)s of %(all)s; expected a part above zero."),
            paid=names[0],
            whole=names[1],
            found=paid,
            all=whole,
        )
    return paid, whole
