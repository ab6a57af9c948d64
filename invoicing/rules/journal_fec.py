"""The French file of accounting entries (FEC): one legal entity, one year, the eighteen fields of the article.

Source: Livre des procédures fiscales art. L47 A I and A47 A-1; names, order and forms as there: dates YYYYMMDD, comma as the
decimal sign, fields separated by a tabulation, entries in the order of their validation, numbered without a gap, the
balances brought forward first. The file is called <SIREN>FEC<last day of the year>.txt. Pure but for the lines it is given.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from invoicing.queries.journal import JournalLine
from invoicing.rules import ledger
from invoicing.rules.chart import Numbering
from smart.foundation.money import ZERO

ENCODING: Final = "iso-8859-15"
"""One of the character sets the article names; it has the euro sign and every French letter."""
FIELDS: Final = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
SALES, BANK, PAY, PURCHASES, OTHER, OPENING = (
    ("VE", "Ventes"),
    ("BQ", "Banque"),
    ("PA", "Paie"),
    ("AC", "Achats"),
    ("OD", "Opérations diverses"),
    ("AN", "À-nouveaux"),
)
JOURNALS: Final[Mapping[str, tuple[str, str]]] = {
    ledger.Kind.INVOICE_ISSUED: SALES,
    ledger.Kind.CREDIT_NOTE: SALES,
    ledger.Kind.CLIENT_PAID: BANK,
    ledger.Kind.ON_ACCOUNT: BANK,
    ledger.Kind.RETURNED: BANK,
    ledger.Kind.RETURNED_PAY: BANK,
    ledger.Kind.TRANSFER: BANK,
    ledger.Kind.BANK_FEES: BANK,
    ledger.Kind.PAYROLL: PAY,
    ledger.Kind.RECOVERED: PAY,
    ledger.Kind.SUPPLIER: PURCHASES,
    ledger.Kind.EXPENSE: PURCHASES,
}
OF_CLIENTS: Final = frozenset({ledger.RECEIVABLE, ledger.ON_ACCOUNT})
RESULT: Final = frozenset({ledger.FEE, ledger.LATE_INTEREST, ledger.BANK_FEES, ledger.EXCHANGE})
"""Accounts of income and cost: they begin each year at zero, their balance is carried forward as the result."""
PLAIN: Final = str.maketrans(
    {"→": "->", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\t": " "}
)


def fec_name(siren: str, last: datetime.date) -> str:
    return f"{siren}FEC{last:%Y%m%d}.txt"


def fec_rows(
    lines: Iterable[JournalLine], *, opening: Mapping[str, Decimal], first: datetime.date, numbering: Numbering
) -> Iterator[list[str]]:
    """The rows of the file without its heading: balances brought forward as entry 1, then every transaction in order."""
    number = 0
    brought = list(_opening_rows(opening, first=first, numbering=numbering))
    if brought:
        number = 1
        yield from brought
    current = None
    for line in lines:
        if line.transaction_id != current:
            current, number = line.transaction_id, number + 1
        yield _row(line, number=number, numbering=numbering)


def fec_line(row: Iterable[str]) -> str:
    """One record as written: the fields between tabulations, nothing in them that would break the record."""
    return "\t".join(" ".join(field.translate(PLAIN).split()) for field in row) + "\r\n"


def _row(line: JournalLine, *, number: int, numbering: Numbering) -> list[str]:
    journal = JOURNALS.get(line.kind, OTHER)
    auxiliary, name = _auxiliary(line)
    return [
        *journal,
        str(number),
        _day(line.on),
        numbering.number(line.code, "", on=line.on),
        numbering.label(line.code, on=line.on),
        auxiliary,
        name,
        line.behind.number or line.event,
        _day(line.on),
        line.label or line.event,
        _amount(line.debit),
        _amount(line.credit),
        "",
        "",
        _day(line.booked_on),
        "",
        "",
    ]


def _auxiliary(line: JournalLine) -> tuple[str, str]:
    """The client on the clients' accounts, the activity on the activities'."""
    if line.activity_code:
        return line.activity_code, f"{line.activity_code} {line.behind.member}".strip()
    if line.code in OF_CLIENTS and line.behind.client_id is not None:
        return f"C{line.behind.client_id:06}", line.behind.client
    return "", ""


def _opening_rows(opening: Mapping[str, Decimal], *, first: datetime.date, numbering: Numbering) -> Iterator[list[str]]:
    """What stood on each account of the balance sheet before the year, and the results until then."""
    carried = sum((amount for code, amount in opening.items() if code in RESULT), ZERO)
    chart = numbering.chart(on=first)
    for code, amount in opening.items():
        if code not in RESULT and amount:
            number, label = numbering.number(code, "", on=first), numbering.label(code, on=first)
            yield _opening_row(number, label, amount, first)
    if carried:
        account = chart.result_carried
        yield _opening_row(account.base, account.label_in(numbering.language), carried, first)


def _opening_row(number: str, label: str, amount: Decimal, first: datetime.date) -> list[str]:
    piece = f"AN-{first:%Y}"
    sums = [_amount(max(amount, ZERO)), _amount(max(-amount, ZERO))]
    day = _day(first)
    return [*OPENING, "1", day, number, label, "", "", piece, day, "Reprise des soldes", *sums, "", "", day, "", ""]


def _day(day: datetime.date) -> str:
    return f"{day:%Y%m%d}"


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")
