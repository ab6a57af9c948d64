"""Single steps of the German wage tax, worked by hand from the tax office's algorithm (Programmablaufplan, PAP)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from countries import registry
from countries.packs.de.tariff import year_tariff, year_tax

PACK = registry.pack_for("DE")
JUNE_2026 = "2026-06-30"


@pytest.mark.parametrize(
    ("year", "income", "tax"),
    [
        # T(31663.75) = 4781, T(18998.25) = 1392; with 31663 it would be 4780
        (2025, "25331", "6778"),
        # T(32328) = 4882, T(19397) = 1422; with 32328.75 it would be 4883
        (2026, "25863", "6920"),
    ],
)
def test_classes_5_and_6_drop_the_euro_fractions_since_2026(year: int, income: str, tax: str) -> None:
    """UP5_6 takes 1.25 and 0.75 times the income to the cent until PAP 2025, to the whole euro since PAP 2026."""
    tariff = year_tariff(PACK.law(date(year, 6, 1)))

    assert year_tax(Decimal(income), 5, tariff) == Decimal(tax)


def _tax(**inputs: Any) -> Any:
    facts = {"LZZ": 2, "RE4": 500000, "STKL": 1, "KVZ": "2.50", **inputs}
    outcome = PACK.vector({"kind": "bmf_api_recorded", "date": JUNE_2026, "inputs": facts, "expected": {}})
    assert not outcome.unsupported
    return outcome.values["LSTLZZ_cent"]


def test_who_pays_the_childless_surcharge_has_no_discount_for_children() -> None:
    """MPARA deducts PVA only where PVZ is not 1. 78583: the answer recorded from bmf-steuerrechner.de for PVZ 1."""
    assert _tax(PVZ=1, PVA=2) == _tax(PVZ=1) == 78583


@pytest.mark.parametrize(("given", "has_factor"), [({}, True), ({"af": 1}, True), ({"af": 0}, False)])
def test_the_factor_counts_unless_it_is_switched_off(given: dict[str, int], has_factor: bool) -> None:
    """PAP 2026: `af` is 1 when nobody gives it; MRE4JL sets the factor to 1 when it is 0. 0.9 x 9552 = 8596.8 a year."""
    assert _tax(STKL=4, f="0.9", **given) == (71633 if has_factor else 79600)
