"""Contracts of a member who owns no share yet: counted, shown, and refused once the country's number is used up."""

from dataclasses import dataclass

from activities.models import Contract
from activities.states import ContractState
from members.models import Membership
from members.rules import share_quota


@dataclass(frozen=True, slots=True)
class Used:
    """How many of the contracts possible without a share are used."""

    used: int
    allowed: int

    @property
    def left(self) -> int:
        return max(self.allowed - self.used, 0)


def used_quota(membership: Membership) -> Used | None:
    """What is used of the quota; None for whom none counts. Three queries."""
    quota = share_quota.quota_of(membership, on=membership.country.today())
    return Used(_count(membership, quota), quota.allowed) if quota is not None else None


def require_share(membership: Membership, *, but: int | None = None) -> None:
    """Refuse what is new once the quota is used up; `but` is the contract that is asked for. Raises "share_missing"."""
    quota = share_quota.quota_of(membership, on=membership.country.today())
    if quota is not None:
        share_quota.require_share(membership, used=_count(membership, quota, but=but), quota=quota)


def _count(membership: Membership, quota: share_quota.Quota, *, but: int | None = None) -> int:
    """The contracts asked for since the quota counts, but for those that were cancelled."""
    rows = Contract.objects.filter(membership_id=membership.pk, submitted_at__isnull=False)
    rows = rows.exclude(state=ContractState.CANCELLED).exclude(pk=but)
    if quota.since is not None:
        rows = rows.filter(submitted_at__date__gte=quota.since)
    return int(rows.count())
