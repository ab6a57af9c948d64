"""A share as lists and its own page show it."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import TeamShare
from activities.rules.team_deal import is_stale
from activities.states import ShareState
from smart.foundation import formats

TONES: Final = {
    ShareState.WAITING: "warn",
    ShareState.CONSENTED: "ok",
    ShareState.CHANGE_WANTED: "warn",
    ShareState.REFUSED: "bad",
    ShareState.WITHDRAWN: "muted",
}


def share_row(share: TeamShare) -> dict[str, Any]:
    """One line: who (by name once they have answered, else the address), what, and where their word stands."""
    is_known = share.membership is not None and share.answered_at is not None
    stale = share.state == ShareState.CONSENTED and share.part_id is None and is_stale(share)
    return {
        "pk": share.pk,
        "who": share.membership.user.full_name if is_known and share.membership is not None else share.email,
        "role": share.role,
        "days": share.days,
        "plural": 1 if share.days == 1 else 2,
        "amount": share.amount,
        "tone": "warn" if stale else TONES[ShareState(share.state)],
        "state": _("The order has changed since") if stale else str(share.get_state_display()),
        "at": share.answered_at,
        "words": share.answer,
        "is_stale": stale,
        "may_ask": stale or share.state == ShareState.WAITING,
        "proof": share.terms_sha256[:12],
    }


def own_state(share: TeamShare) -> str:
    """Where their word stands, as the co-worker reads it."""
    return _("Waiting for your word") if share.state == ShareState.WAITING else str(share.get_state_display())


def share_ticket(share: TeamShare) -> dict[str, Any]:
    """A share as a ticket among the missions of its member."""
    mission = share.mission
    return {
        "title": mission.title,
        "url": reverse("activities:team_share", args=[share.pk]),
        "text": _("%(leader)s leads the team") % {"leader": mission.activity.membership.user.full_name},
        "day": mission.starts_on,
        "under": mission.starts_on.year if mission.starts_on else "",
        "amount": share.amount,
        "currency": share.country.currency,
        "tone": TONES[ShareState(share.state)],
        "state": own_state(share),
    }


def deal_answers(share: TeamShare) -> list[dict[str, Any]]:
    """The whole deal as lines of label and value."""
    mission, currency = share.mission, share.country.currency
    first, last = mission.starts_on, mission.ends_on
    price = formats.money(mission.amount, currency) if mission.amount is not None else ""
    lines = [
        (_("Led by"), mission.activity.membership.user.full_name, ""),
        (_("Client"), str(mission.client or ""), ""),
        (_("Work"), mission.title, mission.description),
        (_("First day"), formats.day(first) if first else "", _hour(share)),
        (_("Last day"), formats.day(last) if last else "", ""),
        (_("Place"), ", ".join(part for part in (mission.city, mission.place.name) if part), ""),
        (_("Price of the whole order, without VAT"), price, ""),
        (_("What you do"), share.role, ""),
        (_("Your days"), formats.number(share.days), ""),
        (_("Your share, without VAT"), formats.money(share.amount, currency), _part(share)),
        (_("Particular risks"), mission.risk_note if mission.has_risks else _("None declared"), ""),
    ]
    return [{"label": label, "value": value} | ({"more": more} if more else {}) for label, value, more in lines]


def _hour(share: TeamShare) -> str:
    hour = share.mission.start_time
    return _("Begins at %(hour)s") % {"hour": formats.clock(hour)} if hour else ""


def _part(share: TeamShare) -> str:
    price = share.mission.amount
    return _("%(part)s of the price") % {"part": formats.percent(share.amount / price)} if price else ""
