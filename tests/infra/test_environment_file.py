"""The file that connects the portal with its services keeps its keys and stays private."""

import base64
import os
from pathlib import Path

import pytest

import smart.environment
from smart.local import environment


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    values = {"DATABASE_URL": "postgresql://smart_app@/smart?host=/tmp/x", "SECRET_KEY": "a=b=c"}

    environment.write(tmp_path / "env", values)

    assert environment.read(tmp_path / "env") == values


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    environment.write(tmp_path / "env", {"SECRET_KEY": "x"})

    assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["env"]


def test_a_missing_file_holds_nothing(tmp_path: Path) -> None:
    assert environment.read(tmp_path / "env") == {}


def test_keys_made_once_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY"):
        monkeypatch.delenv(name, raising=False)

    first = environment.with_keys({})

    assert environment.with_keys(first) == first
    assert environment.with_keys({}) != first


def test_field_keys_are_32_bytes_with_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIELD_KEYS", raising=False)

    name, _, key = environment.with_keys({})["FIELD_KEYS"].partition(":")

    assert name
    assert len(base64.b64decode(key)) == 32


def test_a_key_of_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")

    assert environment.with_keys({"SECRET_KEY": "kept"})["SECRET_KEY"] == "given"


def test_a_superusers_address_is_replaced_by_the_roles_made_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smart.environment, "ROOT", tmp_path)
    monkeypatch.setattr(os, "environ", {"DATABASE_URL": "postgresql://postgres@/smart"})
    given = {"GIVEN_DATABASE_URL": "postgresql://postgres@/smart", "DATABASE_URL": "postgresql://smart_app@/smart"}
    environment.write(tmp_path / ".local" / "env", given)

    smart.environment.load_local_environment()

    assert os.environ["DATABASE_URL"] == "postgresql://smart_app@/smart"


def test_any_other_address_that_is_set_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smart.environment, "ROOT", tmp_path)
    monkeypatch.setattr(os, "environ", {"DATABASE_URL": "postgresql://smart_app@production/smart"})
    environment.write(tmp_path / ".local" / "env", {"DATABASE_URL": "postgresql://smart_app@/smart"})

    smart.environment.load_local_environment()

    assert os.environ["DATABASE_URL"] == "postgresql://smart_app@production/smart"
