"""Builds a pack's questions from its texts: `field.NAME`, `field.NAME.help` and, for a choice, `choice.NAME.CODE`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypedDict, Unpack

from countries.contract import InputField, Text

NONE, ONE = Decimal(0), Decimal(1)
FIRST: Final = ""
MANY = 20
STAFF = "staff"


class Asked(TypedDict, total=False):
    """Whom and when a question is asked, see `InputField`."""

    contract_kinds: tuple[str, ...]
    is_rare: bool
    asked_of: str


SELDOM: Asked = {"is_rare": True, "asked_of": STAFF}


@dataclass(frozen=True, slots=True)
class Questions:
    """One method per kind of answer. `most_amount` is the largest amount of money the pack's questions take.

    What has no default stays None until somebody answers: nobody asked is not the same as no or nothing.
    """

    texts: Mapping[str, Text]
    most_amount: Decimal | None = None

    def flag(self, name: str, *, default: bool | None = False, **asked: Unpack[Asked]) -> InputField:
        """Yes or no."""
        return self._field(name, "flag", default=default, **asked)

    def choice(
        self, name: str, *codes: str, default: str | None = FIRST, words: str = "", **asked: Unpack[Asked]
    ) -> InputField:
        """One of the codes, the first unless said otherwise. `words` names another field whose choices' texts serve."""
        choices = tuple((code, self.texts[f"choice.{words or name}.{code}"]) for code in codes)
        return self._field(name, "choice", choices=choices, default=codes[0] if default == FIRST else default, **asked)

    def text(self, name: str, *, default: str = "", **asked: Unpack[Asked]) -> InputField:
        """Free words."""
        return self._field(name, "text", default=default, **asked)

    def integer(
        self,
        name: str,
        *,
        default: int | None = None,
        minimum: int = 0,
        maximum: int | None = None,
        **asked: Unpack[Asked],
    ) -> InputField:
        """A whole number within the limits, both included."""
        limits = {"minimum": Decimal(minimum), "maximum": None if maximum is None else Decimal(maximum)}
        return self._field(name, "integer", default=default, **limits, **asked)

    def count(
        self, name: str, *, default: int = 0, minimum: int = 0, maximum: int | None = MANY, **asked: Unpack[Asked]
    ) -> InputField:
        """How many there are: none unless told."""
        return self.integer(name, default=default, minimum=minimum, maximum=maximum, **asked)

    def decimal(
        self,
        name: str,
        *,
        default: Decimal | None = None,
        minimum: Decimal = NONE,
        maximum: Decimal | None = None,
        **asked: Unpack[Asked],
    ) -> InputField:
        """A number with decimals within the limits, both included."""
        return self._field(name, "decimal", default=default, minimum=minimum, maximum=maximum, **asked)

    def amount(self, name: str, *, default: Decimal | None = None, **asked: Unpack[Asked]) -> InputField:
        """Money, not below zero."""
        return self.decimal(name, default=default, maximum=self.most_amount, **asked)

    def rate(
        self,
        name: str,
        *,
        default: Decimal | None = None,
        minimum: Decimal = NONE,
        maximum: Decimal = ONE,
        **asked: Unpack[Asked],
    ) -> InputField:
        """A fraction. `maximum` guards against 12 typed for 12 %."""
        return self._field(name, "rate", default=default, minimum=minimum, maximum=maximum, **asked)

    def _field(self, name: str, kind: str, **rest: Any) -> InputField:
        """Any: the keywords of `InputField`, whose types the methods above have checked."""
        return InputField(
            name=name,
            kind=kind,
            label=self.texts[f"field.{name}"],
            help=self.texts.get(f"field.{name}.help", {}),
            **rest,
        )
