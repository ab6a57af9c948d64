"""What the Austrian payslip must know: the person's tax file, the work itself, and the cooperative's settings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from countries.contract import InputField, Text
from countries.packs.at.labels import TEXTS
from countries.packs.at.terms import SEAT

NONE, MANY = Decimal(0), Decimal(20)
KILOMETRES, TRIPS = Decimal(500), Decimal(31)
DAYS, WEEK_HOURS, WERKTAGE = Decimal(30), Decimal(60), Decimal(90)
MONTH_AMOUNT = Decimal(10000)

LANDS = (
    "burgenland",
    "carinthia",
    "lower_austria",
    "upper_austria",
    "salzburg",
    "styria",
    "tyrol",
    "vorarlberg",
    "vienna",
)


def _field(name: str, kind: str, *, choices: tuple[str, ...] = (), words: str = "", **more: Any) -> InputField:
    """Return the field with its texts; `words` names the choices' texts when they differ from the field's name."""
    prefix = f"choice.{words or name}."
    named: tuple[tuple[str, Text], ...] = tuple((code, TEXTS[prefix + code]) for code in choices)
    help_text = TEXTS.get(f"field.{name}.help", {})
    return InputField(name=name, kind=kind, label=TEXTS[f"field.{name}"], help=help_text, choices=named, **more)


def _count(name: str, **more: Any) -> InputField:
    return _field(name, "integer", default=0, minimum=NONE, maximum=MANY, **more)


TAX_FILE = (
    _field("resident", "flag", default=True, is_rare=True),
    _count("children_under_18"),
    _count("children_under_18_half"),
    _count("children_from_18", is_rare=True),
    _count("children_from_18_half", is_rare=True),
    _field("sole_earner", "flag", default=False),
    _count("children"),
    _field("commute", "choice", choices=("none", "small", "large"), default="none", is_rare=True),
    _field("commute_km", "integer", default=0, minimum=NONE, maximum=KILOMETRES, is_rare=True),
    _field("commute_trips", "integer", default=0, minimum=NONE, maximum=TRIPS, is_rare=True),
    _field("transit_ticket_month", "decimal", minimum=NONE, maximum=MONTH_AMOUNT, is_rare=True),
    _field("tax_allowance_month", "decimal", minimum=NONE, maximum=MONTH_AMOUNT, is_rare=True),
)

STAFF = "staff"
EMPLOYED = ("fixed_term", "fixed_term_worker", "marginal", "casual", "open_ended")

ENGAGEMENT = (
    _field(
        "special_payments",
        "choice",
        choices=("usual", "included", "set_aside", "none"),
        default="usual",
        contract_kinds=EMPLOYED,
        asked_of=STAFF,
    ),
    _field("weekly_hours", "decimal", minimum=NONE, maximum=WEEK_HOURS, asked_of=STAFF),
    _field("work_land", "choice", words="land", choices=(SEAT, *LANDS), default=SEAT),
    _field("worked_before", "flag", default=True, asked_of=STAFF),
    _field("open_holiday_days", "decimal", minimum=NONE, maximum=WERKTAGE, contract_kinds=EMPLOYED, asked_of=STAFF),
    _field("insured_days", "integer", minimum=Decimal(1), maximum=DAYS, is_rare=True, asked_of=STAFF),
    _field(
        "year_end",
        "choice",
        choices=("auto", "yes", "no"),
        default="auto",
        contract_kinds=EMPLOYED,
        is_rare=True,
        asked_of=STAFF,
    ),
    _field("sixth_excluded", "flag", default=False, contract_kinds=EMPLOYED, is_rare=True, asked_of=STAFF),
)

EMPLOYER_INPUTS = (
    _field("land", "choice", choices=LANDS, default="vienna"),
    _field("chamber_member", "flag", default=True),
    _field("marginal_levy", "flag", default=True),
    _field("small_payroll", "flag", default=False),
)
