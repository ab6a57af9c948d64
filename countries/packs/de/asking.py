"""Short ways to declare an input whose words stand in texts.yaml under field.NAME and choice.NAME.VALUE."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from countries.contract import InputField
from countries.packs.de.words import TEXTS

ZERO, ONE = Decimal(0), Decimal(1)
MILLION = Decimal(1_000_000)


def choice(name: str, values: tuple[str, ...], *, default: str | None, kinds: tuple[str, ...] = ()) -> InputField:
    """One of some values."""
    choices = tuple((value, TEXTS[f"choice.{name}.{value}"]) for value in values)
    return _field(name, "choice", default=default, choices=choices, contract_kinds=kinds)


def flag(name: str, *, default: bool = False, kinds: tuple[str, ...] = ()) -> InputField:
    """Yes or no."""
    return _field(name, "flag", default=default, contract_kinds=kinds)


def amount(name: str, *, default: Decimal | None = ZERO, kinds: tuple[str, ...] = ()) -> InputField:
    """Euros, not below zero."""
    return _field(name, "decimal", default=default, minimum=ZERO, maximum=MILLION, contract_kinds=kinds)


def number(name: str, *, default: int | None, most: int, least: int = 0, kinds: tuple[str, ...] = ()) -> InputField:
    """A whole number."""
    limits = {"minimum": Decimal(least), "maximum": Decimal(most)}
    return _field(name, "integer", default=default, contract_kinds=kinds, **limits)


def decimal(
    name: str, *, default: Decimal | None, most: Decimal, least: Decimal = ZERO, kinds: tuple[str, ...] = ()
) -> InputField:
    """A number with decimals."""
    return _field(name, "decimal", default=default, minimum=least, maximum=most, contract_kinds=kinds)


def rate(name: str, *, most: Decimal = ONE, kinds: tuple[str, ...] = ()) -> InputField:
    """A fraction, unknown until it is entered."""
    return _field(name, "rate", default=None, minimum=ZERO, maximum=most, contract_kinds=kinds)


def text(name: str, *, kinds: tuple[str, ...] = ()) -> InputField:
    """Free words."""
    return _field(name, "text", default="", contract_kinds=kinds)


def rare(question: InputField) -> InputField:
    """The question, kept behind the usual ones."""
    return replace(question, is_rare=True)


def of_staff(question: InputField) -> InputField:
    """The question, asked of the cooperative's staff."""
    return replace(question, asked_of="staff")


def _field(name: str, kind: str, **rest: Any) -> InputField:
    help_text = TEXTS.get(f"field.{name}.help", {})
    return InputField(name=name, kind=kind, label=TEXTS[f"field.{name}"], help=help_text, **rest)
