"""What the Spanish payslip asks about the work (engagement) and about the cooperative (employer's settings)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from countries.packs.es.tax_file import NONE, ONE, amount, asked

GENERAL = ("fixed_term", "open_ended", "intermittent", "substitution")
FIXED_TERM = ("fixed_term", "artist", "substitution")
LONGEST_DAYS = Decimal(20_000)
THOUSANDTHS = Decimal(999)
HIGHEST_RATE = Decimal("0.5")
GROUPS = tuple(str(number) for number in range(1, 12))
OCCUPATIONS = ("activity", "office", "representative", "building", "goods_driver", "cleaning", "security")

STAFF = "staff"
SELDOM: dict[str, Any] = {"is_rare": True, "asked_of": STAFF}

ENGAGEMENT_INPUTS = (
    asked("artist_group", "choice", "1", "2", "3", "5", "7", default="3", contract_kinds=("artist",), asked_of=STAFF),
    asked("artist_role", "choice", "artist", "technician", default="artist", contract_kinds=("artist",)),
    asked("work_title", "text", default="", contract_kinds=("artist",)),
    asked("contribution_group", "choice", *GROUPS, default="5", contract_kinds=GENERAL, asked_of=STAFF),
    asked("cause", "text", default="", contract_kinds=("fixed_term", "artist"), asked_of=STAFF),
    asked(
        "production_cause",
        "choice",
        "unforeseeable",
        "foreseeable",
        default="unforeseeable",
        contract_kinds=("fixed_term",),
        asked_of=STAFF,
    ),
    asked(
        "substitution_reason",
        "choice",
        "absence",
        "reduced_hours",
        "vacancy",
        default="absence",
        contract_kinds=("substitution",),
    ),
    asked("replaced_person", "text", default="", contract_kinds=("substitution",)),
    asked("contract_days", "integer", minimum=ONE, maximum=LONGEST_DAYS, contract_kinds=FIXED_TERM, **SELDOM),
    asked("contract_ends", "flag", default=True, contract_kinds=("fixed_term",), **SELDOM),
    amount("expected_contract_pay", is_rare=True),
    asked("extra_payments", "choice", "included", "separate", default="included", contract_kinds=GENERAL, **SELDOM),
    asked("one_off_kind", "choice", "bonus", "extra_payment", "late_pay", default="bonus", **SELDOM),
    amount("overtime_pay", default=NONE, contract_kinds=GENERAL, **SELDOM),
    amount("overtime_force_pay", default=NONE, contract_kinds=GENERAL, **SELDOM),
    asked("accident_occupation", "choice", *OCCUPATIONS, default="activity", asked_of=STAFF),
    asked("occupation_code", "text", default="", asked_of=STAFF),
    asked("part_time_coefficient", "integer", minimum=ONE, maximum=THOUSANDTHS, **SELDOM),
    asked("study_level", "text", default="", **SELDOM),
)

EMPLOYER_INPUTS = (
    asked("collective_agreement", "text", default=""),
    asked("cnae", "text", default="90"),
    asked("accident_rate", "rate", minimum=NONE, maximum=HIGHEST_RATE),
    asked("end_indemnity", "choice", "none", "provision", default="none"),
    asked("longer_production", "flag", default=False),
)
