"""What the Spanish payslip must know: the person (tax file, form 145), the work (engagement), the cooperative (employer).

The tax file puts first what matters most to the withholding.
"""

from __future__ import annotations

from decimal import Decimal

from countries.packs.asking import NONE, SELDOM, STAFF, Questions
from countries.packs.es.words import TEXTS

GENERAL = ("fixed_term", "open_ended", "intermittent", "substitution")
FIXED_TERM = ("fixed_term", "artist", "substitution")
LONGEST_DAYS, THOUSANDTHS = 20_000, 999
HIGHEST_WITHHOLDING, HIGHEST_ACCIDENT = Decimal("0.9"), Decimal("0.5")
GROUPS = tuple(str(number) for number in range(1, 12))
OCCUPATIONS = ("activity", "office", "representative", "building", "goods_driver", "cleaning", "security")

ask = Questions(TEXTS, most_amount=Decimal(10_000_000))

TAX_FILE = (
    ask.choice("residence", "spain", "ceuta_melilla", "la_palma", "foral"),
    ask.choice("family_situation", "1", "2", "3", default="3"),
    ask.amount("expected_year_pay"),
    ask.text("children_years"),
    ask.choice("children_counted", "half", "whole"),
    ask.choice("disability", "none", "33", "65", is_rare=True),
    ask.flag("needs_help", is_rare=True),
    ask.rate("requested_rate", maximum=HIGHEST_WITHHOLDING, is_rare=True),
    ask.flag("moved_for_work", is_rare=True),
    ask.flag("home_loan", is_rare=True),
    ask.count("children_disabled_33", is_rare=True),
    ask.count("children_disabled_65", is_rare=True),
    ask.text("parents_years", is_rare=True),
    ask.count("parents_counted_by", default=1, minimum=1, is_rare=True),
    ask.count("parents_disabled_33", is_rare=True),
    ask.count("parents_disabled_65", is_rare=True),
    ask.amount("child_maintenance", default=NONE, is_rare=True),
    ask.amount("spouse_maintenance", default=NONE, is_rare=True),
)

ENGAGEMENT_INPUTS = (
    ask.choice("artist_group", "1", "2", "3", "5", "7", default="3", contract_kinds=("artist",), asked_of=STAFF),
    ask.choice("artist_role", "artist", "technician", contract_kinds=("artist",)),
    ask.text("work_title", contract_kinds=("artist",)),
    ask.choice("contribution_group", *GROUPS, default="5", contract_kinds=GENERAL, asked_of=STAFF),
    ask.text("cause", contract_kinds=("fixed_term", "artist"), asked_of=STAFF),
    ask.choice("production_cause", "unforeseeable", "foreseeable", contract_kinds=("fixed_term",), asked_of=STAFF),
    ask.choice("substitution_reason", "absence", "reduced_hours", "vacancy", contract_kinds=("substitution",)),
    ask.text("replaced_person", contract_kinds=("substitution",)),
    ask.integer("contract_days", minimum=1, maximum=LONGEST_DAYS, contract_kinds=FIXED_TERM, **SELDOM),
    ask.flag("contract_ends", default=True, contract_kinds=("fixed_term",), **SELDOM),
    ask.amount("expected_contract_pay", is_rare=True),
    ask.choice("extra_payments", "included", "separate", contract_kinds=GENERAL, **SELDOM),
    ask.choice("one_off_kind", "bonus", "extra_payment", "late_pay", **SELDOM),
    ask.amount("overtime_pay", default=NONE, contract_kinds=GENERAL, **SELDOM),
    ask.amount("overtime_force_pay", default=NONE, contract_kinds=GENERAL, **SELDOM),
    ask.choice("accident_occupation", *OCCUPATIONS, asked_of=STAFF),
    ask.text("occupation_code", asked_of=STAFF),
    ask.integer("part_time_coefficient", minimum=1, maximum=THOUSANDTHS, **SELDOM),
    ask.text("study_level", **SELDOM),
)

EMPLOYER_INPUTS = (
    ask.text("collective_agreement"),
    ask.text("cnae", default="90"),
    ask.rate("accident_rate", maximum=HIGHEST_ACCIDENT),
    ask.choice("end_indemnity", "none", "provision"),
    ask.flag("longer_production"),
)
