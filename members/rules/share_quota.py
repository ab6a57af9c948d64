"""Working without a share: how many contracts a person may have before they own one, and the refusal after that."""

import datetime
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from countries.rules.settings import setting_values
from members.models import Membership, ShareSubscription
from members.rules import share_schedule
from members.states import ShareState
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO


@dataclass(frozen=True, slots=True)
class Quota:
    """What a member without an effective share may still do. `since`: contracts submitted before it do not count."""

    allowed: int
    since: datetime.date | None


def quota_of(membership: Membership, *, on: datetime.date) -> Quota | None:
    """The quota that binds the member on a day; None with an effective share, or where the country sets no limit.

    Where shares are yearly, the contracts of the year are counted. Two queries.
    """
    values = setting_values(membership.country, on=on)
    allowed, rule = values.get("share.grace_contracts"), values.get("share.rule")
    if allowed is None or rule is None or has_share(membership, rule_kind=rule["kind"], on=on):
        return None
    since = datetime.date(on.year, 1, 1) if rule["kind"] == "yearly" else None
    return Quota(int(allowed), since)


def has_share(membership: Membership, *, rule_kind: str, on: datetime.date) -> bool:
    """Whether the member owns a share that counts: paid, of this year where they are yearly; or paid in parts that are

    on time, of which one has arrived or which the member agreed to have taken out of pay. One query.
    """
    held = ShareSubscription.objects.filter(membership_id=membership.pk)
    held = held.filter(state__in=[ShareState.SUBSCRIBED, ShareState.PARTLY_PAID, ShareState.PAID])
    if rule_kind == "yearly":
        held = held.filter(subscribed_on__year=on.year)
    return any(_counts(share, on=on) for share in held.annotate(paid_in=Sum("movements__paid")))


def require_share(membership: Membership, *, used: int, quota: Quota | None) -> None:
    """Refuse new work once the contracts possible without a share are used up. Raises RuleBroken("share_missing")."""
    if quota is not None and used >= quota.allowed:
        raise RuleBroken(
            "share_missing",
            _(
                "%(used)s of %(allowed)s contracts without a share are used. Pay your share first:"
                " its reference and the account are on the page “Shares”. It counts once the money has arrived."
            )
            % {"used": used, "allowed": quota.allowed},
        )


def _counts(share: ShareSubscription, *, on: datetime.date) -> bool:
    if share.state == ShareState.PAID:
        return True
    paid = share.paid_in or ZERO  # type: ignore[attr-defined]
    if share.rule.get("kind") not in share_schedule.BY_PARTS or share_schedule.is_late(share, paid=paid, on=on):
        return False
    return paid > 0 or share.pay_agreed_at is not None
