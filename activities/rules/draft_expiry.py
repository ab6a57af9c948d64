"""Drafts nobody touches: kept for ninety days, announced a week before, then closed. They can be repeated afterwards."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities.models import Mission
from activities.place import entered_country
from activities.rules import rows
from activities.rules.team_parts import dissolve
from activities.states import MissionState
from countries.addresses import country_url
from countries.models import Country
from members.models import Notification
from members.rules.notices import notify
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.said import Said
from smart.foundation.states import move

KEPT: Final = timedelta(days=90)
NOTICE: Final = timedelta(days=7)


def announce_expiring_drafts(*, on: date) -> int:
    """Tell the members of drafts that end within a week, once for each time they were touched. Returns how many."""
    country = entered_country()
    untouched = list(_untouched(country, since=on - KEPT + NOTICE))
    return sum(_announce(mission, country=country, on=on) for mission in untouched)


def expire_drafts(*, on: date, by: Actor) -> int:
    """Close drafts untouched for ninety days whose members were told at least a week ago. Returns how many."""
    country = entered_country()
    return sum(_expire(mission, on=on, by=by) for mission in list(_untouched(country, since=on - KEPT)))


def touched_on(mission: Mission) -> date:
    """The civil day on which the draft was kept last."""
    day: date = mission.country.local(mission.kept_at or mission.created_at).date()
    return day


def _untouched(country: Country, *, since: date) -> QuerySet[Any]:
    end = datetime.combine(since + timedelta(days=1), time(), tzinfo=ZoneInfo(country.time_zone))
    drafts = Mission.objects.filter(state=MissionState.DRAFT, submitted_at__isnull=True)
    rows_ = drafts.annotate(touched_at=Coalesce("kept_at", "created_at")).filter(touched_at__lt=end)
    return rows_.select_related("country", "activity__membership__user").order_by("id")


def _key(mission: Mission) -> str:
    return f"draft_expiring:{mission.pk}:{touched_on(mission).isoformat()}"


def _announce(mission: Mission, *, country: Country, on: date) -> bool:
    user = mission.activity.membership.user
    if Notification.objects.filter(user=user, key=_key(mission)).exists():
        return False
    last = max(touched_on(mission) + KEPT, on + NOTICE)
    with translation.override(user.language):
        title = _("The draft of “%(title)s” is kept until %(day)s") % {"title": mission, "day": formats.day(last)}
        text = _("Nobody has touched it for some time. Open it to go on, or leave it: it is closed by itself.")
    url = country_url(country, "activities:mission_detail", mission.pk)
    notify(user, event="draft_expiring", key=_key(mission), title=title, text=text, url=url)
    return True


@transaction.atomic
def _expire(mission: Mission, *, on: date, by: Actor) -> bool:
    locked = rows.lock_mission(mission)
    told = Notification.objects.filter(user=mission.activity.membership.user, key=_key(locked)).first()
    is_told = told is not None and locked.country.local(told.created_at).date() <= on - NOTICE
    if locked.state != MissionState.DRAFT or touched_on(locked) > on - KEPT or not is_told:
        return False
    move(locked, to=MissionState.CANCELLED, by=by, reason=Said(gettext_noop("The draft was not touched for 90 days.")))
    dissolve(locked)
    return True
