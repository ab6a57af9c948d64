"""What members and clients write elsewhere reaches somebody, and stands in the conversation about the thing."""

import pytest

from activities.rules import contracts, orders, review
from members.models import Message, Notification, Thread
from smart.foundation.errors import NotAllowed
from smart.foundation.tenancy import country
from tests import people
from tests.factories import activities as work

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(be, alice, bob):
    alice.adviser = bob
    alice.save()
    with country(be):
        yield work.make_activity(alice)


@pytest.fixture(autouse=True)
def monday():
    import time_machine

    with time_machine.travel(work.NOW, tick=False):
        yield


def told(user):
    return list(Notification.objects.to_user(user.pk).filter(event="thread").values_list("title", "text"))


def test_why_a_member_cancels_reaches_the_adviser(activity, alice, bob):
    mission = work.make_sent(activity)

    review.cancel_mission(mission, reason="The school has no money.", by=people.as_member(alice))

    title = f"Alice Example writes: Mission “{mission.title}”"
    assert told(bob) == [(title, "The mission is cancelled: The school has no money.")]
    thread = Thread.objects.get()
    assert (thread.state, thread.due_at, thread.last_side) == ("answered", None, "member")


def test_staff_who_cancel_begin_no_conversation(activity):
    review.cancel_mission(work.make_sent(activity), reason="Asked by phone.", by=work.ADVISER)

    assert not Thread.objects.exists()


def test_why_a_contract_is_cancelled_reaches_the_adviser(activity, alice, bob):
    contracts.cancel_contract(work.make_submitted(activity), reason="I am ill.", by=people.as_member(alice))

    assert [text for _title, text in told(bob)] == ["The contract is cancelled: I am ill."]


def test_going_on_without_the_client_reaches_the_adviser(activity, alice, bob):
    order = work.order_of(work.make_sent(activity))

    orders.waive_order(order, reason="Signed on paper", by=people.as_member(alice))

    assert [text for _title, text in told(bob)] == ["Goes on without the client’s confirmation: Signed on paper"]


def test_what_the_client_wants_changed_is_read_by_both(activity, alice, bob, be):
    order = work.order_of(work.make_sent(activity))

    orders.ask_for_change(
        order, name="Greet Klant", comment="One day less.", ip="192.0.2.7", by=work.THE_CLIENT, now=work.NOW
    )

    said = Message.objects.get()
    assert (said.side, said.author_label, said.text) == ("client", "Greet Klant", "One day less.")
    assert told(bob) == []
    assert Thread.objects.get().state == "answered"


def test_nobody_passes_words_on_for_a_member(activity, eve):
    from activities.rules.tellings import pass_on

    mission = work.make_sent(activity)

    with pytest.raises(NotAllowed):
        pass_on(mission, words="Hello", by=people.as_member(eve))
