"""A block has its first day, its reason and a day to look at it again; a change after the review is seen."""

import datetime

import pytest

from activities.models import Client
from activities.rules import clients
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from tests.factories import activities as made

JUNE = datetime.date(2026, 6, 30)


@pytest.fixture
def school(inside):
    return made.make_client(name="Voorbeeldschool")


def test_a_block_says_since_when_by_whom_and_until_when(school):
    clients.block_client(school, reason="Does not pay", by=made.ADVISER, until=JUNE)

    found = Client.objects.get()
    assert (found.blocked_on, found.blocked_until, found.blocked_by) == (
        datetime.date(2026, 2, 23),
        JUNE,
        "Bob Adviser",
    )


def test_it_comes_back_on_its_day_and_holds_until_lifted(school):
    clients.block_client(school, reason="Does not pay", by=made.ADVISER, until=JUNE)

    assert list(Client.objects.blocks_to_look_at(datetime.date(2026, 6, 29))) == []
    assert list(Client.objects.blocks_to_look_at(JUNE)) == [school]
    with pytest.raises(RuleBroken):
        clients.require_usable_client(Client.objects.get())


def test_blocking_again_gives_another_day_and_keeps_the_first_one(school, clock):
    clients.block_client(school, reason="Does not pay", by=made.ADVISER, until=JUNE)
    clock.move_to(datetime.datetime(2026, 6, 30, 9, 0, tzinfo=datetime.UTC))

    clients.block_client(school, reason="Still not", by=made.SECOND, until=datetime.date(2026, 12, 31))

    found = Client.objects.get()
    assert (found.blocked_on, found.blocked_reason) == (datetime.date(2026, 2, 23), "Still not")


def test_a_day_that_is_over_is_refused(school):
    with pytest.raises(RuleBroken) as refused:
        clients.block_client(school, reason="Does not pay", by=made.ADVISER, until=datetime.date(2026, 2, 23))

    assert refused.value.field == "until"


def test_lifting_forgets_the_days(school):
    clients.block_client(school, reason="Does not pay", by=made.ADVISER, until=JUNE)
    clients.unblock_client(school, by=made.ADVISER)

    found = Client.objects.get()
    assert (found.blocked_reason, found.blocked_on, found.blocked_until, found.blocked_by) == ("", None, None, "")


def test_a_fact_of_a_register_changed_after_the_review_is_seen_and_reviewed_again(school, clock):
    clock.shift(datetime.timedelta(minutes=5))
    clients.edit_client(school, by=made.ADVISER, street="Nieuwe weg 7")

    assert list(Client.objects.changed_since_review()) == [school]
    clock.shift(datetime.timedelta(minutes=5))
    clients.review_client(school, by=made.SECOND)
    assert list(Client.objects.changed_since_review()) == []
    with pytest.raises(Conflict):
        clients.review_client(school, by=made.SECOND)


def test_another_email_needs_no_review(school, clock):
    clock.shift(datetime.timedelta(minutes=5))
    clients.edit_client(school, by=made.ADVISER, email="other@school.example")

    assert list(Client.objects.changed_since_review()) == []


def test_reviewing_again_lifts_no_block(school, clock):
    clients.block_client(school, reason="Does not pay", by=made.ADVISER)
    clock.shift(datetime.timedelta(minutes=5))
    clients.edit_client(school, by=made.ADVISER, street="Nieuwe weg 7")
    clock.shift(datetime.timedelta(minutes=5))

    assert clients.review_client(school, by=made.SECOND).blocked_reason == "Does not pay"


def test_accountants_do_not_block(school):
    with pytest.raises(NotAllowed):
        clients.block_client(school, reason="Does not pay", by=made.BOOKS)
