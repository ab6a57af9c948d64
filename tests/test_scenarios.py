"""Every golden story goes as told, to the cent."""

import pytest

from smart.stories.player import rehearse
from smart.stories.story import STORIES, StoryError, all_stories, read_story


@pytest.mark.django_db
@pytest.mark.parametrize("story", all_stories(), ids=lambda story: story.name)
def test_the_story_goes_as_told(story):
    played = rehearse(story)

    assert len(played) == len(story.steps)


def test_every_country_of_the_network_that_is_open_has_a_story():
    assert {story.country for story in all_stories()} >= {"BE", "FR", "ES", "IT", "DE", "AT", "SE"}


def test_all_stories_fit_into_one_demo():
    """The demo plays them one after the other: no VAT number of a country and no activity of a person comes twice."""
    steps = [(story, step) for story in all_stories() for step in story.steps]
    numbers = [(story.country, step.facts["vat_number"]) for story, step in steps if step.facts.get("vat_number")]
    activities = [(step.who, step.facts["name"]) for _story, step in steps if step.does == "opens an activity"]

    assert len(numbers) == len(set(numbers))
    assert len(activities) == len(set(activities))


def test_people_of_all_stories_who_share_an_address_share_a_name():
    people = {
        (facts["email"], name) for story in all_stories() for name, facts in story.people.items() if "email" in facts
    }

    assert len(people) == len({email for email, _name in people})


def test_an_unknown_word_in_a_story_is_named(tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: x\ncountry: BE\nsteps: [{who: A, does: b, wiht: {}}]\n")

    with pytest.raises(StoryError, match="step 1 has wiht; expected only"):
        read_story(broken)


def test_amounts_of_a_story_are_exact(tmp_path):
    told = tmp_path / "told.yaml"
    told.write_text("title: x\ncountry: BE\nsteps: [{who: A, does: b, with: {amount: 0.10}}]\n")

    assert str(read_story(told).steps[0].facts["amount"]) == "0.10"


def test_the_stories_lie_where_the_command_looks():
    assert STORIES.is_dir()
