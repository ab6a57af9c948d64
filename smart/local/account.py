"""Choose the system account that runs PostgreSQL, which refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smart.local.problem import LocalProblem

CANDIDATES = ("smartpg", "nobody", "postgres")
CREATED = "smartpg"


@dataclass(frozen=True, slots=True)
class Account:
    """A system account, and how a child process becomes it."""

    name: str
    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    def child_options(self) -> dict[str, Any]:
        """Return the arguments that make `subprocess` run a child as this account."""
        if self.is_me:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, folder: Path) -> None:
        """Give this account the folder."""
        if not self.is_me:
            os.chown(folder, self.uid, self.gid)

    def may_enter(self, folder: Path) -> bool:
        """Tell whether this account reaches the folder through all its parents."""
        return self.succeeds(["test", "-x", str(folder)])

    def succeeds(self, command: list[str]) -> bool:
        """Tell whether the command ends well when this account runs it."""
        try:
            done = subprocess.run(
                command,
                cwd="/",
                capture_output=True,
                check=False,
                timeout=20,
                **self.child_options(),
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return done.returncode == 0


def server_account() -> Account:
    """Return the account for PostgreSQL: oneself, or when root an account without rights.

    Raises LocalProblem when root can become nobody at all (a container that maps a single user).
    """
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return Account(me.pw_name, me.pw_uid, me.pw_gid)
    for name in CANDIDATES:
        account = _existing(name)
        if account is not None and account.succeeds(["true"]):
            return account
    return _created()


def _existing(name: str) -> Account | None:
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def _created() -> Account:
    if useradd := shutil.which("useradd"):
        print(f"PostgreSQL refuses to run as root: creating the system user {CREATED} for it.")
        command = [
            useradd,
            "--system",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            CREATED,
        ]
        subprocess.run(command, check=False)
        account = _existing(CREATED)
        if account is not None and account.succeeds(["true"]):
            return account
    raise LocalProblem(
        "PostgreSQL refuses to run as root, and no other account could be used or created "
        f"(tried {', '.join(CANDIDATES)}, then useradd). Run the command as an ordinary user, "
        "or set DATABASE_URL and REDIS_URL to servers of your own."
    )
