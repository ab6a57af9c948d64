"""The same work again every week or month: drafts made ahead of time, each confirmed by its member before it starts."""

import calendar
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Mission, Order, OrderSeries
from activities.models.series import Rhythm
from activities.place import entered_country
from activities.rules import mission_facts, rows
from activities.rules.missions import LAST_STEP, start_mission
from activities.rules.tellings import tell_member
from activities.states import MissionState
from countries.guards import require_awake, require_open
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken

log = structlog.get_logger(__name__)

AHEAD: Final = timedelta(days=21)
"""How long before its first day a mission of a series is drafted: time for the member, the client and the adviser."""
MOST: Final = 52


@transaction.atomic
def start_series(mission: Mission, *, rhythm: str, times: int, by: Actor, now: datetime) -> OrderSeries:
    """Repeat a mission `times` times; what is due is drafted at once. Asked twice, it is the same series."""
    require_open(entered_country())
    locked = rows.lock_mission(mission)
    if not perms.may_declare(by, locked.activity):
        raise NotAllowed(_("Only the member may repeat this mission."))
    if locked.series_id is not None:
        known: OrderSeries = OrderSeries.objects.get(pk=locked.series_id)
        return known
    _check_series(locked, rhythm=rhythm, times=times)
    series: OrderSeries = OrderSeries.objects.create(
        activity=locked.activity,
        rhythm=rhythm,
        times=times,
        first_day=locked.starts_on,
        last_day=locked.ends_on,
        started_at=now,
    )
    locked.series, locked.series_position = series, 0
    locked.save(update_fields=["series", "series_position"])
    _draft_due(series, by=by, on=locked.country.local(now).date())
    return series


@transaction.atomic
def stop_series(series: OrderSeries, *, by: Actor, now: datetime) -> OrderSeries:
    """Draft nothing more. Missions already drafted stay, to be sent or thrown away. Stopped twice is stopped."""
    require_awake(entered_country())
    locked = _locked(series)
    if not perms.may_declare(by, locked.activity):
        raise NotAllowed(_("Only the member may stop this series."))
    if locked.stopped_at is None:
        locked.stopped_at = now
        locked.save(update_fields=["stopped_at"])
    return locked


def draft_due_missions(*, by: Actor, on: date) -> int:
    """Draft what every running series has due; one that cannot go on stops nobody else's. Returns how many drafts."""
    made = 0
    for series in OrderSeries.objects.running().select_related("activity__membership__user").order_by("id"):
        try:
            with transaction.atomic():
                made += _draft_due(series, by=by, on=on)
        except RuleBroken as broken:  # the member is suspended, the activity closed: tried again tomorrow
            log.info("series_waits", series=series.pk, code=broken.code)
    return made


def occurrence(series: OrderSeries, position: int) -> tuple[date, date]:
    """The first and last day of the mission at a position; in a shorter month the last day of the month stands in."""
    if series.rhythm == Rhythm.WEEK:
        later = timedelta(weeks=position)
        return series.first_day + later, series.last_day + later
    return _months_later(series.first_day, position), _months_later(series.last_day, position)


def _draft_due(series: OrderSeries, *, by: Actor, on: date) -> int:
    locked, made = _locked(series), 0
    while locked.is_running:
        first, last = occurrence(locked, locked.drafted + 1)
        if first > on + AHEAD:
            break
        locked.drafted += 1
        if first > on:
            _draft(locked, first=first, last=last, by=by, on=on)
            made += 1
        # a day that has come cannot be declared any more: it is left out, the next one is drafted
    locked.save(update_fields=["drafted"])
    return made


def _draft(series: OrderSeries, *, first: date, last: date, by: Actor, on: date) -> Mission:
    """One draft like the latest of the series, so that a corrected client or price goes on from there."""
    before = series.missions.exclude(state=MissionState.CANCELLED).order_by("-series_position").first()
    if before is None:
        raise RuleBroken("series_without_mission", _("No mission of this series is left to repeat."))
    if before.client is not None and before.client.merged_into is not None:
        before.client = before.client.merged_into
    if before.client is not None and before.client.blocked_reason:
        before.client = None
    mission = start_mission(series.activity, submission_id=uuid.uuid4(), by=by, copied_from=before)
    mission.series, mission.series_position = series, series.drafted
    mission.starts_on, mission.ends_on = first, last
    mission.days = min(before.days, Decimal((last - first).days + 1)) if before.days is not None else None
    order = rows.lock_order(mission)
    order.valid_until = mission_facts.proposed_last_answer(first, on=on)
    order.save(update_fields=["valid_until"])
    mission.step = _first_open_step(mission, order)
    mission.save(update_fields=["series", "series_position", "starts_on", "ends_on", "days", "step"])
    tell_member(mission, event="series_drafted", words=lambda: _drafted_words(mission))
    return mission


def _first_open_step(mission: Mission, order: Order) -> int:
    """Where the member must look first: the check page when nothing is wrong (a week may run into the next month)."""
    try:
        mission_facts.check_all(mission, order, country=entered_country())
    except RuleBroken as broken:
        return int(broken.params.get("step", 1))
    return LAST_STEP


def _drafted_words(mission: Mission) -> tuple[str, str]:
    assert mission.starts_on is not None
    facts: dict[str, Any] = {"title": mission.title, "day": formats.day(mission.starts_on)}
    return (
        _("“%(title)s” again on %(day)s: look and send") % facts,
        _("The draft is ready. Nothing is declared until you send it, before the work starts."),
    )


def _check_series(mission: Mission, *, rhythm: str, times: int) -> None:
    if rhythm not in Rhythm.values:
        raise RuleBroken("rhythm", _("Choose how often the work comes back."), field="rhythm")
    if not 1 <= times <= MOST:
        raise RuleBroken(
            "times",
            _("The work can come back 1 to %(most)d times; you wrote %(found)d.") % {"most": MOST, "found": times},
            field="times",
        )
    if mission.starts_on is None or mission.ends_on is None:
        raise RuleBroken("dates_missing", _("Enter the dates of this mission first: the next ones follow from them."))
    if mission.state == MissionState.CANCELLED:
        raise RuleBroken("mission_cancelled", _("This mission is cancelled. Repeat it as a new mission first."))
    longest = 7 if rhythm == Rhythm.WEEK else 28
    if (mission.ends_on - mission.starts_on).days >= longest:
        raise RuleBroken(
            "overlaps",
            _("The work lasts %(days)d days and would overlap with the next time. Choose a slower rhythm.")
            % {"days": (mission.ends_on - mission.starts_on).days + 1},
            field="rhythm",
        )


def _locked(series: OrderSeries) -> OrderSeries:
    all_series = OrderSeries.objects.select_related("activity__membership__user", "activity__entity")
    locked: OrderSeries = all_series.select_for_update(of=("self",), no_key=True).get(pk=series.pk)
    return locked


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
