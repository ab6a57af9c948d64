"""What the Belgian payslip must know: the person (tax file), the work (engagement), the cooperative (employer)."""

from decimal import Decimal

from countries.packs.asking import Questions
from countries.packs.be.words import TEXTS

HALF = Decimal("0.5")
DAYS_OF_A_YEAR, HOURS_OF_A_YEAR = 366, Decimal(8784)

ask = Questions(TEXTS)

TAX_FILE = (
    ask.choice(
        "family",
        "single",
        "partner_with_income",
        "partner_without_income",
        "partner_with_low_income",
        "partner_with_low_pension",
    ),
    ask.count("children"),
    ask.count("disabled_children", is_rare=True),
    ask.flag("lone_parent"),
    ask.flag("disabled"),
    ask.flag("disabled_partner", is_rare=True),
    ask.count("dependants_66", is_rare=True),
    ask.count("other_dependants", is_rare=True),
    ask.flag("within_quota", default=True, is_rare=True),
    ask.choice("withholding", "key_formula", "artists_flat", is_rare=True),
    ask.flag("show_main_work", default=None, is_rare=True),
    ask.flag("show_not_permanent", default=None, is_rare=True),
    ask.flag("show_not_side_job", default=None, is_rare=True),
)
"""The three questions of the flat rate have no default: nobody asked is not the same as no."""

WITH_ONE_OFF = ("one_off",)
"""No contract kind: who pays one-off pay tells these two, the form of an ordinary contract does not ask for them."""

ENGAGEMENT_INPUTS = (
    ask.decimal("student_hours_left", maximum=HOURS_OF_A_YEAR, contract_kinds=("student",)),
    ask.integer("amateur_days_left", maximum=DAYS_OF_A_YEAR, contract_kinds=("amateur_arts",)),
    ask.text("succession_reason", contract_kinds=("fixed_term", "fixed_term_worker", "artist"), is_rare=True),
    ask.choice(
        "one_off_kind",
        "end_of_year_bonus",
        "double_holiday_pay",
        "departure_holiday_pay",
        contract_kinds=WITH_ONE_OFF,
    ),
    ask.amount("yearly_normal_gross", contract_kinds=WITH_ONE_OFF),
)

EMPLOYER_INPUTS = (
    ask.choice("headcount", "below_10", "below_20", "from_20", default="from_20"),
    ask.choice("sector", "commercial", "non_commercial"),
    ask.choice("region", "brussels", "flanders", "wallonia"),
    ask.text("joint_committee"),
    ask.flag("risk_groups", default=True),
    ask.rate("accident_insurance_rate", maximum=HALF),
    ask.choice("structural_reduction", "none", "estimate"),
    ask.choice("target_group", "none", "artists", "first_worker"),
    ask.choice("artists_flat_rate", "by_tax_file", "never"),
)
