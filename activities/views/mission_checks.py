"""What the portal can check of a mission by itself, for the adviser who decides."""

from typing import Any

from django.utils.translation import gettext as _

from activities.models import Mission, Order
from activities.place import clock, starts_at
from activities.rules import mission_facts
from countries.models import Country
from smart.foundation.errors import RuleBroken


def mission_checks(mission: Mission, order: Order, *, country: Country) -> list[dict[str, Any]]:
    """Lines for `_checks.html`: in time, client known, facts complete, client's answer, risks (one query)."""
    return [
        _in_time(mission, country),
        _client(mission),
        _facts(mission, order, country),
        _answer(order),
        _risks(mission),
        _overlap(mission),
    ]


def _in_time(mission: Mission, country: Country) -> dict[str, Any]:
    assert mission.starts_on is not None and mission.start_time is not None and mission.submitted_at is not None  # noqa: PT018
    begins = starts_at(country, mission.starts_on, mission.start_time)
    facts = {"sent": clock(country, mission.submitted_at), "begins": clock(country, begins)}
    is_early = mission.submitted_at < begins
    return {
        "tone": "ok" if is_early else "bad",
        "title": _("Declared before the start") if is_early else _("Declared after the start"),
        "text": _("Sent on %(sent)s; the work begins on %(begins)s.") % facts,
        "key": "declared_in_time",
    }


def _client(mission: Mission) -> dict[str, Any]:
    client = mission.client
    assert client is not None
    if client.blocked_reason:
        return {"tone": "bad", "title": _("The client is blocked"), "text": client.blocked_reason, "key": "client"}
    if client.reviewed_at is None:
        text = _("Compare name and number with a register, then mark it as reviewed.")
        return {"tone": "warn", "title": _("The client is new"), "text": text, "key": "client"}
    return {"tone": "ok", "title": _("The client is known"), "text": "", "key": "client"}


def _facts(mission: Mission, order: Order, country: Country) -> dict[str, Any]:
    try:
        for step in (1, 2, 3):
            mission_facts.check_step(step, mission, order, country=country)
    except RuleBroken as broken:
        return {"tone": "bad", "title": _("The facts are not in order"), "text": broken.message, "key": broken.code}
    return {"tone": "ok", "title": _("The facts are complete"), "text": "", "key": "facts"}


def _answer(order: Order) -> dict[str, Any]:
    if order.state == "accepted":
        text = _("%(who)s, from %(ip)s") % {"who": order.answered_by, "ip": order.answered_from}
        return {"tone": "ok", "title": _("The client has accepted"), "text": text, "key": "order"}
    if order.state == "waived":
        title = _("No confirmation: no payment guarantee")
        return {"tone": "warn", "title": title, "text": order.answer_comment, "key": "order"}
    return {"tone": "warn", "title": _("The client has not accepted yet"), "text": "", "key": "order"}


def _risks(mission: Mission) -> dict[str, Any]:
    if mission.has_risks:
        return {"tone": "warn", "title": _("Particular risks"), "text": mission.risk_note, "key": "risks"}
    return {"tone": "ok", "title": _("No particular risks"), "text": "", "key": "risks"}


def _overlap(mission: Mission) -> dict[str, Any]:
    """Another mission of the person in the same days is allowed, but worth a look."""
    others = Mission.objects.filter(
        activity__membership_id=mission.activity.membership_id,
        starts_on__lte=mission.ends_on,
        ends_on__gte=mission.starts_on,
        state__in=["submitted", "approved", "confirmed"],
    ).exclude(pk=mission.pk)
    references = list(others.values_list("reference", flat=True)[:3])
    if not references:
        return {"tone": "ok", "title": _("No other mission in these days"), "text": "", "key": "overlap"}
    return {"tone": "warn", "title": _("Other missions in these days"), "text": ", ".join(references), "key": "overlap"}
