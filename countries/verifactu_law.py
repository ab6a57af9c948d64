"""From which day Spain's chained invoicing records are kept: dated and sourced in data/verifactu.yaml, read strictly."""

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Final

from countries.data.reading import FOLDER, DataFileError, check_keys, check_origin, read_data

COUNTRY: Final = "ES"
CORPORATE_TAX: Final = "corporate_tax"
SETTING: Final = "verifactu.taxpayer"
SENDS: Final = "verifactu.sends"


@dataclass(frozen=True, slots=True)
class Start:
    """The first day for a kind of taxpayer."""

    since: datetime.date
    source: str
    confidence: str
    note: str = ""


@cache
def starts() -> dict[str, Start]:
    """The kinds of taxpayers that keep records. Raises DataFileError naming the place when the file is not as it must be."""
    raw = check_keys(read_data(FOLDER / "verifactu.yaml"), "verifactu", required={"taxpayers"})["taxpayers"]
    return {kind: _start(found, f"verifactu.{kind}") for kind, found in raw.items()}


def _start(found: object, where: str) -> Start:
    row = check_keys(found, where, required={"since", "source", "confidence"}, optional={"note"})
    check_origin(row, where)
    if not isinstance(row["since"], datetime.date):
        raise DataFileError(f"{where}: since is {row['since']!r}, expected a day such as 2027-01-01.")
    return Start(**row)


def start_of(taxpayer: str) -> Start | None:
    """The start for a kind of taxpayer, None for one that keeps no such records."""
    return starts().get(taxpayer)
