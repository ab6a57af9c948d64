"""What a country's payslip and contract must say: `papers.yaml` beside the pack, one row per fact the law asks for.

A row names where the fact comes from (`path`), the law that asks for it (`source`) and what it is called. Labels are
shared words (`paper_words.yaml`), with the country's own legal terms laid over them. A path is a party and a name
("employer.name", "line.social_security", "year.net"), or "text" for a sentence of the law or a clause of the contract,
whose braces hold other paths: "The work begins on {contract.starts_on}."
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from countries.contract import Text
from countries.packs.texts import LANGUAGES
from countries.papers import HOLE, TEXT, PaperRow, Papers, PaperSection

NAMES: Final[Mapping[str, frozenset[str] | None]] = {
    "employer": None,  # name, address, numbers, and every setting employer.<name> of the country
    "person": frozenset(
        {"name", "address", "birth_date", "birth_place", "sex", "nationality", "national_number",
         "social_security_number", "member_number", "health_fund"}
    ),
    "contract": frozenset(
        {"kind", "function", "description", "place", "starts_on", "ends_on", "start_time", "days", "hours", "gross",
         "reference", "promised_on", "client", "legal_basis", "classification"}
    ),
    "inputs": frozenset({"period", "on", "paid_days", "possible_days", "hours", "full_time_hours"}),
    "pay": frozenset({"number", "month", "pay_on", "account", "holiday_balance"}),
    "total": frozenset(
        {"gross", "employee_total", "tax_total", "other", "net", "employer_total", "provisions", "employer_cost"}
    ),
    "tax_file": None,
    "engagement": None,
    "line": None,
    "year": None,
}  # fmt: skip
"""The parties and, where the portal alone decides, their facts; the others are checked against the pack by a test."""
ROW_KEYS: Final = frozenset({"path", "word", "label", "source", "required", "kinds", "text", "count"})
SECTION_KEYS: Final = frozenset({"word", "label", "source", "rows", "repeat"})
PAPERS: Final = ("payslip", "contract")
LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader, written in C where the library has it: every process reads these files once."""


class PapersBroken(Exception):
    """A paper's file that cannot be used: names file, place, found and expected."""


def load_papers(path: Path) -> Papers:
    """Read and check a country's file. Raises `PapersBroken` for an unknown key, path or word, or a missing language."""
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
    if not isinstance(raw, dict) or set(raw) != set(PAPERS):
        raise PapersBroken(f"{path}: expected exactly the papers {', '.join(PAPERS)}.")
    read = {name: tuple(_section(section, f"{path} {name}") for section in raw[name]) for name in PAPERS}
    return Papers(payslip=read["payslip"], contract=read["contract"])


@cache
def words() -> Mapping[str, Text]:
    """The shared labels and sentences, each in every language."""
    path = Path(__file__).with_name("paper_words.yaml")
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
    return {key: _whole(text, f"{path} “{key}”") for key, text in found.items()}


def _section(raw: Any, where: str) -> PaperSection:
    _check_keys(raw, where, SECTION_KEYS, needed={"rows"})
    heading = _text(raw, where)
    inside = f"{where} “{heading.get('en', '')}”"
    rows = tuple(_row(row, inside, source=str(raw.get("source", ""))) for row in raw["rows"])
    return PaperSection(heading, rows, is_repeated=bool(raw.get("repeat", False)))


def _row(raw: Any, where: str, *, source: str) -> PaperRow:
    _check_keys(raw, where, ROW_KEYS, needed={"path"})
    inside = f"{where} {raw['path']}"
    text = _sentence(raw.get("text"), inside)
    row = PaperRow(
        path=str(raw["path"]),
        label=_text(raw, inside, may_be_empty=True),
        source=str(raw.get("source") or source),
        is_required=bool(raw.get("required", True)),
        kinds=tuple(raw.get("kinds", ())),
        text=text,
        is_count=bool(raw.get("count", False)),
    )
    if not row.source:
        raise PapersBroken(f"{inside}: no source. Say which law asks for it.")
    if (row.path == TEXT) != (text is not None):
        raise PapersBroken(f"{inside}: a row has a text exactly when its path is “text”.")
    for path in (row.path, *_all_holes(text, inside)):
        _check_path(path, inside)
    return row


def _check_path(path: str, where: str) -> None:
    party, _, name = path.partition(".")
    if path == TEXT:
        return
    if party not in NAMES or not name:
        raise PapersBroken(f"{where}: unknown path “{path}”; it begins with one of {', '.join(NAMES)}.")
    known = NAMES[party]
    if known is not None and name not in known:
        raise PapersBroken(f"{where}: “{party}” has no “{name}”; it has {', '.join(sorted(known))}.")


def _all_holes(text: Text | None, where: str) -> Iterator[str]:
    """The paths inside a sentence; every language rests on the same ones."""
    if text is None:
        return
    wanted = set(HOLE.findall(text["en"]))
    for language in LANGUAGES:
        found = set(HOLE.findall(text[language]))
        if found != wanted:
            raise PapersBroken(f"{where}: the sentence in {language} fills in {sorted(found)}, not {sorted(wanted)}.")
    yield from sorted(wanted)


def _sentence(raw: Any, where: str) -> Text | None:
    if raw is None:
        return None
    if isinstance(raw, str):
        return _word(raw, where)
    return _whole(raw, where)


def _text(raw: Mapping[str, Any], where: str, *, may_be_empty: bool = False) -> Text:
    """The shared word of a row with the country's own terms over it."""
    base = dict(_word(raw["word"], where)) if "word" in raw else {}
    own = raw.get("label", {})
    if not base and not own and may_be_empty:
        return {}
    return _whole({**base, **own}, where)


def _word(key: str, where: str) -> Text:
    if key not in words():
        raise PapersBroken(f"{where}: “{key}” is no word of paper_words.yaml.")
    return words()[key]


def _whole(text: Any, where: str) -> Text:
    if not isinstance(text, dict) or set(text) - set(LANGUAGES):
        raise PapersBroken(f"{where}: expected a text by language, found {text!r}.")
    missing = [language for language in LANGUAGES if not str(text.get(language) or "").strip()]
    if missing:
        raise PapersBroken(f"{where}: no text in {', '.join(missing)}.")
    return {language: str(text[language]) for language in LANGUAGES}


def _check_keys(raw: Any, where: str, allowed: frozenset[str], *, needed: set[str]) -> None:
    if not isinstance(raw, dict):
        raise PapersBroken(f"{where}: expected a mapping, found {raw!r}.")
    if set(raw) - allowed:
        raise PapersBroken(
            f"{where}: unknown {', '.join(sorted(set(raw) - allowed))}; known: {', '.join(sorted(allowed))}."
        )
    if needed - set(raw):
        raise PapersBroken(f"{where}: {', '.join(sorted(needed - set(raw)))} is missing.")
