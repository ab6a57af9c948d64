"""What the Swedish payslip must know about the person (tax file), the work (engagement) and the cooperative (employer)."""

from __future__ import annotations

from decimal import Decimal

from countries.packs.asking import NONE, SELDOM, STAFF, Questions
from countries.packs.se.words import TEXTS

FIRST_TABLE, LAST_TABLE = 29, 42
MOST_DAYS, OLDEST = Decimal(35), 100
HALF = Decimal("0.5")

ask = Questions(TEXTS, most_amount=Decimal(10_000_000))

TAX_FILE = (
    ask.choice("tax_basis", "unknown", "main", "secondary", "decision", "no_decision", "sink", "exempt"),
    ask.integer("table", minimum=FIRST_TABLE, maximum=LAST_TABLE),
    ask.amount("year_income", is_rare=True),
    ask.rate("decision_rate"),
    ask.amount("decision_amount"),
    ask.rate("decision_one_off_rate", is_rare=True),
    ask.choice("column", "automatic", "1", "2", "3", "4", "5", "6", is_rare=True),
)

ENGAGEMENT_INPUTS = (
    ask.choice("holiday_rule", "usual", "included", "accrued", "same_pay", asked_of=STAFF),
    ask.amount("holiday_payout", default=NONE, **SELDOM),
    ask.decimal("holiday_days", default=NONE, maximum=MOST_DAYS, **SELDOM),
    ask.amount("benefits", default=NONE, **SELDOM),
    ask.flag("start_up_support", **SELDOM),
)

EMPLOYER_INPUTS = (
    ask.text("collective_agreement"),
    ask.integer("municipality_table", minimum=FIRST_TABLE, maximum=LAST_TABLE),
    ask.rate("pension_rate", maximum=HALF),
    ask.rate("pension_rate_above", maximum=HALF),
    ask.integer("pension_from_age", maximum=OLDEST),
    ask.integer("pension_until_age", maximum=OLDEST),
    ask.rate("insurance_rate", maximum=HALF),
    ask.amount("life_insurance_month", default=NONE),
    ask.flag("permanent_establishment", default=True),
    ask.flag("show_components"),
    ask.text("contact_name"),
    ask.text("contact_phone"),
    ask.text("contact_email"),
)
