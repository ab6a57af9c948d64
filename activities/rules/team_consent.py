"""A co-worker's own word on their share: yes with the deal they read, no with a reason, or what should change."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Activity, TeamShare
from activities.place import entered_country
from activities.rules import rows, share_quota, team_tellings
from activities.rules.activities import require_open_activity
from activities.rules.order_terms import terms_sha256
from activities.rules.team import lock_share
from activities.rules.team_deal import deal_of, refuse_begun
from activities.states import MissionState, ShareState
from countries.guards import require_open
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import move

OPEN: Final = frozenset({MissionState.DRAFT, MissionState.RETURNED})
"""While the mission is with its leader a word can be given and taken back."""


@transaction.atomic
def consent_to_share(share: TeamShare, *, activity: Activity, seen: str, by: Actor, now: datetime) -> TeamShare:
    """Consent to the deal that was read (`seen` is its fingerprint), for one activity. The same consent twice is one.

    Raises Conflict("deal_changed") when it is another deal by now, RuleBroken("other_entity", field activity), and
    RuleBroken("team_too_late") once the work has begun.
    """
    locked = _lock(share, by=by, now=now)
    deal = deal_of(locked)
    if locked.state == ShareState.CONSENTED and locked.terms == deal and locked.activity_id == activity.pk:
        return locked
    if seen != terms_sha256(deal):
        raise Conflict(
            "deal_changed", _("The deal has changed since you opened it. Read it again, then say your word.")
        )
    _check_activity(locked, activity)
    locked.activity, locked.terms, locked.terms_sha256 = activity, deal, seen
    return _answer(locked, to=ShareState.CONSENTED, words="", by=by, now=now)


@transaction.atomic
def refuse_share(share: TeamShare, *, reason: str, by: Actor, now: datetime) -> TeamShare:
    """Say no, also after a yes, as long as the mission is not sent; the leader reads why."""
    said = rows.require_reason(reason, _("Say why you refuse; the leader of the team reads it."))
    locked = _lock(share, by=by, now=now)
    if locked.state == ShareState.REFUSED:
        return locked
    return _answer(locked, to=ShareState.REFUSED, words=said, by=by, now=now)


@transaction.atomic
def ask_share_change(share: TeamShare, *, words: str, by: Actor, now: datetime) -> TeamShare:
    """Say what should be different; the leader changes the share and asks again."""
    said = rows.require_reason(words, _("Write what should change; the leader of the team reads it."), field="words")
    locked = _lock(share, by=by, now=now)
    if locked.state == ShareState.CHANGE_WANTED and locked.answer == said:
        return locked
    return _answer(locked, to=ShareState.CHANGE_WANTED, words=said, by=by, now=now)


def seen_of(share: TeamShare) -> str:
    """The fingerprint of the deal as it is shown now: the consent carries it back."""
    return terms_sha256(deal_of(share))


def is_open(share: TeamShare, *, now: datetime) -> bool:
    """Whether its member can still say their word: the mission is with its leader, and the work has not begun."""
    if share.state == ShareState.WITHDRAWN or share.mission.state not in OPEN:
        return False
    try:
        refuse_begun(share.mission, country=share.mission.country, now=now)
    except RuleBroken:
        return False
    return True


def _answer(share: TeamShare, *, to: str, words: str, by: Actor, now: datetime) -> TeamShare:
    """Keep the answer, then move: the database wants the proof of a consent before the consent."""
    if to != ShareState.CONSENTED:
        share.terms, share.terms_sha256 = {}, ""
    share.answered_at, share.answer = now, words
    if share.state == ShareState.CONSENTED and to == ShareState.CONSENTED:  # another activity than before
        share.save()
        return share
    if to == ShareState.CONSENTED:
        share.save()
        move(share, to=to, by=by)
    else:
        move(share, to=to, by=by, reason=words)
        share.save()
    team_tellings.tell_answered(share)
    return share


def _lock(share: TeamShare, *, by: Actor, now: datetime) -> TeamShare:
    country = entered_country()
    require_open(country)
    mission = rows.lock_mission(share.mission)
    locked = lock_share(share)
    if locked.membership is None or not perms.is_holder(by, locked.membership):
        raise NotAllowed(_("Everybody of a team answers for themselves."))
    if locked.state == ShareState.WITHDRAWN:
        raise RuleBroken("share_taken_back", _("The leader has taken this share back. Nothing is expected of you."))
    if mission.state not in OPEN:
        raise Conflict(
            "already_sent",
            _("“%(title)s” is “%(state)s”: what you said of your share stands. Write to your adviser if it is wrong.")
            % {"title": mission.title, "state": mission.get_state_display()},
        )
    refuse_begun(mission, country=country, now=now)
    return locked


def _check_activity(share: TeamShare, activity: Activity) -> None:
    if activity.membership_id != share.membership_id:
        raise RuleBroken("other_activity", _("Choose one of your own activities."), field="activity")
    rows.require_active_member(activity)
    require_open_activity(activity)
    share_quota.require_share(activity.membership)
    if activity.entity_id != share.mission.activity.entity_id:
        raise RuleBroken(
            "other_entity",
            _(
                "“%(mine)s” belongs to %(one)s and the order to %(other)s: the money of two companies never mixes."
                " Choose an activity of %(other)s, or have %(one)s invoice %(other)s for your work."
            )
            % {"mine": activity, "one": activity.entity, "other": share.mission.activity.entity},
            field="activity",
        )
