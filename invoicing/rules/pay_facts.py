"""The facts of a pay, gathered in one place so that simulator, contract and payslip tell the law the same thing."""

import calendar
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from activities.models import Contract
from countries.contract import PayInputs, Purpose
from countries.models import Country
from countries.rules import settings
from members.models import Profile
from members.queries import tax_answers
from smart.foundation.errors import RuleBroken
from smart.foundation.formats import day as day_text

WorkedDays = Sequence[tuple[datetime.date, Decimal]]
"""Each day of work with its hours."""

FULL_WEEK_HOURS: Final = {"BE": Decimal(38), "FR": Decimal(35)}
"""Hours of a full-time week. BE: loi du 10 août 2001 art. 2 (38 hours a week on average). FR: C. trav. art. L3121-27."""
USUAL_WEEK_HOURS: Final = Decimal(40)
WEEKDAYS: Final = 5
EMPLOYER_PREFIX: Final = "employer."
"""Settings that begin so are facts about the employer the pack asks for (headcount, joint committee, insurance rate)."""


@dataclass(frozen=True, slots=True)
class WorkTime:
    """How much of a month was worked: days of the weekdays possible, hours of those a full-timer would have made."""

    days: Decimal
    possible_days: Decimal
    hours: Decimal
    full_time_hours: Decimal
    full_day: Decimal
    is_full_days: bool

    @property
    def is_full_month(self) -> bool:
        return self.is_full_days and self.days >= self.possible_days


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What the portal knows of a person and of the employer on the day whose law applies."""

    birth_date: datetime.date | None
    tax_file: Mapping[str, Any]
    employer: Mapping[str, Any]


def work_time(country: Country, days: WorkedDays) -> WorkTime:
    """Weigh the worked days against their month. Raises RuleBroken (field days) for none or for days of two months."""
    if not days:
        raise RuleBroken("no_days", _("Choose at least one day of work."), field="days")
    first, last = days[0][0], days[-1][0]
    months = {day.replace(day=1) for day, _hours in days}
    if len(months) > 1:
        raise RuleBroken(
            "days_in_two_months",
            _("The days lie in two months (%(first)s and %(last)s). Make one contract for each month.")
            % {"first": day_text(first), "last": day_text(last)},
            field="days",
        )
    possible = Decimal(len(weekdays_of(first)))
    full_day = full_day_hours(country)
    return WorkTime(
        days=min(Decimal(len(days)), possible),
        possible_days=possible,
        hours=sum((hours for _day, hours in days), Decimal(0)),
        full_time_hours=possible * full_day,
        full_day=full_day,
        is_full_days=all(hours >= full_day for _day, hours in days),
    )


def pay_inputs(
    country: Country,
    *,
    kind: str,
    days: WorkedDays,
    on: datetime.date,
    gross: Decimal | None = None,
    membership_id: int | None = None,
    engagement: Mapping[str, Any] | None = None,
    so_far: Mapping[str, Decimal] | None = None,
    year_so_far: Mapping[str, Decimal] | None = None,
    purpose: Purpose = Purpose.PAYROLL,
    known: "KnownFacts | None" = None,
) -> PayInputs:
    """Everything a pack must know to compute one pay. `on` is the last day of the period, whose law applies.

    Without a membership the tax file is the pack's default one (a single person without children). Costs three queries,
    none when the facts are `known` (payroll reads them for many people at once).
    """
    ordered = sorted(days)
    time = work_time(country, ordered)
    known = known or known_facts(country, membership_id, on=on)
    return PayInputs(
        country=country.code.code,
        on=on,
        kind=kind,
        gross=gross,
        full_time=time.is_full_days,
        full_month=time.is_full_month,
        paid_days=None if time.is_full_month else time.days,
        possible_days=None if time.is_full_month else time.possible_days,
        hours=min(time.hours, time.full_time_hours),
        full_time_hours=time.full_time_hours,
        period_start=ordered[0][0],
        period_end=ordered[-1][0],
        birth_date=known.birth_date,
        tax_file=known.tax_file,
        employer=known.employer,
        engagement=dict(engagement or {}),
        so_far=dict(so_far or {}),
        year_so_far=dict(year_so_far or {}),
        purpose=purpose,
    )


def employer_facts(country: Country, *, on: datetime.date) -> dict[str, Any]:
    """What the cooperative has entered about itself as an employer, by the names its pack uses."""
    values = settings.setting_values(country, on=on)
    return {
        key.removeprefix(EMPLOYER_PREFIX): value for key, value in values.items() if key.startswith(EMPLOYER_PREFIX)
    }


def days_of(contract: Contract) -> list[tuple[datetime.date, Decimal]]:
    """The days and hours of a contract, in order."""
    return list(contract.working_days.order_by("day").values_list("day", "hours"))


def month_end(day: datetime.date) -> datetime.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def full_day_hours(country: Country) -> Decimal:
    """Hours of a full day of a five-day week in the country."""
    return FULL_WEEK_HOURS.get(country.code.code, USUAL_WEEK_HOURS) / WEEKDAYS


def weekdays_of(day: datetime.date) -> list[datetime.date]:
    """Monday to Friday in the month of the day: what a full-timer could be paid for, holidays included."""
    first = day.replace(day=1)
    every = [first + datetime.timedelta(days=n) for n in range(month_end(day).day)]
    return [found for found in every if found.weekday() < WEEKDAYS]


def known_facts(country: Country, membership_id: int | None, *, on: datetime.date) -> KnownFacts:
    """What is known of a person (or of nobody in particular) and of the employer on a day. Three queries."""
    return KnownFacts(
        birth_date=_birth_date(membership_id),
        tax_file=tax_answers(membership_id, on) if membership_id else {},
        employer=employer_facts(country, on=on),
    )


def _birth_date(membership_id: int | None) -> datetime.date | None:
    if membership_id is None:
        return None
    born: datetime.date | None = (
        Profile.objects.filter(membership_id=membership_id).values_list("birth_date", flat=True).first()
    )
    return born
