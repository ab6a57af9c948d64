"""Make the portal's roles and database."""

import hashlib
from dataclasses import dataclass

import psycopg
from psycopg import sql

from smart.local.places import ROOT
from smart.local.postgres_server import PostgresServer

ROLES_FILE = ROOT / "smart" / "db" / "roles.sql"
DATABASE = "smart"
# An open connection to template1 stops every CREATE DATABASE, and with it somebody's tests: so it is done once.
TEMPLATE = "template1"
Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the portal finds its database: as the role that row-level security binds, and as the owner.

    `given` is the address a person set, when it is that of neither (a superuser's).
    """

    app: str
    owner: str
    given: str = ""

    def as_environment(self) -> dict[str, str]:
        pairs = {"DATABASE_URL": self.app, "DATABASE_OWNER_URL": self.owner}
        if self.given:
            pairs["GIVEN_DATABASE_URL"] = self.given
        return pairs


def prepare_embedded(server: PostgresServer) -> Addresses:
    """Make roles and database in the embedded server unless this was done before; return their addresses."""
    record = server.places.postgres_data / "smart-roles.sha256"
    with server.connect("postgres") as connection:
        is_new = create_database(connection, DATABASE)
    if is_new or not record.exists() or record.read_text() != roles_fingerprint():
        for name in (TEMPLATE, DATABASE):
            with server.connect(name) as connection:
                run_roles_file(connection)
        record.write_text(roles_fingerprint())
    return Addresses(app=server.url("smart_app", DATABASE), owner=server.url("smart_owner", DATABASE))


def roles_fingerprint() -> str:
    """Name the present contents of the roles file."""
    return hashlib.sha256(ROLES_FILE.read_bytes()).hexdigest()


def run_roles_file(connection: Connection, **passwords: str) -> None:
    """Run the roles file in the connection's database; keywords `app` and `owner` set passwords."""
    for role, password in passwords.items():
        connection.execute("SELECT set_config(%s, %s, false)", [f"smart.{role}_password", password])
    connection.execute(ROLES_FILE.read_bytes())


def create_database(connection: Connection, name: str) -> bool:
    """Create the database when it is missing; return whether it was."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return False
    connection.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name)))
    return True
