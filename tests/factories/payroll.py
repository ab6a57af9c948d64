"""Signed contracts with their budget reserved, ready for a payroll run, and the people who run it.

The amounts are those of tests/scenarios/be_mural.yaml: five days of November 2026, worked out there by hand.
"""

import datetime
import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from activities.models import Activity, Contract, WorkingDay
from countries.models import Country, LegalEntity
from invoicing.models import LedgerAccount, LedgerEntry, LedgerTransaction
from invoicing.rules import ledger
from members.models import Membership, Profile, User
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


def make_contracts(country: Country, count: int) -> list[Contract]:
    """Many members at once, each with an activity and one signed contract whose budget is reserved. A dozen queries."""
    first, last, now = FIRST_DAY, FIRST_DAY + datetime.timedelta(days=4), timezone.now()
    entity, offset = LegalEntity.objects.get(is_default=True), next(_counter) * 10_000
    users = User.objects.bulk_create(
        User(email=f"member{offset + n}@example.org", first_name="Member", last_name=f"Example {n}")
        for n in range(count)
    )
    memberships = Membership.objects.bulk_create(
        Membership(country=country, user=user, state="active", number=f"N{offset + n}", applied_on=first)
        for n, user in enumerate(users)
    )
    Profile.objects.bulk_create(
        Profile(
            membership=each,
            legal_first_name="Member",
            legal_last_name=each.user.last_name,
            birth_date=datetime.date(1990, 5, 17),
            iban=people.belgian_iban(offset + n),
        )
        for n, each in enumerate(memberships)
    )
    activities = Activity.objects.bulk_create(
        Activity(membership=each, entity=entity, code=f"B{offset + n}", name="Murals", opened_on=first)
        for n, each in enumerate(memberships)
    )
    contracts = Contract.objects.bulk_create(
        Contract(
            activity=activity,
            membership=activity.membership,
            entity=entity,
            reference=f"D-{offset + n}",
            kind="fixed_term",
            function="Muralist",
            place="Gent",
            starts_on=first,
            ends_on=last,
            start_time=datetime.time(9, 0),
            days=5,
            hours=FULL_DAY * 5,
            gross=GROSS,
            budget=BUDGET,
            promised_on=datetime.date(2026, 12, 1),
            state="signed",
            created_at=now,
        )
        for n, activity in enumerate(activities)
    )
    worked = [first + datetime.timedelta(days=n) for n in range(5)]
    WorkingDay.objects.bulk_create(
        WorkingDay(contract=contract, day=day, hours=FULL_DAY) for contract in contracts for day in worked
    )
    _reserve_all(contracts, now)
    return contracts


def _reserve_all(contracts: list[Contract], now: datetime.datetime) -> None:
    """What `reserve` does for one, written at once."""
    receivable, _made = LedgerAccount.objects.get_or_create(
        code=ledger.RECEIVABLE, activity=None, defaults={"kind": "asset", "currency": "EUR"}
    )
    codes = (ledger.AVAILABLE, ledger.RESERVED)
    accounts = LedgerAccount.objects.bulk_create(
        LedgerAccount(code=code, kind="liability", activity=contract.activity, currency="EUR")
        for contract in contracts
        for code in codes
    )
    facts: dict[str, Any] = {"on": FIRST_DAY, "at": now, "label": "test", "subject_table": "activities_contract"}
    events = LedgerTransaction.objects.bulk_create(
        LedgerTransaction(event=f"{event}:{c.pk}", kind=kind, subject_id=c.pk, **facts)
        for c in contracts
        for event, kind in (("test-credit", "invoice_issued"), ("reserved", "reserved"))
    )
    entries = []
    for n in range(len(contracts)):
        available, reserved = accounts[2 * n], accounts[2 * n + 1]
        credit, hold = events[2 * n], events[2 * n + 1]
        entries += [(credit, receivable, BUDGET), (credit, available, -BUDGET)]
        entries += [(hold, available, BUDGET), (hold, reserved, -BUDGET)]
    LedgerEntry.objects.bulk_create(LedgerEntry(transaction=t, account=a, amount=amount) for t, a, amount in entries)
