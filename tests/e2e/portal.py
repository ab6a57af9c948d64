"""A whole portal for browser tests: a database of its own, web, one worker on all queues, real Redis, files apart."""

import datetime
import email
import email.policy
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import redis
from psycopg import sql

from smart.local import messages
from smart.local.places import ROOT
from smart.local.processes import QUEUES, WEB, WORKER, WORKER_STATEMENT, Process
from smart.local.supervisor import Supervisor
from tests import mould
from tests.e2e.clock import set_clock

PATIENCE = 30
WSGI = tuple("tests.e2e.wsgi:application" if part == "smart.wsgi:application" else part for part in WEB)
_portals = itertools.count(1)
ALL_QUEUES = ",".join(queue for queues in QUEUES.values() for queue in queues)


@dataclass(slots=True)
class Portal:
    """A running portal: its address, its mails, its clock."""

    url: str
    folder: Path
    environ: dict[str, str]
    processes: Supervisor
    read: set[Path] = field(default_factory=set)

    def set_clock(self, at: datetime.datetime) -> None:
        set_clock(self.folder / "clock", at)

    def wait_for_mail(self, to: str, *, containing: str = "") -> str:
        """The text of the next mail to somebody not read before. AssertionError when none comes in time."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            for file in sorted((self.folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime):
                if file not in self.read and (text := _text_of(file, to)) and containing in text:
                    self.read.add(file)
                    return text
            time.sleep(0.1)
        raise AssertionError(f"No mail to {to} containing {containing!r} came within {PATIENCE} s.")

    def manage(self, *words: str) -> str:
        """Run a management command in the portal's environment and return what it said."""
        return _run(self.environ, "manage.py", *words)


def _text_of(file: Path, to: str) -> str:
    # one file may hold several messages, parted by a line of dashes
    for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
        message = email.message_from_bytes(part, policy=email.policy.default)
        if to in str(message["To"]):
            body = message.get_body(preferencelist=("plain",))
            return body.get_content() if body else ""
    return ""


@contextmanager
def running_portal(folder: Path, *, at: datetime.datetime, is_demo: bool = True) -> Iterator[Portal]:
    """Make everything, run it, and leave nothing: processes ended, database dropped, bells of Redis removed."""
    with ExitStack() as stack:
        environ = stack.enter_context(prepared(folder, at=at, is_demo=is_demo))
        supervisor = stack.enter_context(supervised(environ, folder / "logs"))
        url = environ["SITE_URL"]
        supervisor.start(web(url))
        supervisor.start(_worker(folder))
        wait_for_answer(url, folder)
        yield Portal(url=url, folder=folder, environ=environ, processes=supervisor)


@contextmanager
def supervised(environ: dict[str, str], logs: Path) -> Iterator[Supervisor]:
    """A supervisor that leaves Ctrl-C to pytest."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with Supervisor(environ, logs) as supervisor:
        for number, handler in kept.items():
            signal.signal(number, handler)
        yield supervisor


def web(url: str, name: str = "web") -> Process:
    return Process(name, (*WSGI, "--bind", urlsplit(url).netloc, "--workers", "2", "--graceful-timeout", "3"))


def _worker(folder: Path) -> Process:
    words = tuple("tests.e2e.worker" if part == "smart" else part for part in WORKER)
    beat = ("--beat", "--schedule", str(folder / "beat"))
    rest = ("--hostname", f"e2e-{os.getpid()}-{folder.name}@%h", "--concurrency", "1", "--queues", ALL_QUEUES)
    return Process("worker", (*words, *beat, *rest), WORKER_STATEMENT)


@contextmanager
def prepared(
    folder: Path,
    *,
    at: datetime.datetime,
    is_demo: bool,
    settings: str = "tests.e2e.settings",
    people: str = "tests.e2e.people",
) -> Iterator[dict[str, str]]:
    """The environment of a portal that does not run yet: database, folders and, by the module `people`, who is there."""
    name = f"smart_e2e_{os.getpid()}_{next(_portals)}"  # one process may have several portals at once
    environ = _environ(folder, name, is_demo=is_demo) | {"DJANGO_SETTINGS_MODULE": settings}
    for part in ("mail", "media", "static"):
        (folder / part).mkdir()
    set_clock(folder / "clock", at)
    messages.compile_all()
    with _database(name), _bells(environ):
        _run(environ, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        _run(environ, "-m", people)
        yield environ


def _environ(folder: Path, database: str, *, is_demo: bool) -> dict[str, str]:
    own = {
        "DATABASE_URL": mould.named(os.environ["DATABASE_URL"], database),
        "DATABASE_OWNER_URL": mould.named(os.environ["DATABASE_OWNER_URL"], database),
        "SITE_URL": f"http://127.0.0.1:{free_port()}",
        "SMART_ENV": "local",
        "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "E2E_MAIL": str(folder / "mail"),
        "E2E_CLOCK": str(folder / "clock"),
        "E2E_PREFIX": f"{database}:",
        "JOB_RESEND_SECONDS": "5",
    }
    environ = {**os.environ, **own}
    environ.pop("SMART_DEMO", None)
    return environ | ({"SMART_DEMO": "1"} if is_demo else {})


@contextmanager
def _database(name: str) -> Iterator[None]:
    copied = mould.mould()
    with mould.owner() as owner:
        mould.drop(owner, name)
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(copied)))
    try:
        yield
    finally:
        with mould.owner() as owner:
            mould.drop(owner, name)


@contextmanager
def _bells(environ: dict[str, str]) -> Iterator[None]:
    try:
        yield
    finally:
        url = environ["REDIS_URL"].replace("redis+socket://", "unix://")
        with redis.Redis.from_url(url) as broker:
            for key in broker.scan_iter(match=f"{environ['E2E_PREFIX']}*"):
                broker.delete(key)


def _run(environ: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def wait_for_answer(url: str, folder: Path) -> None:
    limit, reason = time.monotonic() + PATIENCE, ""
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(f"{url}/health/live/", timeout=5):
                return
        except OSError as refused:
            reason = str(refused)
            time.sleep(0.1)
    words = "\n".join(log.read_text(errors="replace")[-2000:] for log in (folder / "logs").glob("*.log"))
    raise AssertionError(f"The portal did not answer ({reason}):\n{words}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def browser_path() -> str | None:
    """Debian's Chromium, or what else is installed under one of its names."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)
