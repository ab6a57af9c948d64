"""`make demo` as a person sees it: from nothing to a page, a dead worker revived, and nothing left after Ctrl-C."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INSTANCE = "e2e-demo"
PATIENCE = 300
# What the suite set for itself must not reach the demo, which finds its own services and settings.
OF_THE_SUITE = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SMART_ENV", "MEDIA_ROOT", "DJANGO_SETTINGS_MODULE")

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]


class Demo:
    """A running `make demo` of an instance of its own, and what it has said so far."""

    def __init__(self, log: Path) -> None:
        environ = {name: value for name, value in os.environ.items() if name not in OF_THE_SUITE}
        self._log = log
        command = [sys.executable, "-m", "smart.local", "demo", "--fresh", "--instance", INSTANCE]
        with log.open("wb") as words:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environ, stdout=words, stderr=subprocess.STDOUT, start_new_session=True
            )

    def waits_to_say(self, pattern: str) -> re.Match[str]:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if found := re.search(pattern, self._log.read_text()):
                return found
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        raise AssertionError(f"The demo never said {pattern!r}. It said:\n{self._log.read_text()[-3000:]}")

    def children(self) -> dict[str, int]:
        """Return the process ids of the portal's processes by their command line."""
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and _parent(folder) == self.process.pid:
                found[(folder / "cmdline").read_text().replace("\0", " ")] = int(folder.name)
        return found


def _parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path / "demo.log")
    yield running
    if running.process.poll() is None:
        running.process.kill()
    subprocess.run([sys.executable, "-m", "smart.local", "reset", "--instance", INSTANCE], cwd=ROOT, check=False)
    shutil.rmtree(ROOT / ".local" / INSTANCE, ignore_errors=True)


def _opens(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=20) as page:
            return bool(page.status == 200)
    except urllib.error.URLError:
        return False


def test_the_demo_starts_from_nothing_heals_and_leaves_nothing(demo: Demo) -> None:
    address = demo.waits_to_say(r"The portal is running: (http://127\.0\.0\.1:\d+/)").group(1)
    demo.waits_to_say(r"Ctrl-C stops everything")
    assert _opens(address)

    worker = next(pid for command, pid in demo.children().items() if "--queues pdf" in command)
    os.kill(worker, signal.SIGKILL)
    demo.waits_to_say(r"worker-pdf ended with code -9: started again \(1 of 5")

    of_the_demo = list(demo.children().values())
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(timeout=60) == 0
    assert not _opens(address)
    assert not [pid for pid in of_the_demo if Path(f"/proc/{pid}").exists()]
    status = subprocess.run(
        [sys.executable, "-m", "smart.local", "status", "--instance", INSTANCE], cwd=ROOT, check=False
    )
    assert status.returncode == 3, "a service still runs"
