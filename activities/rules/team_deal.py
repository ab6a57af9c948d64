"""The whole deal of a share as its member reads it, in one canonical form whose fingerprint proves what they consented to."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final

from django.db.models import Sum
from django.utils.translation import gettext as _

from activities import place
from activities.models import Mission, TeamShare
from activities.rules.order_terms import terms_sha256
from countries.models import Country
from smart.foundation import formats
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO

TEXT: Final = "2026-11"
"""The version of the sentences around the facts (templates/activities/team_share.html): renew it when their meaning changes."""
BEHIND: Final = (
    "country",
    "membership__user",
    "activity__entity",
    "mission__country",
    "mission__client",
    "mission__activity__entity",
    "mission__activity__membership__user",
)
"""What a deal is read from, for `select_related`."""


def deal_of(share: TeamShare) -> dict[str, Any]:
    """The facts of the deal as plain values; the same facts always give the same text. No query with `BEHIND` at hand."""
    mission = share.mission
    return {
        "text": TEXT,
        "order": mission.reference,
        "leader": mission.activity.membership.user.full_name,
        "cooperative": mission.activity.entity.name,
        "client": mission.client.name if mission.client is not None else "",
        "title": mission.title,
        "description": mission.description,
        "place": [mission.city, str(mission.place.code) if mission.place else ""],
        "first_day": _text(mission.starts_on),
        "last_day": _text(mission.ends_on),
        "start_time": _text(mission.start_time)[:5],
        "hours_per_day": _text(mission.hours_per_day),
        "risks": mission.risk_note if mission.has_risks else "",
        "price": _text(mission.amount),
        "role": share.role,
        "days": _text(share.days),
        "share": _text(share.amount),
        "currency": mission.country.currency,
    }


def fingerprint(share: TeamShare) -> str:
    """The SHA-256 of the deal as it stands now."""
    return terms_sha256(deal_of(share))


def is_stale(share: TeamShare) -> bool:
    """Whether the deal has changed since its member consented."""
    return bool(share.terms_sha256) and share.terms_sha256 != fingerprint(share)


def own_price(mission: Mission) -> Decimal | None:
    """What of a mission's price is its own member's: a leader's is what the shares leave. One query."""
    if mission.amount is None or mission.part_of_id is not None:
        return mission.amount
    return mission.amount - shared_out(mission)


def shared_out(mission: Mission, *, besides: TeamShare | None = None) -> Decimal:
    """The sum of the shares that stand, besides one. One query."""
    rows = TeamShare.objects.standing().filter(mission_id=mission.pk)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    found: Decimal = rows.aggregate(total=Sum("amount"))["total"] or ZERO
    return found


def refuse_begun(mission: Mission, *, country: Country, now: datetime) -> None:
    """Raise RuleBroken("team_too_late") once the work has begun on the country's clock: nothing is agreed after the fact."""
    assert mission.starts_on is not None
    begins = place.starts_at(country, mission.starts_on, mission.start_time or time(0))
    if now < begins:
        return
    raise RuleBroken(
        "team_too_late",
        _(
            "The work of “%(title)s” begins on %(begins)s and it is %(now)s: a share is agreed before the work starts, never"
            " after. Write to your adviser what is still possible, or agree on later days with the client."
        )
        % {"title": mission.title, "begins": place.clock(country, begins), "now": place.clock(country, now)},
    )


def money_words(amount: Decimal, mission: Mission) -> str:
    return formats.money(amount, mission.country.currency)


def _text(value: Any) -> str:
    """Numbers without trailing zeros, so that a value read back from the table gives the same text."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
