"""Read a country's VAT table strictly: what is missing, unknown, overlapping, contradictory or without source is refused.

Every service, customer and place must be covered by exactly one row on every day since the table begins, whatever the
conditions; every rate must be known on every day of its row; category, rate, code and mention must fit EN 16931.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Final

from countries import vat_checking
from countries.contract import Text
from countries.data.reading import FOLDER, check_keys, check_texts, parse_data, read_data
from countries.data.reading import DataFileError as VatTableError
from countries.parameters import CONFIDENCES, ParameterSet
from countries.vat_table import (
    CUSTOMERS,
    FACT_CONDITIONS,
    PLACES,
    SERVICES,
    UNSET,
    Territory,
    VatRule,
    VatSetting,
    VatTable,
    indexed,
)

__all__ = ["VatTableError", "load_vat_table", "parse_vat_table", "questions", "territories"]

NONE: Final = "none"
ANY: Final = "any"
FILE_KEYS: Final = ("country", "since", "settings", "mentions", "questions", "rows")
ROW_KEYS: Final = ("id", "since", "service", "customer", "place", "source", "confidence")
DECIDING_KEYS: Final = ("category", "rate")
OPTIONAL_KEYS: Final = ("until", "when", "ask", "exemption_code", "mention", "note", *DECIDING_KEYS)
TERRITORY_KEYS: Final = ("id", "since", "country", "postal_codes", "service", "question", "source", "confidence")
Texts = Mapping[str, Text]


def load_vat_table(path: Path, parameters: ParameterSet) -> VatTable:
    """Read and check one country's file. Raises `VatTableError` naming row, found and expected."""
    return parse_vat_table(path.read_text(encoding="utf-8"), parameters)


def parse_vat_table(text: str, parameters: ParameterSet) -> VatTable:
    """Check the text of a VAT table and turn it into rows."""
    document = check_keys(parse_data(text), "vat.yaml", required=FILE_KEYS)
    country, since = str(document["country"]), _day(document["since"], "since")
    if country != parameters.country:
        raise VatTableError(f"vat.yaml: found the country “{country}”, expected {parameters.country}.")
    settings = {key: _setting(key, raw) for key, raw in document["settings"].items()}
    mentions, asked = _texts(document["mentions"], "mentions"), _texts(document["questions"], "questions")
    _check_use(document["rows"], mentions=mentions, asked=asked)
    known = {**questions(), **asked}
    rules = tuple(_rule(raw, country, settings, mentions, known) for raw in document["rows"])
    vat_checking.check_names(rules, since)
    for rule in rules:
        vat_checking.check_rate(rule, parameters)
        vat_checking.check_codes(rule, parameters)
    index = indexed(rules)
    for key in product(SERVICES, CUSTOMERS, PLACES):
        vat_checking.check_cover(key, index.get(key, ()), since=since, settings=settings)
    return VatTable(country, since, rules, settings, index)


@cache
def questions() -> Texts:
    """The questions all countries share."""
    document = check_keys(read_data(FOLDER / "vat_questions.yaml"), "vat_questions.yaml", required=("questions",))
    return _texts(document["questions"], "vat_questions.yaml")


@cache
def territories() -> tuple[Territory, ...]:
    """The places with a country's code and another VAT."""
    name = "vat_territories.yaml"
    document = check_keys(read_data(FOLDER / name), name, required=("territories",))
    return tuple(_territory(raw) for raw in document["territories"])


def _territory(raw: Any) -> Territory:
    where = str(raw.get("id", "?"))
    check_keys(raw, where, required=TERRITORY_KEYS, optional=("note",))
    _check_origin(raw, where)
    codes = raw["postal_codes"]
    return Territory(
        id=where,
        since=_day(raw["since"], where),
        country=raw["country"],
        postal_codes=() if codes == ANY else tuple(str(code) for code in codes),
        services=_names(raw["service"], SERVICES, f"{where}, service"),
        question=check_texts(raw["question"], f"{where}, question"),
        source=raw["source"],
        confidence=raw["confidence"],
        note=raw.get("note", ""),
    )


def _setting(key: str, raw: Any) -> VatSetting:
    check_keys(raw, key, required=("label", "help", "choices"))
    choices = {str(name): check_texts(text, f"{key}, {name}") for name, text in raw["choices"].items()}
    if UNSET in choices or key in FACT_CONDITIONS or not choices:
        raise VatTableError(f"{key}: needs choices, none of them “{UNSET}”, and a name that is no condition.")
    label, help_text = check_texts(raw["label"], f"{key}, label"), check_texts(raw["help"], f"{key}, help")
    return VatSetting(key=key, label=label, help=help_text, choices=choices)


def _texts(raw: Any, where: str) -> Texts:
    return {str(key): check_texts(text, f"{where}, {key}") for key, text in (raw or {}).items()}


def _check_use(rows: Any, *, mentions: Texts, asked: Texts) -> None:
    """A text nobody uses is a row somebody forgot."""
    unused = set(mentions) - {row.get("mention") for row in rows} | set(asked) - {row.get("ask") for row in rows}
    if unused:
        raise VatTableError(f"vat.yaml: no row uses {sorted(unused)}. Remove the text, or name it in its row.")


def _rule(raw: Any, country: str, settings: Mapping[str, VatSetting], mentions: Texts, asked: Texts) -> VatRule:
    where = str(raw.get("id", "?"))
    check_keys(raw, where, required=ROW_KEYS, optional=OPTIONAL_KEYS)
    if not where.startswith(f"{country.lower()}."):
        raise VatTableError(f"{where}: the name of a row of {country} begins with “{country.lower()}.”.")
    _check_origin(raw, where)
    _check_shape(raw, where)
    until = _day(raw["until"], f"{where}, until") if "until" in raw else None
    rate = str(raw.get("rate", NONE))
    return VatRule(
        id=where,
        since=_day(raw["since"], f"{where}, since"),
        until=until,
        services=_names(raw["service"], SERVICES, f"{where}, service"),
        customers=_names(raw["customer"], CUSTOMERS, f"{where}, customer"),
        places=_names(raw["place"], PLACES, f"{where}, place"),
        when=_conditions(raw.get("when", {}), settings, where),
        category=raw.get("category", ""),
        rate_key="" if rate == NONE else rate,
        exemption_code=raw.get("exemption_code", ""),
        mention=_named(mentions, raw.get("mention"), f"{where}, mention"),
        question=_named(asked, raw.get("ask"), f"{where}, ask"),
        source=raw["source"],
        confidence=raw["confidence"],
        note=raw.get("note", ""),
    )


def _check_origin(raw: Mapping[str, Any], where: str) -> None:
    if not str(raw["source"] or "").strip():
        raise VatTableError(f"{where}: a row without a source is not law. Name the article or the official page.")
    if raw["confidence"] not in CONFIDENCES:
        raise VatTableError(f"{where}: confidence “{raw['confidence']}”, expected one of {sorted(CONFIDENCES)}.")


def _check_shape(raw: Mapping[str, Any], where: str) -> None:
    """A row decides or asks: category and rate, or a question and nothing else."""
    decides = {*DECIDING_KEYS, "exemption_code", "mention"} & raw.keys()
    if "ask" in raw and decides:
        raise VatTableError(f"{where}: a row that asks decides nothing; remove {sorted(decides)}.")
    if "ask" not in raw and not set(DECIDING_KEYS) <= raw.keys():
        raise VatTableError(f"{where}: expected category and rate (“none” without tax), or a question in `ask`.")


def _names(raw: Any, known: tuple[str, ...], where: str) -> tuple[str, ...]:
    if raw == ANY:
        return known
    found = tuple(raw) if isinstance(raw, list) else (raw,)
    unknown = [name for name in found if name not in known]
    if not found or unknown or len(set(found)) != len(found):
        raise VatTableError(f"{where}: found {raw}, expected some of {list(known)}, each once, or “{ANY}”.")
    return found


def _conditions(raw: Any, settings: Mapping[str, VatSetting], where: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, values in raw.items():
        if name not in FACT_CONDITIONS and name not in settings:
            raise VatTableError(
                f"{where}: unknown condition “{name}”; expected one of {[*FACT_CONDITIONS, *settings]}."
            )
        known = FACT_CONDITIONS[name] if name in FACT_CONDITIONS else (*settings[name].choices, UNSET)
        found[str(name)] = _names(values, known, f"{where}, when {name}")
    return found


def _named(texts: Texts, key: str | None, where: str) -> Text:
    if key is None:
        return {}
    if key not in texts:
        raise VatTableError(f"{where}: no text is called “{key}”; expected one of {sorted(texts)}.")
    return texts[key]


def _day(raw: Any, where: str) -> date:
    if not isinstance(raw, date):
        raise VatTableError(f"{where}: found “{raw}”, expected a date YYYY-MM-DD.")
    return raw
