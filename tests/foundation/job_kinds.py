"""Kinds of jobs for the tests of the work list. An effect is a row: the office they open."""

import functools
from collections.abc import Callable, Iterable

from countries.models import Office
from smart.foundation.jobs import Job

pause: Callable[[], None] = lambda: None  # noqa: E731


def _open(name: str) -> None:
    Office.objects.create(name=name, city="Somewhere")


def open_offices(job: Job) -> Iterable[Callable[[], None]]:
    """One step for each office of the payload that is not open yet."""
    opened = set(Office.objects.values_list("name", flat=True))
    return [functools.partial(_open, name) for name in job.payload["names"] if name not in opened]


def open_then_wait(job: Job) -> Iterable[Callable[[], None]]:
    """Open an office, then let the test do something to the lease before the step commits."""

    def step() -> None:
        _open(job.payload["names"][0])
        pause()

    return [step]


def fail(job: Job) -> Iterable[Callable[[], None]]:
    return [functools.partial(Office.objects.get_or_create, name="before the fire", city="Somewhere"), _refuse]


def _refuse() -> None:
    raise ValueError("the printer is on fire")


class Fatal(BaseException):
    """Like WeasyPrint's refusal of an address: no Exception."""


def fail_fatally(job: Job) -> Iterable[Callable[[], None]]:
    raise Fatal("blocked address")


def stop_the_worker(job: Job) -> Iterable[Callable[[], None]]:
    raise SystemExit
