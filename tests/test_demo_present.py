"""What the demo tells of the present works whatever the day on which somebody starts it."""

import datetime
import itertools

import pytest
import time_machine

from members.models import Appointment, Booking, MemberPaper, User
from members.rules.agreements import not_accepted
from smart.foundation import pdf
from smart.foundation.tenancy import country
from smart.stories.joining import settle_members, tell_joining
from smart.stories.player import rehearse
from smart.stories.present import present_stories
from smart.stories.story import all_stories
from smart.stories.telling import three_days_after
from tests import kept_papers, people

# a Sunday; the last day of a month; the first (the page inventory plays one in the middle)
DAYS = [datetime.date(2026, 11, 29), datetime.date(2026, 11, 30), datetime.date(2026, 10, 1)]


@pytest.fixture
def blank_papers(monkeypatch):
    """The same papers are laid out when the demo starts (tests/infra/test_demo_start.py); here the days are asked about."""
    monkeypatch.setattr(pdf, "write_pdf", kept_papers.blank)


@pytest.mark.django_db
@pytest.mark.usefixtures("blank_papers")
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_present_story_can_be_played(day):
    for story in present_stories(day):
        assert len(rehearse(story)) == len(story.steps)


def test_the_present_fits_into_one_demo_with_the_golden_stories():
    """The demo plays them all into one database: nobody opens a second activity of the same name."""
    stories = [*all_stories(), *present_stories(DAYS[0])]
    activities = [
        (step.who, step.facts["name"]) for story in stories for step in story.steps if step.does == "opens an activity"
    ]

    assert sorted(activities) == sorted(set(activities))


def test_nobody_has_two_contracts_over_the_same_days():
    """The demo plays them all into one database, where the second would be refused."""
    for number in range(366):
        hired = _hired(datetime.date(2026, 11, 1) + datetime.timedelta(days=number))
        for (who, _, last), (after, first, _) in itertools.pairwise(sorted(hired)):
            assert who != after or last < first


def _hired(today):
    for story in present_stories(today):
        declared = None
        for step in story.steps:
            if step.does == "declares a mission":
                declared = step
            elif step.does == "turns income into a contract":
                yield step.who, declared.facts["starts_on"], declared.facts["ends_on"]


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-11-26", "2026-12-03", "2027-02-28"])
def test_the_people_on_their_way_in_can_be_told_on_any_day(be, bob, alice, day):
    de = people.make_country("DE")
    people.make_staff(de, "adviser", "Heidi Beraterin")
    # whom the stories have brought in before, by the same addresses
    told = {facts["email"] for story in [*all_stories(), *present_stories(DAYS[0])] for facts in story.people.values()}
    User.objects.bulk_create(User(email=email) for email in told)

    with time_machine.travel(f"{day}T09:00:00Z", tick=False):
        tell_joining()
        settle_members()

        with country(de):
            assert Booking.objects.filter(state="booked").count() == 1
            assert Appointment.objects.filter(state="asked").count() == 1
        with country(be):
            states = MemberPaper.objects.order_by("id").values_list("kind", "state")
            assert list(states) == [("identity", "returned"), ("account", "given")]
            assert [each.user.first_name for each in not_accepted(be, on=be.today())] == ["Rosa"]


def test_three_days_stay_in_one_month():
    assert three_days_after(datetime.date(2026, 11, 25)) == (datetime.date(2026, 12, 7), datetime.date(2026, 12, 9))


def test_a_monday_is_taken_as_it_is():
    assert three_days_after(datetime.date(2026, 11, 9)) == (datetime.date(2026, 11, 9), datetime.date(2026, 11, 11))
