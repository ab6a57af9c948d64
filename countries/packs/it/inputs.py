"""What the Italian payslip must know: the person (tax file), the work itself (engagement), the cooperative (employer)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from countries.contract import InputField, Text
from countries.packs.it.profiles import PROFILES
from countries.packs.it.surtaxes import MUNICIPALITIES, OTHER, REGIONS, UNKNOWN
from countries.packs.it.words import TEXTS

NONE, MANY = Decimal(0), Decimal(20)
LARGEST_RATE, SMALL_RATE = Decimal("0.5"), Decimal("0.05")
MOST_MONTHS, MOST_DAYS = Decimal(240), Decimal(1096)
FIXED_TERMS = tuple(code for code, profile in PROFILES.items() if profile.is_fixed and profile.is_employee)
ON_CALL = tuple(code for code, profile in PROFILES.items() if profile.is_on_call)
SHOW = tuple(code for code, profile in PROFILES.items() if profile.is_show)


def _field(name: str, kind: str, **rest: Any) -> InputField:
    return InputField(name=name, kind=kind, label=TEXTS[f"field.{name}"], help=TEXTS[f"field.{name}.help"], **rest)


def _choice(name: str, *codes: str, default: str, **rest: Any) -> InputField:
    choices: tuple[tuple[str, Text], ...] = tuple((code, TEXTS[f"choice.{name}.{code}"]) for code in codes)
    return _field(name, "choice", choices=choices, default=default, **rest)


def _count(name: str, *, maximum: Decimal = MANY, **rest: Any) -> InputField:
    return _field(name, "integer", default=0, minimum=NONE, maximum=maximum, **rest)


def _amount(name: str, **rest: Any) -> InputField:
    return _field(name, "decimal", minimum=NONE, **rest)


TAX_FILE = (
    _field("credits_elsewhere", "flag", default=False),
    _amount("expected_income", is_rare=True),
    _amount("other_income", is_rare=True),
    _field("spouse", "flag", default=False),
    _count("children"),
    _choice("children_share", "half", "whole", default="half", is_rare=True),
    _count("ascendants", is_rare=True),
    _field("insured_before_1996", "flag", default=False, is_rare=True),
    _field("other_pension_cover", "flag", default=False, is_rare=True),
    _choice("region", UNKNOWN, *REGIONS, default=UNKNOWN),
    _choice("municipality", UNKNOWN, *MUNICIPALITIES, OTHER, default=UNKNOWN),
    _field("municipality_rate", "rate", minimum=NONE, maximum=SMALL_RATE, is_rare=True),
    _amount("municipality_exempt_up_to", is_rare=True),
    _amount("regional_surtax_last_year", is_rare=True),
    _amount("municipal_surtax_last_year", is_rare=True),
    _amount("municipal_advance_this_year", is_rare=True),
)

STAFF = "staff"
SELDOM: dict[str, Any] = {"is_rare": True, "asked_of": STAFF}

ENGAGEMENT_INPUTS = (
    _choice("settlement", "none", "year_end", "termination", default="none", **SELDOM),
    _choice(
        "reason",
        "none",
        "agreement",
        "needs",
        "substitution",
        "seasonal",
        default="none",
        contract_kinds=FIXED_TERMS,
        asked_of=STAFF,
    ),
    _count("renewals", contract_kinds=FIXED_TERMS, **SELDOM),
    _count("extensions", contract_kinds=FIXED_TERMS, **SELDOM),
    _field(
        "months_before",
        "decimal",
        default=NONE,
        minimum=NONE,
        maximum=MOST_MONTHS,
        contract_kinds=FIXED_TERMS,
        **SELDOM,
    ),
    _count("call_days", maximum=MOST_DAYS, contract_kinds=ON_CALL, asked_of=STAFF),
    _choice("on_call_ground", "age", "agreement", "list", default="age", contract_kinds=ON_CALL),
    _field("call_announced", "flag", default=False, contract_kinds=ON_CALL, asked_of=STAFF),
    _choice("profession", "performer", "technician", "dancer", default="performer", contract_kinds=SHOW),
    _field("agibilita", "flag", default=False, contract_kinds=SHOW, asked_of=STAFF),
)

EMPLOYER_INPUTS = (
    _choice("income_support", "none", "fis_up_to_5", "fis", "fis_and_cigs", default="none"),
    _field("inail_rate", "rate", minimum=NONE, maximum=LARGEST_RATE),
    _choice("extra_months", "12", "13", "14", default="13"),
    _choice("extra_months_mode", "paid", "accrued", default="paid"),
)
