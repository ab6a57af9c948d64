"""What the Belgian payslip must know: the person (tax file), the work (engagement), the cooperative (employer)."""

from decimal import Decimal
from typing import Any

from countries.contract import InputField
from countries.packs.be.words import TEXTS

NONE, MANY = Decimal(0), Decimal(20)
HALF = Decimal("0.5")
DAYS_OF_A_YEAR, HOURS_OF_A_YEAR = Decimal(366), Decimal(8784)


def _field(name: str, kind: str, **more: Any) -> InputField:
    """One input with its texts. Any: the keywords of `InputField`, whose defaults are of each field's own type."""
    return InputField(
        name=name, kind=kind, label=TEXTS[f"field.{name}"], help=TEXTS.get(f"field.{name}.help", {}), **more
    )


def _choice(name: str, *codes: str, **more: Any) -> InputField:
    """A choice whose first code is the default."""
    choices = tuple((code, TEXTS[f"choice.{name}.{code}"]) for code in codes)
    return _field(name, "choice", choices=choices, default=codes[0], **more)


def _count(name: str, **more: Any) -> InputField:
    return _field(name, "integer", default=0, minimum=NONE, maximum=MANY, **more)


TAX_FILE = (
    _choice(
        "family",
        "single",
        "partner_with_income",
        "partner_without_income",
        "partner_with_low_income",
        "partner_with_low_pension",
    ),
    _count("children"),
    _count("disabled_children", is_rare=True),
    _field("lone_parent", "flag", default=False),
    _field("disabled", "flag", default=False),
    _field("disabled_partner", "flag", default=False, is_rare=True),
    _count("dependants_66", is_rare=True),
    _count("other_dependants", is_rare=True),
    _field("within_quota", "flag", default=True, is_rare=True),
    _choice("withholding", "key_formula", "artists_flat", is_rare=True),
    _field("show_main_work", "flag", is_rare=True),
    _field("show_not_permanent", "flag", is_rare=True),
    _field("show_not_side_job", "flag", is_rare=True),
)
"""The three questions of the flat rate have no default: nobody asked is not the same as no."""

WITH_ONE_OFF = ("one_off",)
"""No contract kind: who pays one-off pay tells these two, the form of an ordinary contract does not ask for them."""

ENGAGEMENT_INPUTS = (
    _field("student_hours_left", "decimal", minimum=NONE, maximum=HOURS_OF_A_YEAR, contract_kinds=("student",)),
    _field("amateur_days_left", "integer", minimum=NONE, maximum=DAYS_OF_A_YEAR, contract_kinds=("amateur_arts",)),
    _field(
        "succession_reason",
        "text",
        default="",
        contract_kinds=("fixed_term", "fixed_term_worker", "artist"),
        is_rare=True,
    ),
    _choice(
        "one_off_kind",
        "end_of_year_bonus",
        "double_holiday_pay",
        "departure_holiday_pay",
        contract_kinds=WITH_ONE_OFF,
    ),
    _field("yearly_normal_gross", "decimal", minimum=NONE, contract_kinds=WITH_ONE_OFF),
)

EMPLOYER_INPUTS = (
    _field(
        "headcount",
        "choice",
        choices=tuple((code, TEXTS[f"choice.headcount.{code}"]) for code in ("below_10", "below_20", "from_20")),
        default="from_20",
    ),
    _choice("sector", "commercial", "non_commercial"),
    _choice("region", "brussels", "flanders", "wallonia"),
    _field("joint_committee", "text", default=""),
    _field("risk_groups", "flag", default=True),
    _field("accident_insurance_rate", "rate", minimum=NONE, maximum=HALF),
    _choice("structural_reduction", "none", "estimate"),
    _choice("target_group", "none", "artists", "first_worker"),
    _choice("artists_flat_rate", "by_tax_file", "never"),
)
