"""Staff decide once; with the client's yes a mission is confirmed and the books hear of it."""

import pytest

from activities.models import Mission
from activities.rules import missions, orders
from activities.signals import mission_confirmed
from members.models import Notification, OutgoingMail
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed():
    heard = []

    def hear(sender, country_id, id, **kwargs):
        heard.append((country_id, id))

    mission_confirmed.connect(hear)
    yield heard
    mission_confirmed.disconnect(hear)


def accept(mission):
    facts = {"name": "Greet", "ip": "192.0.2.7", "by": made.THE_CLIENT, "now": made.NOW}
    return orders.accept_order(made.order_of(mission), **facts)


def state_of(mission):
    return Mission.objects.get(pk=mission.pk).state


def test_first_the_client_then_staff(murals, be, confirmed):
    mission = made.make_sent(murals)
    accept(mission)
    assert (state_of(mission), confirmed) == ("submitted", [])

    missions.approve_mission(mission, by=made.ADVISER)

    assert (state_of(mission), confirmed) == ("confirmed", [(be.pk, mission.pk)])


def test_first_staff_then_the_client(murals, be, confirmed):
    mission = made.make_sent(murals)
    missions.approve_mission(mission, by=made.ADVISER)
    assert (state_of(mission), confirmed) == ("approved", [])

    accept(mission)

    assert (state_of(mission), confirmed) == ("confirmed", [(be.pk, mission.pk)])


def test_the_second_adviser_hears_who_was_first(murals):
    mission = made.make_sent(murals)
    missions.approve_mission(mission, by=made.ADVISER)

    with pytest.raises(Conflict, match="Bob Adviser"):
        missions.approve_mission(mission, by=made.SECOND)


def test_others_than_advisers_decide_nothing(murals, alice):
    mission = made.make_sent(murals)

    for by in (as_member(alice), made.PAYROLL, made.BOOKS, made.THE_CLIENT):
        with pytest.raises(NotAllowed):
            missions.approve_mission(mission, by=by)
        with pytest.raises(NotAllowed):
            missions.return_mission(mission, reason="No", by=by)


def test_an_adviser_who_is_the_member_asks_a_colleague(murals, alice):
    mission = made.make_sent(murals)
    both = made.adviser(alice.user)
    both = type(both)(both.kinds | {"member"}, user_id=alice.user_id, label=both.label, roles=both.roles)

    with pytest.raises(NotAllowed, match="own mission"):
        missions.approve_mission(mission, by=both)


def test_a_return_needs_a_reason_and_kills_the_link(murals, alice):
    mission = made.make_sent(murals)
    token = orders.order_token(made.order_of(mission))

    with pytest.raises(RuleBroken):
        missions.return_mission(mission, reason=" ", by=made.ADVISER)
    missions.return_mission(mission, reason="Which pupils?", by=made.ADVISER)

    assert state_of(mission) == "returned"
    assert made.order_of(mission).state == "draft"
    with pytest.raises(orders.LinkDead):
        orders.read_token(token)
    assert Notification.objects.filter(user=alice.user, event="mission_returned").exists()


def test_a_return_takes_back_what_the_client_accepted(murals, alice):
    mission = made.make_sent(murals)
    accept(mission)

    missions.return_mission(mission, reason="Price per day?", by=made.ADVISER)

    assert made.order_of(mission).state == "draft"
    again = missions.send_mission(Mission.objects.get(pk=mission.pk), by=as_member(alice), now=made.NOW)
    assert (again.state, made.order_of(mission).version) == ("submitted", 2)


def test_a_draft_cannot_be_approved(murals):
    with pytest.raises(Conflict):
        missions.approve_mission(made.make_draft(murals), by=made.ADVISER)


def test_a_mission_for_a_client_blocked_meanwhile_is_not_approved(murals):
    client = made.make_client()
    mission = made.make_sent(murals, client)
    type(client).objects.filter(pk=client.pk).update(blocked_reason="Bankrupt.")

    with pytest.raises(RuleBroken, match="Bankrupt"):
        missions.approve_mission(mission, by=made.ADVISER)


def test_cancelling_tells_the_client_who_was_asked(murals, alice):
    mission = made.make_sent(murals)

    missions.cancel_mission(mission, reason="Ill", by=as_member(alice))

    assert state_of(mission) == "cancelled"
    assert OutgoingMail.objects.filter(to="greet@school.example", key__startswith="order-cancelled").count() == 1


def test_a_member_cannot_cancel_what_is_confirmed_staff_can(murals, alice):
    mission = made.make_confirmed(murals)

    with pytest.raises(NotAllowed):
        missions.cancel_mission(mission, reason="Ill", by=as_member(alice))
    missions.cancel_mission(mission, reason="Ill", by=made.ADVISER)

    assert state_of(mission) == "cancelled"


def test_a_mission_with_a_contract_keeps_it(murals):
    contract = made.make_contract(murals)

    with pytest.raises(RuleBroken) as broken:
        missions.cancel_mission(contract.mission, reason="Ill", by=made.ADVISER)

    assert broken.value.code == "mission_has_contracts"


def test_staff_of_another_country_do_not_find_it(murals, fr):
    mission = made.make_sent(murals)

    with enter(fr), pytest.raises(Mission.DoesNotExist):
        missions.approve_mission(mission, by=made.ADVISER)
