"""The test house: a database made by the owner and used as the web role, so row-level security bites in every test."""

import gc
import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import translation

from smart.environment import parse_database_url
from tests import kept_papers, mould
from tests.numbers import Numbers

pytest_plugins = ["tests.fixtures", "tests.lived"]

IN_TURN = (
    "inventory/test_rendering",
    "infra/test_demo_start",
    "/e2e/",
    "/faults/",
    "inventory/test_in_browser_",
    "inventory/test_budgets",
)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: Any, request: pytest.FixtureRequest) -> None:
    """Where the test database is made anew, it is copied from the one that has every migration."""
    test = connection.settings_dict["TEST"]
    with mould.owner() as owner:
        is_kept = mould.is_there(owner, test["NAME"]) and not request.config.getvalue("create_db")
    if not is_kept:
        test["TEMPLATE"] = mould.mould()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    """After the owner has made and migrated the database, go on as smart_app."""
    with django_db_blocker.unblock():
        app = parse_database_url(os.environ["DATABASE_URL"])
        connection.close()
        for key in ("USER", "PASSWORD", "HOST", "PORT"):
            connections.settings["default"][key] = app[key]
            connection.settings_dict[key] = app[key]
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
            role = cursor.fetchone()
        assert role == ("smart_app", False, False), role


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Several processes first collect the page inventory and tell stories; then the browser has pages to look at."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: next((at for at, part in enumerate(IN_TURN) if part in item.nodeid), len(IN_TURN)))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: nobody looks through all of it again and again for garbage (a third of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _empty_tables_as_owner(self: TransactionTestCase) -> None:
    """The web role may not truncate; the owner does, and leaves what migrations put there."""
    owner = parse_database_url(os.environ["DATABASE_OWNER_URL"])
    connection.close()
    with psycopg.connect(
        dbname=connection.settings_dict["NAME"],
        user=owner["USER"],
        password=owner["PASSWORD"] or None,
        host=owner["HOST"],
        port=owner["PORT"] or None,
        autocommit=True,
    ) as connected:
        names = connected.execute(
            "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
        ).fetchone()
        connected.execute(f"TRUNCATE {names[0]} RESTART IDENTITY CASCADE")


@pytest.fixture(autouse=True, scope="session")
def _truncate_as_owner() -> Iterator[None]:
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = _empty_tables_as_owner
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(autouse=True, scope="session")
def _papers_laid_out_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """All processes of a run share the folder."""
    base = tmp_path_factory.getbasetemp()
    kept_papers.keep((base if worker_id == "master" else base.parent) / "papers")
    yield
    kept_papers.forget()


@pytest.fixture(scope="session")
def numbers(django_db_setup: None) -> Iterator[Numbers]:
    numbers = Numbers()
    yield numbers
    numbers.close()


@pytest.fixture(autouse=True)
def _numbers_begin_again(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("numbers").begin_again()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page in another language leaves its language active on the thread; the next test begins in English."""
    with translation.override("en"):
        yield
