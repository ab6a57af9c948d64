"""How many payslips and inversions one core computes in a second: python -m tests.benchmarks.bench_payslip."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from countries import registry
from countries.contract import PayInputs

PAYSLIPS_PER_SECOND = 2_000
INVERSIONS_PER_SECOND = 100
BELGIUM = PayInputs(
    country="BE",
    on=date(2026, 11, 30),
    kind="fixed_term",
    gross=Decimal("2500.00"),
    tax_file={"family": "single"},
    employer={"accident_insurance_rate": "0.009"},
)


def per_second(compute: Callable[[int], object], *, times: int, rounds: int = 3) -> float:
    """Return the best of some rounds, so that a busy neighbour does not count."""
    best = 0.0
    for _ in range(rounds):
        start = time.perf_counter()
        for number in range(times):
            compute(number)
        best = max(best, times / (time.perf_counter() - start))
    return best


def measure() -> dict[str, tuple[float, int]]:
    """Return name → (per second, target)."""
    pack = registry.pack_for("BE")

    def payslip(number: int) -> object:
        return pack.payslip(replace(BELGIUM, gross=Decimal(200_000 + number) / 100))

    def from_budget(number: int) -> object:
        return pack.gross_for_budget(BELGIUM, Decimal(400_000 + number) / 100)

    def from_net(number: int) -> object:
        return pack.gross_for_net(BELGIUM, Decimal(200_000 + number) / 100)

    return {
        "BE payslip": (per_second(payslip, times=2_000), PAYSLIPS_PER_SECOND),
        "BE budget to gross": (per_second(from_budget, times=200), INVERSIONS_PER_SECOND),
        "BE net to gross": (per_second(from_net, times=50), INVERSIONS_PER_SECOND),
    }


def main() -> None:
    for name, (speed, target) in measure().items():
        print(f"{name:<20} {speed:>8.0f} per second and core, target {target} (ratio {speed / target:.1f})")  # noqa: T201


if __name__ == "__main__":
    main()
