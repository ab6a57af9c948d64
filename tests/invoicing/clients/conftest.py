"""A school in Ghent with an order to answer, work agreed and two invoices; and its neighbour, whose facts nobody else sees."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client as Browser

from activities.models import Client
from activities.rules import client_access
from invoicing.rules import invoices, payments
from smart.foundation.actors import PORTAL
from smart.foundation.states import move
from smart.foundation.tenancy import country as enter
from tests import people
from tests.factories.invoicing import make_activity, make_client, make_mission, make_order, staff_actor

D = Decimal
ISSUED = datetime.date(2026, 11, 2)
TODAY = datetime.date(2026, 11, 10)
NOW = datetime.datetime(2026, 11, 10, 11, 0, tzinfo=datetime.UTC)


@pytest.fixture
def alice(be):
    return people.make_member(be, "Alice Example")


@pytest.fixture
def murals(be, alice):
    with enter(be):
        return make_activity(be, alice)


@pytest.fixture
def school(be):
    with enter(be):
        return make_client(name="School aan het Kanaal", folded_name="school aan het kanaal", reviewed_at=NOW)


@pytest.fixture
def neighbour(be):
    with enter(be):
        return make_client(name="Buurman", folded_name="buurman", email="buur@man.example", reviewed_at=NOW)


@pytest.fixture
def access(be, school):
    with enter(be):
        return client_access.let_in(school, email="greet@school.example", by=staff_actor("adviser"), on=TODAY, now=NOW)


def invoiced(activity, client: Client, *, on: datetime.date = ISSUED, title: str = "Wall painting", **facts):
    """A mission of 1 250.00 with its order, issued and sent: 1 512.50 with VAT, due ten days later."""
    mission = make_mission(activity, client=client, title=title, **facts)
    make_order(mission, sent_at=NOW)
    invoice = invoices.invoice_mission(mission, on=on, by=PORTAL)
    if invoice.state == "draft":
        invoice = invoices.issue_invoice(invoice, on=on, by=PORTAL)
    move(invoice, to="sent", by=PORTAL)
    return invoice


def waiting_order(activity, client: Client, *, title: str):
    mission = make_mission(activity, client=client, title=title, state="submitted")
    return make_order(
        mission,
        state="sent",
        sent_at=NOW,
        contact_email="greet@school.example",
        valid_until=datetime.date(2026, 11, 13),
    )


def paid(invoice, amount: str, *, on: datetime.date):
    return payments.record_payment(
        invoice, amount=D(amount), on=on, key=f"{invoice.pk}:{on}", by=staff_actor("accounting")
    )


def come_in(access) -> Browser:
    """A browser of the client, through the door."""
    browser = Browser()
    answer = browser.post(f"/be/client/open/{client_access.access_token(access)}/")
    assert (answer.status_code, answer["Location"]) == (302, "/be/client/")
    return browser
