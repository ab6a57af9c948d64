"""What a French payslip costs here and in OpenFisca-France, in the same run, for 10, 1,000 and 10,000 persons.

A comparison of cost and no contest: OpenFisca computes in float32, for whole populations at once and far more law than
pay; it is no legal calculator and no oracle for cents. It lives in an environment of its own (`make bench` installs it
from requirements-bench.txt). python -m tests.benchmarks.bench_beside_openfisca
"""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from countries import registry
from tests.benchmarks.bench_payslip import ordinary

PERSONS = (10, 1_000, 10_000)
ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-bench" / "bin" / "python"
SCRIPT = Path(__file__).with_name("openfisca_persons.py")


def ours(persons: int) -> float:
    """Payslips per second, each with all its lines and explanations."""
    pack, inputs = registry.pack_for("FR"), ordinary("FR")
    pack.payslip(inputs)
    start = time.perf_counter()
    for number in range(persons):
        pack.payslip(replace(inputs, gross=Decimal("2000.00") + Decimal(number) / 10))
    return persons / (time.perf_counter() - start)


def theirs() -> dict[str, float]:
    """Persons per second of OpenFisca's `salaire_net`, warm, by number of persons."""
    sizes = [str(size) for size in PERSONS]
    answer = subprocess.run([PYTHON, SCRIPT, *sizes], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def main() -> None:
    if not PYTHON.exists():
        print("OpenFisca is not installed: `make bench` makes .venv-bench for it.")  # noqa: T201
        return
    per_second = theirs()
    for persons in PERSONS:
        mine, other = ours(persons), per_second[str(persons)]
        print(  # noqa: T201
            f"FR {persons:>6} persons: {mine:>7.0f} payslips/s here, {other:>7.0f} persons/s in OpenFisca-France "
            f"(ratio {mine / other:.2f})"
        )


if __name__ == "__main__":
    main()
