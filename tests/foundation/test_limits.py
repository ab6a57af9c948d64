"""Work that costs is given out by the minute, and the refusal says when to come back."""

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from invoicing.views.simulator import CALLS_PER_MINUTE
from smart.foundation.limits import limited

NOON = datetime.datetime(2026, 11, 10, 11, 0, 15, tzinfo=datetime.UTC)


@limited("test", per_minute=3)
def page(request):
    return HttpResponse("worked")


@pytest.fixture
def clock():
    cache.clear()
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def _ask(address="192.0.2.7"):
    return page(RequestFactory().get("/", REMOTE_ADDR=address))


def test_one_address_is_stopped_and_told_when_to_return(clock):
    assert [_ask().status_code for _ in range(3)] == [200, 200, 200]

    refused = _ask()

    assert refused.status_code == 429
    assert refused["Retry-After"] == "45"


def test_another_address_and_another_minute_are_not_concerned(clock):
    for _ in range(4):
        _ask()

    assert _ask("192.0.2.8").status_code == 200
    clock.shift(60)
    assert _ask().status_code == 200


def test_the_simulator_allows_a_person_to_play():
    assert CALLS_PER_MINUTE == 200
