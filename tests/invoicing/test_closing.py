"""A mission closes by itself when the client has paid, the contract has ended and its member is paid: not before."""

import datetime

import pytest

from activities.models import Contract, Mission
from activities.rules.review import close_mission
from countries.models import Country
from invoicing.models import Invoice
from invoicing.rules.closing import close_done_missions, done_missions
from smart.foundation.actors import PORTAL
from smart.foundation.errors import Conflict, NotAllowed
from smart.foundation.tenancy import country as enter
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db
LATER = datetime.date(2026, 12, 1)


@pytest.fixture
def lived(mural_paid, db):
    """The story of the mural, to its last step: everything is paid."""
    with enter(Country.objects.get(code="BE")):
        yield Mission.objects.get()


def test_what_is_done_is_closed_once(lived):
    Invoice.objects.filter(mission=lived).exclude(state="paid").update(state="paid")

    assert close_done_missions(on=LATER, by=PORTAL) == 1
    assert close_done_missions(on=LATER, by=PORTAL) == 0
    lived.refresh_from_db()
    assert lived.state == "closed"


def test_nothing_is_closed_before_the_work_is_over(lived):
    assert close_done_missions(on=lived.ends_on, by=PORTAL) == 0


def test_a_contract_that_has_not_ended_keeps_it_open(lived):
    contract = Contract.objects.get()
    copy = Contract(
        **{f.attname: getattr(contract, f.attname) for f in Contract._meta.concrete_fields if f.name != "id"}
    )
    copy.reference, copy.state = "BE-OTHER", "draft"
    copy.save()

    assert not done_missions(on=LATER).exists()


def test_a_member_closes_nothing(lived):
    with pytest.raises(NotAllowed):
        close_mission(lived, by=as_member(lived.activity.membership))


def test_only_what_is_confirmed_can_be_closed(inside, alice):
    mission = made.fast_missions(made.make_activity(alice), 1)[0]

    with pytest.raises(Conflict):
        close_mission(mission, by=PORTAL)
