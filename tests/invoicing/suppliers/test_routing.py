"""Whose activity bears an invoice of a supplier: suggested, split to the cent, answered by the member."""

from decimal import Decimal

import pytest

from invoicing.models import SupplierPart
from invoicing.rules.supplier_routing import propose, suggestions, take_back
from members.models import Notification
from smart.foundation.errors import NotAllowed, RuleBroken
from tests.factories.invoicing import make_activity, make_mission, member_actor, staff_actor
from tests.invoicing.conftest import NOON
from tests.invoicing.suppliers.world import approve, earn, receive, route, xml

D = Decimal


@pytest.fixture
def second(inside):
    return make_activity(inside, name="Posters")


def test_what_the_invoice_says_of_us_suggests_the_activity(activity, second):
    mission = make_mission(second)
    said = receive(xml(order_reference=f"Order {activity.code.lower()}", buyer_reference=mission.reference))

    found = [(each.activity, each.why) for each in suggestions(said)]

    assert found == [
        (activity, "Its code is on the invoice"),
        (second, "Its mission is on the invoice"),
    ]


def test_the_suppliers_last_activity_is_suggested(activity):
    route(receive(), (activity, "121.00"))

    found = suggestions(receive(xml(number="DV-2026-18")))

    assert [(each.activity, each.why) for each in found] == [
        (activity, "It bore the last invoice of this supplier"),
    ]


def test_an_invoice_is_split_over_activities_and_their_members_are_told(activity, second):
    routed = route(receive(), (activity, "100.99"), (second, "20.01"))

    assert routed.state == "routed"
    assert list(routed.parts.order_by("pk").values_list("amount", flat=True)) == [D("100.99"), D("20.01")]
    told = Notification.objects.filter(event="purchase").values_list("user_id", flat=True)
    assert set(told) == {activity.membership.user_id, second.membership.user_id}


def test_routing_again_replaces_the_parts(activity, second):
    routed = route(receive(), (activity, "121.00"))

    route(routed, (second, "121.00"))

    assert [part.activity for part in SupplierPart.objects.all()] == [second]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], "no_activity"),
        ([("a", "120.99")], "parts_differ"),
        ([("a", "121.00"), ("b", "0.00")], "parts_differ"),
        ([("a", "60.50"), ("a", "60.50")], "twice_the_same"),
    ],
)
def test_parts_must_make_the_sum_to_the_cent(activity, second, parts, code):
    named = {"a": activity, "b": second}

    with pytest.raises(RuleBroken) as refused:
        route(receive(), *((named[name], amount) for name, amount in parts))

    assert refused.value.code == code


def test_a_closed_activity_bears_nothing(inside):
    closed = make_activity(inside, state="suspended")

    with pytest.raises(RuleBroken) as refused:
        route(receive(), (closed, "121.00"))

    assert refused.value.code == "activity_not_open"


def test_another_company_bears_nothing(inside, activity):
    entity = activity.entity
    entity.pk, entity.code, entity.is_default, entity.name = None, "other", False, "Second Company"
    entity.save(force_insert=True)
    stranger = make_activity(inside, entity=entity)

    with pytest.raises(RuleBroken) as refused:
        route(receive(), (stranger, "121.00"))

    assert refused.value.code == "other_entity"
    assert "Second Company" in refused.value.message


def test_payroll_and_members_route_nothing(activity):
    for by in (staff_actor("payroll"), member_actor(activity)):
        with pytest.raises(NotAllowed):
            route(receive(xml(number=str(by.user_id))), (activity, "121.00"), by=by)


def test_what_is_taken_back_is_nobodys(activity):
    routed = route(receive(), (activity, "121.00"))

    assert take_back(routed, by=staff_actor()).state == "received"
    assert SupplierPart.objects.count() == 0


def test_the_member_answers_and_may_change_their_mind(activity):
    routed, by = route(receive(), (activity, "121.00")), member_actor(activity)

    propose(routed, activity=activity, answer="mine", by=by, now=NOON)
    propose(routed, activity=activity, answer="dispute", reason_code="TX_TVA_ERR", by=by, now=NOON)

    assert list(routed.proposals.order_by("pk").values_list("answer", "reason_code")) == [
        ("mine", ""),
        ("dispute", "TX_TVA_ERR"),
    ]
    routed.refresh_from_db()
    assert routed.state == "routed"


@pytest.mark.parametrize(
    ("reason_code", "code", "field"),
    [("", "reason_missing", "reason_code"), ("AUTRE", "words_missing", "words")],
)
def test_a_refusal_needs_its_reason(activity, reason_code, code, field):
    routed = route(receive(), (activity, "121.00"))

    with pytest.raises(RuleBroken) as refused:
        propose(
            routed, activity=activity, answer="refuse", reason_code=reason_code, by=member_actor(activity), now=NOON
        )

    assert (refused.value.code, refused.value.field) == (code, field)


def test_only_the_member_of_the_activity_answers(activity, second):
    routed = route(receive(), (activity, "121.00"))

    for by in (member_actor(second), staff_actor()):
        with pytest.raises(NotAllowed):
            propose(routed, activity=activity, answer="mine", by=by, now=NOON)
    with pytest.raises(NotAllowed):
        propose(routed, activity=second, answer="mine", by=member_actor(second), now=NOON)


def test_what_is_decided_takes_no_answer_and_stays_where_it_is(activity, second):
    earn(activity)
    booked = approve(route(receive(), (activity, "121.00")))

    with pytest.raises(RuleBroken) as answered:
        propose(booked, activity=activity, answer="not_mine", by=member_actor(activity), now=NOON)
    with pytest.raises(RuleBroken) as moved:
        route(booked, (second, "121.00"))

    assert (answered.value.code, moved.value.code) == ("not_answerable", "not_routable")
