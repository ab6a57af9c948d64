"""What the Swedish payslip must know about the person (tax file), the work (engagement) and the cooperative (employer)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from countries.contract import InputField
from countries.packs.se.texts import TEXTS

NONE = Decimal(0)
ALL = Decimal(1)
FIRST_TABLE, LAST_TABLE = Decimal(29), Decimal(42)
MOST = Decimal(10_000_000)
MOST_DAYS = Decimal(35)
OLDEST = Decimal(100)
HALF = Decimal("0.5")


def _field(name: str, kind: str, *, choices: tuple[str, ...] = (), **more: Any) -> InputField:
    """A declared input whose words are `field.NAME`, `field.NAME.help` and `choice.NAME.VALUE` of the texts."""
    return InputField(
        name=name,
        kind=kind,
        label=TEXTS[f"field.{name}"],
        help=TEXTS.get(f"field.{name}.help", {}),
        choices=tuple((code, TEXTS[f"choice.{name}.{code}"]) for code in choices),
        **more,
    )


TAX_FILE = (
    _field(
        "tax_basis",
        "choice",
        choices=("unknown", "main", "secondary", "decision", "no_decision", "sink", "exempt"),
        default="unknown",
    ),
    _field("table", "integer", minimum=FIRST_TABLE, maximum=LAST_TABLE),
    _field("year_income", "decimal", minimum=NONE, maximum=MOST, is_rare=True),
    _field("decision_rate", "rate", minimum=NONE, maximum=ALL),
    _field("decision_amount", "decimal", minimum=NONE, maximum=MOST),
    _field("decision_one_off_rate", "rate", minimum=NONE, maximum=ALL, is_rare=True),
    _field("column", "choice", choices=("automatic", "1", "2", "3", "4", "5", "6"), default="automatic", is_rare=True),
)

STAFF = "staff"
SELDOM: dict[str, Any] = {"is_rare": True, "asked_of": STAFF}

ENGAGEMENT_INPUTS = (
    _field(
        "holiday_rule",
        "choice",
        choices=("usual", "included", "accrued", "same_pay"),
        default="usual",
        asked_of=STAFF,
    ),
    _field("holiday_payout", "decimal", default=NONE, minimum=NONE, maximum=MOST, **SELDOM),
    _field("holiday_days", "decimal", default=NONE, minimum=NONE, maximum=MOST_DAYS, **SELDOM),
    _field("benefits", "decimal", default=NONE, minimum=NONE, maximum=MOST, **SELDOM),
    _field("start_up_support", "flag", default=False, **SELDOM),
)

EMPLOYER_INPUTS = (
    _field("collective_agreement", "text", default=""),
    _field("municipality_table", "integer", minimum=FIRST_TABLE, maximum=LAST_TABLE),
    _field("pension_rate", "rate", minimum=NONE, maximum=HALF),
    _field("pension_rate_above", "rate", minimum=NONE, maximum=HALF),
    _field("pension_from_age", "integer", minimum=NONE, maximum=OLDEST),
    _field("pension_until_age", "integer", minimum=NONE, maximum=OLDEST),
    _field("insurance_rate", "rate", minimum=NONE, maximum=HALF),
    _field("life_insurance_month", "decimal", default=NONE, minimum=NONE, maximum=MOST),
    _field("permanent_establishment", "flag", default=True),
    _field("show_components", "flag", default=False),
    _field("contact_name", "text", default=""),
    _field("contact_phone", "text", default=""),
    _field("contact_email", "text", default=""),
)
