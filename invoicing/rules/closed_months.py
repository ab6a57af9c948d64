"""Closed months: whether a day can still be booked on, and the first one that can. The database refuses the same days."""

import datetime
from typing import Final

from django.utils.translation import gettext as _

from invoicing.models import Period
from invoicing.models.period import SHUT
from smart.foundation import formats
from smart.foundation.errors import RuleBroken

CONSTRAINT: Final = "invoicing_period_is_open"
"""What the database's own refusal is called."""


def month_of(day: datetime.date) -> datetime.date:
    """The first day of the day's month."""
    return day.replace(day=1)


def month_after(month: datetime.date) -> datetime.date:
    return (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


def last_day(month: datetime.date) -> datetime.date:
    return month_after(month) - datetime.timedelta(days=1)


def first_open_day(on: datetime.date) -> datetime.date:
    """The day itself when its month is open, else the first day of the next month that is. One query."""
    states = dict(Period.objects.filter(month__gte=month_of(on)).values_list("month", "state"))
    month = month_of(on)
    while _is_closed(month, states):
        month = month_after(month)
    return on if month == month_of(on) else month


def refuse_closed_month(on: datetime.date) -> None:
    """Raise RuleBroken("month_closed", field on) when nothing can be booked on the day. One query."""
    first_open = first_open_day(on)
    if first_open != on:
        raise closed(on, first_open)


def closed(on: datetime.date, first_open: datetime.date) -> RuleBroken:
    """The refusal, naming the closed month and the first day to use instead."""
    facts = {"day": formats.day(on), "month": formats.month(on), "open": formats.day(first_open)}
    return RuleBroken(
        "month_closed",
        _("Nothing can be booked on %(day)s: %(month)s is closed. Use %(open)s, the first open day.") % facts,
        field="on",
        first_open=first_open.isoformat(),
    )


def _is_closed(month: datetime.date, states: dict[datetime.date, str]) -> bool:
    """Its own state decides; a month nobody looked at is closed with any later one."""
    if month in states:
        return states[month] in SHUT
    return any(state in SHUT for later, state in states.items() if later > month)
