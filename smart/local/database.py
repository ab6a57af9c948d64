"""Make the roles and the database, in the embedded server or in one named by DATABASE_URL."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from smart.local.places import ROOT
from smart.local.postgres_server import PostgresServer
from smart.local.problem import LocalProblem

ROLES_FILE = ROOT / "smart" / "db" / "roles.sql"
DATABASE = "smart"
OLDEST = 160000
Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the portal finds its database, as the bound role and as the owner."""

    app: str
    owner: str
    given: str = ""

    def as_environment(self) -> dict[str, str]:
        pairs = {"DATABASE_URL": self.app, "DATABASE_OWNER_URL": self.owner}
        if self.given and self.given != self.app:
            pairs["GIVEN_DATABASE_URL"] = self.given
        return pairs


def prepare_embedded(server: PostgresServer) -> Addresses:
    """Make roles and database in the embedded server unless this was done before; return their addresses."""
    fingerprint = f"{hashlib.sha256(ROLES_FILE.read_bytes()).hexdigest()}\n"
    record = server.places.postgres_data / "smart-roles.sha256"
    with server.connect("postgres") as connection:
        is_new = _create_database(connection, DATABASE)
    if is_new or not record.exists() or record.read_text() != fingerprint:
        # template1 too, for the tests' databases are made from it. Not each time: a connection there stops them.
        for name in ("template1", DATABASE):
            with server.connect(name) as connection:
                _run_roles_file(connection)
        record.write_text(fingerprint)
    return Addresses(app=server.url("smart_app", DATABASE), owner=server.url("smart_owner", DATABASE))


def prepare_given(environ: Mapping[str, str], kept: Mapping[str, str]) -> Addresses:
    """Use the server of DATABASE_URL: its roles when they are ready, otherwise make them if its user may.

    Raises LocalProblem when the server is too old, out of reach, or its user may not create the roles.
    """
    given = environ["DATABASE_URL"]
    owner = environ.get("DATABASE_OWNER_URL", "")
    database = urlsplit(given).path.lstrip("/") or DATABASE
    if owner and _is_bound_role(given):
        with _connect(owner):
            return Addresses(app=given, owner=owner, given=given)
    app = _with_role(given, "smart_app", kept.get("DATABASE_URL", ""), database)
    owner = _with_role(given, "smart_owner", kept.get("DATABASE_OWNER_URL", ""), database)
    try:
        with _connect(given, database="postgres") as connection:
            _refuse_old(connection)
            _create_database(connection, database)
        for name in (database, "template1"):
            with _connect(given, database=name) as connection:
                _run_roles_file(connection, app=_password(app), owner=_password(owner))
    except psycopg.errors.InsufficientPrivilege as refusal:
        raise LocalProblem(_not_allowed(given, refusal)) from refusal
    return Addresses(app=app, owner=owner, given=given)


def drop_given(addresses: Addresses) -> None:
    """Remove the portal's tables from a server that is not ours, keeping the database and its roles."""
    with _connect(addresses.owner) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute("GRANT USAGE ON SCHEMA public TO smart_app, smart_all, smart_backup")


def _run_roles_file(connection: Connection, **passwords: str) -> None:
    for role, password in passwords.items():
        connection.execute("SELECT set_config(%s, %s, false)", [f"smart.{role}_password", password])
    connection.execute(ROLES_FILE.read_bytes())


def _create_database(connection: Connection, name: str) -> bool:
    """Create the database when it is missing; return whether it was."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return False
    connection.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name)))
    return True


def _is_bound_role(url: str) -> bool:
    """Tell whether the address is that of a role bound by row-level security, in a database that is ready."""
    try:
        with _connect(url) as connection:
            _refuse_old(connection)
            row = connection.execute(
                "SELECT NOT rolsuper AND NOT rolbypassrls AND pg_has_role('smart_all', 'SET') FROM pg_roles "
                "WHERE rolname = current_user AND EXISTS (SELECT FROM pg_roles WHERE rolname = 'smart_all')"
            ).fetchone()
    except psycopg.Error:
        return False
    return row is not None and bool(row[0])


def _connect(url: str, *, database: str = "") -> Connection:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise LocalProblem(
            f"DATABASE_URL begins with {parts.scheme!r}; expected postgresql://user:password@host/database."
        )
    try:
        if database:
            return psycopg.connect(url, dbname=database, autocommit=True, connect_timeout=5)
        return psycopg.connect(url, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as failure:
        raise LocalProblem(
            f"The PostgreSQL of DATABASE_URL ({parts.hostname or 'local socket'}, user {parts.username}) "
            f"cannot be reached: {failure}. Start it, correct DATABASE_URL, or unset it to use an embedded server."
        ) from failure


def _refuse_old(connection: Connection) -> None:
    version = connection.info.server_version
    if version < OLDEST:
        raise LocalProblem(
            f"The PostgreSQL of DATABASE_URL is version {version // 10000}; the portal needs 16 or newer. "
            "Name a newer server, or unset DATABASE_URL to use an embedded one."
        )


def _with_role(given: str, role: str, kept: str, database: str) -> str:
    """Return the given address for another role, with the password it had before or a new one."""
    parts = urlsplit(given)
    before = urlsplit(kept)
    same_server = before.username == role and before.hostname == parts.hostname and before.password
    password = before.password if same_server else secrets.token_urlsafe(24)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(
        (
            "postgresql",
            f"{role}:{quote(password or '')}@{host}",
            f"/{database}",
            parts.query,
            "",
        )
    )


def _password(url: str) -> str:
    return urlsplit(url).password or ""


def _not_allowed(given: str, refusal: psycopg.Error) -> str:
    user = urlsplit(given).username
    return (
        f"The user {user} of DATABASE_URL may not create the portal's roles ({str(refusal).strip()}). Either give the "
        "address of a superuser, or let one run smart/db/roles.sql in the database and set DATABASE_URL to the role "
        "smart_app and DATABASE_OWNER_URL to the role smart_owner."
    )
