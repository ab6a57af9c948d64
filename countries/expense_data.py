"""Read the expense data: categories and questions all countries share, and each country's dated tariffs and VAT shares.

A country's file has the form of a parameters file (countries/parameters.py) with two families of keys: `tariff.<category>`
and `vat_recovery.<category>`, with `vat_recovery.ordinary` for every receipt that has no row of its own. Both are read
strictly: a key without category, or a tariff in no known form, is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from countries.data.reading import FOLDER, DataFileError, check_keys, check_texts, read_data
from countries.expense_shapes import ShapeError, shape_of
from countries.parameters import Parameter, ParameterSet, load_parameters
from countries.pay import Text

EXPENSES: Final = FOLDER / "expenses"
TARIFF: Final = "tariff."
VAT: Final = "vat_recovery."
ORDINARY: Final = f"{VAT}ordinary"
KINDS: Final = ("receipt", "mileage", "per_diem", "meal")
QUESTION_KINDS: Final = ("choice", "several", "number", "running")


@dataclass(frozen=True, slots=True)
class CategoryText:
    """What is the same for a category in every country. `unit` is empty for receipts."""

    code: str
    label: Text
    kind: Literal["receipt", "mileage", "per_diem", "meal"]
    unit: str
    needs_receipt: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A fact a tariff depends on. `running` is known to the portal (the year's kilometres): fill it in, do not ask.

    `choices` are the answers by their codes; `when` are (question, answer) pairs that make this one come up.
    """

    key: str
    label: Text
    kind: Literal["choice", "several", "number", "running"]
    choices: Mapping[str, Text]
    when: tuple[tuple[str, str], ...] = ()

    def narrowed(self, choices: tuple[str, ...], when: tuple[tuple[str, str], ...]) -> Question:
        """The question with the answers one tariff knows."""
        return replace(self, choices={code: self.choices[code] for code in choices}, when=when)

    def label_in(self, language: str) -> str:
        return self.label.get(language) or self.label["en"]

    def choice_in(self, code: str, language: str) -> str:
        return self.choices[code].get(language) or self.choices[code]["en"]

    def choices_in(self, language: str) -> tuple[tuple[str, str], ...]:
        """Code and label of every answer."""
        return tuple((code, self.choice_in(code, language)) for code in self.choices)


@cache
def categories() -> tuple[CategoryText, ...]:
    """Every category there is, in the order a member should see them."""
    return tuple(_category(code, raw) for code, raw in _shared()["categories"].items())


@cache
def questions() -> Mapping[str, Question]:
    """Every question a tariff may ask."""
    return {key: _question(key, raw) for key, raw in _shared()["questions"].items()}


@cache
def law_of(country_code: str) -> ParameterSet | None:
    """The country's tariffs and VAT shares; None for a country without a file."""
    path = EXPENSES / f"{country_code.lower()}.yaml"
    return read_law(path) if path.exists() else None


def nothing_known(country_code: str) -> ParameterSet:
    """The law of a country without a file: every key is refused with a sentence."""
    return ParameterSet(country_code, "", {})


def read_law(path: Path) -> ParameterSet:
    """Read one country's file; raises DataFileError or ParameterFileError for what must not be used."""
    law = load_parameters(path)
    for parameter in law:
        _check(parameter, path.name)
    return law


@cache
def _shared() -> Mapping[str, Any]:
    name = "categories.yaml"
    return check_keys(read_data(EXPENSES / name), name, required={"categories", "questions"})


def _category(code: str, raw: Any) -> CategoryText:
    check_keys(raw, code, required={"label", "kind"}, optional={"unit", "needs_receipt"})
    if raw["kind"] not in KINDS or (raw["kind"] == "receipt") == bool(raw.get("unit")):
        raise DataFileError(
            f"{code}: found {raw['kind']}, expected one of {KINDS}, with a unit unless it is a receipt."
        )
    return CategoryText(
        code=code,
        label=check_texts(raw["label"], code),
        kind=raw["kind"],
        unit=raw.get("unit", ""),
        needs_receipt=raw.get("needs_receipt", raw["kind"] == "receipt"),
    )


def _question(key: str, raw: Any) -> Question:
    check_keys(raw, key, required={"label", "kind"}, optional={"choices"})
    if raw["kind"] not in QUESTION_KINDS:
        raise DataFileError(f"{key}: found {raw['kind']}, expected one of {QUESTION_KINDS}.")
    choices = {str(code): check_texts(text, f"{key}, {code}") for code, text in raw.get("choices", {}).items()}
    return Question(key, check_texts(raw["label"], key), raw["kind"], choices)


def _check(parameter: Parameter, where: str) -> None:
    where = f"{where}, {parameter.key}"
    tariffs = {TARIFF + category.code: category for category in categories()}
    shares = {VAT + category.code for category in categories()} | {ORDINARY}
    if parameter.key not in shares and parameter.key not in tariffs:
        raise DataFileError(f"{where}: unknown; expected {TARIFF} or {VAT} and a known category.")
    for entry in parameter.entries:
        if parameter.key in shares:
            _check_share(entry.value, f"{where}, {entry.since}")
        elif entry.value is not None:
            _check_tariff(entry.value, tariffs[parameter.key], f"{where}, {entry.since}")


def _check_share(value: Any, where: str) -> None:
    if not isinstance(value, Decimal) or not 0 <= value <= 1:
        raise DataFileError(f"{where}: found {value}, expected a share from 0 to 1.")


def _check_tariff(value: Any, category: CategoryText, where: str) -> None:
    if not category.unit:
        raise DataFileError(f"{where}: {category.code} is paid by receipt and has no tariff.")
    try:
        asked = shape_of(value).asks()
    except (ShapeError, KeyError, ValueError) as error:
        raise DataFileError(f"{where}: {error}") from error
    for ask in asked:
        question = questions().get(ask.key)
        if question is None or set(ask.choices) - set(question.choices):
            raise DataFileError(f"{where}: no question “{ask.key}” with the answers {list(ask.choices)}.")
