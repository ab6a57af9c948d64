"""Dated statutory values: a strict YAML loader and look-ups that take a day, never "now".

A file is `country`, `currency` and `parameters`; a parameter carries label, unit, period, review_by and `values`, one
entry per date with value, source, confidence and, where needed, note or expected. Rates are fractions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

import yaml

from countries.pay import ParameterRef, ParameterUnknown, Params, Purpose, gettext_noop

T = TypeVar("T")

UNITS = {
    "rate",
    "amount",
    "hours",
    "days",
    "years",
    "count",
    "factor",
    "flag",
    "scale",
    "table",
}
PERIODS = {"hour", "day", "month", "quarter", "year", "none"}
CONFIDENCES = {"verified", "secondary", "memory"}
FILE_KEYS = {"country", "currency", "parameters"}
KEY_REQUIRED = {"label", "unit", "period", "values"}
KEY_OPTIONAL = {"per", "review_by", "note"}
ENTRY_REQUIRED = {"value", "source"}
ENTRY_OPTIONAL = {"confidence", "note", "expected"}


class ParameterFileError(Exception):
    """A parameter file that must not be used: names file, key, what was found and what is expected."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of one key, in force from `since` until the next entry."""

    since: date
    value: Any
    source: str
    confidence: str
    is_expected: bool
    note: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One statutory key with its dated entries, oldest first."""

    key: str
    label: str
    unit: str
    period: str
    per: str
    review_by: date | None
    note: str
    entries: tuple[Entry, ...]

    def entry_on(self, day: date, *, purpose: Purpose) -> Entry | None:
        """The entry in force on the day, or None before the first one. Expected entries serve the simulation only."""
        known = [entry for entry in self.entries if purpose is Purpose.SIMULATION or not entry.is_expected]
        index = bisect_right(known, day, key=lambda entry: entry.since) - 1
        return known[index] if index >= 0 else None


class _StrictLoader(yaml.CSafeLoader):
    """SafeLoader that builds Decimals from the text and refuses duplicate keys (PyYAML keeps the last one silently)."""


def _number(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> Decimal:
    text = str(loader.construct_scalar(node)).replace("_", "")
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ParameterFileError(f"{node.start_mark}: found “{text}”, expected digits such as 0.1307.") from error


def _mapping(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise ParameterFileError(
                f"{key_node.start_mark}: the key “{key}” stands twice; PyYAML would silently keep the last. Remove one."
            )
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_StrictLoader.add_constructor("tag:yaml.org,2002:float", _number)
_StrictLoader.add_constructor("tag:yaml.org,2002:int", _number)
_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


class ParameterSet:
    """All statutory values of one country. Immutable; views per day are built once and shared."""

    def __init__(self, country: str, currency: str, parameters: Mapping[str, Parameter]) -> None:
        self.country, self.currency = country, currency
        self._parameters = dict(parameters)
        self._segments: dict[tuple[int, Purpose], _Segment] = {}
        days = {entry.since for parameter in parameters.values() for entry in parameter.entries}
        days |= {p.review_by + timedelta(days=1) for p in parameters.values() if p.review_by is not None}
        self._change_days = sorted(days)

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._parameters.values())

    def get(self, key: str) -> Parameter | None:
        return self._parameters.get(key)

    def on(self, day: date, *, purpose: Purpose = Purpose.PAYROLL) -> AsOf:
        """The law as of a day. What was resolved or compiled is shared by every day between two changes."""
        number = (bisect_right(self._change_days, day), purpose)
        segment = self._segments.get(number)
        if segment is None:
            segment = self._segments[number] = _Segment({}, {})
        return AsOf(self, day, purpose, segment)

    def require_day(self, day: date) -> None:
        """Raise `ParameterUnknown` when the day lies before anything is known of this country's law."""
        if self._change_days and day < self._change_days[0]:
            raise ParameterUnknown(
                "before_known_law",
                gettext_noop("%(country)s: no statutory value is known on %(day)s; the first known day is %(first)s."),
                country=self.country,
                day=day,
                first=self._change_days[0],
            )

    def to_review(self, on: date) -> tuple[Parameter, ...]:
        """The keys whose review day has passed: payroll refuses them until someone looks."""
        return tuple(p for p in self if p.review_by is not None and p.review_by < on)


@dataclass(frozen=True, slots=True)
class _Segment:
    """What is the same for every day between two changes: resolved values and what packs compiled from them."""

    refs: dict[str, ParameterRef]
    compiled: dict[Callable[..., Any], Any]


class AsOf:
    """Statutory values as of a day; reading a key records it in `trace`.

    Raises `ParameterUnknown` for an unknown key, a day before the first known one, or, for payroll, a day after the
    key's `review_by`. `compiled` keeps one value per builder: a pack resolves its law once between two changes.
    """

    def __init__(self, source: ParameterSet, day: date, purpose: Purpose, segment: _Segment) -> None:
        self.country, self.day, self.purpose = source.country, day, purpose
        self._source, self._segment = source, segment
        self._read: dict[str, ParameterRef] = {}

    @property
    def trace(self) -> tuple[ParameterRef, ...]:
        return tuple(self._read.values())

    def value(self, key: str) -> Any:
        return self.ref(key).value

    def amount(self, key: str) -> Decimal:
        """The value as a Decimal; raises TypeError when the key holds a table."""
        value = self.ref(key).value
        if not isinstance(value, Decimal):
            raise TypeError(f"{self.country} {key} holds {value!r}, not a single number.")
        return value

    def has(self, key: str) -> bool:
        """Whether a value is known on the day (reading it may still be refused after its review day)."""
        parameter = self._source.get(key)
        if parameter is None:
            return False
        entry = parameter.entry_on(self.day, purpose=self.purpose)
        return entry is not None and entry.value is not None

    def ref(self, key: str) -> ParameterRef:
        ref = self._segment.refs.get(key)
        if ref is None:
            ref = self._segment.refs[key] = self._resolve(key)
        self._read[key] = ref
        return ref

    def compiled(self, build: Callable[[Params], T]) -> T:
        compiled = self._segment.compiled
        if build not in compiled:
            compiled[build] = build(self)
        return cast(T, compiled[build])

    def _resolve(self, key: str) -> ParameterRef:
        parameter = self._source.get(key)
        if parameter is None:
            raise _unknown_key(self.country, key, self.day)
        entry = parameter.entry_on(self.day, purpose=self.purpose)
        if entry is None or entry.value is None:
            raise _unknown_day(self.country, parameter, self.day, entry)
        is_stale = parameter.review_by is not None and self.day > parameter.review_by
        if is_stale and self.purpose is Purpose.PAYROLL:
            raise _stale(self.country, parameter, self.day)
        return ParameterRef(
            key,
            entry.since,
            entry.confidence,
            entry.value,
            entry.source,
            parameter.label,
            entry.is_expected,
        )


def _unknown_key(country: str, key: str, day: date) -> ParameterUnknown:
    return ParameterUnknown(
        "parameter_unknown_key",
        gettext_noop(
            "%(country)s has no statutory value “%(key)s” (asked for %(day)s). "
            "Add it to the country's parameters with its source."
        ),
        country=country,
        key=key,
        day=day,
    )


def _known_periods(parameter: Parameter) -> str:
    """When the key has a value, for the error message: "from 2024-05-01", or "2021-01-01 to 2021-12-31, from …"."""
    periods = []
    followers = (*parameter.entries[1:], None)
    for entry, follower in zip(parameter.entries, followers, strict=True):
        if entry.value is None:
            continue
        if follower is not None and follower.value is None:
            periods.append(f"{entry.since} to {follower.since - timedelta(days=1)}")
        elif not periods or " to " in periods[-1]:
            periods.append(f"from {entry.since}")
    return ", ".join(periods) or "never"


def _unknown_day(country: str, parameter: Parameter, day: date, entry: Entry | None) -> ParameterUnknown:
    return ParameterUnknown(
        "parameter_unknown_day",
        gettext_noop(
            "%(country)s: “%(label)s” (%(key)s) is not known on %(day)s. Known days: %(known)s. "
            "Choose a day that is known, or add the value with its source to the country's parameters."
        ),
        country=country,
        key=parameter.key,
        label=parameter.label,
        day=day,
        first=parameter.entries[0].since,
        known=_known_periods(parameter),
        note=entry.note if entry else "",
    )


def _stale(country: str, parameter: Parameter, day: date) -> ParameterUnknown:
    return ParameterUnknown(
        "parameter_to_review",
        gettext_noop(
            "%(country)s: “%(label)s” (%(key)s) was to be reviewed by %(review_by)s, so payroll on %(day)s is refused. "
            "Check the value for %(day)s, add it with its source and set a new review day; the simulator may go on."
        ),
        country=country,
        key=parameter.key,
        label=parameter.label,
        day=day,
        review_by=parameter.review_by,
    )


def load_parameters(path: Path) -> ParameterSet:
    """Read and check one country's file. Raises `ParameterFileError` naming file, key, found and expected."""
    return parse_parameters(path.read_text(encoding="utf-8"), name=str(path.name))


def parse_parameters(text: str, *, name: str) -> ParameterSet:
    """Check the text of a parameter file and turn it into values; `name` stands in the error messages."""
    try:
        document = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader subclass
    except yaml.YAMLError as error:
        raise ParameterFileError(f"{name} is no valid YAML: {error}") from error
    _check_keys(document, name, required=FILE_KEYS, optional=set())
    parameters = {key: _parameter(key, raw, name) for key, raw in document["parameters"].items()}
    return ParameterSet(document["country"], document["currency"], parameters)


def _check_keys(found: Any, where: str, *, required: set[str], optional: set[str]) -> None:
    if not isinstance(found, dict):
        raise ParameterFileError(f"{where}: found {type(found).__name__}, expected a mapping with {sorted(required)}.")
    if missing := required - found.keys():
        raise ParameterFileError(f"{where}: {sorted(missing)} missing; every entry needs {sorted(required)}.")
    if unknown := {str(key) for key in found} - required - optional:
        raise ParameterFileError(f"{where}: unknown {sorted(unknown)}; expected {sorted(required | optional)}.")


def _check_member(value: Any, where: str, *, allowed: set[str]) -> None:
    if value not in allowed:
        raise ParameterFileError(f"{where}: found “{value}”, expected one of {sorted(allowed)}.")


def _parameter(key: str, raw: Any, name: str) -> Parameter:
    where = f"{name}, {key}"
    _check_keys(raw, where, required=KEY_REQUIRED, optional=KEY_OPTIONAL)
    _check_member(raw["unit"], f"{where}, unit", allowed=UNITS)
    _check_member(raw["period"], f"{where}, period", allowed=PERIODS)
    if raw["unit"] == "amount" and not raw.get("per"):
        raise ParameterFileError(f"{where}: an amount needs “per”, the currency code.")
    review_by = raw.get("review_by")
    if review_by is not None and not isinstance(review_by, date):
        raise ParameterFileError(f"{where}, review_by: found “{review_by}”, expected a date YYYY-MM-DD.")
    if not isinstance(raw["values"], dict) or not raw["values"]:
        raise ParameterFileError(f"{where}, values: found nothing, expected at least one dated entry.")
    entries = tuple(_entry(since, value, where, raw["unit"]) for since, value in raw["values"].items())
    days = [entry.since for entry in entries]
    if days != sorted(days):
        raise ParameterFileError(f"{where}: the dates are not in ascending order: {[str(day) for day in days]}.")
    return Parameter(
        key,
        raw["label"],
        raw["unit"],
        raw["period"],
        raw.get("per", ""),
        review_by,
        raw.get("note", ""),
        entries,
    )


def _entry(since: Any, raw: Any, where: str, unit: str) -> Entry:
    where = f"{where}, {since}"
    if not isinstance(since, date):
        raise ParameterFileError(f"{where}: found “{since}”, expected a date YYYY-MM-DD.")
    _check_keys(raw, where, required=ENTRY_REQUIRED, optional=ENTRY_OPTIONAL)
    if not str(raw["source"] or "").strip():
        raise ParameterFileError(
            f"{where}: a value without a source is not law. Name the article or the official page."
        )
    confidence = raw.get("confidence", "verified")
    _check_member(confidence, f"{where}, confidence", allowed=CONFIDENCES)
    value = _frozen(raw["value"], where)
    if unit not in {"table", "scale", "flag"} and not (value is None or isinstance(value, Decimal)):
        raise ParameterFileError(f"{where}: found “{value}”, expected a number for the unit {unit}.")
    return Entry(
        since,
        value,
        str(raw["source"]),
        confidence,
        bool(raw.get("expected", False)),
        raw.get("note", ""),
    )


def _frozen(value: Any, where: str) -> Any:
    """Make a value read-only; only numbers, flags, texts and nested lists or mappings of them are values."""
    if isinstance(value, dict):
        return MappingProxyType({str(key): _frozen(item, where) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(item, where) for item in value)
    if value is None or isinstance(value, (Decimal, bool, str, date)):
        return value
    raise ParameterFileError(f"{where}: found {type(value).__name__}, expected a number, flag, text, list or mapping.")
