"""Keep a few processes alive until told to stop, and leave none behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType

from smart.local.places import ROOT
from smart.local.problem import LocalProblem
from smart.local.processes import Process

BIN = Path(sys.executable).parent
RESTARTS = 5
SECONDS_TO_LEAVE = 15
_PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Somebody asked to stop, by Ctrl-C or SIGTERM."""


class Supervisor:
    """Run processes with their output in log files; restart one that dies, five times at most.

    SIGINT and SIGTERM end the watch; leaving the `with` block stops every process and what it started.
    """

    def __init__(self, environ: Mapping[str, str], logs: Path) -> None:
        self._environ = dict(environ)
        self._logs = logs
        self._running: dict[Process, subprocess.Popen[bytes]] = {}
        self._deaths: dict[Process, int] = {}
        self.is_stopping = False

    def __enter__(self) -> "Supervisor":
        signal.signal(signal.SIGINT, self._ask_to_stop)
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop_all()

    def start(self, process: Process) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches it through us alone."""
        self._logs.mkdir(parents=True, exist_ok=True)
        program, *rest = process.arguments
        with self._log(process).open("ab") as log:
            self._running[process] = subprocess.Popen(
                [str(BIN / program), *rest],
                cwd=ROOT,
                env={**self._environ, **process.environ()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def run(self, *arguments: str) -> None:
        """Run a command of .venv/bin in sight, to its end. Raises Stopped when asked to stop meanwhile."""
        child = subprocess.Popen([str(BIN / arguments[0]), *arguments[1:]], cwd=ROOT, env=self._environ)
        while child.poll() is None and not self.is_stopping:
            time.sleep(0.1)
        if self.is_stopping:
            child.terminate()
            child.wait()
            raise Stopped
        if child.returncode != 0:
            command = " ".join(arguments)
            raise LocalProblem(f"`{command}` failed with code {child.returncode}; its words are above.")

    def watch(self, *, seconds: float = float("inf")) -> None:
        """Watch until asked to stop or the time is over; raise LocalProblem when a process cannot stay alive."""
        limit = time.monotonic() + seconds
        while not self.is_stopping and time.monotonic() < limit:
            for process, child in list(self._running.items()):
                if child.poll() is not None:
                    self._revive(process, child.returncode)
            time.sleep(0.3)

    def _revive(self, process: Process, code: int) -> None:
        self._deaths[process] = self._deaths.get(process, 0) + 1
        if self._deaths[process] > RESTARTS:
            tail = "\n".join(self._log(process).read_text(errors="replace").splitlines()[-20:])
            raise LocalProblem(f"{process.name} ended {RESTARTS + 1} times (last code {code}). Its last words:\n{tail}")
        print(
            f"{process.name} ended with code {code}: started again "
            f"({self._deaths[process]} of {RESTARTS}; see {self._log(process).relative_to(ROOT)})",
            flush=True,
        )
        time.sleep(0.5 * self._deaths[process])
        if not self.is_stopping:
            self.start(process)

    def _stop_all(self) -> None:
        children = list(self._running.values())
        for child in children:
            if child.poll() is None:
                child.terminate()
        limit = time.monotonic() + SECONDS_TO_LEAVE
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.1, limit - time.monotonic()))
            _kill_group(child.pid)
            child.wait()
        self._running.clear()

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _log(self, process: Process) -> Path:
        return self._logs / f"{process.name}.log"


def _kill_group(leader: int) -> None:
    """End what a process left in its group; nothing, when it left properly."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def _die_with_parent() -> None:
    """Ask Linux to end this child when the supervisor is killed; elsewhere the next start finds it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
