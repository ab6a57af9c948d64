"""When a declaration comes too late: what can still be done without a false date, and what the member says of days gone by.

Declaring the days still ahead, asking the adviser and cancelling are open everywhere; what a country's law allows besides is
in `late_ways`, and what an adviser decides in `late_decisions`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms, place
from activities.models import LateStatement, LateWay, Mission, Order
from activities.rules import mission_days, mission_facts, rows
from activities.rules.order_lines import lines_total
from activities.rules.tellings import ask, pass_on
from activities.states import MissionState
from countries.calendars import declaration_deadline
from countries.guards import require_awake
from countries.models import Country
from countries.rules.settings import setting_value, working_calendar
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.money import round_to

LOOK_AHEAD: Final = 62
"""Days in which a day that can still be declared is looked for: the longest lead is the end of the month before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """Why it is too late, and what is left. `worked` are the days that cannot be declared any more and have begun,
    `coming` the days of the mission that still can; either may be None. `earliest` is the first day one can declare now.
    """

    begins: datetime
    has_begun: bool
    last_day: date
    earliest: date
    worked: tuple[date, date] | None
    coming: tuple[date, date] | None


def lateness(mission: Mission, *, country: Country, now: datetime) -> Lateness | None:
    """Answer for a mission whose days are known; None when it is in time. One query."""
    if mission.starts_on is None or mission.ends_on is None or mission.start_time is None:
        return None
    today = country.local(now).date()
    rule = setting_value(country, "declaration.lead", on=today, default={"kind": "before_start"})
    calendar = working_calendar(country)
    begins = place.starts_at(country, mission.starts_on, mission.start_time)
    last_day = declaration_deadline(rule, work_starts_on=mission.starts_on, calendar=calendar)
    has_begun = now >= begins
    if not has_begun and today <= last_day:
        return None
    ahead = (today + timedelta(days=step) for step in range(1, LOOK_AHEAD))
    earliest = next(day for day in ahead if declaration_deadline(rule, work_starts_on=day, calendar=calendar) >= today)
    is_left = earliest <= mission.ends_on
    return Lateness(
        begins=begins,
        has_begun=has_begun,
        last_day=last_day,
        earliest=earliest,
        worked=(mission.starts_on, min(mission.ends_on, earliest - timedelta(days=1))) if has_begun else None,
        coming=(max(earliest, mission.starts_on), mission.ends_on) if is_left else None,
    )


@transaction.atomic
def declare_coming_days(mission: Mission, *, words: str, by: Actor, now: datetime) -> Mission:
    """Keep only the days still ahead in the draft; days already worked stay as the member's statement beside it.

    The price follows the days, as a proposal to be checked; a quote in lines keeps its lines. Twice: the second finds it
    in time. Raises RuleBroken("words_missing"), Conflict("not_late") and RuleBroken("nothing_ahead").
    """
    locked, late, country = lock_late(mission, by=by, now=now)
    if late.coming is None:
        raise RuleBroken("nothing_ahead", _("No day of this mission is left to declare. Ask your adviser."))
    if late.worked is not None:
        state(locked, late.worked, way=LateWay.COMING, words=words, by=by, now=now)
    order = rows.lock_order(locked)
    _keep_coming(locked, order, late.coming, country=country)
    today = country.local(now).date()
    if order.valid_until is None or order.valid_until < today:
        order.valid_until = mission_facts.proposed_last_answer(locked.starts_on, on=today)
    locked.kept_at = now
    locked.save(update_fields=["starts_on", "ends_on", "days", "amount", "kept_at"])
    order.save(update_fields=["deposit", "valid_until"])
    return locked


@transaction.atomic
def ask_about_late_days(mission: Mission, *, words: str, by: Actor, now: datetime) -> LateStatement:
    """Record what the member says of the days gone by and tell their adviser; the draft stays as it is."""
    locked, late, _country = lock_late(mission, by=by, now=now)
    return state(locked, late.worked or days_of(locked), way=LateWay.ASK, words=words, by=by, now=now)


def statements_of(mission: Mission) -> list[LateStatement]:
    """What was said of late days, the newest first. One query."""
    return list(LateStatement.objects.filter(mission=mission).order_by("-id"))


def days_of(mission: Mission) -> tuple[date, date]:
    """The first and the last day of a mission whose days are known."""
    assert mission.starts_on is not None
    assert mission.ends_on is not None
    return mission.starts_on, mission.ends_on


def lock_late(mission: Mission, *, by: Actor, now: datetime) -> tuple[Mission, Lateness, Country]:
    """The mission locked, how late it is, and its country. Raises NotAllowed, and Conflict when it is sent or in time."""
    country = place.entered_country()
    require_awake(country)
    locked = rows.lock_mission(mission)
    if not perms.may_declare(by, locked.activity):
        raise NotAllowed(_("Only the member may say this."))
    if locked.state not in {MissionState.DRAFT, MissionState.RETURNED}:
        raise rows.already_sent(locked)
    late = lateness(locked, country=country, now=now)
    if late is None:
        raise Conflict("not_late", _("This mission can be declared as it is. Nothing was changed."))
    return locked, late, country


def state(
    mission: Mission, days: tuple[date, date], *, way: LateWay, words: str, by: Actor, now: datetime
) -> LateStatement:
    """Keep the member's words about these days and tell their adviser. Raises RuleBroken when there are none."""
    said = rows.require_reason(words, _("Write what was done on these days; your adviser reads it."), field="words")
    made: LateStatement = LateStatement.objects.create(
        mission=mission,
        way=way,
        first_day=days[0],
        last_day=days[1],
        words=said,
        stated_at=now,
        stated_by_label=by.label,
    )
    _tell_adviser(mission, made, by=by, now=now)
    return made


def _keep_coming(mission: Mission, order: Order, coming: tuple[date, date], *, country: Country) -> None:
    before = mission.days
    left = mission_days.working_days_between(*coming, calendar=working_calendar(country))
    span = Decimal((coming[1] - coming[0]).days + 1)
    mission.starts_on, mission.ends_on = coming
    mission.days = min(before or span, Decimal(left) if left else span)
    if before and mission.days < before and mission.amount is not None and lines_total(order) is None:
        share = mission.days / before
        mission.amount, order.deposit = round_to(mission.amount * share), round_to(order.deposit * share)


def _tell_adviser(mission: Mission, statement: LateStatement, *, by: Actor, now: datetime) -> None:
    """A question with a day for its answer, when it is one; otherwise something to know."""
    if statement.way in {LateWay.ASK, LateWay.LATE}:
        ask(mission, words=statement.words, by=by, now=now)
    else:
        pass_on(mission, words=statement.words, by=by)
