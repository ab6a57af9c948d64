"""The database roles are what row-level security relies on."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from smart.local.database import ROLES_FILE


@pytest.fixture
def app() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        yield connection


@pytest.mark.parametrize(
    ("role", "may_log_in", "creates_databases", "bypasses"),
    [
        ("smart_owner", True, True, False),
        ("smart_app", True, False, False),
        ("smart_all", False, False, False),
        ("smart_backup", True, False, True),
    ],
)
def test_a_role_has_the_rights_of_the_design(
    app: psycopg.Connection[tuple[object, ...]], role: str, may_log_in: bool, creates_databases: bool, bypasses: bool
) -> None:
    found = app.execute(
        "SELECT rolsuper, rolcreaterole, rolcanlogin, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()

    assert found == (False, False, may_log_in, creates_databases, bypasses)


@pytest.mark.parametrize("role", ["smart_app", "smart_owner"])
def test_rights_across_countries_come_by_switching_role_only(
    app: psycopg.Connection[tuple[object, ...]], role: str
) -> None:
    found = app.execute(
        "SELECT pg_has_role(%(role)s, 'smart_all', 'SET'), pg_has_role(%(role)s, 'smart_all', 'USAGE')", {"role": role}
    ).fetchone()

    assert found == (True, False)


def test_the_web_role_creates_nothing_in_the_schema(app: psycopg.Connection[tuple[object, ...]]) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE mine (id int)")


def test_the_roles_file_sets_no_password_of_its_own() -> None:
    text = ROLES_FILE.read_text()

    assert text.count("PASSWORD %L") == 1
    assert "PASSWORD '" not in text
