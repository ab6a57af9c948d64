"""The leader of a team: whom they ask, for which share, before the mission is sent. What is not shared out is theirs."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Mission, TeamShare
from activities.place import entered_country
from activities.rules import rows, team_tellings
from activities.rules.team_deal import BEHIND, money_words, refuse_begun, shared_out
from activities.states import ShareState
from countries.guards import require_open
from members.models import Membership
from members.states import MembershipState
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import CENT
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id

MOST = 20


@transaction.atomic
def invite_coworker(
    mission: Mission, *, email: str, role: str, days: Decimal, amount: Decimal, by: Actor, now: datetime
) -> TeamShare:
    """Ask whoever has the address for their word on a share. Whether it belongs to a member here is told to nobody.

    The same share asked for twice is one. Raises RuleBroken with field email, role, days or amount, and
    RuleBroken("team_too_late") once the work has begun.
    """
    locked = _lock_draft(mission, by=by, now=now)
    address = email.strip().lower()
    if address == locked.activity.membership.user.email.lower():
        raise RuleBroken(
            "team_self",
            _("This is your own address. You need no share: what the others do not get of the price is yours."),
            field="email",
        )
    known = TeamShare.objects.standing().filter(mission=locked, email=address).select_related(*BEHIND).first()
    if known is not None:
        return _same_or_refused(known, role=role, days=days, amount=amount)
    _check_share(locked, role=role, days=days, amount=amount)
    if TeamShare.objects.standing().filter(mission=locked).count() >= MOST:
        raise RuleBroken("team_full", _("A team has at most %(most)d co-workers.") % {"most": MOST})
    share: TeamShare = TeamShare.objects.create(
        mission=locked,
        membership=_member_at(address),
        email=address,
        role=role.strip(),
        days=days,
        amount=amount,
        asked_at=now,
    )
    team_tellings.tell_asked(share, now=now)
    return share


@transaction.atomic
def change_share(share: TeamShare, *, role: str, days: Decimal, amount: Decimal, by: Actor, now: datetime) -> TeamShare:
    """Write a share anew: a consent given before is void, and its member is asked again. Nothing changed, nothing asked."""
    locked, mission = _lock(share, by=by, now=now)
    _check_share(mission, role=role, days=days, amount=amount, besides=locked)
    if (locked.role, locked.days, locked.amount) == (role.strip(), days, amount):
        return locked
    locked.role, locked.days, locked.amount = role.strip(), days, amount
    return _ask(locked, by=by, now=now)


@transaction.atomic
def ask_again(share: TeamShare, *, by: Actor, now: datetime) -> TeamShare:
    """Ask once more: of somebody who has not answered, or after the order has changed. On one day a person is told once."""
    locked, _mission = _lock(share, by=by, now=now)
    if locked.membership is None:
        locked.membership = _member_at(locked.email)
    return _ask(locked, by=by, now=now)


@transaction.atomic
def remove_share(share: TeamShare, *, by: Actor) -> TeamShare:
    """Take a share out; its member is told, and the price is the leader's again. Taken out twice is taken out.

    An address that belongs to nobody here is forgotten.
    """
    mission = rows.lock_mission(share.mission)
    _require_leader(mission, by=by)
    locked = lock_share(share)
    if locked.state == ShareState.WITHDRAWN:
        return locked
    if locked.membership_id is None:
        locked.delete()
        return share
    move(locked, to=ShareState.WITHDRAWN, by=by)
    team_tellings.tell_taken_back(locked)
    return locked


def lock_share(share: TeamShare) -> TeamShare:
    """The share with its deal, locked; lock the mission first."""
    found = TeamShare.objects.select_related(*BEHIND).select_for_update(of=("self",), no_key=True)
    locked: TeamShare = found.get(pk=share.pk)
    return locked


def _ask(share: TeamShare, *, by: Actor, now: datetime) -> TeamShare:
    """Void what was said and ask for a word on the share as it stands."""
    if share.state != ShareState.WAITING:
        move(share, to=ShareState.WAITING, by=by)
    share.asked_at, share.answered_at, share.answer = now, None, ""
    share.terms, share.terms_sha256 = {}, ""
    share.save()
    team_tellings.tell_asked(share, now=now)
    return share


def _lock(share: TeamShare, *, by: Actor, now: datetime) -> tuple[TeamShare, Mission]:
    mission = _lock_draft(share.mission, by=by, now=now)
    locked = lock_share(share)
    if locked.state == ShareState.WITHDRAWN:
        raise RuleBroken("share_taken_back", _("This share was taken back. Ask the co-worker anew."))
    return locked, mission


def _lock_draft(mission: Mission, *, by: Actor, now: datetime) -> Mission:
    country = entered_country()
    require_open(country)
    locked = rows.lock_mission(mission)
    _require_leader(locked, by=by)
    if locked.client is None or locked.starts_on is None or locked.ends_on is None or locked.amount is None:
        raise RuleBroken(
            "mission_incomplete",
            _("A co-worker consents to a whole deal: fill in the client, the days and the price of the mission first."),
        )
    refuse_begun(locked, country=country, now=now)
    return locked


def _require_leader(mission: Mission, *, by: Actor) -> None:
    if not perms.may_declare(by, mission.activity):
        raise NotAllowed(_("Only the member whose mission it is may share it out."))
    if not perms.may_edit_mission(by, mission):
        raise rows.already_sent(mission)


def _check_share(
    mission: Mission, *, role: str, days: Decimal, amount: Decimal, besides: TeamShare | None = None
) -> None:
    assert mission.amount is not None
    assert mission.starts_on is not None
    assert mission.ends_on is not None
    if not role.strip():
        raise RuleBroken("role_missing", _("Write what the co-worker does, for example: sound engineer."), field="role")
    span = (mission.ends_on - mission.starts_on).days + 1
    if not 0 < days <= span:
        raise RuleBroken(
            "days_out_of_range",
            _("The mission lasts %(span)d days. Enter how many of them the co-worker works, at most %(span)d.")
            % {"span": span},
            field="days",
        )
    left = mission.amount - shared_out(mission, besides=besides)
    if not CENT <= amount < left or amount != amount.quantize(CENT):
        raise RuleBroken(
            "share_out_of_range",
            _(
                "%(amount)s cannot be shared out: of the price of %(price)s, %(left)s is left, and a part must stay with"
                " you. Write an amount above zero and below %(left)s."
            )
            % {name: money_words(value, mission) for name, value in _amounts(mission, amount, left).items()},
            field="amount",
        )


def _amounts(mission: Mission, amount: Decimal, left: Decimal) -> dict[str, Any]:
    return {"amount": amount, "price": mission.amount, "left": left}


def _same_or_refused(known: TeamShare, *, role: str, days: Decimal, amount: Decimal) -> TeamShare:
    if (known.role, known.days, known.amount) == (role.strip(), days, amount):
        return known
    raise RuleBroken(
        "already_asked",
        _("%(email)s is on the list with another share. Change that one instead.") % {"email": known.email},
        field="email",
    )


def _member_at(address: str) -> Membership | None:
    """Whose address it is, if it is an active member's of the entered country."""
    rows_ = Membership.objects.select_related("user", "country").filter(
        country_id=active_country_id(), state=MembershipState.ACTIVE, user__is_active=True
    )
    found: Membership | None = rows_.filter(user__email__iexact=address).first()
    return found
