"""A client who has not answered is reminded once, two working days before the offer ends."""

import datetime

import pytest

from activities.rules import order_reminders, orders
from members.models import OutgoingMail
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country as enter
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db


def remind(month, number):
    return order_reminders.remind_clients(by=PORTAL, on=datetime.date(2026, month, number))


def test_two_working_days_before_the_end_and_once(murals):
    made.make_sent(murals)  # until Friday 6 March

    assert [remind(3, number) for number in (3, 4, 4, 5, 6, 7)] == [0, 1, 0, 0, 0, 0]

    mail = OutgoingMail.objects.get(key__startswith="order-reminder:")
    assert mail.to == "greet@school.example"
    assert mail.language == "nl"
    assert "/be/orders/" in mail.text


def test_a_weekend_does_not_count(murals):
    made.make_sent(murals, valid_until=datetime.date(2026, 3, 9))  # a Monday: reminded on the Thursday

    assert [remind(3, number) for number in (4, 5)] == [0, 1]


def test_whoever_answered_is_left_alone(murals):
    order = made.order_of(made.make_sent(murals))
    orders.accept_order(order, name="Greet", ip="", by=made.THE_CLIENT, now=made.NOW)

    assert remind(3, 4) == 0


def test_a_day_missed_is_made_up_for(murals):
    made.make_sent(murals)

    assert remind(3, 5) == 1


def test_an_offer_made_today_is_not_repeated_today(murals):
    made.make_sent(murals, valid_until=datetime.date(2026, 2, 24))

    assert [remind(2, number) for number in (23, 24)] == [0, 1]


def test_a_new_version_is_reminded_anew(murals, alice):
    mission = made.make_sent(murals)
    remind(3, 4)

    until = datetime.date(2026, 3, 9)
    orders.extend_order(made.order_of(mission), valid_until=until, by=as_member(alice), now=made.NOW)

    assert remind(3, 5) == 1


def test_another_country_reminds_nobody_here(murals, fr):
    made.make_sent(murals)

    with enter(fr):
        assert remind(3, 4) == 0
