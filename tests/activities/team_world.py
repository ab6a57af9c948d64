"""A mural that Alice leads and Eve shares: 1 250.00 before VAT, of which 500.00 are Eve's."""

from decimal import Decimal
from typing import Any

from activities.models import Activity, Mission, TeamShare
from activities.rules import team, team_consent
from members.models import Membership
from tests.factories import activities as made
from tests.people import as_member

SHARE: dict[str, Any] = {"role": "Illustrator", "days": Decimal("2"), "amount": Decimal("500.00")}


def ask(mission: Mission, leader: Membership, email: str, **changes: Any) -> TeamShare:
    return team.invite_coworker(mission, email=email, by=as_member(leader), now=made.NOW, **(SHARE | changes))


def consent(share: TeamShare, activity: Activity, **changes: Any) -> TeamShare:
    facts = {"seen": team_consent.seen_of(fresh(share)), "by": as_member(activity.membership), "now": made.NOW}
    return team_consent.consent_to_share(share, activity=activity, **(facts | changes))


def fresh(share: TeamShare) -> TeamShare:
    return TeamShare.objects.get(pk=share.pk)
