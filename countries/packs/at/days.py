"""The days of an Austrian pay: how long the job lasted in the month, and the weeks Vienna's levy counts.

A whole month counts 30 days (ASVG § 44, EStG § 66 (3)); a job that begins or ends within it counts its calendar days;
casual work counts the days worked.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from countries.contract import InvalidInput, PayInputs, gettext_noop
from countries.packs.at.law import DAYS_PER_MONTH
from smart.foundation.money import round_to

ONE = Decimal(1)
CASUAL = "casual"
SUNDAY = 6
WEEK = timedelta(days=7)


def job_days(inputs: PayInputs) -> Decimal:
    """Return the days of insurance and tax of this contract in its month, 1 to 30.

    Raises `InvalidInput` when part of a month is declared without days or dates.
    """
    if inputs.engagement.get("insured_days") is not None:
        return Decimal(inputs.engagement["insured_days"])
    _check_paid_days(inputs)
    if inputs.kind == CASUAL:
        return _casual_days(inputs)
    if inputs.full_month or _paid_all(inputs):
        return DAYS_PER_MONTH
    if inputs.period_start is not None and inputs.period_end is not None:
        return span_days(inputs.period_start, inputs.period_end)
    if inputs.paid_days is None or inputs.possible_days is None:
        raise _days_missing("period_start, period_end", "paid_days, possible_days")
    return round_to(DAYS_PER_MONTH * inputs.paid_days / inputs.possible_days, step=ONE, rounding=ROUND_CEILING)


def is_estimated(inputs: PayInputs) -> bool:
    """Whether the days were derived from the share of the month, for want of dates."""
    known = inputs.engagement.get("insured_days") is not None or inputs.kind == CASUAL
    has_dates = inputs.period_start is not None and inputs.period_end is not None
    return not (known or inputs.full_month or _paid_all(inputs) or has_dates)


def span_days(first: date, last: date) -> Decimal:
    """Return the days between two dates, both included; a whole calendar month, and never more, is 30."""
    whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    days = Decimal((last - first).days + 1)
    if days <= 0:
        raise InvalidInput(
            "period_backwards",
            gettext_noop("The period ends on %(last)s, before it starts on %(first)s. Correct the two dates."),
            first=first,
            last=last,
        )
    return DAYS_PER_MONTH if whole else min(days, DAYS_PER_MONTH)


def covers_day(inputs: PayInputs, day: date) -> bool:
    """Whether the job existed on a day of its month; a job without dates existed all month."""
    first, last = inputs.period_start, inputs.period_end
    return first is None or last is None or inputs.full_month or first <= day <= last


def levy_weeks(inputs: PayInputs, *, whole_month: bool = False) -> int:
    """Return the weeks whose Sunday lies in the month, and in which the job existed unless the whole month is asked for."""
    month = inputs.period_end or inputs.on
    last_of_month = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    sunday = month.replace(day=1)
    sunday += timedelta(days=SUNDAY - sunday.weekday())
    weeks = 0
    while sunday <= last_of_month:
        weeks += whole_month or _touches(inputs, sunday)
        sunday += WEEK
    return weeks


def _touches(inputs: PayInputs, sunday: date) -> bool:
    first, last = inputs.period_start, inputs.period_end
    if inputs.full_month or first is None or last is None:
        return True
    return first <= sunday and last > sunday - WEEK


def _paid_all(inputs: PayInputs) -> bool:
    paid, possible = inputs.paid_days, inputs.possible_days
    return paid is not None and possible is not None and paid >= possible


def _casual_days(inputs: PayInputs) -> Decimal:
    if inputs.paid_days is not None:
        return min(inputs.paid_days, DAYS_PER_MONTH)
    if inputs.period_start is not None and inputs.period_end is not None:
        return span_days(inputs.period_start, inputs.period_end)
    raise _days_missing("paid_days", "period_start, period_end")


def _check_paid_days(inputs: PayInputs) -> None:
    paid, possible = inputs.paid_days, inputs.possible_days
    if paid is not None and (paid <= 0 or (possible is not None and paid > possible)):
        raise InvalidInput(
            "work_time",
            gettext_noop(
                "The paid time is %(paid)s of %(whole)s possible days: expected more than none and no more than all. "
                "Correct the days of the period."
            ),
            paid=paid,
            whole=possible,
        )


def _days_missing(first: str, second: str) -> InvalidInput:
    return InvalidInput(
        "work_time_missing",
        gettext_noop("Part of a month needs its days: give “%(first)s” or “%(second)s”."),
        first=first,
        second=second,
    )
