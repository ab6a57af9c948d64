"""What is different from the member's last similar contract: same function or same client, agreed before. One query."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from activities.models import Contract
from activities.states import ContractState
from smart.foundation import formats
from smart.foundation.money import CENT, round_to


@dataclass(frozen=True, slots=True)
class Different:
    """One fact that is not what it was, as people write it."""

    label: str
    was: str
    now: str


def last_similar(contract: Contract) -> Contract | None:
    """The newest earlier contract for the same function or, before it, the same client."""
    earlier = Contract.objects.filter(membership_id=contract.membership_id, pk__lt=contract.pk).exclude(
        state__in=[ContractState.DRAFT, ContractState.RETURNED, ContractState.CANCELLED]
    )
    similar = Q(function__iexact=contract.function)
    if contract.mission is not None and contract.mission.client_id is not None:
        similar |= Q(mission__client_id=contract.mission.client_id)
    found: Contract | None = earlier.filter(similar).order_by("-starts_on", "-pk").first()
    return found


def differences(now: Contract, was: Contract, *, currency: str) -> list[Different]:
    """The facts that differ, money first. Pure."""
    return [row for row in _rows(now, was, currency) if row.was != row.now]


def _rows(now: Contract, was: Contract, currency: str) -> Iterable[Different]:
    def money(label: str, then: Decimal | None, today: Decimal | None) -> Different:
        return Different(label, *(formats.money(each, currency) if each is not None else "" for each in (then, today)))

    yield money(_("Gross pay"), was.gross, now.gross)
    yield money(_("Gross pay for one day"), _a_day(was), _a_day(now))
    yield money(_("For you, about"), was.net_estimate, now.net_estimate)
    yield Different(_("Days"), formats.number(was.days.normalize() + 0), formats.number(now.days.normalize() + 0))
    yield Different(_("Hours"), formats.number(was.hours.normalize() + 0), formats.number(now.hours.normalize() + 0))
    yield Different(_("Function"), was.function, now.function)
    yield Different(_("Place"), was.place, now.place)


def _a_day(contract: Contract) -> Decimal:
    return round_to(contract.gross / contract.days, step=CENT)
