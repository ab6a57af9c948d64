"""Real worker processes around a test's database, and a broker of our own that may be emptied."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import redis
from django.conf import settings
from django.db import connection

from smart.local.places import ROOT, Places
from smart.local.redis_server import RedisServer


@dataclass
class House:
    """The broker, the environment of the workers, and every process that was started."""

    broker: RedisServer
    environment: dict[str, str]
    logs: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_worker(self) -> subprocess.Popen[bytes]:
        """A worker of two processes for everything but paper, in a process group of its own."""
        arguments = ["-m", "celery", "-A", "smart", "worker", "-Q", "default,payroll", "--concurrency", "2"]
        return self._start(*arguments, "--without-gossip", "--without-mingle", "--without-heartbeat")

    def start_reconciler(self) -> subprocess.Popen[bytes]:
        return self._start("manage.py", "reconcile", "--loop", "--every", "0.5")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9 of the worker and all its children."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)

    def empty_broker(self) -> None:
        """FLUSHALL: every message is gone."""
        redis.Redis(unix_socket_path=str(self.broker.places.redis_socket)).flushall()

    def words(self) -> str:
        """The end of what the processes wrote, for a failing test."""
        return "\n".join(f"{log.name}: {log.read_text()[-2000:]}" for log in sorted(self.logs.glob("*.log")))

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        log = self.logs / f"{len(self.started)}.log"
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=log.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.started.append(process)
        return process


@contextmanager
def open_house() -> Iterator[House]:
    """Start the broker; at the end stop every process that was started here, and only those."""
    folder = Path(tempfile.mkdtemp(prefix="smart-faults-"))
    house = House(RedisServer(Places("faults", folder, folder)), {}, folder)
    house.broker.start()
    house.environment.update(_environment(house.broker.url))
    try:
        yield house
    finally:
        for process in house.started:
            if process.poll() is None:
                house.kill(process)
        house.broker.stop()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(done: Callable[[], bool], *, seconds: float, every: float = 0.1) -> bool:
    """Whether it becomes true in time."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if done():
            return True
        time.sleep(every)
    return done()


def _environment(broker: str) -> dict[str, str]:
    """The test's own database as the web role, short leases, the test's documents and keys."""
    held = connection.settings_dict
    password = f":{quote(held['PASSWORD'])}" if held["PASSWORD"] else ""
    host = f"host={quote(str(held['HOST']))}" + (f"&port={held['PORT']}" if held["PORT"] else "")
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://{held['USER']}{password}@/{held['NAME']}?{host}",
        "REDIS_URL": broker,
        "SMART_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "smart.settings",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "JOB_LEASE_SECONDS": "5",
        "JOB_RESEND_SECONDS": "2",
        "PYTHONWARNINGS": "ignore",
    }
