"""The client proposes another price or other days; the member takes it over with one button."""

import datetime

import pytest

from activities.models import Mission, Order, OrderAnswer
from activities.rules import counter_offers, missions, order_lines, orders
from countries.addresses import country_url
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from tests.activities.reading import words
from tests.factories import activities as made
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db
D = made.D
LINE = {"description": "Painting", "quantity": D("3"), "unit": "DAY", "unit_price": D("400")}
FARE = {"description": "Train", "quantity": D("2"), "unit": "C62", "unit_price": D("25"), "kind": "expense"}


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


def propose(mission, **offer):
    facts = {"name": "Greet Klant", "ip": "192.0.2.7", "by": made.THE_CLIENT, "now": made.NOW}
    return orders.ask_for_change(made.order_of(mission), comment="Our budget is smaller", **facts, **offer)


def reloaded(mission):
    return Mission.objects.get(pk=mission.pk)


def sent_in_lines(murals, alice, *lines, **price):
    draft = made.make_draft(murals)
    for facts in lines:
        order_lines.add_line(draft, by=as_member(alice), **facts)
    missions.save_step(draft, step=4, values=made.step_values()[4] | price, by=as_member(alice))
    return missions.send_mission(draft, by=as_member(alice), now=made.NOW)


def test_taken_over_it_fills_the_draft_and_sent_it_is_a_new_version(murals, alice):
    mission = made.make_sent(murals)
    days = {"proposed_starts_on": datetime.date(2026, 3, 10), "proposed_ends_on": datetime.date(2026, 3, 12)}
    propose(mission, proposed_total=D("1100.00"), **days)

    taken = counter_offers.take_over(mission, by=as_member(alice))
    missions.send_mission(taken, by=as_member(alice), now=made.NOW)

    mission, order = reloaded(mission), made.order_of(mission)
    assert (mission.amount, mission.starts_on, mission.ends_on, mission.days) == (D("1100.00"), *days.values(), D("3"))
    assert (order.state, order.version) == ("sent", 2)


def test_the_offer_is_kept_with_the_answer(murals):
    propose(made.make_sent(murals), proposed_total=D("1100.00"))

    answer = OrderAnswer.objects.get()

    assert (answer.kind, answer.proposed_total, answer.comment) == (
        "change_requested",
        D("1100.00"),
        "Our budget is smaller",
    )


def test_the_work_bears_the_difference_and_the_expenses_stay(murals, alice):
    mission = sent_in_lines(murals, alice, LINE, LINE | {"quantity": D("1")}, FARE, deposit=D("330.00"))
    assert reloaded(mission).amount == D("1650.00")
    propose(mission, proposed_total=D("1450.00"))

    counter_offers.take_over(mission, by=as_member(alice))

    # 1,450 − 50 of expenses = 1,400 for 4 days: 3 × 350.00 and 1 × 350.00; the deposit keeps its 20 %
    order = Order.objects.get(mission=mission)
    assert [(line.unit_price, line.net) for line in order.lines.order_by("position")] == [
        (D("350.0000"), D("1050.00")),
        (D("350.0000"), D("350.00")),
        (D("25.0000"), D("50.00")),
    ]
    assert (reloaded(mission).amount, order.deposit) == (D("1450.00"), D("290.00"))


def test_a_price_no_unit_price_can_give_becomes_a_lump_sum(murals, alice):
    mission = sent_in_lines(murals, alice, LINE | {"quantity": D("1000"), "unit": "HUR", "unit_price": D("1")})
    propose(mission, proposed_total=D("999.97"))

    counter_offers.take_over(mission, by=as_member(alice))

    # 1,000 × 1.0000 is 1,000.00 and 1,000 × 0.9999 is 999.90: no price of an hour gives 999.97
    line = Order.objects.get(mission=mission).lines.get()
    assert (line.quantity, line.unit, line.net) == (D("1"), "LS", D("999.97"))
    assert reloaded(mission).amount == D("999.97")


def test_taken_over_twice_it_is_the_same_draft(murals, alice):
    mission = made.make_sent(murals)
    propose(mission, proposed_total=D("1100.00"))

    for _click in range(2):
        counter_offers.take_over(mission, by=as_member(alice))

    assert reloaded(mission).amount == D("1100.00")


def test_only_the_member_takes_it_over(murals, eve):
    mission = made.make_sent(murals)
    propose(mission, proposed_total=D("1100.00"))

    for by in (as_member(eve), made.ADVISER, made.THE_CLIENT):
        with pytest.raises(NotAllowed):
            counter_offers.take_over(mission, by=by)


def test_without_an_offer_there_is_nothing_to_take_over(murals, alice):
    mission = made.make_sent(murals)
    propose(mission)

    with pytest.raises(Conflict):
        counter_offers.take_over(mission, by=as_member(alice))


@pytest.mark.parametrize(
    ("offer", "field"),
    [
        ({"proposed_total": D("0")}, "proposed_total"),
        (
            {"proposed_starts_on": datetime.date(2026, 3, 12), "proposed_ends_on": datetime.date(2026, 3, 11)},
            "proposed_ends_on",
        ),
    ],
)
def test_an_offer_that_cannot_be_meant_is_refused(murals, offer, field):
    mission = made.make_sent(murals)

    with pytest.raises(RuleBroken) as broken:
        propose(mission, **offer)

    assert broken.value.field == field
    assert Order.objects.get().state == "sent"


def test_the_whole_way_in_the_browser(browser, murals, alice, eve):
    mission = made.make_sent(murals)
    token = orders.order_token(made.order_of(mission))
    typed = {"change-name": "Greet", "change-comment": "Too dear", "change-proposed_total": "1.100,00"}
    browser.post(f"{at('order_answer', token, 'change')}?language=nl", typed)

    page = words(sign_in(browser, alice.user).get(at("mission_detail", mission.pk)))
    assert "The client’s counter-offer" in page
    assert "€1,100.00" in page
    assert sign_in(browser, eve.user).post(at("order_take_over", mission.pk)).status_code == 404
    answer = sign_in(browser, alice.user).post(at("order_take_over", mission.pk))

    assert answer.url == at("mission_check", mission.pk)
    assert "€1,100.00" in words(browser.get(answer.url))
