"""A client asks somebody they know for new work: a draft of the member's, told once."""

import datetime
import uuid
from decimal import Decimal

import pytest

from activities.models import ClientAsk, Mission, Order
from activities.rules import client_access, client_asks, clients, missions
from members.models import Notification
from smart.foundation.errors import NotAllowed, RuleBroken
from tests.factories import activities as made
from tests.people import as_member

D = Decimal
ON = datetime.date(2026, 2, 23)
ASKED = {
    "asked_by": "Greet Klant",
    "title": "A second wall",
    "words": "The wall beside the gate, in spring.",
    "starts_on": datetime.date(2026, 4, 13),
    "ends_on": None,
    "budget": D("900.00"),
}


@pytest.fixture
def school(murals):
    client = made.make_client(name="Voorbeeldschool")
    made.make_confirmed(murals, client)
    return client


@pytest.fixture
def access(school):
    return client_access.let_in(school, email="directie@school.example", by=made.ADVISER, on=ON, now=made.NOW)


def ask(access, activity, by=made.THE_CLIENT, submission=None, **changes):
    return client_asks.ask_for_work(
        access,
        activity=activity,
        submission_id=submission or uuid.uuid4(),
        by=by,
        on=ON,
        now=made.NOW,
        **ASKED | changes,
    )


def test_it_becomes_a_draft_of_the_member_and_they_are_told(access, school, murals, alice):
    asked = ask(access, murals)

    draft = Mission.objects.get(pk=asked.draft_id)
    order = Order.objects.get(mission=draft)
    assert (draft.state, draft.client, draft.title, draft.amount) == ("draft", school, "A second wall", D("900.00"))
    assert (draft.starts_on, draft.ends_on) == (datetime.date(2026, 4, 13), datetime.date(2026, 4, 13))
    assert (order.contact_name, order.contact_email) == ("Greet Klant", "directie@school.example")
    notice = Notification.objects.get(user=alice.user, event="client_asks")
    assert "Voorbeeldschool asks you for new work: A second wall" in notice.title


def test_the_member_may_throw_it_away(access, murals, alice):
    asked = ask(access, murals)

    missions.delete_draft(Mission.objects.get(pk=asked.draft_id), by=as_member(alice))

    assert ClientAsk.objects.count() == 1


def test_the_same_form_twice_asks_once(access, murals):
    submission = uuid.uuid4()
    ask(access, murals, submission=submission)
    ask(access, murals, submission=submission)

    assert ClientAsk.objects.count() == 1
    assert Mission.objects.filter(state="draft").count() == 1


def test_only_somebody_who_worked_for_them_is_asked(access, eve, inside):
    stranger = made.make_activity(eve)

    with pytest.raises(RuleBroken) as refused:
        ask(access, stranger)

    assert (refused.value.code, refused.value.field) == ("member_unknown", "activity")
    assert stranger not in client_asks.known_activities(access.client)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": datetime.date(2026, 2, 22)}, "starts_on"),
        ({"ends_on": datetime.date(2026, 4, 12)}, "ends_on"),
        ({"starts_on": None, "ends_on": datetime.date(2026, 4, 12)}, "ends_on"),
        ({"budget": D("0.00")}, "budget"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(access, murals, changes, field):
    with pytest.raises(RuleBroken) as refused:
        ask(access, murals, **changes)

    assert refused.value.field == field


def test_a_blocked_client_asks_for_nothing(access, school, murals):
    clients.block_client(school, reason="Does not pay", by=made.ADVISER)

    with pytest.raises(RuleBroken) as refused:
        ask(access, murals)

    assert refused.value.code == "client_blocked"


def test_members_and_staff_do_not_ask_for_the_client(access, murals, alice):
    for by in (as_member(alice), made.ADVISER):
        with pytest.raises(NotAllowed):
            ask(access, murals, by=by)
