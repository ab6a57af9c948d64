"""A database with every migration, made once and copied: for the tests' own databases and for each portal of a browser test."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from smart.local.places import ROOT

PREFIX: Final = "smart_mould_"
BEGUN: Final = f"{PREFIX}begun"


@contextmanager
def owner() -> Iterator[psycopg.Connection]:
    """Whoever may make and drop databases."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        yield connection


def mould() -> str:
    """The name of the database to copy. Of several processes the first makes it, the others wait for it."""
    name = f"{PREFIX}{_migrations_as_of_now()}"
    with owner() as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
        if not is_there(connection, name):
            _make(connection, name)
    return name


def is_there(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def drop(connection: psycopg.Connection, name: str) -> None:
    """Drop a database once nobody is in it any more; the server itself waits five seconds each time.

    Not WITH (FORCE): the owner may end neither the web role's sessions nor a vacuum of the server's, and is refused.
    """
    for _once_more in range(6):
        with suppress(psycopg.errors.ObjectInUse):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            return
    raise AssertionError(f"Somebody is still in the database {name}: it cannot be dropped.")


def named(url: str, database: str) -> str:
    """The address of another database of the same server, for the same role."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _make(connection: psycopg.Connection, name: str) -> None:
    """Under another name until all of it is there: what was broken off is made anew."""
    for (old,) in connection.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
    ).fetchall():
        drop(connection, old)
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(BEGUN)))
    urls = {key: named(os.environ[key], BEGUN) for key in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    words = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    own = {"DJANGO_SETTINGS_MODULE": "smart.settings", "SMART_ENV": "local", **urls}
    done = subprocess.run(words, cwd=ROOT, env=os.environ | own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)} failed:\n{done.stdout}\n{done.stderr}"
    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(BEGUN), sql.Identifier(name)))


def _migrations_as_of_now() -> str:
    """The same as long as nobody touches a migration, or anything else that says what a database holds."""
    parts = [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("smart/*/migrations/*.py"),
        *ROOT.glob("smart/foundation/*.py"),
    ]
    told = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(parts):
        told.update(path.read_bytes())
    return told.hexdigest()[:16]
