"""Regional and municipal surtax, and the credits of a year, against published figures."""

from datetime import date
from decimal import Decimal

import pytest

from countries import registry
from countries.contract import ParameterUnknown
from countries.packs.it import irpef, surtaxes
from countries.packs.it.law import tax_law

PACK = registry.pack_for("IT")
DAY = date(2026, 12, 31)
WHOLE_YEAR = Decimal(365)


@pytest.mark.parametrize(
    ("region", "income", "expected"),
    [
        ("MO", "20000", "356.00"),  # UIL, July 2025
        ("MO", "40000", "910.00"),  # UIL, July 2025
        ("LA", "28000", "484.40"),  # all at 1.73 % up to 28,000
        ("LA", "28000.01", "632.40"),  # 259.50 + 3.33 % of 13000.01 - 60
        ("LA", "30000", "699.00"),
        ("LA", "30000.01", "759.00"),
        ("UM", "28000", "344.40"),  # all at 1.23 % up to 28,000
        ("UM", "40000", "876.50"),  # 259.50 + 392.60 + 374.40 - 150
        ("UM", "50000", "1188.50"),
        ("UM", "60000", "1671.50"),
        ("ER", "50000", "1062.00"),  # 199.50 + 250.90 + 611.60 (2.78 % of 22000)
        ("LO", "20000", "263.50"),  # 184.50 + 1.58 % of 5000
    ],
)
def test_the_regional_surtax(region: str, income: str, expected: str) -> None:
    table = PACK.law(DAY).value(f"surtax.regional.{region}")

    amount = surtaxes.regional(Decimal(income), table)

    assert amount == Decimal(expected)


def test_puglia_is_open_in_2026_and_known_before() -> None:
    assert surtaxes.regional(Decimal(20000), PACK.law(date(2025, 12, 31)).value("surtax.regional.PU")) == Decimal(
        "271.00"
    )
    with pytest.raises(ParameterUnknown, match="Puglia"):
        PACK.law(DAY).value("surtax.regional.PU")


@pytest.mark.parametrize(
    ("place", "income", "expected"),
    [
        ("F205", "23000", "0.00"),  # a threshold, not an allowance
        ("F205", "23000.01", "184.00"),
        ("H501", "20000", "180.00"),
        ("L219", "60000", "586.00"),  # 120 + 104 + 242 + 120
    ],
)
def test_the_municipal_surtax(place: str, income: str, expected: str) -> None:
    table = PACK.law(DAY).value(f"surtax.municipal.{place}")

    assert surtaxes.municipal(Decimal(income), table) == Decimal(expected)


@pytest.mark.parametrize(
    ("income", "days", "is_fixed", "expected"),
    [
        ("15000", 365, False, "1955.00"),
        ("20000", 365, False, "2642.21"),  # openbooks goldens
        ("25000.5", 365, False, "2249.53"),
        ("30000", 365, False, "1801.19"),
        ("50000", 365, False, "0.00"),
        ("8000", 73, False, "690.00"),  # 391.00, at least 690
        ("8000", 73, True, "1380.00"),
        ("20000", 73, True, "528.44"),  # no minimum above 15,000
    ],
)
def test_the_credit_for_employment(income: str, days: int, is_fixed: bool, expected: str) -> None:
    law = PACK.law(DAY).compiled(tax_law)

    credit = irpef.work_credit_of_year(Decimal(income), days=Decimal(days), is_fixed=is_fixed, law=law)

    assert credit == Decimal(expected)


@pytest.mark.parametrize(
    ("income", "credit", "expected"),
    [
        ("8000", "1955", "0"),  # 1840 of tax, not above 1955 - 75
        ("8200", "1955", "1200.00"),  # 1886 of tax
        ("15000", "1955", "1200.00"),
        ("15001", "3099", "0"),  # 3450.23 of tax, the credits do not reach it
        ("20000", "5000", "400.00"),  # 5000 - 4600
        ("28001", "9000", "0"),
    ],
)
def test_the_supplement(income: str, credit: str, expected: str) -> None:
    law, total = PACK.law(DAY).compiled(tax_law), Decimal(income)

    amount = irpef.supplement(
        total,
        tax=irpef.gross_tax(total, law),
        credit=Decimal(credit),
        credits=Decimal(credit),
        days=WHOLE_YEAR,
        law=law,
    )

    assert amount == Decimal(expected)


@pytest.mark.parametrize(
    ("income", "yearly", "expected"),
    [("3000", "11902.17", "0.053"), ("8500", "8500", "0.071"), ("20000", "40000", "0.048"), ("20000.01", "9000", "0")],
)
def test_the_rate_of_the_tax_free_sum(income: str, yearly: str, expected: str) -> None:
    """AdE Circ. 4/E of 2025, example 2: 3,000 in 92 days are 11,902.17 a year."""
    law = PACK.law(DAY).compiled(tax_law)

    assert irpef.cuneo_rate(Decimal(income), Decimal(yearly), law) == Decimal(expected)


@pytest.mark.parametrize(
    ("income", "family", "expected"),
    [
        ("15000", irpef.Family(has_spouse=True), "690"),
        ("0", irpef.Family(has_spouse=True), "800"),
        ("29100", irpef.Family(has_spouse=True), "700"),
        ("35000", irpef.Family(has_spouse=True), "720"),
        ("40000", irpef.Family(has_spouse=True), "690"),
        ("19000", irpef.Family(children=(Decimal(1),)), "760"),  # 950 x 0.8
        ("33000", irpef.Family(children=(Decimal("0.5"), Decimal("0.5"))), "665"),  # 950 x 0.7
        ("20000", irpef.Family(ascendants=(Decimal(1),)), "562.5"),
        ("90000", irpef.Family(has_spouse=True, ascendants=(Decimal(1),)), "0"),
    ],
)
def test_the_family_credits(income: str, family: irpef.Family, expected: str) -> None:
    law = PACK.law(DAY).compiled(tax_law)

    assert irpef.family_credit(Decimal(income), family, law) == Decimal(expected)


def test_instalments_sum_to_the_total() -> None:
    parts = [surtaxes.instalment(Decimal("100.00"), number=number, of=11) for number in range(13)]

    assert sum(parts) == Decimal("100.00")
    assert parts[0] == parts[12] == 0
