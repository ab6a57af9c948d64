"""A draft lives ninety days after it was touched, and never ends without a week's notice."""

import datetime

import pytest

from activities.models import Mission
from activities.rules import draft_expiry
from members.models import Notification
from smart.foundation.actors import PORTAL
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db
MADE = datetime.date(2026, 2, 23)


def after(days, clock):
    """That many days after the draft was made, at noon."""
    on = MADE + datetime.timedelta(days=days)
    clock.move_to(datetime.datetime(on.year, on.month, on.day, 12, 0, tzinfo=datetime.UTC))
    return on


def notices():
    return Notification.objects.filter(event="draft_expiring")


def test_nothing_is_said_before_the_last_week(murals, clock):
    made.make_draft(murals)

    assert draft_expiry.announce_expiring_drafts(on=after(82, clock)) == 0


def test_it_is_announced_once_and_then_closed(murals, clock):
    mission = made.make_draft(murals)
    assert draft_expiry.announce_expiring_drafts(on=after(83, clock)) == 1
    assert draft_expiry.announce_expiring_drafts(on=after(84, clock)) == 0
    # 23 February and 90 days
    assert "24 May 2026" in notices().get().title

    assert draft_expiry.expire_drafts(on=after(89, clock), by=PORTAL) == 0
    assert draft_expiry.expire_drafts(on=after(90, clock), by=PORTAL) == 1
    assert draft_expiry.expire_drafts(on=after(91, clock), by=PORTAL) == 0

    mission.refresh_from_db()
    assert mission.state == "cancelled"


def test_it_is_never_closed_without_a_week_of_notice(murals, clock):
    made.make_draft(murals)

    assert draft_expiry.expire_drafts(on=after(120, clock), by=PORTAL) == 0
    draft_expiry.announce_expiring_drafts(on=after(120, clock))
    assert draft_expiry.expire_drafts(on=after(126, clock), by=PORTAL) == 0
    assert draft_expiry.expire_drafts(on=after(127, clock), by=PORTAL) == 1


def test_touching_it_starts_again(murals, alice, clock):
    mission = made.make_draft(murals)
    draft_expiry.announce_expiring_drafts(on=after(83, clock))
    made.missions.keep_step(mission, step=3, values={"function": "Painter"}, by=as_member(alice))

    assert draft_expiry.expire_drafts(on=after(95, clock), by=PORTAL) == 0
    assert draft_expiry.announce_expiring_drafts(on=after(166, clock)) == 1


def test_what_was_sent_is_no_draft(murals, clock):
    made.make_sent(murals)

    draft_expiry.announce_expiring_drafts(on=after(200, clock))
    assert draft_expiry.expire_drafts(on=after(210, clock), by=PORTAL) == 0
    assert Mission.objects.get().state == "submitted"
