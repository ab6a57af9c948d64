"""A member's days: work, contracts, deadlines, pay, meetings, gathered from all rooms for the calendar and its feed."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Contract, Mission, Order, Signature
from activities.queries import shares_open_of
from activities.states import ContractState, MissionState, OrderState, ShareState
from countries.models import Country
from invoicing.models import Payslip
from members.models import Membership

MOST: int = 400
"""Rows of each kind that a calendar shows: years of work of the busiest member."""
LIVING = (MissionState.SUBMITTED, MissionState.APPROVED, MissionState.CONFIRMED, MissionState.CLOSED)
AGREED = (ContractState.VALIDATED, ContractState.DECLARED, ContractState.SIGNED, ContractState.ENDED)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One entry, from `first` to `last`. `uid` names it for ever, so that a calendar program recognises it. No amounts."""

    first: datetime.date
    last: datetime.date
    kind: str
    uid: str
    title: str
    url: str
    text: str = ""


def days_of(membership: Membership, *, since: datetime.date, until: datetime.date) -> list[Entry]:
    """Everything of the member between two days, in order. A fixed number of queries, however much there is."""
    user_id, country = membership.user_id, membership.country
    found = [
        *_missions(user_id, since, until),
        *_team_days(user_id, since, until),
        *_contracts(user_id, since, until),
        *_deadlines(user_id, since, until),
        *_pay_days(user_id, since, until, country),
    ]
    return sorted(found)


def _missions(user_id: int, since: datetime.date, until: datetime.date) -> Iterator[Entry]:
    rows = Mission.objects.of_user(user_id).filter(state__in=LIVING, starts_on__lte=until, ends_on__gte=since)
    for mission in rows.select_related("client").order_by("starts_on", "id")[:MOST]:
        url = reverse("activities:mission_detail", args=[mission.pk])
        text = f"{mission.client}, {mission.city}" if mission.city else str(mission.client)
        yield Entry(mission.starts_on, mission.ends_on, "mission", f"mission-{mission.pk}", str(mission), url, text)


def _team_days(user_id: int, since: datetime.date, until: datetime.date) -> Iterator[Entry]:
    """Work of others that the member has consented to share and that is not confirmed yet: then it is a mission of theirs."""
    rows = shares_open_of(user_id).filter(
        state=ShareState.CONSENTED, mission__starts_on__lte=until, mission__ends_on__gte=since
    )
    for share in rows[:MOST]:
        url, mission = reverse("activities:team_share", args=[share.pk]), share.mission
        text = _("Your share, not confirmed yet")
        yield Entry(mission.starts_on, mission.ends_on, "mission", f"share-{share.pk}", str(mission), url, text)


def _contracts(user_id: int, since: datetime.date, until: datetime.date) -> Iterator[Entry]:
    """The days agreed in contracts, and until when a contract must be signed."""
    hers = Signature.objects.filter(contract_id=OuterRef("pk"), role="worker")
    rows = Contract.objects.of_user(user_id).filter(state__in=AGREED, starts_on__lte=until, ends_on__gte=since)
    for contract in (
        rows.annotate(has_signed=Exists(hers)).prefetch_related("working_days").order_by("starts_on", "id")[:MOST]
    ):
        url, facts = reverse("activities:contract_detail", args=[contract.pk]), {"function": contract.function}
        for worked in contract.working_days.all():
            if since <= worked.day <= until:
                uid, title = f"contract-{contract.pk}-{worked.day:%Y%m%d}", _("Work as %(function)s") % facts
                yield Entry(worked.day, worked.day, "contract", uid, title, url, contract.reference)
        if contract.state in {ContractState.VALIDATED, ContractState.DECLARED} and not contract.has_signed:
            title = _("Last day to sign your contract as %(function)s") % facts
            yield Entry(contract.starts_on, contract.starts_on, "deadline", f"sign-{contract.pk}", title, url)


def _deadlines(user_id: int, since: datetime.date, until: datetime.date) -> Iterator[Entry]:
    """Until when clients can answer."""
    rows = Order.objects.awaiting_client().filter(
        mission__activity__membership__user_id=user_id, valid_until__gte=since, valid_until__lte=until
    )
    rows = rows.filter(state=OrderState.SENT).exclude(mission__state=MissionState.CANCELLED)
    for order in rows.select_related("mission__client").order_by("valid_until", "id")[:MOST]:
        url = reverse("activities:mission_detail", args=[order.mission_id])
        facts = {"client": order.mission.client, "title": order.mission}
        title = _("Last day for %(client)s to answer: %(title)s") % facts
        yield Entry(order.valid_until, order.valid_until, "deadline", f"answer-{order.pk}", title, url)


def _pay_days(user_id: int, since: datetime.date, until: datetime.date, country: Country) -> Iterator[Entry]:
    """When pay comes: the day of an approved payslip, before that the day promised in the contract."""
    slips = Payslip.objects.filter(membership__user_id=user_id, membership__country=country, is_approved=True)
    shown = set()
    for slip in slips.filter(pay_on__gte=since, pay_on__lte=until).select_related("contract").order_by("pay_on")[:MOST]:
        shown.add(slip.contract_id)
        url = reverse("invoicing:payslip_detail", args=[slip.pk])
        yield Entry(slip.pay_on, slip.pay_on, "pay", f"pay-{slip.pk}", _("Pay day"), url, slip.contract.function)
    waiting = Contract.objects.of_user(user_id).filter(
        state__in=AGREED, promised_on__gte=since, promised_on__lte=until, payslips__isnull=True
    )
    for contract in waiting.order_by("promised_on", "id")[:MOST]:
        if contract.pk not in shown:
            url, on = reverse("activities:contract_detail", args=[contract.pk]), contract.promised_on
            yield Entry(on, on, "pay", f"promise-{contract.pk}", _("Promised pay day"), url, contract.function)


def by_day(entries: Iterable[Entry], *, since: datetime.date, until: datetime.date) -> dict[datetime.date, list[Entry]]:
    """The entries under each day they touch."""
    found: dict[datetime.date, list[Entry]] = {}
    for entry in entries:
        day = max(entry.first, since)
        while day <= min(entry.last, until):
            found.setdefault(day, []).append(entry)
            day += datetime.timedelta(days=1)
    return found
