"""Run by .venv-bench: persons per second of OpenFisca-France's net pay, warm, for each size given; JSON on the last line."""

import json
import sys
import time

import numpy
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_france import FranceTaxBenefitSystem

MONTH = "2024-10"
LOWEST, STEP = 2000.0, 0.1


def simulate(system: FranceTaxBenefitSystem, persons: int) -> None:
    """Compute the net pay of that many persons, each in a family of their own."""
    simulation = SimulationBuilder().build_default_simulation(system, persons)
    simulation.set_input("salaire_de_base", MONTH, LOWEST + STEP * numpy.arange(persons))
    simulation.set_input("categorie_salarie", MONTH, numpy.zeros(persons, dtype=int))
    simulation.calculate("salaire_net", MONTH)


def main() -> None:
    system = FranceTaxBenefitSystem()
    simulate(system, 10)
    speeds = {}
    for size in map(int, sys.argv[1:]):
        start = time.perf_counter()
        simulate(system, size)
        speeds[size] = size / (time.perf_counter() - start)
    print(json.dumps(speeds))  # noqa: T201


if __name__ == "__main__":
    main()
