"""The catalogue of settings: what a country decides for itself, of which kind, and what it is needed for.

`check_value` is the one gate every setting passes, from the data files and from the browser alike. Values are
checked in their Python form (Decimal, int, str, dict, list); `to_stored` and `from_stored` turn them into JSON and
back, exactly.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final, Literal, get_args

from django.utils.translation import gettext as _

from countries.data.reading import (
    FOLDER,
    DataFileError,
    check_keys,
    check_texts,
    read_data,
)

Kind = Literal["rate", "amount", "number", "decimal", "flag", "text", "choice", "rule", "rows"]
KINDS: Final = frozenset(get_args(Kind))
PURPOSES: Final = frozenset({"invoicing", "contracts", "payroll", "membership", "documents"})
GROUPS: Final = ("money", "membership", "pay", "work", "invoicing", "papers", "employer")
Column = str | tuple[str, ...]


class ValueRefused(Exception):
    """A value that does not fit its setting: `found`, `expected`, and `where` inside the value."""

    def __init__(self, *, found: Any, expected: str, where: str = "") -> None:
        self.found, self.expected, self.where = found, expected, where
        super().__init__(f"{where or 'value'}: found {found!r}, expected {expected}")


@dataclass(frozen=True, slots=True)
class SettingKind:
    """One entry of the catalogue."""

    key: str
    kind: Kind
    group: str
    label: Mapping[str, str]
    required_for: tuple[str, ...]
    choices: tuple[str, ...] = ()
    rules: Mapping[str, Mapping[str, str]] | None = None
    columns: Mapping[str, Column] | None = None
    only_for_pack: str = ""
    help: Mapping[str, str] = field(default_factory=dict)
    choice_texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label_in(self, language: str | None) -> str:
        """The label in the language, English when there is none."""
        return in_language(self.label, language)


def in_language(texts: Mapping[str, str], language: str | None) -> str:
    """The text in the language, English when there is none, empty when there is not even that."""
    return texts.get((language or "en")[:2], texts.get("en", ""))


@cache
def catalogue() -> Mapping[str, SettingKind]:
    """Every setting by key, in the order of the file."""
    document = check_keys(
        read_data(FOLDER / "settings_catalogue.yaml"),
        "settings_catalogue.yaml",
        required={"settings"},
    )
    return {key: _entry(key, raw) for key, raw in document["settings"].items()}


def _entry(key: str, raw: Any) -> SettingKind:
    optional = {"choices", "rules", "columns", "only_for_pack"}
    check_keys(
        raw,
        key,
        required={"kind", "group", "required_for", "label"},
        optional=optional,
    )
    needs = {"choice": "choices", "rule": "rules", "rows": "columns"}.get(raw["kind"])
    if raw["kind"] not in KINDS or raw["group"] not in GROUPS or (needs and needs not in raw):
        raise DataFileError(f"{key}: kind “{raw['kind']}”, group “{raw['group']}”: unknown, or “{needs}” is missing.")
    if set(raw["required_for"]) - PURPOSES:
        raise DataFileError(f"{key}: required_for {raw['required_for']}, expected some of {sorted(PURPOSES)}.")
    columns = {name: tuple(kind) if isinstance(kind, list) else kind for name, kind in raw.get("columns", {}).items()}
    return SettingKind(
        key=key,
        kind=raw["kind"],
        group=raw["group"],
        label=check_texts(raw["label"], f"{key} label"),
        required_for=tuple(raw["required_for"]),
        choices=tuple(raw.get("choices", ())),
        rules=raw.get("rules"),
        columns=columns or None,
        only_for_pack=raw.get("only_for_pack", ""),
    )


def check_value(setting: SettingKind, value: Any) -> Any:
    """Return the value in its Python form; raise ValueRefused naming what was found and what is expected."""
    if setting.kind == "rule":
        return _rule(setting, value)
    if setting.kind == "rows":
        return _rows(setting, value)
    return _scalar(setting.choices if setting.kind == "choice" else setting.kind, value, "")


def to_stored(value: Any) -> Any:
    """The JSON form: Decimals and dates as text, everything else as it is."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: to_stored(part) for name, part in value.items()}
    return [to_stored(part) for part in value] if isinstance(value, list | tuple) else value


def from_stored(setting: SettingKind, stored: Any) -> Any:
    """The Python form of a stored value, checked again."""
    return check_value(setting, stored)


def _rule(setting: SettingKind, value: Any) -> dict[str, Any]:
    rules = setting.rules or {}
    kind = str(value.get("kind") if isinstance(value, Mapping) else value)
    if not isinstance(value, Mapping) or kind not in rules:
        raise ValueRefused(found=kind, expected=_one_of(rules), where="kind")
    parameters = rules[kind]
    if set(value) - {"kind"} != set(parameters):
        raise ValueRefused(
            found=sorted(set(value) - {"kind"}),
            expected=_("exactly %(names)s") % {"names": ", ".join(parameters) or "-"},
            where=kind,
        )
    return {
        "kind": kind,
        **{name: _scalar(part, value[name], name) for name, part in parameters.items()},
    }


def _rows(setting: SettingKind, value: Any) -> list[dict[str, Any]]:
    columns = setting.columns or {}
    if not isinstance(value, list | tuple) or not value:
        raise ValueRefused(found=value, expected=_("at least one row"))
    checked: list[dict[str, Any]] = []
    for position, row in enumerate(value, start=1):
        if not isinstance(row, Mapping) or set(row) != set(columns):
            raise ValueRefused(
                found=row,
                expected=_("the columns %(names)s") % {"names": ", ".join(columns)},
                where=f"row {position}",
            )
        checked.append({n: _scalar(kind, row[n], f"row {position}, {n}") for n, kind in columns.items()})
    return checked


def _scalar(kind: Column, value: Any, where: str) -> Any:
    if isinstance(kind, tuple):
        if value not in kind:
            raise ValueRefused(found=value, expected=_one_of(kind), where=where)
        return value
    return _SCALARS[kind](value, where)


def _one_of(names: Iterable[str]) -> str:
    return _("one of %(names)s") % {"names": ", ".join(names)}


def _rate(value: Any, where: str) -> Decimal:
    rate = _decimal(value, where)
    if not Decimal(0) <= rate <= Decimal(1):
        raise ValueRefused(found=value, expected=_("a fraction from 0 to 1, such as 0.065"), where=where)
    return rate


def _amount(value: Any, where: str) -> Decimal:
    amount = _decimal(value, where)
    if amount < 0 or amount != amount.quantize(Decimal("0.01")):
        raise ValueRefused(found=value, expected=_("an amount of zero or more, to the cent"), where=where)
    return amount


def _decimal(value: Any, where: str) -> Decimal:
    if isinstance(value, bool | float):
        raise ValueRefused(found=value, expected=_("digits such as 0.065"), where=where)
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise ValueRefused(found=value, expected=_("digits such as 0.065"), where=where) from error
    if not number.is_finite():
        raise ValueRefused(found=value, expected=_("digits such as 0.065"), where=where)
    return number


def _number(value: Any, where: str) -> int:
    number = _decimal(value, where)
    if number < 0 or number != number.to_integral_value():
        raise ValueRefused(found=value, expected=_("a whole number of zero or more"), where=where)
    return int(number)


def _flag(value: Any, where: str) -> bool:
    answers = {True: True, False: False, "yes": True, "no": False}
    if not isinstance(value, bool | str) or value not in answers:
        raise ValueRefused(found=value, expected=_one_of(("yes", "no")), where=where)
    return answers[value]


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueRefused(found=value, expected=_("some text"), where=where)
    return value.strip()


def _date(value: Any, where: str) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueRefused(found=value, expected=_("a day such as 2026-11-24"), where=where) from error


def _text_or_empty(value: Any, where: str) -> str:
    return "" if value == "" else _text(value, where)


_SCALARS: Final = {
    "rate": _rate,
    "amount": _amount,
    "number": _number,
    "decimal": _decimal,
    "flag": _flag,
    "text": _text,
    "text?": _text_or_empty,
    "date": _date,
}
