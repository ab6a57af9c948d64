"""The monthly tax tables: the official ones from the files beside this module, or the formula's where there are none."""

from __future__ import annotations

import gzip
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from countries.contract import NotCovered, Params, gettext_noop
from countries.packs.se.formula import FormulaLaw, formula_law, year_tax
from countries.packs.se.law import MONTHS, Refs, krona
from smart.foundation.money import round_to

FOLDER = Path(__file__).with_name("official")
PERCENT_ROW = "%"
HUNDRED = Decimal(100)
WHOLE = Decimal(1)
COLUMNS = (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Row:
    """Pay from `start` to `end` kronor (None: no upper end), and per column the kronor withheld or the percentage."""

    start: int
    end: int | None
    is_percent: bool
    values: tuple[int, ...]

    def tax(self, pay: Decimal, column: int) -> Decimal:
        """Return what is withheld from the pay, in whole kronor."""
        value = self.values[column - 1]
        return krona(pay * value / HUNDRED) if self.is_percent else Decimal(value)


class MonthlyTables(Protocol):
    """The tables of a year. `columns` are those the year's tables are known for."""

    columns: tuple[int, ...]
    numbers: range
    refs: Refs
    is_official: bool

    def row(self, table: int, column: int, pay: Decimal) -> Row: ...
    def rows(self, table: int, column: int, up_to: Decimal) -> Iterator[Row]: ...


class OfficialTables:
    """The tables of a year as Skatteverket published them."""

    is_official = True

    def __init__(self, value: Mapping[str, Any], refs: Refs) -> None:
        self.columns: tuple[int, ...] = COLUMNS
        self.numbers, self.refs = _numbers(value), refs
        self._tables = read_tables(str(value["file"]))

    def row(self, table: int, column: int, pay: Decimal) -> Row:
        starts, rows = self._tables[table]
        return rows[max(bisect_right(starts, int(pay)) - 1, 0)]

    def rows(self, table: int, column: int, up_to: Decimal) -> Iterator[Row]:
        return (row for row in self._tables[table][1] if row.start <= up_to)


class FormulaTables:
    """The tables of a year whose official ones are not in the pack, row by row from the yearly formula."""

    is_official = False

    def __init__(self, value: Mapping[str, Any], law: FormulaLaw, refs: Refs) -> None:
        self.columns = tuple(int(column) for column in value["columns"])
        self.numbers, self.refs, self._law = _numbers(value), (*refs, *law.refs), law
        self._amounts_to = int(value["amounts_to"])
        self._ends = _ends(value["steps"])
        self._last_step = int(value["steps"][-1]["by"])
        self._known: dict[tuple[int, int, int], Row] = {}

    def row(self, table: int, column: int, pay: Decimal) -> Row:
        kronor = max(int(pay), 1)
        if kronor > self._amounts_to:
            end = -(-kronor // self._last_step) * self._last_step
            return self._row(table, column, end - self._last_step + 1, end)
        index = bisect_right(self._ends, kronor - 1)
        return self._row(table, column, self._ends[index - 1] + 1 if index else 1, self._ends[index])

    def rows(self, table: int, column: int, up_to: Decimal) -> Iterator[Row]:
        start = 1
        while start <= up_to:
            row = self.row(table, column, Decimal(start))
            yield row
            start = (row.end or start) + 1

    def _row(self, table: int, column: int, start: int, end: int) -> Row:
        key = (table, column, end)
        if key not in self._known:
            year = MONTHS * end
            tax = year_tax(year, table=table, column=column, law=self._law).total
            is_percent = start > self._amounts_to
            share = round_to(tax * HUNDRED / year, step=WHOLE, rounding=ROUND_HALF_UP) if is_percent else tax // MONTHS
            self._known[key] = Row(start, end, is_percent, tuple(int(share) for _ in COLUMNS))
        return self._known[key]


def monthly_tables(params: Params) -> MonthlyTables:
    """Return the year's tables, once between two changes of the law."""
    ref = params.ref("tax.monthly_table")
    if ref.value["file"]:
        return OfficialTables(ref.value, (ref,))
    return FormulaTables(ref.value, params.compiled(formula_law), (ref,))


def require_column(tables: MonthlyTables, column: int, *, year: int) -> None:
    """Raise `NotCovered` for a column the year's tables are not known for."""
    if column in tables.columns:
        return
    raise NotCovered(
        "tax_column",
        gettext_noop(
            "Sweden: column %(column)s of the tax tables of %(year)s is not covered; known columns: %(known)s. "
            "Withhold by a tax decision, or compute this pay outside the portal."
        ),
        column=column,
        year=year,
        known=", ".join(str(known) for known in tables.columns),
    )


@cache
def read_tables(name: str) -> dict[int, tuple[list[int], list[Row]]]:
    """Read a year's file: per table the first kronor of its rows, and the rows."""
    tables: dict[int, tuple[list[int], list[Row]]] = {}
    with gzip.open(FOLDER / name, "rt", encoding="ascii") as lines:
        next(lines)
        for line in lines:
            table, kind, start, end, *values = line.rstrip("\n").split(",")
            starts, rows = tables.setdefault(int(table), ([], []))
            starts.append(int(start))
            values_read = tuple(int(value) for value in values)
            rows.append(Row(int(start), int(end) if end else None, kind == PERCENT_ROW, values_read))
    return tables


def _numbers(value: Mapping[str, Any]) -> range:
    return range(int(value["first"]), int(value["last"]) + 1)


def _ends(steps: tuple[Mapping[str, Decimal], ...]) -> list[int]:
    """The last kronor of every row with amounts: steps up to a pay, each by so many kronor."""
    ends: list[int] = []
    last = 0
    for step in steps:
        to, by = int(step["to"]), int(step["by"])
        ends += range(last + by, to + 1, by)
        last = to
    return ends
