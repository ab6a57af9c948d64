"""Joining where shares may be taken out of pay: the person orders it in writing or refuses, and may think again."""

import datetime

import pytest
import time_machine

from members.models import SharePayWord, ShareSubscription
from members.rules import applications
from smart.foundation.tenancy import country
from tests import people
from tests.members.test_join_rules import applicant

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)
SEND = {"fr": "/fr/join/send/", "be": "/be/join/send/"}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-24T12:00:00Z", tick=False):
        yield


@pytest.fixture
def flore(fr, browser):
    membership = applicant(fr, "Flore Exemple")
    people.sign_in(browser, membership.user)
    return membership


def test_the_page_says_what_is_ordered_and_what_happens_otherwise(flore, browser):
    page = browser.get(SEND["fr"]).text

    assert "I order the cooperative to take one share of €30.00" in page
    assert "€100.00 net or more" in page
    assert "nothing is taken out of your pay" in page


@pytest.mark.parametrize(("answer", "is_order"), [("yes", True), ("no", False)])
def test_the_answer_is_kept_with_the_application(fr, flore, browser, answer, is_order):
    sent = browser.post(SEND["fr"], {"agreed": "on", "from_pay": answer})

    assert sent.status_code == 302
    with country(fr):
        assert SharePayWord.objects.get().is_order is is_order
        assert ShareSubscription.objects.out_of_pay().exists() is is_order


def test_without_an_answer_nothing_is_sent(fr, flore, browser):
    answer = browser.post(SEND["fr"], {"agreed": "on"})

    assert answer.status_code == 422
    assert "How do you pay your shares?" in answer.text
    with country(fr):
        assert not ShareSubscription.objects.exists()


def test_sent_twice_it_is_one_order_and_a_member_goes_on_under_their_shares(fr, flore):
    """Nobody has to be met in France: the first sending makes a member."""
    with country(fr):
        for wanted in (True, True, False):
            applications.send_application(flore, by=people.as_member(flore), on=TODAY, from_pay=wanted)
            flore.refresh_from_db()

        words = SharePayWord.objects.order_by("pk").values_list("is_order", flat=True)
        assert list(words) == [True]
        assert ShareSubscription.objects.count() == 1


def test_in_belgium_nobody_is_asked(be, browser):
    membership = applicant(be)
    people.sign_in(browser, membership.user)

    page = browser.get(SEND["be"]).text
    browser.post(SEND["be"], {"agreed": "on", "from_pay": "yes"})

    assert "How do you pay your shares?" not in page
    with country(be):
        assert ShareSubscription.objects.get().pay_agreed_at is None
        assert not SharePayWord.objects.exists()
