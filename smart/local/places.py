"""Decide where an instance keeps its files, so that two checkouts or two names never collide."""

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from smart.local.account import Account
from smart.local.problem import LocalProblem

ROOT = Path(__file__).resolve().parents[2]
DEFAULT = "dev"
OUTSIDE = Path("/var/tmp")  # kept over a restart; ownership is checked before use
# A unix socket's path holds 107 bytes on Linux, 103 elsewhere, and "/postgres/.s.PGSQL.5432" comes on top of this.
LONGEST_STATE_PATH = 75


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one instance of one checkout.

    `notes` is inside the checkout (logs, addresses, keys); `state` holds data and sockets and lies beside the notes
    unless the account of PostgreSQL cannot go there or the path is too long for a socket.
    """

    instance: str
    notes: Path
    state: Path

    @property
    def env_file(self) -> Path:
        """Addresses and keys. The default instance's file is where manage.py looks."""
        return (self.notes.parent if self.instance == DEFAULT else self.notes) / "env"

    @property
    def logs(self) -> Path:
        return self.notes.parent / "logs" if self.instance == DEFAULT else self.notes / "logs"

    @property
    def media(self) -> Path:
        """Uploaded and rendered documents."""
        return self.notes.parent / "media" if self.instance == DEFAULT else self.notes / "media"

    @property
    def postgres_data(self) -> Path:
        return self.state / "postgres-data"

    @property
    def postgres_socket(self) -> Path:
        return self.state / "postgres"

    @property
    def redis_data(self) -> Path:
        return self.state / "redis"

    @property
    def redis_socket(self) -> Path:
        return self.state / "redis" / "redis.sock"


def places_of(instance: str, account: Account) -> Places:
    """Return the folders of the instance, made when missing; an earlier choice is kept."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,24}", instance):
        raise LocalProblem(
            f"The instance name {instance!r} cannot be used: expected 1 to 25 lower-case letters, digits or hyphens."
        )
    notes = ROOT / ".local" / instance
    notes.mkdir(parents=True, exist_ok=True)
    record = notes / "state-folder"
    if record.exists():
        state = Path(record.read_text().strip())
        if state == notes or str(state).startswith(str(outside())):
            state.mkdir(parents=True, exist_ok=True)
            return Places(instance, notes, state)
    state = notes if _fits(notes, account) else outside() / instance
    if state != notes:
        _make_outside()
        state.mkdir(exist_ok=True)
    record.write_text(f"{state}\n")
    return Places(instance, notes, state)


def _fits(folder: Path, account: Account) -> bool:
    return len(str(folder).encode()) <= LONGEST_STATE_PATH and account.may_enter(folder)


def outside() -> Path:
    """Return the folder for this checkout's states when they cannot lie in it."""
    checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
    return OUTSIDE / f"smart-{os.geteuid()}-{checkout}"


def _make_outside() -> None:
    """Make the folder outside the checkout; refuse one that somebody else prepared."""
    folder = outside()
    folder.mkdir(mode=0o755, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise LocalProblem(f"{folder} exists and belongs to somebody else. Remove it, or move the checkout.")
    folder.chmod(0o755)
