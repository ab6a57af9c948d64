"""One Belgian afternoon: a country, an activity with a confirmed mission, and a clock that stands still."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine

from activities.models import Activity, Mission
from countries.models import Country
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_country, make_mission

NOON = datetime.datetime(2026, 11, 10, 11, 0, tzinfo=datetime.UTC)
TODAY = NOON.date()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def be(db: None, clock: time_machine.Traveller) -> Country:
    return make_country("BE")


@pytest.fixture
def inside(be: Country) -> Iterator[Country]:
    """Belgium, entered for the whole test."""
    with enter(be):
        yield be


@pytest.fixture
def activity(inside: Country) -> Activity:
    return make_activity(inside)


@pytest.fixture
def mission(activity: Activity) -> Mission:
    return make_mission(activity)
