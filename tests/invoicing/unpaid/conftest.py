"""An invoice of 1 512.50 sent on 10 March 2026 with ten days to pay, and the people around it."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine

from invoicing.models import Invoice
from invoicing.rules import invoices
from members.models import User
from smart.foundation.actors import PORTAL
from smart.foundation.states import move
from tests import people
from tests.factories.invoicing import make_activity, make_client, make_mission, member_actor, staff_actor

D = Decimal
ISSUED, DUE = datetime.date(2026, 3, 10), datetime.date(2026, 3, 20)
"""A Tuesday and a Friday."""


def day(number: int, month: int = 3) -> datetime.date:
    return datetime.date(2026, month, number)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime.datetime(2026, 3, 10, 9, 0, tzinfo=datetime.UTC), tick=False) as traveller:
        yield traveller


def sent_invoice(activity, **facts) -> Invoice:
    """Issued on 10 March and sent; Belgium gives ten days."""
    client = facts.pop("client", None) or make_client()
    mission = make_mission(activity, client=client, starts_on=day(2), ends_on=day(6), **facts)
    invoice = invoices.invoice_mission(mission, on=ISSUED, by=PORTAL)
    move(invoice, to="sent", by=PORTAL)
    return invoice


@pytest.fixture
def alice(be):
    return people.make_member(be, "Alice Example")


@pytest.fixture
def activity(inside, alice):
    return make_activity(inside, alice)


@pytest.fixture
def invoice(activity):
    return sent_invoice(activity)


@pytest.fixture
def member(activity):
    return member_actor(activity)


@pytest.fixture
def accountant():
    return staff_actor("accounting")


@pytest.fixture
def second():
    return staff_actor("accounting")


@pytest.fixture
def adviser():
    return staff_actor("adviser")


@pytest.fixture
def rik(be) -> User:
    return people.make_staff(be, "accounting", "Rik Books")
