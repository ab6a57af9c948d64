"""What shares do by themselves: a subscription each January, and three reminders of what is late."""

import datetime

import pytest
import time_machine

from members.models import Notification, ShareSubscription
from members.rules import share_calendar, shares
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country
from tests import people
from tests.invoicing.work_list import do_jobs

JANUARY = datetime.date(2027, 1, 4)
DAY = datetime.date(2026, 11, 10)


@pytest.fixture
def january():
    with time_machine.travel(datetime.datetime(2027, 1, 4, 9, 0, tzinfo=datetime.UTC), tick=False):
        yield JANUARY


def test_in_january_every_active_member_gets_the_share_of_the_year_once(be, alice, eve, january):
    with country(be):
        assert share_calendar.enqueue_renewals(be, on=january) == 2
        do_jobs("renew_shares")

        rows = ShareSubscription.objects.order_by("membership_id").values_list("membership", "subscribed_on", "due_on")
        assert list(rows) == [(member.pk, january, datetime.date(2027, 1, 14)) for member in (alice, eve)]
        assert Notification.objects.filter(event="share_of_the_year").count() == 2
        assert share_calendar.enqueue_renewals(be, on=january) == 0


def test_who_joined_this_year_or_has_subscribed_is_left_alone(be, alice, eve, january):
    with country(be):
        shares.subscribe_shares(alice, by=PORTAL, on=january)
        type(eve).objects.filter(pk=eve.pk).update(joined_on=january)

        assert share_calendar.enqueue_renewals(be, on=january) == 0


def test_only_countries_with_yearly_shares_renew(fr, chloe, january):
    with country(fr):
        assert share_calendar.enqueue_renewals(fr, on=january) == 0


def test_a_late_share_is_recalled_three_times_two_weeks_apart(be, alice):
    with country(be):
        shares.subscribe_shares(alice, by=PORTAL, on=DAY)  # due on 20 November
        told = {
            day: share_calendar.remind_unpaid_shares(on=day)
            for day in (
                datetime.date(2026, 11, 20),
                datetime.date(2026, 11, 21),
                datetime.date(2026, 12, 4),
                datetime.date(2026, 12, 5),
                datetime.date(2026, 12, 19),
                datetime.date(2027, 1, 2),
            )
        }

        assert list(told.values()) == [0, 1, 0, 1, 1, 0]
        assert Notification.objects.filter(user=alice.user).count() == 3


def test_a_share_out_of_pay_is_not_recalled(fr, chloe):
    with country(fr):
        shares.subscribe_shares(chloe, by=people.as_member(chloe), on=DAY, from_pay=True)

        assert share_calendar.remind_unpaid_shares(on=datetime.date(2027, 6, 1)) == 0
