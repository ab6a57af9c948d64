"""Work for a client outside the European Union becomes pay once it is paid; everywhere else at once."""

import datetime
from decimal import Decimal

import pytest

from countries.models import CountrySetting
from invoicing.models import LedgerTransaction
from invoicing.rules import conversion, invoices, payments
from smart.foundation.actors import PORTAL
from smart.foundation.errors import RuleBroken
from tests.factories.invoicing import WORK, make_client, make_mission, member_actor, staff_actor
from tests.invoicing.conftest import NOON, TODAY

D = Decimal


@pytest.fixture
def mission(activity):
    """1 250.00 for a business in New York, invoiced without Belgian VAT."""
    client = make_client(name="Sample Pictures Inc", place="US", vat_number="123456789")
    mission = make_mission(activity, client=client)
    invoices.invoice_mission(mission, on=TODAY, by=PORTAL)
    return mission


def convert(mission):
    return conversion.convert_income(
        mission.activity,
        mission=mission,
        kind="fixed_term",
        days=[(WORK[0], D("7.6"))],
        budget=D("400.00"),
        start_time=datetime.time(9, 0),
        function="Muralist",
        place="Gent",
        now=NOON,
        by=member_actor(mission.activity),
    )


def pay(mission, amount):
    invoice = mission.invoices.get()
    payments.record_payment(invoice, amount=D(amount), on=TODAY, key=amount, by=staff_actor("accounting"))


def test_unpaid_work_for_a_client_outside_europe_waits(mission):
    before = LedgerTransaction.objects.count()

    with pytest.raises(RuleBroken, match="outside the European Union") as refused:
        convert(mission)

    assert (refused.value.code, refused.value.field) == ("payment_first", "mission")
    assert LedgerTransaction.objects.count() == before


def test_a_part_is_not_enough(mission):
    pay(mission, "1249.99")

    with pytest.raises(RuleBroken) as refused:
        convert(mission)

    assert refused.value.code == "payment_first"


def test_once_it_is_paid_it_becomes_pay(mission):
    pay(mission, "1250.00")

    assert convert(mission).state == "submitted"


def test_a_client_in_europe_need_not_have_paid(activity):
    mission = make_mission(activity)
    invoices.invoice_mission(mission, on=TODAY, by=PORTAL)

    assert convert(mission).state == "submitted"


def test_a_country_whose_guarantee_does_not_ask_for_europe_does_not_wait(mission):
    rows = CountrySetting.objects.filter(key="guarantee.conditions")
    rows.update(value=[{"condition": "client_confirmed"}])

    assert convert(mission).state == "submitted"
