"""The demo's processes are kept alive, given up after a while, and never left behind."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smart.local import supervisor as module
from smart.local.problem import LocalProblem
from smart.local.processes import Process
from smart.local.supervisor import Stopped, Supervisor


@pytest.fixture(autouse=True)
def _give_signals_back() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Supervisor]:
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return lambda: Supervisor(os.environ, tmp_path / "logs")


def _python(name: str, code: str) -> Process:
    return Process(name, ("python", "-c", code))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


def _wait_for(file: Path) -> str:
    for _ in range(100):
        if file.exists() and file.read_text():
            return file.read_text()
        time.sleep(0.05)
    raise AssertionError(f"{file} never came")


def test_a_process_that_dies_is_started_again(make: Callable[[], Supervisor], tmp_path: Path) -> None:
    line = tmp_path / "starts"
    code = (
        f"import time; open({str(line)!r}, 'a').write('x');time.sleep(0 if len(open({str(line)!r}).read()) < 2 else 60)"
    )

    with make() as supervisor:
        supervisor.start(_python("lives-twice", code))
        supervisor.watch(seconds=2.5)

    assert line.read_text() == "xx"


def test_a_process_that_cannot_live_is_given_up_with_its_last_words(
    make: Callable[[], Supervisor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RESTARTS", 1)

    with make() as supervisor:
        supervisor.start(_python("doomed", "raise SystemExit('there is no such thing as a port')"))

        with pytest.raises(LocalProblem, match="no such thing as a port"):
            supervisor.watch(seconds=20)


def test_leaving_ends_the_processes_and_what_they_started(make: Callable[[], Supervisor], tmp_path: Path) -> None:
    child = tmp_path / "child"
    code = (
        "import subprocess, sys, time;"
        f"grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"open({str(child)!r}, 'w').write(str(grandchild.pid)); time.sleep(60)"
    )

    with make() as supervisor:
        supervisor.start(_python("parent", code))
        grandchild = int(_wait_for(child))
        assert _is_alive(grandchild)

    time.sleep(0.2)
    assert not _is_alive(grandchild)


def test_a_deaf_process_is_ended_anyway(
    make: Callable[[], Supervisor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS_TO_LEAVE", 0.5)
    ready = tmp_path / "ready"
    code = (
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"open({str(ready)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    )

    with make() as supervisor:
        supervisor.start(_python("deaf", code))
        pid = int(_wait_for(ready))

    assert not _is_alive(pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_watch(make: Callable[[], Supervisor], number: signal.Signals) -> None:
    with make() as supervisor:
        supervisor.start(_python("waits", "import time; time.sleep(60)"))
        signal.raise_signal(number)
        supervisor.watch(seconds=30)

        assert supervisor.is_stopping


def test_a_command_that_fails_is_named_with_its_code(make: Callable[[], Supervisor]) -> None:
    with make() as supervisor, pytest.raises(LocalProblem, match="failed with code 3"):
        supervisor.run("python", "-c", "raise SystemExit(3)")


def test_a_signal_ends_a_command_too(make: Callable[[], Supervisor]) -> None:
    with make() as supervisor:
        signal.raise_signal(signal.SIGTERM)

        with pytest.raises(Stopped):
            supervisor.run("python", "-c", "import time; time.sleep(60)")
