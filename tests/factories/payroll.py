"""Signed contracts with their budget reserved, ready for a payroll run, and the people who run it.

The amounts are those of tests/scenarios/be_mural.yaml: five days of November 2026, worked out there by hand.
"""

import datetime
import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from activities.models import Contract, WorkingDay
from countries.models import Country
from invoicing.rules import ledger
from members.models import Membership
from members.states import Role
from smart.foundation.actors import PORTAL, STAFF, Actor
from tests import people
from tests.factories.invoicing import make_activity

_counter = itertools.count(1)
D = Decimal
GROSS, BUDGET, NET = D("808.44"), D("1168.75"), D("703.31")
MONTH = datetime.date(2026, 11, 1)
FIRST_DAY = datetime.date(2026, 11, 16)
FULL_DAY = D("7.6")


def make_contract(
    country: Country,
    membership: Membership | None = None,
    *,
    first: datetime.date = FIRST_DAY,
    days: int = 5,
    **facts: Any,
) -> Contract:
    """A signed contract of consecutive days with its budget credited and reserved."""
    activity = facts.pop("activity", None) or make_activity(
        country, membership or people.make_member(country, "Lina Example")
    )
    place = next(_counter)
    last = first + datetime.timedelta(days=days - 1)
    contract = Contract.objects.create(
        **{
            "activity": activity,
            "membership": activity.membership,
            "entity": activity.entity,
            "reference": f"C-{place:06}",
            "kind": "fixed_term",
            "function": "Muralist",
            "place": "Gent",
            "starts_on": first,
            "ends_on": last,
            "start_time": datetime.time(9, 0),
            "days": D(days),
            "hours": FULL_DAY * days,
            "gross": GROSS,
            "budget": BUDGET,
            "net_estimate": NET,
            "promised_on": datetime.date(2026, 12, 1),
            "state": "signed",
            "created_at": timezone.now(),
            **facts,
        }
    )
    worked = [first + datetime.timedelta(days=n) for n in range(days)]
    WorkingDay.objects.bulk_create([WorkingDay(contract=contract, day=day, hours=FULL_DAY) for day in worked])
    reserve(contract)
    return contract


def reserve(contract: Contract) -> None:
    """Credit the activity with the budget and reserve it for the contract."""
    activity, amount, on = contract.activity, contract.budget, contract.starts_on
    same: dict[str, Any] = {"on": on, "subject": contract, "by": PORTAL, "label": contract.reference}
    credit = [(ledger.RECEIVABLE, None, amount), (ledger.AVAILABLE, activity, -amount)]
    ledger.post(event=f"test-credit:{contract.pk}", kind=ledger.Kind.INVOICE_ISSUED, entries=credit, **same)
    hold = [(ledger.AVAILABLE, activity, amount), (ledger.RESERVED, activity, -amount)]
    ledger.post(event=f"reserved:{contract.pk}", kind=ledger.Kind.RESERVED, entries=hold, **same)


def payroll_officer(name: str = "Petra Example", *roles: str) -> Actor:
    """A member of staff as an actor, without a session."""
    user = people.make_user(name)
    held = frozenset(roles or {Role.PAYROLL})
    return Actor(kinds=frozenset({STAFF}), user_id=user.pk, label=user.full_name, ip="127.0.0.1", roles=held)
