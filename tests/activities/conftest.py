"""Alice's murals in Belgium, on a Monday of February 2026."""

from collections.abc import Iterator

import pytest
import time_machine

from activities.models import Activity
from countries.models import Country
from members.models import Membership
from smart.foundation.tenancy import country as enter
from tests.factories import activities as made


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(made.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def inside(be: Country) -> Iterator[Country]:
    """Belgium, entered for the whole test."""
    with enter(be):
        yield be


@pytest.fixture
def murals(inside: Country, alice: Membership) -> Activity:
    """Alice's activity."""
    return made.make_activity(alice, name="Murals")
