"""Rows as the rules need them: locked, with the people they belong to. Order of locks: activity, mission, order, contract."""

from django.utils.translation import gettext as _

from activities.models import Activity, Contract, Mission, Order
from activities.place import clock, entered_country
from members.rules.agreements import require_agreement
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.states import history


def lock_mission(mission: Mission) -> Mission:
    """The mission with its activity, member and client, locked until the transaction ends."""
    missions = Mission.objects.select_related("activity__membership__user", "activity__entity", "client")
    locked: Mission = missions.select_for_update(of=("self",), no_key=True).get(pk=mission.pk)
    return locked


def lock_order(mission: Mission) -> Order:
    """The mission's order, locked; lock the mission first."""
    order: Order = Order.objects.select_for_update(of=("self",), no_key=True).get(mission_id=mission.pk)
    order.mission = mission
    return order


def lock_contract(contract: Contract) -> Contract:
    """The contract with its people, locked until the transaction ends."""
    contracts = Contract.objects.select_related("membership__user", "activity", "entity", "mission")
    locked: Contract = contracts.select_for_update(of=("self",), no_key=True).get(pk=contract.pk)
    return locked


def require_active_member(activity: Activity) -> None:
    """Refuse new work of a member who is not active, or who has not accepted the use agreement in force in time."""
    if not activity.membership.is_active:
        raise RuleBroken(
            "membership_not_active",
            _("Your membership is “%(state)s”: missions can be declared once it is active. Ask your adviser.")
            % {"state": activity.membership.get_state_display()},
        )
    require_agreement(activity.membership, on=entered_country().today())


def require_reason(reason: str, sentence: str, *, field: str = "reason") -> str:
    """The reason, trimmed; a refusal without one is refused itself."""
    if not reason.strip():
        raise RuleBroken("reason_missing", sentence, field=field)
    return reason.strip()


def already_sent(mission: Mission) -> Conflict:
    return Conflict(
        "already_sent",
        _("%(reference)s is “%(state)s” and cannot be changed here any more. Nothing was changed.")
        % {"reference": mission.reference, "state": mission.get_state_display()},
        mission=mission.pk,
    )


def decided_before(obj: Mission | Contract) -> Conflict:
    """Somebody was faster: who, when, and what they decided (one query)."""
    last = history(obj).last()
    facts = {"what": obj.reference, "state": obj.get_state_display()}
    if last is None:
        return Conflict("decided_before", _("%(what)s is “%(state)s”. Nothing was changed.") % facts)
    facts |= {"who": last.by_label or "?", "when": clock(obj.country, last.at)}
    return Conflict(
        "decided_before",
        _("%(what)s is already “%(state)s”: %(who)s was first, on %(when)s. Nothing was changed.") % facts,
        who=last.by_label,
    )
