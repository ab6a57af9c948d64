"""Two checkouts or two names never share a file, and a path never grows too long for a socket."""

from pathlib import Path

import pytest

from smart.local import places
from smart.local.account import Account, server_account
from smart.local.problem import LocalProblem


@pytest.fixture(autouse=True)
def _leave_nothing_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "OUTSIDE", tmp_path)


@pytest.fixture
def account() -> Account:
    return server_account()


def test_the_server_account_is_never_root(account: Account) -> None:
    assert account.uid != 0


def test_two_instances_of_a_checkout_lie_apart(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "ROOT", tmp_path)

    first, second = places.places_of("dev", account), places.places_of("e2e-1", account)

    assert first.env_file == tmp_path / ".local" / "env"
    assert len({first.state, second.state}) == len({first.env_file, second.env_file}) == 2


def test_a_long_path_moves_the_state_to_a_short_one(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)
    monkeypatch.setattr(places, "ROOT", deep)

    chosen = places.places_of("dev", account)

    assert chosen.notes.is_relative_to(deep)
    assert chosen.state.is_relative_to(tmp_path / places.outside().name)


def test_an_earlier_choice_is_kept(account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "ROOT", tmp_path)
    first = places.places_of("dev", account)
    monkeypatch.setattr(places, "LONGEST_STATE_PATH", 1)

    assert places.places_of("dev", account) == first


def test_a_folder_prepared_by_somebody_else_is_refused(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "ROOT", tmp_path)
    monkeypatch.setattr(places, "LONGEST_STATE_PATH", 1)
    places.outside().symlink_to(tmp_path)

    with pytest.raises(LocalProblem, match="belongs to somebody else"):
        places.places_of("dev", account)


@pytest.mark.parametrize("name", ["", "../x", "Dev", "a b", "x" * 26])
def test_a_name_that_could_leave_the_folder_is_refused(account: Account, name: str) -> None:
    with pytest.raises(LocalProblem, match="cannot be used"):
        places.places_of(name, account)
