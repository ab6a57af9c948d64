"""A golden story lived once for all tests of a file: each test begins where it ends, and what it changes is taken back.

Only for files whose tests all begin there (they would see its rows otherwise) and change no stored file of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from smart.stories.player import play
from smart.stories.story import STORIES, Story, read_story


def told_until(name: str, before: str = "") -> Story:
    """The story of that name; as far as the step that does `before`, which is left out."""
    story = read_story(STORIES / f"{name}.yaml")
    if not before:
        return story
    number = next(step.number for step in story.steps if step.does == before)
    return replace(story, steps=story.steps[: number - 1])


@contextmanager
def lived(story: Story, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Live it in a transaction around those of the tests."""
    with blocker.unblock(), transaction.atomic():
        with translation.override("en"):
            for _step in play(story):
                pass
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def mural_paid(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Lina's mural to its end: her net of 703.31 is on her account."""
    with lived(told_until("be_mural"), django_db_blocker):
        yield


@pytest.fixture(scope="module")
def mural_posted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Lina's mural up to the posted run: one payslip of 703.31 net, and no file for the bank yet."""
    with lived(told_until("be_mural", before="prepares the transfer"), django_db_blocker):
        yield
