"""The official tables are the authority's, untouched, and the formula behind them agrees with every cell it covers."""

import gzip
import hashlib
from datetime import date
from decimal import Decimal

import pytest

from countries import registry
from countries.packs.se.formula import formula_law, year_tax
from countries.packs.se.tables import FOLDER, monthly_tables, read_tables
from countries.packs.se.withholding import ONE

PACK = registry.pack_for("SE")
ROWS = {2025: 7934, 2026: 7966}


@pytest.mark.parametrize("year", ROWS)
def test_the_shipped_file_is_the_one_that_was_checked(year: int) -> None:
    named = PACK.law(date(year, 6, 25)).value("tax.monthly_table")
    content = gzip.decompress((FOLDER / named["file"]).read_bytes())

    assert hashlib.sha256(content).hexdigest() == named["sha256"]
    assert content.count(b"\n") - 1 == named["rows"] == ROWS[year]


@pytest.mark.parametrize("year", ROWS)
def test_fourteen_tables_without_a_gap(year: int) -> None:
    tables = read_tables(f"manad-{year}.csv.gz")

    assert sorted(tables) == list(range(29, 43))
    for starts, rows in tables.values():
        assert starts[0] == 1
        assert [row.start for row in rows[1:]] == [(row.end or 0) + 1 for row in rows[:-1]]
        assert rows[-1].end is None
        assert all(len(row.values) == 6 for row in rows)


@pytest.mark.parametrize("year", ROWS)
@pytest.mark.parametrize("table", [29, 34, 42])
def test_the_formula_gives_the_official_amounts(year: int, table: int) -> None:
    law = PACK.law(date(year, 6, 25)).compiled(formula_law)
    rows = [row for row in read_tables(f"manad-{year}.csv.gz")[table][1] if not row.is_percent]

    assert len(rows) == 481
    for row in rows[::3]:
        for column in (1, 5, 6):
            tax = year_tax(Decimal(12 * (row.end or 0)), table=table, column=column, law=law)
            assert tax.total // 12 == row.values[column - 1], (row, column)


@pytest.mark.parametrize(
    ("year", "table", "column", "pay", "withheld"),
    [
        (2026, 29, 4, "28259", 4823),
        (2026, 29, 2, "43400", 8231),
        (2026, 29, 1, "801589", 376746),
        (2026, 34, 1, "0", 0),
        (2026, 34, 1, "2000.99", 0),
        (2026, 29, 6, "2001.00", 2),
        (2025, 29, 1, "80000", 24657),
    ],
)
def test_official_rows(year: int, table: int, column: int, pay: str, withheld: int) -> None:
    tables = PACK.law(date(year, 6, 25)).compiled(monthly_tables)

    assert tables.row(table, column, Decimal(pay)).tax(Decimal(pay), column) == withheld


def test_the_worked_examples_of_skv_433() -> None:
    """SKV 433 (2026, utgåva 36), appendix 3: table 34, column 1, a year's income of 216,000 and of 1,020,000."""
    law = PACK.law(date(2026, 1, 1)).compiled(formula_law)

    low = year_tax(Decimal(216000), table=34, column=1, law=law)
    high = year_tax(Decimal(1020000), table=34, column=1, law=law)

    assert (low.allowance, low.municipal, low.work_income_credit, low.total) == (42400, 57010, 23316, 35889)
    assert (high.state, high.municipal, high.work_income_credit, high.total) == (71920, 329253, 53134, 359353)


@pytest.mark.parametrize(
    ("year", "table", "column", "pay", "withheld"),
    [
        (2018, 29, 1, 51400, 15088),
        (2018, 29, 3, 16000, 1226),
        (2018, 29, 5, 56400, 19505),
        (2019, 29, 1, 31400, 6698),
        (2019, 29, 3, 50200, 12000),
        (2019, 40, 3, 70000, 30413),
        (2019, 40, 6, 80000, 40319),
    ],
)
def test_older_years_by_formula(year: int, table: int, column: int, pay: int, withheld: int) -> None:
    """Rows of the official tables of 2018 and 2019 (Skatteverket open data), which are not in the pack."""
    tables = PACK.law(date(year, 6, 25)).compiled(monthly_tables)

    row = tables.row(table, column, Decimal(pay))

    assert row.end == pay
    assert row.tax(Decimal(pay), column) == withheld


def test_a_table_is_raised_by_a_tenth_without_a_tax_decision() -> None:
    """Skatteverket's example: 5,604 becomes 6,164."""
    factor = PACK.law(date(2026, 5, 25)).amount("tax.no_decision")

    assert factor > ONE
    assert int(Decimal(5604) * factor) == 6164
