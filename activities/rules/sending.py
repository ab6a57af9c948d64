"""Sending a mission: the moment of the declaration, decided by the server's clock."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms, place
from activities.late_words import duty_words
from activities.models import Mission
from activities.rules import late_decisions, mission_facts, orders, rows, share_quota, team_parts
from activities.rules.activities import require_open_activity
from activities.rules.tellings import tell_advisers
from activities.states import MissionState, OrderState
from countries.calendars import declaration_deadline
from countries.guards import require_open
from countries.late_ways import late_law_of
from countries.models import Country
from countries.rules.settings import setting_value, working_calendar
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import move


@transaction.atomic
def send_mission(mission: Mission, *, by: Actor, now: datetime) -> Mission:
    """Declare the mission and send its order to the client. Sent twice, it is the same mission.

    Raises RuleBroken("late_declaration") when the work has begun on the country's clock, or the country's lead is missed,
    unless an adviser has granted these very days (late_decisions).
    """
    country = place.entered_country()
    locked = rows.lock_mission(mission)
    if not perms.may_declare(by, locked.activity):
        raise NotAllowed(_("Only the member may send this mission."))
    if locked.state in {MissionState.SUBMITTED, MissionState.APPROVED, MissionState.CONFIRMED}:
        return locked
    if locked.state not in {MissionState.DRAFT, MissionState.RETURNED}:
        raise Conflict(
            "already_decided",
            _("%(reference)s is “%(state)s” and cannot be sent.")
            % {"reference": locked.reference, "state": locked.get_state_display()},
        )
    require_open(country)
    rows.require_active_member(locked.activity)
    require_open_activity(locked.activity)
    share_quota.require_share(locked.activity.membership)
    order = rows.lock_order(locked)
    mission_facts.check_all(locked, order, country=country)
    _require_in_time(locked, country=country, now=now)
    team_parts.require_consents(locked)
    locked.submitted_at, locked.returned_reason = now, ""
    locked.save(update_fields=["submitted_at", "returned_reason"])
    move(locked, to=MissionState.SUBMITTED, by=by)
    if order.state != OrderState.WAIVED:
        orders.dispatch_order(order, by=by, now=now)
    tell_advisers(locked)
    return locked


def _require_in_time(mission: Mission, *, country: Country, now: datetime) -> None:
    """In time, or granted while the law still gives time. Two queries at most when it is late."""
    try:
        check_in_time(mission, country=country, now=now)
    except RuleBroken:
        if not late_decisions.is_granted(mission):
            raise
        late_decisions.require_time_left(mission, country=country, now=now)


def check_in_time(mission: Mission, *, country: Country, now: datetime) -> None:
    """Refuse a declaration that comes too late, and say what can still be done. Never suggests another past date."""
    assert mission.starts_on is not None
    assert mission.ends_on is not None
    assert mission.start_time is not None
    begins = place.starts_at(country, mission.starts_on, mission.start_time)
    if now >= begins:
        raise _begun(mission, begins=begins, now=now, country=country)
    rule = setting_value(country, "declaration.lead", on=country.local(now).date(), default={"kind": "before_start"})
    last_day = declaration_deadline(rule, work_starts_on=mission.starts_on, calendar=working_calendar(country))
    if country.local(now).date() > last_day:
        raise _lead_missed(mission, last_day=last_day, country=country)


def remaining_days(mission: Mission, *, today: date) -> tuple[date, date] | None:
    """The part of the mission that has not begun: from tomorrow to its last day, None when nothing is left."""
    assert mission.ends_on is not None
    tomorrow = today + timedelta(days=1)
    return (tomorrow, mission.ends_on) if tomorrow <= mission.ends_on else None


def _begun(mission: Mission, *, begins: datetime, now: datetime, country: Country) -> RuleBroken:
    facts = {"begins": place.clock(country, begins), "now": place.clock(country, now)}
    first = _("The work began on %(begins)s and it is %(now)s.")
    duty = duty_words(late_law_of(country.code.code))
    left = remaining_days(mission, today=country.local(now).date())
    if left is None:
        way_out = _("No day is left to declare. Ask your adviser what is still possible, and tell them the true dates.")
    else:
        facts |= {"first": formats.day(left[0]), "last": formats.day(left[1])}
        way_out = _(
            "You can still declare the days that have not begun, from %(first)s to %(last)s: change the dates. "
            "For the work already done, ask your adviser; never give a false date."
        )
    return RuleBroken("late_declaration", f"{first % facts} {duty} {way_out % facts}", field="starts_on", step=2)


def _lead_missed(mission: Mission, *, last_day: date, country: Country) -> RuleBroken:
    assert mission.starts_on is not None
    return RuleBroken(
        "late_declaration",
        _(
            "Work that starts on %(starts)s had to be declared by %(last)s at the latest in %(country)s. "
            "Agree on a later start with the client and change the dates, or ask your adviser; never give a false date."
        )
        % {"starts": formats.day(mission.starts_on), "last": formats.day(last_day), "country": country},
        field="starts_on",
        step=2,
    )
