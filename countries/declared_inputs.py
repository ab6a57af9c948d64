"""Checks the values given for the inputs a pack declares: its tax file and its employer settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from countries.contract import InputField, InvalidInput, gettext_noop


def clean_inputs(fields: Sequence[InputField], values: Mapping[str, Any], *, where: str) -> dict[str, Any]:
    """Return every declared input with its right type, defaults filled in.

    Raises `InvalidInput` naming the input, what was found and what is expected; unknown names are refused.
    """
    if unknown := sorted(values.keys() - {field.name for field in fields}):
        raise InvalidInput(
            "unknown_input",
            gettext_noop("The %(where)s has no “%(name)s”. Known names: %(expected)s."),
            where=where,
            name=", ".join(unknown),
            expected=", ".join(field.name for field in fields),
        )
    return {field.name: _clean(field, values.get(field.name), where) for field in fields}


def _clean(field: InputField, value: Any, where: str) -> Any:
    if value is None or value == "":
        if field.is_required:
            raise _refused(field, where, gettext_noop("a value"), found="-")
        return field.default
    if field.kind == "flag":
        if not isinstance(value, bool):
            raise _refused(field, where, gettext_noop("true or false"), found=value)
        return value
    if field.kind == "choice":
        return _choice(field, str(value), where)
    if field.kind == "text":
        return str(value)
    return _number(field, value, where)


def _choice(field: InputField, value: str, where: str) -> str:
    codes = [code for code, _ in field.choices]
    if value not in codes:
        raise _refused(field, where, ", ".join(codes), found=value)
    return value


def _number(field: InputField, value: Any, where: str) -> Decimal | int:
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        raise _refused(field, where, gettext_noop("a number"), found=value) from None
    if isinstance(value, (bool, float)) or not number.is_finite():
        raise _refused(field, where, gettext_noop("a number, in quotes when it has decimals"), found=value)
    if field.kind == "integer" and number != int(number):
        raise _refused(field, where, gettext_noop("a whole number"), found=value)
    if field.minimum is not None and number < field.minimum:
        raise _refused(field, where, f"≥ {field.minimum}", found=value)
    if field.maximum is not None and number > field.maximum:
        raise _refused(field, where, f"≤ {field.maximum}", found=value)
    return int(number) if field.kind == "integer" else number


def _refused(field: InputField, where: str, expected: str, *, found: Any) -> InvalidInput:
    return InvalidInput(
        "invalid_input",
        gettext_noop("“%(name)s” of the %(where)s is “%(found)s”; expected: %(expected)s."),
        name=field.name,
        where=where,
        found=found,
        expected=expected,
    )
