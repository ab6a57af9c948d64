"""Each country's chart of accounts as dated data: the national number and name of every account of our ledger.

A country without a file runs on `generic.yaml`. `{activity}` in a number is the code of the activity whose money it is.
What an accountant overrides (setting chart.overrides) is applied by the books, from its day on.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from countries.data.reading import FOLDER, DataFileError, check_keys, check_origin, read_data

CHARTS: Final = FOLDER / "charts"
PLACE: Final = "{activity}"
FIELDS: Final = ("since", "name", "is_legal", "source", "confidence", "note", "result_carried", "accounts")


@dataclass(frozen=True, slots=True)
class NationalAccount:
    """`number` may hold `{activity}`; `label` has the country's languages and English."""

    number: str
    label: Mapping[str, str]

    @property
    def base(self) -> str:
        """The number of all activities together."""
        return self.number.split(f"-{PLACE}")[0]

    def number_for(self, activity_code: str) -> str:
        return self.number.replace(PLACE, activity_code) if activity_code else self.base

    def label_in(self, language: str) -> str:
        """The label in the language, else in the country's first, which comes first."""
        return self.label.get(language) or next(iter(self.label.values()))


@dataclass(frozen=True, slots=True)
class Chart:
    """One country's chart from one day on. `is_legal`: a law prescribes the numbers, as opposed to usage or ourselves."""

    since: datetime.date
    name: str
    is_legal: bool
    source: str
    confidence: str
    note: str
    result_carried: NationalAccount
    accounts: Mapping[str, NationalAccount]


def chart_in_force(code: str, *, on: datetime.date) -> Chart:
    """The chart of the country on the day; before its first day the first one, for older books are renumbered."""
    charts = charts_of(code)
    begun = [chart for chart in charts if chart.since <= on]
    return begun[-1] if begun else charts[0]


@cache
def charts_of(code: str) -> tuple[Chart, ...]:
    """Every chart of the country, the oldest first."""
    path = CHARTS / f"{code.lower()}.yaml"
    return read_charts(path if path.exists() else CHARTS / "generic.yaml")


def read_charts(path: Path) -> tuple[Chart, ...]:
    """Read one file; raises DataFileError for an unknown key, a missing source or charts out of order."""
    document = check_keys(read_data(path), path.name, required={"charts"})
    charts: list[Chart] = []
    for raw in document["charts"]:
        charts.append(_chart(raw, path.name, before=charts[-1].accounts if charts else {}))
    days = [chart.since for chart in charts]
    if not charts or days != sorted(set(days)):
        raise DataFileError(f"{path.name}: charts from {days}, expected at least one, the oldest first.")
    return tuple(charts)


def _chart(raw: Any, where: str, *, before: Mapping[str, NationalAccount]) -> Chart:
    """One chart; accounts it does not name are those of the chart before."""
    check_keys(raw, where, required=FIELDS)
    check_origin(raw, f"{where} {raw['since']}")
    accounts = {code: _account(found, f"{where} {code}") for code, found in raw["accounts"].items()}
    carried = _account(raw["result_carried"], f"{where} result_carried")
    facts = {name: raw[name] for name in FIELDS if name not in {"accounts", "result_carried"}}
    return Chart(**facts, accounts={**before, **accounts}, result_carried=carried)


def _account(raw: Any, where: str) -> NationalAccount:
    check_keys(raw, where, required={"number", "label"})
    number, label = raw["number"], raw["label"]
    if not isinstance(number, str) or not number.strip() or not isinstance(label, Mapping) or "en" not in label:
        raise DataFileError(f"{where}: found {raw!r}, expected a number in quotes and a label with English in it.")
    return NationalAccount(number, dict(label))
