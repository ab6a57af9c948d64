"""Staff look at a mission: approve, return with a reason, cancel. With the client's yes it is confirmed."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities import perms, signals
from activities.models import Mission, Order
from activities.place import entered_country
from activities.rules import order_mail, rows, team_parts
from activities.rules.clients import require_usable_client
from activities.rules.tellings import pass_on, tell_member
from activities.states import MissionState, OrderState
from countries.guards import require_awake
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.said import Said, within
from smart.foundation.states import move

AGREED = frozenset({OrderState.ACCEPTED, OrderState.WAIVED})


@transaction.atomic
def approve_mission(mission: Mission, *, by: Actor) -> Mission:
    """Approve a sent mission; when the client has agreed it is confirmed at once. One of two reviewers wins."""
    require_awake(entered_country())
    if not perms.may_review_mission(by):
        raise NotAllowed(_("Only an adviser of the country may approve missions."))
    locked = rows.lock_mission(mission)
    if perms.is_holder(by, locked.activity.membership):
        raise NotAllowed(_("Nobody approves their own mission. Ask a colleague."))
    if locked.state != MissionState.SUBMITTED:
        raise rows.decided_before(locked)
    if locked.client is not None:
        require_usable_client(locked.client)
    team_parts.require_agreed_team(locked, by=by)
    move(locked, to=MissionState.APPROVED, by=by)
    order = rows.lock_order(locked)
    if not confirm_if_agreed(locked, order, by=by):
        tell_member(locked, event="mission_approved", words=lambda: _approved_words(locked))
    return locked


@transaction.atomic
def return_mission(mission: Mission, *, reason: str, by: Actor) -> Mission:
    """Give a mission back to the member with a reason; the client's link dies, an agreement no longer stands."""
    require_awake(entered_country())
    if not perms.may_review_mission(by):
        raise NotAllowed(_("Only an adviser of the country may return missions."))
    said = rows.require_reason(reason, _("Say what the member must change; they read it."))
    locked = rows.lock_mission(mission)
    if locked.state not in {MissionState.SUBMITTED, MissionState.APPROVED}:
        raise rows.decided_before(locked)
    give_back(locked, reason=said, by=by)
    withdraw_order(rows.lock_order(locked), by=by, reason=said)
    tell_member(locked, event="mission_returned", words=lambda: _returned_words(locked))
    return locked


@transaction.atomic
def cancel_mission(mission: Mission, *, reason: str | Said, by: Actor) -> Mission:
    """Cancel a mission for good; the client who was asked is told."""
    require_awake(entered_country())
    locked = rows.lock_mission(mission)
    if not (perms.is_holder(by, locked.activity.membership) or perms.is_adviser(by)):
        raise NotAllowed(_("Only the member or an adviser may cancel this mission."))
    if locked.contracts.exclude(state="cancelled").exists():
        raise RuleBroken(
            "mission_has_contracts",
            _("%(reference)s has a contract: cancel the contract first.") % {"reference": locked.reference},
        )
    team_parts.refuse_part(locked)
    sentence = _("Say why the mission is cancelled; the client and the cooperative read it.")
    said = reason if isinstance(reason, Said) else rows.require_reason(reason, sentence)
    order = rows.lock_order(locked)
    move(locked, to=MissionState.CANCELLED, by=by, reason=said)
    team_parts.cancel_parts(locked, reason=said, by=by)
    if order.state in {OrderState.SENT, OrderState.ACCEPTED}:
        order_mail.mail_cancelled(order)
    if perms.is_holder(by, locked.activity.membership):
        words = Said(gettext_noop("The mission is cancelled: %(reason)s"), {"reason": within(said)})
        pass_on(locked, words=words, by=by)
    else:
        tell_member(locked, event="mission_cancelled", words=lambda: _cancelled_words(locked, said))
    return locked


@transaction.atomic
def close_mission(mission: Mission, *, by: Actor) -> Mission:
    """Close a confirmed mission for which nothing more is expected of anybody; the books say when. Twice: it is closed."""
    if not perms.may_review_mission(by):
        raise NotAllowed(_("Only the portal and advisers close missions."))
    locked = rows.lock_mission(mission)
    if locked.state == MissionState.CLOSED:
        return locked
    if locked.state != MissionState.CONFIRMED:
        raise rows.decided_before(locked)
    move(locked, to=MissionState.CLOSED, by=by)
    return locked


def confirm_if_agreed(mission: Mission, order: Order, *, by: Actor) -> bool:
    """Confirm an approved mission whose order is agreed, and tell the books. Mission and order are locked."""
    if mission.state != MissionState.APPROVED or order.state not in AGREED:
        return False
    move(mission, to=MissionState.CONFIRMED, by=by)
    team_parts.open_parts(mission, order)
    tell_member(mission, event="mission_confirmed", words=lambda: _confirmed_words(mission))
    signals.mission_confirmed.send(sender=Mission, country_id=mission.country_id, id=mission.pk)
    return True


def give_back(mission: Mission, *, reason: str, by: Actor) -> None:
    """Move a locked mission back to its member with a reason they read on its page."""
    mission.returned_reason = reason
    mission.save(update_fields=["returned_reason"])
    move(mission, to=MissionState.RETURNED, by=by, reason=reason)


def withdraw_order(order: Order, *, by: Actor, reason: str) -> None:
    """Take the order back; the client's link is dead from now on."""
    if order.state in {OrderState.SENT, OrderState.ACCEPTED, OrderState.CHANGE_REQUESTED, OrderState.EXPIRED}:
        move(order, to=OrderState.DRAFT, by=by, reason=reason)
    order.link_key = uuid.uuid4()
    order.save(update_fields=["link_key"])


def _approved_words(mission: Mission) -> tuple[str, str]:
    return (
        _("“%(title)s” is approved") % {"title": mission.title},
        _("The cooperative has approved your mission. It is confirmed as soon as the client has accepted the order."),
    )


def _confirmed_words(mission: Mission) -> tuple[str, str]:
    return (
        _("“%(title)s” is confirmed") % {"title": mission.title},
        _("The client and the cooperative agree. You can work from the first day on; the invoice follows."),
    )


def _returned_words(mission: Mission) -> tuple[str, str]:
    return (
        _("“%(title)s” comes back to you") % {"title": mission.title},
        _("Your adviser writes: %(reason)s Change the mission and send it again before the work starts.")
        % {"reason": mission.returned_reason},
    )


def _cancelled_words(mission: Mission, reason: str | Said) -> tuple[str, str]:
    return (
        _("“%(title)s” is cancelled") % {"title": mission.title},
        _("The cooperative cancelled it: %(reason)s") % {"reason": reason},
    )
