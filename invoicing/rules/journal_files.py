"""The journal as a table file: CSV or XLSX, one row a line of the ledger, written as the lines come."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import TextIOWrapper
from typing import IO, Any, Final

import xlsxwriter

from invoicing.account_words import kind_name
from invoicing.queries.journal import JournalLine
from invoicing.rules.chart import Numbering

COLUMNS: Final = (
    "transaction",
    "day",
    "booked_on",
    "event",
    "kind",
    "document",
    "account",
    "national_account",
    "national_label",
    "label",
    "debit",
    "credit",
    "activity",
    "member",
    "client",
)
"""The first row of both files: stable names for the programs that read them."""
WIDTHS: Final = (11, 11, 11, 24, 20, 18, 20, 18, 32, 32, 13, 13, 12, 12, 32)
FORMULAS: Final = ("=", "+", "-", "@")


def journal_rows(lines: Iterable[JournalLine], *, numbering: Numbering) -> Iterator[list[Any]]:
    """The lines as rows of COLUMNS, amounts as Decimals."""
    for line in lines:
        yield [
            line.transaction_id,
            line.on.isoformat(),
            line.booked_on.isoformat(),
            line.event,
            kind_name(line.kind),
            line.behind.number,
            line.code,
            numbering.number(line.code, line.activity_code, on=line.on),
            numbering.label(line.code, on=line.on),
            line.label,
            line.debit,
            line.credit,
            line.activity_code,
            line.behind.member,
            line.behind.client,
        ]


def write_csv(rows: Iterable[list[Any]], into: IO[bytes]) -> None:
    """UTF-8 with its mark (spreadsheets want it), commas, a dot as the decimal sign."""
    text = TextIOWrapper(into, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    text.flush()
    text.detach()


def write_xlsx(rows: Iterable[list[Any]], into: IO[bytes]) -> None:
    """One sheet, amounts as numbers with two decimals; rows go to the disk as they come."""
    book = xlsxwriter.Workbook(into, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Journal")
    head, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, COLUMNS, head)
    for place, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, Decimal):
                sheet.write_number(place, column, cell, money)  # type: ignore[arg-type]  # Decimals are written as they are
            else:
                sheet.write(place, column, cell)
    book.close()


def _harmless(cell: Any) -> Any:
    """A text no spreadsheet takes for a formula (a client may be called anything)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell
