"""The worker as in production, each task on the clock of the tests."""

from typing import Any

import time_machine
from celery import signals

from smart.celery import app  # found by `celery --app tests.e2e.worker`
from tests.e2e.clock import travel

__all__ = ["app"]
_under_way: list[time_machine.travel] = []


@signals.task_prerun.connect
def leave(**_: Any) -> None:
    journey = travel()
    journey.start()
    _under_way.append(journey)


@signals.task_postrun.connect
def come_back(**_: Any) -> None:
    _under_way.pop().stop()
