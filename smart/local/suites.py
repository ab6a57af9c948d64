"""Run the checks or the tests one after another, all of them, and end with a clear word."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from smart.local import messages
from smart.local.places import ROOT
from smart.local.services import Services

BIN = Path(sys.executable).parent
PICTURES = ROOT / "smart" / "docs" / "pictures"
PHOTOGRAPHED = ROOT / ".local" / "shots"  # every page that the browser tests touch
SHOWN = ("member-today.png", "staff-contract.png")  # those of them that the README shows
SLOW = "e2e or faults or pages"
SLOW_PARTS = ("tests/e2e", "tests/faults", "tests/inventory", "tests/infra/test_demo_start.py")
"""Where the tests marked as slow are: nobody has to read eight thousand others to find them."""
BY_FILE = ("--dist", "loadfile", "--no-loadscope-reorder")


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a suite: the name for the summary and the arguments inside .venv/bin."""

    name: str
    arguments: tuple[str, ...]


CHECKS = (
    Step("format", ("ruff", "format", "--check", "--quiet", ".")),
    Step("lint", ("ruff", "check", "--quiet", ".")),
    Step("types", ("mypy", ".")),
    Step("import order", ("lint-imports",)),
    Step("migrations", ("python", "manage.py", "makemigrations", "--check", "--dry-run")),
)
BENCHMARKS = (Step("benchmarks", ("python", "-m", "tests.benchmarks")),)
SHOTS = (Step("pictures", ("pytest", "-m", "e2e", "-p", "no:randomly")),)


def tests() -> tuple[Step, ...]:
    """Return the quick suite, then the browser, page and fault suites; each uses all processors."""
    processes = ("-n", os.environ.get("SMART_TEST_PROCESSES") or str(max(2, os.cpu_count() or 2)))
    return (
        # The database is made anew: migrations may have changed since the last run.
        Step("tests", ("pytest", *processes, "--create-db", "-m", f"not ({SLOW})")),
        # One file stays on one processor: its tests share a portal or a pool of workers. tests/conftest.py says in which order.
        Step("browser, page and fault tests", ("pytest", *processes, *BY_FILE, "-m", SLOW, *SLOW_PARTS)),
    )


def keep_pictures() -> None:
    """Put the pictures that the README shows where it looks for them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in SHOWN:
        shutil.copyfile(PHOTOGRAPHED / name, PICTURES / name)


def run(steps: tuple[Step, ...], *, instance: str, extra: Mapping[str, str] | None = None) -> int:
    """Run every step with the instance's services; return 0 when all are well.

    Services that had to be started are stopped again.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what was started is stopped
    services = Services.of(instance)
    started = services.up()
    environ = {**os.environ, **started.values, **(extra or {})}
    environ["PATH"] = f"{BIN}{os.pathsep}{environ.get('PATH', '')}"
    messages.compile_all()
    try:
        outcomes = [(step, *_outcome(step, environ)) for step in steps]
    finally:
        if started.names:
            services.down()
    print()
    for step, code, seconds in outcomes:
        print(f"{'ok' if code == 0 else f'FAILED (code {code})':<18}{seconds:7.1f} s  {step.name}")
    failed = [step.name for step, code, _ in outcomes if code != 0]
    print(f"FAILED: {', '.join(failed)}" if failed else f"PASSED: {', '.join(step.name for step in steps)}")
    return 1 if failed else 0


def _outcome(step: Step, environ: Mapping[str, str]) -> tuple[int, float]:
    print(f"── {step.name}: {' '.join(step.arguments)}", flush=True)
    began = time.monotonic()
    program, *rest = step.arguments
    done = subprocess.run([str(BIN / program), *rest], cwd=ROOT, env=environ, check=False)
    return done.returncode, time.monotonic() - began
