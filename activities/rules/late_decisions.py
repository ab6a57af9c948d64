"""Declaring late where the law gives time for it: the member asks, an adviser decides, the true days stay in the record."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms, place
from activities.models import LateStatement, LateWay, Mission
from activities.models.late_statement import DECISIONS
from activities.rules import late, late_ways, mission_facts, rows
from activities.rules.tellings import tell_member
from activities.states import MissionState
from countries.guards import require_awake
from countries.models import Country
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken


@transaction.atomic
def ask_to_declare_late(mission: Mission, *, words: str, by: Actor, now: datetime) -> LateStatement:
    """Ask an adviser to take a mission whose days have begun; the draft stays as it is. Twice: the first wish stands.

    Raises RuleBroken("late_way_closed") where the country's law gives no time after the start.
    """
    locked, lateness, country = late.lock_late(mission, by=by, now=now)
    late_ways.require_way(LateWay.LATE, locked, lateness, country=country, now=now)
    waiting = LateStatement.objects.to_decide().filter(mission=locked).first()
    days = late.days_of(locked)
    if waiting is not None and (waiting.first_day, waiting.last_day) == days:
        found: LateStatement = waiting
        return found
    return late.state(locked, days, way=LateWay.LATE, words=words, by=by, now=now)


@transaction.atomic
def decide_late(mission: Mission, *, is_granted: bool, reason: str, by: Actor, now: datetime) -> LateStatement:
    """Grant or decline the member's wish to declare late, with a reason they read; granted, they can send it as it is.

    Nobody decides about themselves. Raises NotAllowed, Conflict("late_decided") when nothing waits, and
    RuleBroken("late_way_closed") when the law does not allow it any more.
    """
    country = place.entered_country()
    require_awake(country)
    if not perms.may_review_mission(by):
        raise NotAllowed(_("Only an adviser of the country decides about late declarations."))
    locked = rows.lock_mission(mission)
    if perms.is_holder(by, locked.activity.membership) or by.user_id == locked.activity.membership.user_id:
        raise NotAllowed(_("Nobody decides about their own mission. Ask a colleague."))
    wish = LateStatement.objects.to_decide().filter(mission=locked).first()
    if wish is None:
        raise Conflict("late_decided", _("Nothing waits for an answer any more. Nothing was changed."))
    said = rows.require_reason(reason, _("Say why; the member reads it."))
    if is_granted:
        _require_lawful(locked, wish, now=now)
    made: LateStatement = LateStatement.objects.create(
        mission=locked,
        way=LateWay.GRANTED if is_granted else LateWay.DECLINED,
        first_day=wish.first_day,
        last_day=wish.last_day,
        words=said,
        stated_at=now,
        stated_by_label=by.label,
    )
    if is_granted:
        _renew_last_answer(locked, on=country.local(now).date())
    tell_member(locked, event=f"mission_{made.way}", words=lambda: _words(locked, made), about=made.pk)
    return made


def decision_for(mission: Mission) -> LateStatement | None:
    """The adviser's answer that holds for the days as they are now; None while nobody answered, or the days changed.

    One query.
    """
    said = LateStatement.objects.filter(mission=mission, way__in=[LateWay.LATE, *DECISIONS])
    last: LateStatement | None = said.order_by("-id").first()
    if last is None or not last.is_answer or (last.first_day, last.last_day) != (mission.starts_on, mission.ends_on):
        return None
    return last


def is_granted(mission: Mission) -> bool:
    """Whether an adviser lets these very days be declared late. One query."""
    decision = decision_for(mission)
    return decision is not None and decision.way == LateWay.GRANTED


def require_time_left(mission: Mission, *, country: Country, now: datetime) -> None:
    """A grant holds as long as the law gives time for the days. Raises RuleBroken("late_grant_over")."""
    found = late.lateness(mission, country=country, now=now)
    if found is None:
        return
    try:
        late_ways.require_way(LateWay.LATE, mission, found, country=country, now=now)
    except RuleBroken as closed:
        assert mission.starts_on is not None
        text = _(
            "Your adviser granted the late declaration, but the law of %(country)s gives no time any more for work that"
            " began on %(day)s. Ask your adviser what is still possible; never give a false date."
        )
        facts = {"country": country, "day": formats.day(mission.starts_on)}
        raise RuleBroken("late_grant_over", text % facts, field="starts_on", step=2) from closed


def _require_lawful(mission: Mission, wish: LateStatement, *, now: datetime) -> None:
    """The days are still those asked about, and the law still gives time for them."""
    country = place.entered_country()
    lateness = late.lateness(mission, country=country, now=now)
    if lateness is None or late.days_of(mission) != (wish.first_day, wish.last_day):
        raise Conflict("late_decided", _("The member has changed the days meanwhile. Nothing was changed."))
    late_ways.require_way(LateWay.LATE, mission, lateness, country=country, now=now)
    assert mission.state in {MissionState.DRAFT, MissionState.RETURNED}


def _renew_last_answer(mission: Mission, *, on: date) -> None:
    """The client can still answer: a last day that has passed is proposed anew."""
    order = rows.lock_order(mission)
    if order.valid_until is None or order.valid_until < on:
        order.valid_until = mission_facts.proposed_last_answer(None, on=on)
        order.save(update_fields=["valid_until"])


def _words(mission: Mission, made: LateStatement) -> tuple[str, str]:
    facts = {"title": mission.title or mission.reference, "reason": made.words}
    if made.way == LateWay.GRANTED:
        return (
            _("“%(title)s” may be declared late") % facts,
            _("Your adviser writes: %(reason)s Check the mission and send it now, with its true dates.") % facts,
        )
    return (
        _("“%(title)s” cannot be declared late") % facts,
        _("Your adviser writes: %(reason)s Open the mission to see what is still possible.") % facts,
    )
