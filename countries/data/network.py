"""The network's file: countries with their states, the drawn map, the history and the figures, in seven languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from countries.data.reading import (
    FOLDER,
    DataFileError,
    check_keys,
    check_origin,
    check_texts,
    read_data,
)


@dataclass(frozen=True, slots=True)
class NetworkCountry:
    """Where a country stands, and its cell on the drawn map."""

    code: str
    state: str
    since_year: int | None
    is_tenant: bool
    column: int
    row: int
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One stretch of the history; `first` None means a wish for later, `last` None means until today."""

    first: int | None
    last: int | None
    countries: tuple[str, ...]
    title: Mapping[str, str]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number the cooperative has published, with its year and source."""

    code: str
    value: int
    year: int
    label: Mapping[str, str]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A titled text of the public page."""

    code: str
    title: Mapping[str, str]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Network:
    """The whole file."""

    columns: int
    rows: int
    countries: Mapping[str, NetworkCountry]
    history: tuple[Chapter, ...]
    figures: tuple[Figure, ...]
    passages: tuple[Passage, ...]


@cache
def network() -> Network:
    """The network as the file tells it."""
    return build_network(read_data(FOLDER / "network.yaml"))


def build_network(raw: Mapping[str, Any]) -> Network:
    """Check the mapping and freeze it; two countries on one cell of the map are refused."""
    check_keys(
        raw,
        "network",
        required={"languages", "grid", "countries", "history", "figures", "passages"},
    )
    columns, rows = raw["grid"]["columns"], raw["grid"]["rows"]
    countries = {code: _country(code, entry) for code, entry in raw["countries"].items()}
    cells: dict[tuple[int, int], str] = {}
    for found in countries.values():
        cell = (found.column, found.row)
        if cell in cells or not (0 <= found.column < columns and 0 <= found.row < rows):
            raise DataFileError(f"{found.code}: cell {cell} is outside the map or taken by {cells.get(cell)}.")
        cells[cell] = found.code
    return Network(
        columns=columns,
        rows=rows,
        countries=countries,
        history=tuple(_chapter(entry, set(countries)) for entry in raw["history"]),
        figures=tuple(_figure(entry) for entry in raw["figures"]),
        passages=tuple(_passage(entry) for entry in raw["passages"]),
    )


def _country(code: str, raw: Any) -> NetworkCountry:
    check_keys(
        raw,
        code,
        required={"state", "since_year", "tenant", "at", "source", "confidence"},
        optional={"note"},
    )
    check_origin(raw, code)
    column, row = raw["at"]
    return NetworkCountry(
        code=code,
        state=raw["state"],
        since_year=raw["since_year"],
        is_tenant=raw["tenant"],
        column=column,
        row=row,
        source=raw["source"],
        confidence=raw["confidence"],
        note=raw.get("note", ""),
    )


def _chapter(raw: Any, known: set[str]) -> Chapter:
    where = f"history {raw.get('from')}"
    check_keys(raw, where, required={"from", "until", "countries", "title", "text"})
    if set(raw["countries"]) - known:
        raise DataFileError(f"{where}: {sorted(set(raw['countries']) - known)} are not in the network.")
    return Chapter(
        first=raw["from"],
        last=raw["until"],
        countries=tuple(raw["countries"]),
        title=check_texts(raw["title"], f"{where} title"),
        text=check_texts(raw["text"], f"{where} text"),
    )


def _figure(raw: Any) -> Figure:
    where = f"figure {raw.get('code')}"
    check_keys(
        raw,
        where,
        required={"code", "value", "year", "source", "confidence", "label"},
        optional={"unit"},
    )
    check_origin(raw, where)
    return Figure(
        code=raw["code"],
        value=raw["value"],
        year=raw["year"],
        label=check_texts(raw["label"], where),
        source=raw["source"],
        confidence=raw["confidence"],
    )


def _passage(raw: Any) -> Passage:
    check_keys(raw, "passage", required={"code", "title", "text"})
    return Passage(
        code=raw["code"],
        title=check_texts(raw["title"], f"{raw['code']} title"),
        text=check_texts(raw["text"], f"{raw['code']} text"),
    )
