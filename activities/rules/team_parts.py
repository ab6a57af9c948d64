"""A team on the mission's way: nothing is sent before everybody has consented, and with the yes of all each has a mission.

A part is a mission in the co-worker's own activity, made when the leader's is confirmed. Order and invoice stay with the
leader's mission (`Mission.part_of`); contract, pay and papers of a part are its member's alone.
"""

import uuid
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities import perms, signals
from activities.models import Contract, Mission, Order, TeamShare
from activities.place import entered_country
from activities.references import next_reference
from activities.rules.team_deal import BEHIND, is_stale, own_price
from activities.rules.team_tellings import tell_over
from activities.rules.tellings import tell_member
from activities.states import ActivityState, ContractState, MissionState, ShareState
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.said import Said
from smart.foundation.states import move

OF_THE_WORK: Final = (
    "client",
    "title",
    "description",
    "work_setting",
    "starts_on",
    "ends_on",
    "start_time",
    "hours_per_day",
    "place",
    "city",
    "is_artistic",
    "has_risks",
    "risk_note",
    "contract_kind",
    "service_kind",
    "submitted_at",
)
OF_THE_ANSWER: Final = ("state", "invoice_on", "valid_until", "answered_at", "answered_by", "purchase_order")
"""What of the leader's order a part's own carries: the guarantee asks for it. Neither contact nor link: nothing is sent."""
ON_THE_WAY: Final = (MissionState.SUBMITTED, MissionState.APPROVED, MissionState.CONFIRMED)


def team_of(mission: Mission) -> list[TeamShare]:
    """The shares that stand, in the order in which they were asked for. One query."""
    return list(TeamShare.objects.standing().filter(mission_id=mission.pk).select_related(*BEHIND).order_by("pk"))


def require_consents(mission: Mission) -> None:
    """Refuse to send a mission while somebody of its team has not consented to the deal as it stands. Up to two queries."""
    shares = team_of(mission)
    if not shares:
        return
    open_ones = [share for share in shares if share.state != ShareState.CONSENTED]
    if open_ones:
        raise RuleBroken(
            "team_open",
            _(
                "%(who)s: no consent yet. Each co-worker says yes to their own share before the work is declared. Wait for"
                " their word, ask again, or take the share out."
            )
            % {"who": ", ".join(share.email for share in open_ones)},
        )
    stale = [share for share in shares if is_stale(share)]
    if stale:
        raise RuleBroken(
            "team_stale",
            _("The order has changed since %(who)s consented. Ask them again on the page of the team.")
            % {"who": ", ".join(_name(share) for share in stale)},
        )
    _require_sum(mission)
    _require_able(shares)


def require_agreed_team(mission: Mission, *, by: Actor) -> None:
    """What a reviewer may not approve: their own share, and a share without consent. One query."""
    shares = list(TeamShare.objects.standing().filter(mission_id=mission.pk).select_related("membership"))
    if any(share.membership is not None and perms.is_holder(by, share.membership) for share in shares):
        raise NotAllowed(_("You have a share in this mission. Ask a colleague to look at it."))
    if any(share.state != ShareState.CONSENTED for share in shares):
        raise RuleBroken(
            "team_open", _("Not everybody of the team has consented. Return the mission to its member with a reason.")
        )


def open_parts(mission: Mission, order: Order) -> list[Mission]:
    """Give everybody who consented their own mission, once. The leader's mission is locked and confirmed."""
    shares = [share for share in team_of(mission) if share.state == ShareState.CONSENTED and share.part_id is None]
    return [_open_part(share, mission, order) for share in shares]


def cancel_parts(mission: Mission, *, reason: str | Said, by: Actor) -> None:
    """The whole does not take place: neither do its parts, and everybody is told. Raises "mission_has_contracts"."""
    alive = Contract.objects.filter(mission__part_of_id=mission.pk).exclude(state=ContractState.CANCELLED)
    references = list(alive.order_by("pk").values_list("reference", flat=True))
    if references:
        raise RuleBroken(
            "mission_has_contracts",
            _("%(references)s: contracts of the team stand on this mission. Cancel them first.")
            % {"references": ", ".join(references)},
        )
    for part in Mission.objects.filter(part_of_id=mission.pk).exclude(state=MissionState.CANCELLED).order_by("pk"):
        move(part, to=MissionState.CANCELLED, by=by, reason=reason)
    dissolve(mission)


def dissolve(mission: Mission) -> None:
    """The work was given up: everybody who was asked is told, and addresses that belong to nobody here are forgotten."""
    TeamShare.objects.filter(mission_id=mission.pk, membership__isnull=True).delete()
    tell_over(mission)


def refuse_part(mission: Mission) -> None:
    """Raise RuleBroken("is_part") for what is done with the whole only."""
    if mission.part_of_id is not None:
        raise RuleBroken(
            "is_part",
            _(
                "%(reference)s is a share of a team's mission: its order and invoice are the leader's. Do this with the"
                " leader's mission."
            )
            % {"reference": mission.reference},
        )


def _open_part(share: TeamShare, mission: Mission, order: Order) -> Mission:
    country = entered_country()
    number, reference = next_reference(Mission, country_code=country.code.code, on=country.today())
    facts: dict[str, Any] = {name: getattr(mission, name) for name in OF_THE_WORK}
    part: Mission = Mission.objects.create(
        id=number,
        reference=reference,
        activity=share.activity,
        submission_id=uuid.uuid4(),
        created_at=timezone.now(),
        part_of=mission,
        function=share.role,
        days=share.days,
        amount=share.amount,
        step=5,
        **facts,
    )
    Order.objects.create(mission=part, **{name: getattr(order, name) for name in OF_THE_ANSWER})
    for state in ON_THE_WAY:
        move(
            part,
            to=state,
            by=PORTAL,
            reason=Said(gettext_noop("Share of %(reference)s"), {"reference": mission.reference}),
        )
    share.part = part
    share.save(update_fields=["part"])
    tell_member(part, event="mission_confirmed", words=lambda: _confirmed_words(part))
    signals.mission_confirmed.send(sender=Mission, country_id=part.country_id, id=part.pk)
    return part


def _require_sum(mission: Mission) -> None:
    left = own_price(mission)
    if left is None or left <= 0:
        raise RuleBroken(
            "team_sum",
            _("The shares of the others come to the whole price or more. Make them smaller, or agree a higher price."),
        )


def _require_able(shares: list[TeamShare]) -> None:
    """Between consent and sending, a membership may have been suspended or an activity closed."""
    for share in shares:
        assert share.membership is not None
        assert share.activity is not None
        if not share.membership.is_active or share.activity.state != ActivityState.OPEN:
            raise RuleBroken(
                "team_not_able",
                _("%(who)s cannot take up new work at the moment. Take their share out, or ask your adviser.")
                % {"who": _name(share)},
            )


def _name(share: TeamShare) -> str:
    assert share.membership is not None
    return share.membership.user.full_name


def _confirmed_words(part: Mission) -> tuple[str, str]:
    return (
        _("“%(title)s” is confirmed") % {"title": part.title},
        _("The client, the cooperative and the whole team agree. Your share is a mission of your own from now on."),
    )
