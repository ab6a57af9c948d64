"""What a country's law still allows when work begins before it was declared, as dated rows.

Read once from data/late_ways.yaml, strictly: a row without source, or with a word nobody knows, is refused. A country
without rows has no lawful way written down: there a member keeps the days still ahead, or asks the adviser.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from countries.data.reading import FOLDER, DataFileError, check_keys, check_origin, check_texts, read_data

FILE: Final = "late_ways.yaml"
DUTIES: Final = frozenset({"before", "from_request", "after"})
CODES: Final = frozenset({"coming", "late", "own_invoice", "fee_note", "rights", "occasional"})
BEGUN, NEAR = "begun", "near"
WHO: Final = frozenset({"member", "adviser"})
NEEDS: Final = frozenset({"rights", "arts_attestation", "client_no_business", "no_written_form"})
"""What a way may need: the service is a licence of rights; the attestation of work in the arts is on file; the client is no
business; the kind of contract needs no signature before the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """When the employer must tell the authority: before, from_request (late it counts from that day) or after."""

    kind: str
    since: datetime.date
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawfulWay:
    """One way out. `when` holds begun or near; `within_days` counts from the first day of work, None: no limit."""

    code: str
    since: datetime.date
    when: frozenset[str]
    who: str
    goes_on: bool
    source: str
    confidence: str
    needs: frozenset[str] = frozenset()
    within_days: int | None = None
    note: Mapping[str, str] = field(default_factory=dict)

    def note_in(self, language: str) -> str:
        return self.note.get(language) or self.note.get("en", "")


@dataclass(frozen=True, slots=True)
class LateLaw:
    """The rows of one country."""

    duty: Duty
    ways: tuple[LawfulWay, ...]

    def open_ways(
        self, *, has_begun: bool, starts_on: datetime.date, on: datetime.date, facts: frozenset[str]
    ) -> tuple[LawfulWay, ...]:
        """The ways in force on the day whose conditions hold, in the order of the file."""
        when, days = (BEGUN if has_begun else NEAR), (on - starts_on).days
        return tuple(
            way
            for way in self.ways
            if way.since <= on
            and when in way.when
            and way.needs <= facts
            and (way.within_days is None or days <= way.within_days)
        )


@cache
def late_laws() -> Mapping[str, LateLaw]:
    """Every country's rows by code."""
    return build_late_laws(read_data(FOLDER / FILE))


def late_law_of(code: str) -> LateLaw | None:
    return late_laws().get(code)


def gives_time(code: str) -> bool:
    """Whether an adviser may let anything be declared late in the country."""
    law = late_law_of(code)
    return law is not None and any(way.code == "late" for way in law.ways)


def build_late_laws(raw: Mapping[str, Any]) -> dict[str, LateLaw]:
    """Check the document and freeze it; raise DataFileError naming the place."""
    check_keys(raw, FILE, required={"countries"})
    return {code: _law(found, f"{FILE} {code}") for code, found in raw["countries"].items()}


def _law(raw: Any, where: str) -> LateLaw:
    check_keys(raw, where, required={"duty", "ways"})
    ways = tuple(_way(row, where) for row in raw["ways"])
    codes = [way.code for way in ways]
    if len(codes) != len(set(codes)):
        raise DataFileError(f"{where}: {codes}, expected each way once.")
    return LateLaw(_duty(raw["duty"], f"{where} duty"), ways)


def _duty(raw: Any, where: str) -> Duty:
    check_keys(raw, where, required={"kind", "since", "source", "confidence"})
    check_origin(raw, where)
    _check_word(raw["kind"], DUTIES, where)
    return Duty(kind=raw["kind"], since=raw["since"], source=raw["source"], confidence=raw["confidence"])


def _way(raw: Any, where: str) -> LawfulWay:
    required = {"code", "since", "when", "who", "goes_on", "source", "confidence"}
    check_keys(raw, where, required=required, optional={"needs", "within_days", "note"})
    where = f"{where} {raw['code']}"
    check_origin(raw, where)
    _check_word(raw["code"], CODES, where)
    _check_word(raw["who"], WHO, where)
    for word in raw["when"]:
        _check_word(word, frozenset({BEGUN, NEAR}), where)
    for word in raw.get("needs", []):
        _check_word(word, NEEDS, where)
    return LawfulWay(
        code=raw["code"],
        since=raw["since"],
        when=frozenset(raw["when"]),
        who=raw["who"],
        goes_on=bool(raw["goes_on"]),
        source=raw["source"],
        confidence=raw["confidence"],
        needs=frozenset(raw.get("needs", [])),
        within_days=raw.get("within_days"),
        note=check_texts(raw["note"], where) if "note" in raw else {},
    )


def _check_word(found: str, known: frozenset[str], where: str) -> None:
    if found not in known:
        raise DataFileError(f"{where}: “{found}”, expected one of {sorted(known)}.")
