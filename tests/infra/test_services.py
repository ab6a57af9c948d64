"""The embedded services on a machine that has none: started, kept, used as somebody else's server, and forgotten."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from smart.local import environment, places
from smart.local.database import DATABASE
from smart.local.given_database import is_bound_role
from smart.local.problem import LocalProblem
from smart.local.services import Services


@pytest.fixture
def checkout(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a short, reachable folder that stands for a checkout on a machine where nobody named a server."""
    folder = Path(tempfile.mkdtemp(prefix="smart-"))
    folder.chmod(0o755)
    monkeypatch.setattr(places, "ROOT", folder)
    monkeypatch.setattr(places, "OUTSIDE", folder)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    for notes in (folder / ".local").iterdir():
        if (notes / "state-folder").exists():
            Services.of(notes.name).down()
    shutil.rmtree(folder)


@pytest.fixture
def started(checkout: Path) -> Services:
    services = Services.of("try")
    services.up()
    return services


def _superuser(services: Services, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={services.places.postgres_socket}"


def test_services_start_once_keep_their_data_and_stop(checkout: Path) -> None:
    services = Services.of("try")

    first = services.up()
    with psycopg.connect(first.values["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("CREATE TABLE kept (id int)")
    second = services.up()
    stopped = services.down()
    third = services.up()

    assert first.names == third.names == ("PostgreSQL", "Redis")
    assert second.names == ()
    assert set(stopped) == {"PostgreSQL", "Redis"}
    assert first.values == second.values == third.values == environment.read(services.places.env_file)
    with psycopg.connect(third.values["DATABASE_URL"]) as app:
        assert app.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_reset_forgets_the_data_and_keeps_the_keys(started: Services) -> None:
    before = environment.read(started.places.env_file)
    with psycopg.connect(before["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("CREATE TABLE forgotten (id int)")

    started.reset()
    after = started.up().values

    assert after["FIELD_KEYS"] == before["FIELD_KEYS"]
    with psycopg.connect(after["DATABASE_URL"]) as app:
        assert app.execute("SELECT to_regclass('forgotten')").fetchone() == (None,)


def test_redis_writes_down_and_refuses_rather_than_forgets(started: Services) -> None:
    with redis.Redis(unix_socket_path=str(started.places.redis_socket)) as client:
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("port") == {"port": "0"}


def test_sockets_open_to_nobody_else(started: Services) -> None:
    for folder in (started.places.postgres_socket, started.places.redis_socket.parent):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_servers_superuser_address_yields_the_two_roles(started: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", _superuser(started, "portal"))

    first = Services.of("given").up().values
    second = Services.of("given").up().values

    assert first == second
    assert is_bound_role(first["DATABASE_URL"])
    assert "/portal?" in first["DATABASE_OWNER_URL"]
    with psycopg.connect(first["DATABASE_OWNER_URL"]) as owner:
        extensions = {name for (name,) in owner.execute("SELECT extname FROM pg_extension")}
    assert {"btree_gist", "pg_trgm", "unaccent"} <= extensions


def test_a_pair_of_ready_roles_is_used_as_given(started: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    given = environment.read(started.places.env_file)
    monkeypatch.setenv("DATABASE_URL", given["DATABASE_URL"])
    monkeypatch.setenv("DATABASE_OWNER_URL", given["DATABASE_OWNER_URL"])
    monkeypatch.setenv("REDIS_URL", given["REDIS_URL"])

    started_again = Services.of("given").up()

    assert started_again.names == ()
    assert {name: started_again.values[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")} == {
        name: given[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
    }


def test_a_user_without_rights_gets_a_sentence(started: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", _superuser(started, DATABASE).replace("postgres@", "smart_backup@"))

    with pytest.raises(LocalProblem, match=r"smart_backup of DATABASE_URL may not create .* run smart/db/roles.sql"):
        Services.of("given").up()


def test_a_database_of_somebody_else_is_never_emptied(started: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", _superuser(started, "theirs"))
    values = Services.of("given").up().values
    with psycopg.connect(values["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("CREATE TABLE their_invoices (id int)")

    with pytest.raises(LocalProblem, match="not the portal's"):
        Services.of("given").reset()

    with psycopg.connect(values["DATABASE_OWNER_URL"]) as owner:
        assert owner.execute("SELECT count(*) FROM their_invoices").fetchone() == (0,)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://x@127.0.0.1/smart", "expected postgresql://"),
        ("postgresql://x:y@127.0.0.1:1/smart", "cannot be used"),
    ],
)
def test_an_address_that_cannot_serve_gets_a_sentence(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, address: str, sentence: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(LocalProblem, match=sentence):
        Services.of("given").up()
