"""Run the whole portal with demo people, from nothing to an address to open."""

import errno
import fcntl
import os
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from smart.local import messages
from smart.local.places import ROOT
from smart.local.problem import LocalProblem
from smart.local.processes import DEMO_REPLY_DOMAIN, portal_processes
from smart.local.services import Services
from smart.local.supervisor import Stopped, Supervisor

FIRST_PORT = 8000
FIRST_MAIL_PORT = 2525
WHAT_TO_TRY = """\
What to try
  Sign in with one click in the bar at the top of each page, as anybody above.
  Lina (member): go on with a draft, or turn a budget into a contract. Emma: see what next week holds.
  Omar (adviser): approve a mission, validate a contract that waits.
  Rik (accountant): mend an electronic invoice, settle what the bank said, send a reminder, pay what is owed.
  Petra and Paul (payroll): run the month's payroll, approve it as the other one, write the transfer file.
  Noa and Ida (network): open a country, do its tasks, confirm each other's moves.
  Register somebody new: mails, with codes and clients' links, are files in .local/mail/.
  Answer a mail about a conversation: send it by SMTP to the port below, from the e-mail address of whoever got it.
"""


def run(*, instance: str, fresh: bool) -> int:
    """Start everything, print the address, watch until Ctrl-C or SIGTERM, then stop what was started here."""
    services = Services.of(instance)
    with _only_demo(services):
        if fresh:
            services.reset()
        started = services.up()
        try:
            _run_portal(services, {**os.environ, **started.values, "SMART_DEMO": "1"})
        finally:
            if started.names:
                services.down()
        still = (
            "" if started.names else " PostgreSQL and Redis ran before and still do (`make services-down` ends them)."
        )
        print(f"The portal is stopped.{still} The data is kept; `make demo` goes on from here.")
    return 0


def _run_portal(services: Services, environ: dict[str, str]) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environ |= {"SITE_URL": address, "STATIC_ROOT": str(services.places.notes / "static")}
    environ.setdefault("REPLY_DOMAIN", DEMO_REPLY_DOMAIN)
    mail_port = free_port(FIRST_MAIL_PORT)
    with suppress(Stopped), Supervisor(environ, services.places.logs) as supervisor:
        _prepare(supervisor)
        schedule = services.places.notes / "beat-schedule"
        for process in portal_processes(port=port, schedule=str(schedule), mail_port=mail_port):
            supervisor.start(process)
        _wait_for_answer(supervisor, address)
        print(f"\nThe portal is running: {address}/\n", flush=True)
        supervisor.run("python", "manage.py", "demo_people")
        print(
            f"\n{WHAT_TO_TRY}\nAnswers by mail: 127.0.0.1:{mail_port}"
            f"\nLogs: {services.places.logs.relative_to(ROOT)}/   Ctrl-C stops everything.",
            flush=True,
        )
        supervisor.watch()
        print("\nStopping…", flush=True)


def _prepare(supervisor: Supervisor) -> None:
    messages.compile_all()
    print("Preparing the database…", flush=True)
    supervisor.run("python", "manage.py", "migrate", "--no-input", "--verbosity", "0")
    print("Playing the demo's stories (the first time takes a moment)…", flush=True)
    supervisor.run("python", "manage.py", "demo_data")
    supervisor.run("python", "manage.py", "collectstatic", "--no-input", "--verbosity", "0")


def _wait_for_answer(supervisor: Supervisor, address: str) -> None:
    """Wait up to a minute until the portal can work. Raises LocalProblem when it never does, Stopped when asked to."""
    reason = "no answer"
    for _ in range(120):
        supervisor.watch(seconds=0.5)
        if supervisor.is_stopping:
            raise Stopped
        try:
            with urllib.request.urlopen(f"{address}/health/ready/", timeout=20):  # noqa: S310 (our own address)
                return
        except OSError as refused:  # an answer such as 503 counts among these
            reason = str(refused)
    raise LocalProblem(f"{address}/ was not ready within a minute ({reason}). See .local/logs/web.log.")


def free_port(first: int = FIRST_PORT) -> int:
    """Return the first port from `first` on which nobody listens on this machine."""
    for port in range(first, first + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as taken:
                if taken.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise
                print(f"Port {port} is taken, trying the next.")
                continue
            return port
    raise LocalProblem(f"No free port between {first} and {first + 49}. Stop a server that listens there.")


@contextmanager
def _only_demo(services: Services) -> Iterator[None]:
    """Refuse a second demo of the same instance: both would send the same mails."""
    with (services.places.notes / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            lock.seek(0)
            raise LocalProblem(f"The demo is already running (process {lock.read().strip()}). Stop it first.") from held
        lock.truncate(0)
        lock.write(f"{os.getpid()}")
        lock.flush()
        yield
