"""The client's answer: given once, proved, and moved on by the mission."""

import datetime

import pytest

from activities.models import Mission, Order
from activities.rules import missions, orders
from activities.rules.order_terms import order_terms, terms_hash, terms_text
from members.models import Notification, OutgoingMail
from smart.foundation.actors import PORTAL
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import history
from smart.foundation.tenancy import country as enter
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db


def accept(order, **changes):
    facts = {"name": "Greet Klant", "ip": "192.0.2.7", "by": made.THE_CLIENT, "now": made.NOW, **changes}
    return orders.accept_order(order, **facts)


def reloaded(mission):
    return Mission.objects.get(pk=mission.pk)


def test_the_answer_keeps_who_when_from_where_and_what(murals):
    order = made.order_of(made.make_sent(murals))

    answered = accept(order, purchase_order="PO-7")

    assert (answered.answered_by, answered.answered_from, answered.answered_at) == (
        "Greet Klant",
        "192.0.2.7",
        made.NOW,
    )
    assert answered.terms_sha256 == terms_hash(made.order_of(order.mission))
    assert answered.purchase_order == "PO-7"
    assert '"amount_without_vat":"1250"' in terms_text(order_terms(made.order_of(order.mission)))


def test_the_member_is_told_of_each_answer(murals, alice):
    accept(made.order_of(made.make_sent(murals)))

    told = Notification.objects.filter(user=alice.user, event="order_accepted").get()
    assert "accepts" in told.title
    assert told.url.startswith("/be/missions/")


def test_a_second_answer_changes_nothing(murals):
    order = made.order_of(made.make_sent(murals))
    accept(order)

    again = orders.reject_order(
        made.order_of(order.mission), name="Mallory", reason="No", ip="198.51.100.1", by=made.THE_CLIENT, now=made.NOW
    )

    assert (again.state, again.answered_by) == ("accepted", "Greet Klant")


def test_only_the_client_answers(murals, alice):
    order = made.order_of(made.make_sent(murals))

    for by in (as_member(alice), made.ADVISER):
        with pytest.raises(NotAllowed):
            accept(order, by=by)


def test_a_name_is_needed(murals):
    order = made.order_of(made.make_sent(murals))

    with pytest.raises(RuleBroken) as broken:
        accept(order, name=" ")

    assert broken.value.field == "name"


@pytest.mark.parametrize("answer", ["change", "reject"])
def test_a_wish_or_a_no_gives_the_mission_back_with_the_words(murals, answer):
    mission = made.make_sent(murals)
    facts = {"name": "Greet", "ip": "192.0.2.7", "by": made.THE_CLIENT, "now": made.NOW}

    if answer == "change":
        orders.ask_for_change(made.order_of(mission), comment="One day more", **facts)
    else:
        orders.reject_order(made.order_of(mission), reason="One day more", **facts)

    mission = reloaded(mission)
    assert (mission.state, mission.returned_reason) == ("returned", "One day more")


def test_a_rejected_mission_is_changed_and_sent_again_with_a_new_link(murals, alice):
    mission = made.make_sent(murals)
    old = made.order_of(mission)
    token = orders.order_token(old)
    orders.reject_order(old, name="Greet", reason="Too dear", ip="", by=made.THE_CLIENT, now=made.NOW)
    missions.save_step(mission, step=4, values=made.step_values()[4] | {"amount": made.D("1000")}, by=as_member(alice))

    missions.send_mission(reloaded(mission), by=as_member(alice), now=made.NOW)

    order = made.order_of(mission)
    assert (order.state, order.version, order.answer_comment) == ("sent", 2, "")
    assert OutgoingMail.objects.filter(to="greet@school.example").count() == 2
    with pytest.raises(orders.LinkDead):
        orders.read_token(token)


def test_after_the_last_day_the_link_is_over(murals):
    order = made.order_of(made.make_sent(murals))
    late = datetime.datetime(2026, 3, 7, 9, 0, tzinfo=datetime.UTC)

    with pytest.raises(orders.LinkDead, match="6 March 2026"):
        accept(order, now=late)


def test_the_daily_round_expires_what_nobody_answered(murals, alice):
    made.make_sent(murals)

    assert orders.expire_orders(by=PORTAL, on=datetime.date(2026, 3, 6)) == 0
    assert orders.expire_orders(by=PORTAL, on=datetime.date(2026, 3, 7)) == 1
    assert orders.expire_orders(by=PORTAL, on=datetime.date(2026, 3, 7)) == 0

    assert Notification.objects.filter(user=alice.user, event="order_expired").count() == 1


def test_an_expired_order_is_sent_again_with_a_later_day(murals, alice):
    mission = made.make_sent(murals)
    orders.expire_orders(by=PORTAL, on=datetime.date(2026, 3, 7))

    order = orders.extend_order(
        made.order_of(mission), valid_until=datetime.date(2026, 3, 8), by=as_member(alice), now=made.NOW
    )

    assert (order.state, order.version) == ("sent", 2)


def test_a_waived_order_says_why_and_loses_the_guarantee(murals, alice, eve):
    mission = made.make_sent(murals)
    order = made.order_of(mission)

    with pytest.raises(NotAllowed):
        orders.waive_order(order, reason="Signed on paper", by=as_member(eve))
    with pytest.raises(RuleBroken):
        orders.waive_order(order, reason="", by=as_member(alice))
    waived = orders.waive_order(order, reason="Signed on paper", by=as_member(alice))
    missions.approve_mission(mission, by=made.ADVISER)

    assert (waived.state, reloaded(mission).state) == ("waived", "confirmed")


def test_a_link_of_another_country_is_no_link(murals, fr):
    token = orders.order_token(made.order_of(made.make_sent(murals)))

    with enter(fr):
        assert orders.read_token(token) is None


def test_a_forged_link_is_no_link(murals):
    token = orders.order_token(made.order_of(made.make_sent(murals)))

    assert orders.read_token(token[:-1] + ("a" if token[-1] != "a" else "b")) is None


def test_a_sent_order_is_not_sent_for_a_draft(murals, alice):
    order = made.order_of(made.make_draft(murals))

    with pytest.raises(RuleBroken) as broken:
        orders.send_order(order, by=as_member(alice), now=made.NOW)

    assert broken.value.code == "mission_not_sent"


def test_an_answered_order_is_not_sent_again(murals, alice):
    mission = made.make_sent(murals)
    accept(made.order_of(mission))

    with pytest.raises(Conflict):
        orders.send_order(made.order_of(mission), by=as_member(alice), now=made.NOW)


def test_every_move_leaves_its_trace(murals):
    order = made.order_of(made.make_sent(murals))
    accept(order)

    moves = [(change.from_state, change.to_state, change.by_label) for change in history(Order.objects.get())]

    assert moves == [("draft", "sent", "Alice Example"), ("sent", "accepted", "Greet Klant")]
