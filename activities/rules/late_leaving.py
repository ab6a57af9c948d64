"""Leaving the cooperative with a mission that comes too late: the member bills the work outside, under the true days."""

from datetime import datetime

from django.db import transaction

from activities.models import LateStatement, LateWay, Mission
from activities.models.late_statement import OUTSIDE
from activities.rules import late, late_ways
from activities.rules.missions import cancel_mission, delete_draft
from smart.foundation.actors import Actor
from smart.foundation.said import said_by


@transaction.atomic
def leave_with_mission(mission: Mission, *, way: LateWay, words: str, by: Actor, now: datetime) -> LateStatement:
    """Cancel the mission here because the member bills the work outside; their words and the true days are kept.

    Raises RuleBroken: late_way_closed where the country's law does not allow it, and when the words are missing.
    """
    assert way in OUTSIDE
    locked, lateness, country = late.lock_late(mission, by=by, now=now)
    late_ways.require_way(way, locked, lateness, country=country, now=now)
    said = late.state(locked, late.days_of(locked), way=way, words=words, by=by, now=now)
    if locked.submitted_at is None:
        delete_draft(locked, by=by)
    else:
        cancel_mission(locked, reason=said_by(lambda: str(way.label)), by=by)
    return said
