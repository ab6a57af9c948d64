"""Countries move with two people where it matters; asleep, they refuse every write."""

from collections.abc import Iterator

import pytest
import time_machine

from countries.guards import require_awake, require_open
from countries.models import Country, StateProposal
from countries.rules.life_cycle import (
    confirm_move,
    decline_move,
    move_country,
    propose_move,
    put_to_sleep,
    wake_country,
)
from countries.rules.load import load_countries
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import history
from smart.foundation.tenancy import country as enter
from tests.countries.people import ALMA, BRAM, CLEO, STRANGER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False):
        yield


@pytest.fixture
def belgium() -> Iterator[Country]:
    row = load_countries(["BE"])[0]
    with enter(row):
        yield row


@pytest.fixture
def rebuilt(belgium: Country, settings: object) -> Country:
    """Belgium, put to sleep and woken: being built, with every task done."""
    settings.COUNTRY_TASKS = ()  # type: ignore[attr-defined]
    put_to_sleep(belgium, by=ALMA, reason="A pause for the test.")
    return wake_country(belgium, by=ALMA)


def test_two_people_take_a_country_from_building_to_pilot(rebuilt: Country) -> None:
    proposal = propose_move(rebuilt, to="pilot", by=ALMA, reason="Everything is there.")

    piloted = confirm_move(proposal, by=BRAM)

    assert piloted.state == "pilot"
    last = history(piloted).last()
    assert last is not None
    assert (last.from_state, last.to_state, last.by_label) == ("building", "pilot", "Bram Admin")
    assert "Alma Admin" in last.reason


def test_one_person_alone_may_not(rebuilt: Country) -> None:
    with pytest.raises(RuleBroken, match="two steps"):
        move_country(rebuilt, to="pilot", by=ALMA)

    with pytest.raises(NotAllowed, match="yourself"):
        confirm_move(propose_move(rebuilt, to="pilot", by=ALMA), by=ALMA)


def test_a_proposal_is_decided_once(rebuilt: Country) -> None:
    proposal = propose_move(rebuilt, to="pilot", by=ALMA)
    decline_move(proposal, by=BRAM)

    with pytest.raises(Conflict, match="Bram Admin decided"):
        confirm_move(proposal, by=BRAM)
    rebuilt.refresh_from_db()
    assert rebuilt.state == "building"


def test_a_second_proposal_waits_for_the_first(rebuilt: Country) -> None:
    propose_move(rebuilt, to="pilot", by=ALMA)

    with pytest.raises(Conflict, match="Alma Admin already proposed"):
        propose_move(rebuilt, to="pilot", by=BRAM)


def test_a_country_that_is_not_ready_names_what_is_missing(settings: object) -> None:
    settings.COUNTRY_TASKS = ()  # type: ignore[attr-defined]
    hungary = load_countries(["HU"])[0]
    with enter(hungary):
        wake_country(hungary, by=ALMA)

        with pytest.raises(RuleBroken, match=r"Still missing: .*Fee on invoices") as broken:
            propose_move(hungary, to="pilot", by=ALMA)

    assert "Legal entity" not in broken.value.message


def test_a_pilot_becomes_active_by_one_person(rebuilt: Country) -> None:
    piloted = confirm_move(propose_move(rebuilt, to="pilot", by=ALMA), by=BRAM)

    assert move_country(piloted, to="active", by=BRAM).state == "active"


@pytest.mark.parametrize("who", [STRANGER, CLEO])
def test_only_network_administrators_move_countries(belgium: Country, who: object) -> None:
    with pytest.raises(NotAllowed):
        put_to_sleep(belgium, by=who, reason="No.")


def test_sleep_needs_a_reason(belgium: Country) -> None:
    with pytest.raises(RuleBroken, match="Say why"):
        put_to_sleep(belgium, by=ALMA, reason=" ")


def test_a_country_along_no_edge_is_refused(belgium: Country) -> None:
    with pytest.raises(RuleBroken, match="cannot become"):
        move_country(belgium, to="closed", by=ALMA)


def test_guards_speak_in_sentences(belgium: Country) -> None:
    require_open(belgium)
    put_to_sleep(belgium, by=ALMA, reason="A pause.")

    with pytest.raises(RuleBroken, match="Belgium is asleep"):
        require_awake(belgium)
    wake_country(belgium, by=ALMA)
    require_awake(belgium)
    with pytest.raises(RuleBroken, match="two people"):
        require_open(belgium)


def test_proposals_of_another_country_are_not_seen(rebuilt: Country) -> None:
    propose_move(rebuilt, to="pilot", by=ALMA)
    france = load_countries(["FR"])[0]

    with enter(france):
        assert not StateProposal.objects.exists()
