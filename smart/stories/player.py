"""Plays a story through the real rules, step by step, and checks what the story says must be true after each."""

import contextlib
import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.db import connection, transaction

from countries.models import Country
from countries.rules.load import load_countries
from smart.foundation import jobs
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job, JobState
from smart.foundation.tenancy import country
from smart.stories.observing import balances, observe
from smart.stories.people import Cast
from smart.stories.story import Step, Story, StoryError
from smart.stories.verbs import VERBS
from smart.stories.world import World


class StoryBroken(AssertionError):
    """The portal did not do what the story says: the sentence names story, step, thing, expected and found."""


@dataclass(slots=True)
class Played:
    """One step as it went: the refusal it met (if expected), and what was seen of the money."""

    step: Step
    at: datetime.datetime
    refused: str = ""
    seen: dict[str, dict[str, Any]] = field(default_factory=dict)


class Rollback(Exception):
    """Leaves the transaction of a rehearsal."""


def rehearse(story: Story) -> list[Played]:
    """Play a story and leave nothing behind: one transaction, rolled back at the end."""
    played: list[Played] = []
    with contextlib.suppress(Rollback), transaction.atomic():
        played = list(play(story))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        raise Rollback
    return played


def play(story: Story) -> Iterator[Played]:
    """Play a story for good, yielding each step. Raises StoryBroken at the first step that differs from the story."""
    where = load_countries([story.country])[0]
    first = next((step.at for step in story.steps if step.at is not None), None)
    if first is None:
        raise StoryError(f"{story.name}: the first step needs a day and hour (`when`).")
    world = World(where=where, cast=Cast(where=where))
    clock = _instant(where, first)
    with time_machine.travel(clock, tick=False) as travel:
        world.cast.gather(story.people)
        with country(where):
            world.began_with = balances()
        for step in story.steps:
            clock = _instant(where, step.at) if step.at else clock + datetime.timedelta(minutes=5)
            travel.move_to(clock)
            yield _play_step(story, world, step, clock)


def _instant(where: Country, at: datetime.datetime) -> datetime.datetime:
    return at.replace(tzinfo=ZoneInfo(where.time_zone))


def _play_step(story: Story, world: World, step: Step, clock: datetime.datetime) -> Played:
    verb = VERBS.get(step.does)
    if verb is None:
        known = ", ".join(sorted(VERBS))
        raise StoryError(f"{story.name}, step {step.number}: nobody knows how to “{step.does}”; known: {known}.")
    refused = ""
    try:
        with transaction.atomic(), country(world.where, by=world.cast.actor(step.who)):
            verb(world, world.cast.actor(step.who), dict(step.facts))
    except RuleBroken as broken:
        refused = broken.code
        _expect_refusal(story, step, refused, broken.message)
    except NotAllowed as forbidden:
        refused = "not_allowed"
        _expect_refusal(story, step, refused, forbidden.message)
    if step.refused and not refused:
        raise StoryBroken(
            f"{story.name}, step {step.number}: “{step.does}” should be refused ({step.refused}), and was not."
        )
    drain_jobs(world.where)
    with country(world.where):
        seen = observe(world)
    _compare(story, step, seen)
    return Played(step=step, at=clock, refused=refused, seen=seen)


def drain_jobs(where: Country) -> None:
    """Do at once what the workers would do, until the work list is empty."""
    for _round in range(50):
        with country(where):
            waiting = list(Job.objects.filter(state=JobState.QUEUED).order_by("id").values_list("pk", flat=True))
        if not waiting:
            return
        for job_id in waiting:
            if not jobs.run_job(where.pk, job_id):
                with country(where):
                    job = Job.objects.get(pk=job_id)
                if job.last_error:
                    raise StoryBroken(f"The job {job} failed: {job.last_error}")
    raise StoryBroken("The work list never became empty.")


def _expect_refusal(story: Story, step: Step, code: str, message: str) -> None:
    if step.refused != code:
        wanted = f"refused ({step.refused})" if step.refused else "done"
        raise StoryBroken(
            f"{story.name}, step {step.number}: “{step.does}” should be {wanted}; found {code}: {message}"
        )


def _compare(story: Story, step: Step, seen: dict[str, dict[str, Any]]) -> None:
    for thing, facts in step.expect.items():
        for name, wanted in facts.items():
            found = seen.get(thing, {}).get(name)
            if isinstance(wanted, Decimal) and isinstance(found, int):
                found = Decimal(found)
            if found != wanted:
                raise StoryBroken(
                    f"{story.name}, step {step.number} ({step.who} {step.does}): {thing} {name} should be {wanted}, found {found}."
                )
