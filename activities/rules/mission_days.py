"""How long a mission lasts, counted in the working days of its country: what is proposed when a member leaves it open."""

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from activities.models import Mission
from countries.calendars import WorkingCalendar, add_working_days, is_working_day
from countries.models import Country
from countries.rules.settings import working_calendar


def working_days_between(first: date, last: date, *, calendar: WorkingCalendar) -> int:
    """How many working days lie between two days, both counted."""
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return sum(is_working_day(day, calendar) for day in days)


def last_of(first: date, days: Decimal, *, calendar: WorkingCalendar) -> date:
    """The day on which the last of `days` working days falls; a first day that is none counts as worked all the same."""
    more = max(ceil(days), 1) - 1
    return add_working_days(first, more, calendar) if more else first


def same_length(earlier: Mission, *, first: date, calendar: WorkingCalendar) -> tuple[date, Decimal | None]:
    """The last day and the number of days when work like an earlier mission begins on `first`.

    Work on weekends keeps its length in days of the calendar, other work its length in working days.
    """
    if earlier.starts_on is None or earlier.ends_on is None:
        return first, Decimal(1)
    worked = working_days_between(earlier.starts_on, earlier.ends_on, calendar=calendar)
    if earlier.days is not None and earlier.days > worked:
        return first + (earlier.ends_on - earlier.starts_on), earlier.days
    last = last_of(first, Decimal(worked or 1), calendar=calendar)
    return last, earlier.days


def fill_open_days(mission: Mission, *, country: Country) -> None:
    """Work out the last day from the number of days, or the number from the last day, where only one was given."""
    first, last, days = mission.starts_on, mission.ends_on, mission.days
    if first is None:
        return
    calendar = working_calendar(country)
    if last is None and days is not None and 0 < days <= 366:
        mission.ends_on = last_of(first, days, calendar=calendar)
    elif days is None and last is not None and first <= last <= first + timedelta(days=366):
        mission.days = Decimal(max(working_days_between(first, last, calendar=calendar), 1))
