"""What the Spanish withholding must know about the person (form 145), most important first."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from countries.contract import InputField
from countries.packs.es.words import TEXTS

NONE, ONE, MANY = Decimal(0), Decimal(1), Decimal(20)
MOST = Decimal(10_000_000)
HIGHEST_RATE = Decimal("0.9")


def asked(name: str, kind: str, *choices: str, **more: Any) -> InputField:
    """Return the question with its words from texts.yaml."""
    return InputField(
        name=name,
        kind=kind,
        label=TEXTS[f"field.{name}"],
        help=TEXTS.get(f"field.{name}.help", {}),
        choices=tuple((choice, TEXTS[f"choice.{name}.{choice}"]) for choice in choices),
        **more,
    )


def amount(name: str, **more: Any) -> InputField:
    return asked(name, "decimal", minimum=NONE, maximum=MOST, **more)


def count(name: str, *, default: int = 0, minimum: Decimal = NONE, **more: Any) -> InputField:
    return asked(name, "integer", default=default, minimum=minimum, maximum=MANY, **more)


TAX_FILE = (
    asked("residence", "choice", "spain", "ceuta_melilla", "la_palma", "foral", default="spain"),
    asked("family_situation", "choice", "1", "2", "3", default="3"),
    amount("expected_year_pay"),
    asked("children_years", "text", default=""),
    asked("children_counted", "choice", "half", "whole", default="half"),
    asked("disability", "choice", "none", "33", "65", default="none", is_rare=True),
    asked("needs_help", "flag", default=False, is_rare=True),
    asked("requested_rate", "rate", minimum=NONE, maximum=HIGHEST_RATE, is_rare=True),
    asked("moved_for_work", "flag", default=False, is_rare=True),
    asked("home_loan", "flag", default=False, is_rare=True),
    count("children_disabled_33", is_rare=True),
    count("children_disabled_65", is_rare=True),
    asked("parents_years", "text", default="", is_rare=True),
    count("parents_counted_by", default=1, minimum=ONE, is_rare=True),
    count("parents_disabled_33", is_rare=True),
    count("parents_disabled_65", is_rare=True),
    amount("child_maintenance", default=NONE, is_rare=True),
    amount("spouse_maintenance", default=NONE, is_rare=True),
)
