"""The containers' secrets are made once, and each audience finds its own only."""

from pathlib import Path

from smart.environment import parse_database_url
from smart.local import container_keys


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    made = container_keys.make(tmp_path)
    before = {name: (tmp_path / name).read_text() for name in made}

    assert container_keys.make(tmp_path) == []
    assert {name: (tmp_path / name).read_text() for name in made} == before


def test_a_secret_of_the_operator_is_kept_and_used(tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "database_password").write_text("chosen")

    container_keys.make(tmp_path)

    address = parse_database_url((tmp_path / "portal" / "database_url").read_text())
    assert (address["USER"], address["PASSWORD"]) == ("smart_app", "chosen")


def test_the_owners_password_is_in_the_owners_folder_only(tmp_path: Path) -> None:
    container_keys.make(tmp_path)
    password = (tmp_path / "owner" / "password").read_text()

    holders = {file.parent.name for file in tmp_path.rglob("*") if file.is_file() and password in file.read_text()}

    assert holders == {"owner"}
