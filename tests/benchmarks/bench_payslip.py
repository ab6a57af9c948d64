"""How many payslips and inversions one core computes in a second, in every country.

python -m tests.benchmarks.bench_payslip
"""

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
NETS_PER_SECOND = 20
"""A net is asked for by the simulator only, once an exchange: 50 ms are not felt."""
ON = date(2026, 11, 30)
ORDINARY = {"AT": "2600.00", "BE": "2500.00", "DE": "3000.00", "ES": "1900.00", "FR": "2300.00", "IT": "1900.00"}
KRONOR = {"SE": "32000.00"}
GROSS = {country: Decimal(gross) for country, gross in {**ORDINARY, **KRONOR}.items()}
"""An ordinary month's gross, in the country's currency."""


def per_second(compute: Callable[[int], object], *, times: int, rounds: int = 3) -> float:
    """Return the best of some rounds by the processor's own clock, so that a busy neighbour does not count."""
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        for number in range(times):
            compute(number)
        best = max(best, times / (time.process_time() - start))
    return best


def ordinary(country: str) -> PayInputs:
    """A full month of full time on the country's first kind of contract, everything else as usual."""
    pack = registry.pack_for(country).pack
    kind = next(kind.code for kind in pack.contract_kinds if kind.has_payroll)
    return PayInputs(country=country, on=ON, kind=kind, gross=GROSS[country])


def measure(country: str) -> dict[str, tuple[float, int]]:
    """Return name → (per second, target)."""
    pack, inputs = registry.pack_for(country), ordinary(country)
    result = pack.payslip(inputs)

    def payslip(number: int) -> object:
        return pack.payslip(replace(inputs, gross=result.gross + Decimal(number) / 100))

    def from_budget(number: int) -> object:
        return pack.gross_for_budget(inputs, result.employer_cost + Decimal(number) / 100)

    def from_net(number: int) -> object:
        return pack.gross_for_net(inputs, result.net + Decimal(number) / 100)

    return {
        f"{country} payslip": (per_second(payslip, times=2_000), PAYSLIPS_PER_SECOND),
        f"{country} budget to gross": (per_second(from_budget, times=100), INVERSIONS_PER_SECOND),
        f"{country} net to gross": (per_second(from_net, times=50), NETS_PER_SECOND),
    }


def main() -> None:
    for country in registry.codes():
        for name, (speed, target) in measure(country).items():
            ratio = speed / target
            print(f"{name:<20} {speed:>8.0f} per second and core, target {target} (ratio {ratio:.1f})")  # noqa: T201


if __name__ == "__main__":
    main()
