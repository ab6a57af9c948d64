"""What a French pay must know: of the person (tax file), of the work (engagement), of the cooperative (employer)."""

from decimal import Decimal
from typing import Any

from countries.contract import InputField, Text
from countries.packs.fr.lines import TEXTS

NONE, ALL, HALF = Decimal(0), Decimal(1), Decimal("0.5")
FIXED = ("fixed_term", "usage", "performer", "technician", "portage_fixed_term")
SHOW = ("performer", "technician")
MOST_RATE = Decimal("0.5")  # of pay; guards against 12 typed for 12 %
STAFF = "staff"
SELDOM: dict[str, Any] = {"is_rare": True, "asked_of": STAFF}
FULL_TIMERS = ("fixed_term", "usage", "technician", "open_ended", "cesa", "portage_fixed_term", "portage_open_ended")


def _field(name: str, kind: str, *choices: str, **more: Any) -> InputField:
    options: tuple[tuple[str, Text], ...] = tuple((choice, TEXTS[f"choice.{name}.{choice}"]) for choice in choices)
    return InputField(
        name=name,
        kind=kind,
        label=TEXTS[f"field.{name}"],
        help=TEXTS[f"field.{name}.help"],
        choices=options,
        **more,
    )


TAX_FILE = (
    _field("tax_rate", "rate", minimum=NONE, maximum=MOST_RATE),
    _field("tax_region", "choice", "mainland", "antilles_reunion", "guyane_mayotte", default="mainland"),
    _field("flat_deduction", "flag", default=False),
    _field("health_plan_waived", "flag", default=False),
)

ENGAGEMENT = (
    _field("executive", "flag", default=False, contract_kinds=FULL_TIMERS, asked_of=STAFF),
    _field("length", "choice", "short", "medium", "longer", default="short", contract_kinds=FIXED, asked_of=STAFF),
    _field(
        "profession",
        "choice",
        "dramatic",
        "musician",
        "other",
        default="other",
        contract_kinds=(*SHOW, "open_ended", "fixed_term"),
    ),
    _field("cachets", "integer", default=0, minimum=NONE, contract_kinds=("performer",)),
    _field("production_number", "text", default="", contract_kinds=SHOW, asked_of=STAFF),
    _field(
        "motive",
        "choice",
        "increase",
        "replacement",
        "seasonal",
        "other",
        contract_kinds=("fixed_term",),
        asked_of=STAFF,
    ),
    _field("end_bonus", "flag", default=True, contract_kinds=("fixed_term", "portage_fixed_term"), **SELDOM),
    _field(
        "leave_paid_out", "flag", default=True, contract_kinds=("fixed_term", "usage", "portage_fixed_term"), **SELDOM
    ),
    _field(
        "renewals", "integer", default=0, minimum=NONE, contract_kinds=("fixed_term", "portage_fixed_term"), **SELDOM
    ),
    _field(
        "usage_sector",
        "choice",
        "culture",
        "teaching",
        "information",
        "events",
        "sport",
        "listed",
        "none",
        contract_kinds=("usage",),
    ),
    _field(
        "portage_level",
        "choice",
        "junior",
        "senior",
        "day_contract",
        default="senior",
        contract_kinds=("portage_fixed_term", "portage_open_ended"),
    ),
)

EMPLOYER_INPUTS = (
    _field("work_accident_rate", "rate", minimum=NONE, maximum=MOST_RATE),
    _field("headcount", "integer", default=50, minimum=NONE),
    _field("mobility_rate", "rate", default=NONE, minimum=NONE, maximum=MOST_RATE),
    _field("alsace_moselle", "flag", default=False),
    _field("health_plan_monthly", "decimal", minimum=NONE),
    _field("health_plan_employer_share", "rate", default=HALF, minimum=HALF, maximum=ALL),
    _field("payroll_tax", "flag", default=False),
    _field("show_branch", "choice", "none", "live_show_private", default="none"),
    _field("activity_code", "text", default=""),
    _field("collective_agreement", "text", default=""),
    _field("occupational_health_service", "text", default=""),
    _field("show_licence", "text", default=""),
    _field("show_affiliation_number", "text", default=""),
)
