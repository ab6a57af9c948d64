"""German values that must agree with each other, as a check of typing."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

import pytest

from countries import registry
from countries.contract import Params

PACK = registry.pack_for("DE")
YEARS = (2024, 2025, 2026)


def _law(year: int) -> Params:
    return PACK.law(date(year, 6, 1))


@pytest.mark.parametrize("year", YEARS)
def test_the_wage_tax_knows_the_yearly_ceilings(year: int) -> None:
    law = _law(year)
    provision = law.value("wage_tax.provision")

    assert provision["ceiling_health"] == law.value("ceiling.health") * 12
    assert provision["ceiling_pension"] == {place: 12 * pay for place, pay in law.value("ceiling.pension").items()}
    assert provision["care"] == law.value("care.rate") / 2
    assert provision["care_saxony"] == law.value("care.saxony")["employee"]


@pytest.mark.parametrize("year", YEARS)
def test_the_factor_follows_from_the_rates(year: int) -> None:
    """SGB IV § 20 (2a): 28 % through the sum of all rates, to four decimals."""
    law = _law(year)
    names = ("health.rate", "health.additional_average", "care.rate", "pension.rate", "unemployment.rate")
    total = sum(law.value(name) for name in names)

    factor = (Decimal("0.28") / total).quantize(Decimal("0.0001"), ROUND_HALF_UP)

    assert law.value("transition.factor") == factor


@pytest.mark.parametrize("year", YEARS)
def test_the_limit_of_a_minijob_follows_from_the_minimum_wage(year: int) -> None:
    """SGB IV § 8 (1a): 130 hours in three months at the minimum wage, rounded up to the euro."""
    law = _law(year)
    limit = (law.value("minimum_wage") * 130 / 3).quantize(Decimal(1), ROUND_CEILING)

    assert law.value("minijob.limit_month") == limit


@pytest.mark.parametrize("year", YEARS)
def test_the_top_of_the_tariff_joins_without_a_step(year: int) -> None:
    tariff = _law(year).value("wage_tax.tariff")

    assert tariff["e"] - tariff["d"] == Decimal("0.03") * tariff["zone_4"]


@pytest.mark.parametrize("year", YEARS[1:])
def test_the_march_clause_holds_the_values_of_the_year_before(year: int) -> None:
    last, before = _law(year).value("one_off.previous_year"), _law(year - 1)

    assert last["ceiling_health"] == before.value("ceiling.health") * 12
    assert last["ceiling_pension"] == {place: 12 * pay for place, pay in before.value("ceiling.pension").items()}
    assert last["care_saxony"] == before.value("care.saxony")
    assert last["child_discount"] == before.value("care.child_discount")["rate"]
    for name, key in {
        "health": "health.rate",
        "additional": "health.additional_average",
        "care": "care.rate",
        "childless": "care.childless",
        "pension": "pension.rate",
        "unemployment": "unemployment.rate",
        "insolvency": "levy.insolvency",
    }.items():
        assert last[name] == before.value(key), name


def test_december_2024_makes_up_for_the_tariff_of_january() -> None:
    assert PACK.law(date(2024, 12, 1)).value("wage_tax.tariff_before") == _law(2024).value("wage_tax.tariff")
    assert not PACK.law(date(2025, 1, 1)).has("wage_tax.tariff_before")
