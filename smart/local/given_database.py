"""Use the PostgreSQL that a person named by DATABASE_URL, and prepare it when its user may."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from smart.local import database
from smart.local.database import Addresses, Connection
from smart.local.problem import LocalProblem

OLDEST = 160000


@dataclass(frozen=True, slots=True)
class GivenDatabase:
    """The server behind an address. `notes` is the checkout's folder for what must be remembered of it."""

    url: str
    owner_url: str
    notes: Path

    def prepare(self, kept: Mapping[str, str]) -> Addresses:
        """Return the addresses of the portal's roles: those given, those made before, or new ones.

        Raises LocalProblem when the server is too old or out of reach, or its user may not create the roles.
        """
        with connect(self.url, database="" if self.owner_url else "postgres") as connection:
            _refuse_old(connection)
        if self.owner_url and is_bound_role(self.url):
            connect(self.owner_url).close()
            return Addresses(app=self.url, owner=self.owner_url)
        addresses = Addresses(app=self._address("smart_app"), owner=self._address("smart_owner"), given=self.url)
        fingerprint = database.roles_fingerprint()
        if kept.get("ROLES_FINGERPRINT") != fingerprint or not is_bound_role(addresses.app):
            self._make(addresses)
        return addresses

    def forget_data(self, kept: Mapping[str, str]) -> None:
        """Remove the portal's tables, keeping database and roles. Refuse a database that holds somebody else's."""
        with connect(self.prepare(kept).owner) as connection:
            (tables, ours) = connection.execute(
                "SELECT count(*), count(*) FILTER (WHERE tablename = 'countries_country')"
                " FROM pg_tables WHERE schemaname = 'public'"
            ).fetchone() or (0, 0)
            if tables and not ours:
                raise LocalProblem(
                    f"The database {self._name} of DATABASE_URL holds tables that are not the portal's; nothing was "
                    "removed. Name another database, or empty this one yourself."
                )
            connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            connection.execute("GRANT USAGE ON SCHEMA public TO smart_app, smart_all, smart_backup")
            for extension in ("btree_gist", "pg_trgm", "unaccent"):
                connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")

    @property
    def _name(self) -> str:
        return urlsplit(self.url).path.lstrip("/") or database.DATABASE

    def _make(self, addresses: Addresses) -> None:
        passwords = {"app": self._password("smart_app"), "owner": self._password("smart_owner")}
        try:
            with connect(self.url, database="postgres") as connection:
                database.create_database(connection, self._name)
            for name in (self._name, database.TEMPLATE):
                with connect(self.url, database=name) as connection:
                    database.run_roles_file(connection, **passwords)
        except psycopg.errors.InsufficientPrivilege as refusal:
            raise LocalProblem(self._not_allowed(refusal)) from refusal
        for address in (addresses.app, addresses.owner):
            connect(address).close()

    def _address(self, role: str) -> str:
        parts = urlsplit(self.url)
        place = parts.netloc.rpartition("@")[2]
        who = f"{role}:{quote(self._password(role))}@{place}"
        return urlunsplit(("postgresql", who, f"/{self._name}", parts.query, ""))

    def _password(self, role: str) -> str:
        """Return the same password for a role each time, guessable only with this checkout's secret."""
        file = self.notes / "role-secret"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(32))
        return hmac.new(file.read_bytes(), role.encode(), hashlib.sha256).hexdigest()[:40]

    def _not_allowed(self, refusal: psycopg.Error) -> str:
        return (
            f"The user {urlsplit(self.url).username} of DATABASE_URL may not create the portal's roles "
            f"({refusal.diag.message_primary}). Either give the address of a superuser, or let one run "
            "smart/db/roles.sql in the database, and set DATABASE_URL to the role smart_app and DATABASE_OWNER_URL "
            "to the role smart_owner."
        )


def is_bound_role(url: str) -> bool:
    """Tell whether the address opens a database as a role bound by row-level security that may act as smart_all."""
    try:
        with connect(url) as connection:
            row = connection.execute(
                "SELECT NOT rolsuper AND NOT rolbypassrls AND pg_has_role('smart_all', 'SET') FROM pg_roles "
                "WHERE rolname = current_user AND EXISTS (SELECT FROM pg_roles WHERE rolname = 'smart_all')"
            ).fetchone()
    except (LocalProblem, psycopg.Error):
        return False
    return row is not None and bool(row[0])


def connect(url: str, *, database: str = "") -> Connection:
    """Open the address, in another database when one is named. Raises LocalProblem when it cannot be opened."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise LocalProblem(
            f"DATABASE_URL begins with {parts.scheme!r}; expected postgresql://user:password@host/database."
        )
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=5, dbname=database or None)
    except psycopg.OperationalError as failure:
        reason = str(failure).splitlines()[0]
        raise LocalProblem(
            f"The PostgreSQL of DATABASE_URL ({parts.hostname or 'local socket'}, user {parts.username}) "
            f"cannot be used: {reason}. Start it, correct DATABASE_URL, or unset it to use an embedded server."
        ) from failure


def _refuse_old(connection: Connection) -> None:
    version = connection.info.server_version
    if version < OLDEST:
        raise LocalProblem(
            f"The PostgreSQL of DATABASE_URL is version {version // 10000}; the portal needs 16 or newer. "
            "Name a newer server, or unset DATABASE_URL to use an embedded one."
        )
