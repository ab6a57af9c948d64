"""Working days of a country or a region, and the days promised with them."""

import calendar as months
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import holidays

WEEKEND: Final = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Whose public holidays count: a country code and, where it matters, a region as `holidays` names it."""

    country: str
    region: str = ""


class NoPromisedDate(Exception):
    """The promise counts from a day that is not known yet; `missing` names it."""

    def __init__(self, missing: str) -> None:
        self.missing = missing
        super().__init__(missing)


@lru_cache(maxsize=256)
def public_holidays(calendar: WorkingCalendar, year: int) -> Mapping[datetime.date, str]:
    """Public holidays of one year by day; empty for a country `holidays` does not know."""
    try:
        found = holidays.country_holidays(calendar.country, subdiv=calendar.region or None, years=year)
    except NotImplementedError:
        return {}
    return dict(found)


def regions(country: str) -> tuple[str, ...]:
    """The regions of a country that have holidays of their own."""
    return tuple(holidays.list_supported_countries().get(country.upper(), ()))


def is_working_day(day: datetime.date, calendar: WorkingCalendar) -> bool:
    """Whether banks and offices work: no Saturday, no Sunday, no public holiday."""
    return day.weekday() not in WEEKEND and day not in public_holidays(calendar, day.year)


def add_working_days(day: datetime.date, days: int, calendar: WorkingCalendar) -> datetime.date:
    """The day `days` working days after `day` (before it when negative), which itself is not counted."""
    step = datetime.timedelta(days=1 if days >= 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day, calendar)
    return day


def on_or_before(day: datetime.date, calendar: WorkingCalendar) -> datetime.date:
    """The day itself when it is a working day, otherwise the last working day before it."""
    return day if is_working_day(day, calendar) else add_working_days(day, -1, calendar)


def promised_date(
    rule: Mapping[str, Any],
    *,
    work_ends_on: datetime.date,
    calendar: WorkingCalendar,
    invoice_sent_on: datetime.date | None = None,
    agreed_on: datetime.date | None = None,
) -> datetime.date:
    """The day by which the member is paid under the country's `promise.rule`; always a working day.

    Raises NoPromisedDate when the rule counts from an invoice that has not been sent.
    """
    match rule["kind"]:
        case "working_days_after_work":
            return add_working_days(work_ends_on, rule["days"], calendar)
        case "working_days_after_invoice":
            if invoice_sent_on is None:
                raise NoPromisedDate("invoice_sent_on")
            return add_working_days(max(invoice_sent_on, work_ends_on), rule["days"], calendar)
        case "end_of_month":
            return on_or_before(_day_of_month(work_ends_on, 0, 31), calendar)
        case "day_of_next_month":
            return on_or_before(_day_of_month(work_ends_on, 1, rule["day"]), calendar)
        case "months_after_work":
            return on_or_before(_day_of_month(work_ends_on, rule["months"], work_ends_on.day), calendar)
        case "agreed_term":
            if agreed_on is not None:
                return on_or_before(agreed_on, calendar)
            return promised_date({"kind": rule["otherwise"]}, work_ends_on=work_ends_on, calendar=calendar)
    raise ValueError(f"promise.rule: found kind {rule['kind']!r}, which this portal does not know.")


def declaration_deadline(
    rule: Mapping[str, Any], *, work_starts_on: datetime.date, calendar: WorkingCalendar
) -> datetime.date:
    """The last day on which a mission may be declared under the country's `declaration.lead`.

    `before_start` gives the first day of work itself: the hour decides, on the server's clock.
    """
    match rule["kind"]:
        case "before_start":
            return work_starts_on
        case "working_days_before":
            return add_working_days(work_starts_on, -rule["days"], calendar)
        case "end_of_previous_month":
            return work_starts_on.replace(day=1) - datetime.timedelta(days=1)
    raise ValueError(f"declaration.lead: found kind {rule['kind']!r}, which this portal does not know.")


def review_deadline(
    rule: Mapping[str, Any], *, sent_at: datetime.datetime, calendar: WorkingCalendar
) -> datetime.datetime:
    """The instant by which staff promised to answer (`review.promise`); hours run on working days only."""
    if rule["kind"] == "working_days":
        return datetime.datetime.combine(add_working_days(sent_at.date(), rule["days"], calendar), sent_at.timetz())
    if rule["kind"] != "weekday_hours":
        raise ValueError(f"review.promise: found kind {rule['kind']!r}, which this portal does not know.")
    at, left = sent_at, rule["hours"]
    while left:
        at += datetime.timedelta(hours=1)
        left -= is_working_day(at.date(), calendar)
    return at


def _day_of_month(day: datetime.date, months_later: int, wanted: int) -> datetime.date:
    index = day.year * 12 + day.month - 1 + months_later
    year, month = index // 12, index % 12 + 1
    return datetime.date(year, month, min(wanted, months.monthrange(year, month)[1]))
