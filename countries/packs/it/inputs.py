"""What the Italian payslip must know: the person (tax file), the work itself (engagement), the cooperative (employer)."""

from __future__ import annotations

from decimal import Decimal

from countries.packs.asking import NONE, SELDOM, STAFF, Questions
from countries.packs.it.profiles import PROFILES
from countries.packs.it.surtaxes import MUNICIPALITIES, OTHER, REGIONS, UNKNOWN
from countries.packs.it.words import TEXTS

LARGEST_RATE, SMALL_RATE = Decimal("0.5"), Decimal("0.05")
MOST_MONTHS, MOST_DAYS = Decimal(240), 1096
FIXED_TERMS = tuple(code for code, profile in PROFILES.items() if profile.is_fixed and profile.is_employee)
ON_CALL = tuple(code for code, profile in PROFILES.items() if profile.is_on_call)
SHOW = tuple(code for code, profile in PROFILES.items() if profile.is_show)

ask = Questions(TEXTS)

TAX_FILE = (
    ask.flag("credits_elsewhere"),
    ask.amount("expected_income", is_rare=True),
    ask.amount("other_income", is_rare=True),
    ask.flag("spouse"),
    ask.count("children"),
    ask.choice("children_share", "half", "whole", is_rare=True),
    ask.count("ascendants", is_rare=True),
    ask.flag("insured_before_1996", is_rare=True),
    ask.flag("other_pension_cover", is_rare=True),
    ask.choice("region", UNKNOWN, *REGIONS),
    ask.choice("municipality", UNKNOWN, *MUNICIPALITIES, OTHER),
    ask.rate("municipality_rate", maximum=SMALL_RATE, is_rare=True),
    ask.amount("municipality_exempt_up_to", is_rare=True),
    ask.amount("regional_surtax_last_year", is_rare=True),
    ask.amount("municipal_surtax_last_year", is_rare=True),
    ask.amount("municipal_advance_this_year", is_rare=True),
)

ENGAGEMENT_INPUTS = (
    ask.choice("settlement", "none", "year_end", "termination", **SELDOM),
    ask.choice(
        "reason",
        "none",
        "agreement",
        "needs",
        "substitution",
        "seasonal",
        contract_kinds=FIXED_TERMS,
        asked_of=STAFF,
    ),
    ask.count("renewals", contract_kinds=FIXED_TERMS, **SELDOM),
    ask.count("extensions", contract_kinds=FIXED_TERMS, **SELDOM),
    ask.decimal("months_before", default=NONE, maximum=MOST_MONTHS, contract_kinds=FIXED_TERMS, **SELDOM),
    ask.count("call_days", maximum=MOST_DAYS, contract_kinds=ON_CALL, asked_of=STAFF),
    ask.choice("on_call_ground", "age", "agreement", "list", contract_kinds=ON_CALL),
    ask.flag("call_announced", contract_kinds=ON_CALL, asked_of=STAFF),
    ask.choice("profession", "performer", "technician", "dancer", contract_kinds=SHOW),
    ask.flag("agibilita", contract_kinds=SHOW, asked_of=STAFF),
)

EMPLOYER_INPUTS = (
    ask.choice("income_support", "none", "fis_up_to_5", "fis", "fis_and_cigs"),
    ask.rate("inail_rate", maximum=LARGEST_RATE),
    ask.choice("extra_months", "12", "13", "14", default="13"),
    ask.choice("extra_months_mode", "paid", "accrued"),
)
