"""What the Austrian payslip must know: the person's tax file, the work itself, and the cooperative's settings."""

from __future__ import annotations

from decimal import Decimal

from countries.packs.asking import SELDOM, STAFF, Questions
from countries.packs.at.terms import SEAT
from countries.packs.at.words import TEXTS

KILOMETRES, TRIPS, DAYS = 500, 31, 30
WEEK_HOURS, WERKTAGE, MONTH_AMOUNT = Decimal(60), Decimal(90), Decimal(10_000)

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
EMPLOYED = ("fixed_term", "fixed_term_worker", "marginal", "casual", "open_ended")

ask = Questions(TEXTS, most_amount=MONTH_AMOUNT)

TAX_FILE = (
    ask.flag("resident", default=True, is_rare=True),
    ask.count("children_under_18"),
    ask.count("children_under_18_half"),
    ask.count("children_from_18", is_rare=True),
    ask.count("children_from_18_half", is_rare=True),
    ask.flag("sole_earner"),
    ask.count("children"),
    ask.choice("commute", "none", "small", "large", is_rare=True),
    ask.count("commute_km", maximum=KILOMETRES, is_rare=True),
    ask.count("commute_trips", maximum=TRIPS, is_rare=True),
    ask.amount("transit_ticket_month", is_rare=True),
    ask.amount("tax_allowance_month", is_rare=True),
)

ENGAGEMENT_INPUTS = (
    ask.choice("special_payments", "usual", "included", "set_aside", "none", contract_kinds=EMPLOYED, asked_of=STAFF),
    ask.decimal("weekly_hours", maximum=WEEK_HOURS, asked_of=STAFF),
    ask.choice("work_land", SEAT, *LANDS, words="land"),
    ask.flag("worked_before", default=True, asked_of=STAFF),
    ask.decimal("open_holiday_days", maximum=WERKTAGE, contract_kinds=EMPLOYED, asked_of=STAFF),
    ask.integer("insured_days", minimum=1, maximum=DAYS, **SELDOM),
    ask.choice("year_end", "auto", "yes", "no", contract_kinds=EMPLOYED, **SELDOM),
    ask.flag("sixth_excluded", contract_kinds=EMPLOYED, **SELDOM),
)

EMPLOYER_INPUTS = (
    ask.choice("land", *LANDS, default="vienna"),
    ask.flag("chamber_member", default=True),
    ask.flag("marginal_levy", default=True),
    ask.flag("small_payroll"),
)
