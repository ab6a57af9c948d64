"""In which electronic format an invoice leaves: a dated, sourced table, read strictly and asked with a day.

The table is data/einvoice_formats.yaml; its head says what the columns mean. Nothing here knows an invoice or a client.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, Final

from countries.data.reading import FOLDER, DataFileError, check_keys, check_origin, read_data

PDF: Final = "pdf"
PEPPOL: Final = "peppol"
FORMATS: Final = frozenset({PDF, PEPPOL, "xrechnung", "facturx", "fatturapa", "facturae", "ebinterface", "ubl"})
CHANNELS: Final = frozenset({"peppol", "email", "platform", "chorus", "sdi", "face", "government"})
CLIENTS: Final = ("company", "exempt", "public", "person")
PLACES: Final = ("domestic", "eu", "outside")
SIZES: Final = ("large", "small")
RELIEFS: Final = frozenset({"exempt_supplies", "below_250"})
ANY: Final = "any"
"""Where the table says nothing of a country, the rows under this name count."""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class FormatRow:
    """One value of one case, in force from `since` until the next; columns as in the head of the data file."""

    since: datetime.date
    format: str
    channel: str
    source: str
    confidence: str
    with_endpoint: str = ""
    is_mandatory: bool = False
    not_for: frozenset[str] = frozenset()
    is_expected: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormatTable:
    """All cases of all countries: (client, place, size) → rows, oldest first."""

    cases: Mapping[str, Mapping[Key, tuple[FormatRow, ...]]]

    def row(self, country: str, *, client: str, place: str, size: str, on: datetime.date) -> FormatRow:
        """The row in force on the day. Raises KeyError for an unknown kind of client, place or size."""
        known = [row for row in self._rows(country, client, place, size) if not row.is_expected and row.since <= on]
        if not known:
            raise DataFileError(f"einvoice_formats: nothing is known of {country} on {on}.")
        return known[-1]

    def coming(self, country: str, *, client: str, place: str, size: str, on: datetime.date) -> FormatRow | None:
        """The next change after the day, announced ones included, or None."""
        later = (row for row in self._rows(country, client, place, size) if row.since > on)
        return next(later, None)

    def _rows(self, country: str, client: str, place: str, size: str) -> tuple[FormatRow, ...]:
        return self.cases.get(country, self.cases[ANY])[client, place, size]


@cache
def format_table() -> FormatTable:
    """The table of the house."""
    return build_table(read_data(FOLDER / "einvoice_formats.yaml"))


def build_table(raw: Mapping[str, Any]) -> FormatTable:
    """Check the mapping and freeze it. Raises DataFileError naming place, found and expected."""
    check_keys(raw, "einvoice_formats", required={"countries"})
    cases = {code: _country(code, found) for code, found in raw["countries"].items()}
    if ANY not in cases:
        raise DataFileError(f"einvoice_formats: no rows under “{ANY}”, which count for every other country.")
    return FormatTable(cases)


def _country(code: str, raw: Any) -> Mapping[Key, tuple[FormatRow, ...]]:
    found: dict[Key, tuple[FormatRow, ...]] = {}
    for position, case in enumerate(raw, start=1):
        where = f"einvoice_formats {code}, case {position}"
        check_keys(case, where, required={"clients", "places", "values"}, optional={"sizes"})
        rows = _values(case["values"], where)
        for key in product(
            _known(case["clients"], CLIENTS, where),
            _known(case["places"], PLACES, where),
            _known(case.get("sizes", SIZES), SIZES, where),
        ):
            if key in found:
                raise DataFileError(f"{where}: {' / '.join(key)} stands in an earlier case too. Keep one of the two.")
            found[key] = rows
    missing = sorted(set(product(CLIENTS, PLACES, SIZES)) - set(found))
    if missing:
        raise DataFileError(f"einvoice_formats {code}: no case for {' / '.join(missing[0])}. Add it.")
    return found


def _known(found: Iterable[str], expected: Iterable[str], where: str) -> list[str]:
    names = list(found)
    unknown = sorted(set(names) - set(expected))
    if unknown or not names:
        raise DataFileError(f"{where}: found {unknown or 'nothing'}, expected some of {', '.join(expected)}.")
    return names


def _values(raw: Any, where: str) -> tuple[FormatRow, ...]:
    rows = tuple(_row(value, where) for value in raw)
    days = [row.since for row in rows]
    if not days or days != sorted(set(days)):
        raise DataFileError(f"{where}: days {days}, expected at least one and each later than the one before.")
    return rows


def _row(raw: Any, where: str) -> FormatRow:
    optional = {"with_endpoint", "is_mandatory", "not_for", "expected", "note"}
    check_keys(raw, where, required={"since", "format", "channel", "source", "confidence"}, optional=optional)
    check_origin(raw, where)
    _known({raw["format"], raw.get("with_endpoint", PDF)}, sorted(FORMATS), where)
    _known({raw["channel"]}, sorted(CHANNELS), where)
    if not isinstance(raw["since"], datetime.date):
        raise DataFileError(f"{where}: since {raw['since']!r}, expected a day such as 2026-01-01.")
    reliefs = frozenset(raw.get("not_for", ()))
    if reliefs - RELIEFS:
        raise DataFileError(f"{where}: not_for {sorted(reliefs)}, expected some of {sorted(RELIEFS)}.")
    return FormatRow(
        since=raw["since"],
        format=raw["format"],
        channel=raw["channel"],
        source=raw["source"],
        confidence=raw["confidence"],
        with_endpoint=raw.get("with_endpoint", ""),
        is_mandatory=bool(raw.get("is_mandatory")),
        not_for=reliefs,
        is_expected=bool(raw.get("expected")),
        note=raw.get("note", ""),
    )
