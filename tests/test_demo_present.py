"""What the demo tells of the present works whatever the day on which somebody starts it."""

import datetime

import pytest

from smart.stories.player import rehearse
from smart.stories.present import present_stories
from smart.stories.telling import three_days_after

# in the middle of a month; a Monday; a Sunday; the last and first days of a month
DAYS = [datetime.date(2026, 11, day) for day in (24, 23, 29, 30)] + [datetime.date(2026, 10, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_present_story_can_be_played(day):
    for story in present_stories(day):
        assert len(rehearse(story)) == len(story.steps)


def test_three_days_stay_in_one_month():
    assert three_days_after(datetime.date(2026, 11, 25)) == (datetime.date(2026, 12, 7), datetime.date(2026, 12, 9))


def test_a_monday_is_taken_as_it_is():
    assert three_days_after(datetime.date(2026, 11, 9)) == (datetime.date(2026, 11, 9), datetime.date(2026, 11, 11))
