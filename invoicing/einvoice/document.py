"""The model as JSON and back: field names are those of `model.py`, absent values are left out, figures are texts."""

import dataclasses
import types
import typing
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from invoicing.einvoice.model import Invoice
from invoicing.einvoice.words import EinvoiceError, gettext_noop

T = TypeVar("T")


def to_document(invoice: Invoice) -> dict[str, Any]:
    """Give the invoice as plain data that `json.dumps` takes; `from_document` gives the equal invoice back."""
    return _plain(invoice)


def from_document(document: Any) -> Invoice:
    """Build the invoice from plain data. Raises EinvoiceError naming the place of an unknown field or a wrong value."""
    return _build(Invoice, document, place="invoice")


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        pairs = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: _plain(held) for name, held in pairs if held not in (None, "", ())}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def _build(kind: type[T], document: Any, *, place: str) -> T:
    if not isinstance(document, dict):
        raise _wrong(place, found=document, expected="an object")
    hints = typing.get_type_hints(kind)
    unknown = sorted(set(document) - set(hints))
    if unknown:
        raise EinvoiceError(
            gettext_noop(
                "%(place)s has the field “%(found)s”, which the model does not know."
                " It knows: %(expected)s. Correct the name or leave it out."
            ),
            place=place,
            found=unknown[0],
            expected=", ".join(sorted(hints)),
        )
    held = {
        key: _value(hints[key], value, place=f"{place}.{key}") for key, value in document.items() if value is not None
    }
    try:
        return kind(**held)
    except TypeError as error:
        raise _wrong(place, found=sorted(document), expected=", ".join(sorted(hints))) from error


def _value(hint: Any, value: Any, *, place: str) -> Any:
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise _wrong(place, found=value, expected="a list")
        part = typing.get_args(hint)[0]
        return tuple(_value(part, held, place=f"{place}[{i}]") for i, held in enumerate(value))
    if dataclasses.is_dataclass(hint):
        return _build(typing.cast(type[Any], hint), value, place=place)
    return _leaf(hint, value, place=place)


def _leaf(hint: Any, value: Any, *, place: str) -> Any:
    if hint is Decimal and isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        try:
            amount = Decimal(value)
        except InvalidOperation as error:
            raise _wrong(place, found=value, expected='a number such as "100.00"') from error
        if amount.is_finite():
            return amount
    if hint is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _wrong(place, found=value, expected='a day such as "2026-11-26"') from error
    if hint is str and isinstance(value, str):
        return value
    raise _wrong(place, found=value, expected={Decimal: 'a number such as "100.00"', date: "a day"}.get(hint, "a text"))


def _wrong(place: str, *, found: Any, expected: str) -> EinvoiceError:
    text = gettext_noop("%(place)s is %(found)r; expected %(expected)s. Correct it and try again.")
    return EinvoiceError(text, place=place, found=found, expected=expected)
