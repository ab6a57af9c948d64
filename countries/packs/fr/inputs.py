"""What a French pay must know: of the person (tax file), of the work (engagement), of the cooperative (employer)."""

from decimal import Decimal

from countries.packs.asking import NONE, SELDOM, STAFF, Questions
from countries.packs.fr.words import TEXTS

HALF = Decimal("0.5")
PORTAGE = ("portage_fixed_term", "portage_open_ended")
FIXED = ("fixed_term", "usage", "performer", "technician", "portage_fixed_term")
SHOW = ("performer", "technician")
FULL_TIMERS = ("fixed_term", "usage", "technician", "open_ended", "cesa", *PORTAGE)
MOST_RATE = Decimal("0.5")  # of pay; guards against 12 typed for 12 %

ask = Questions(TEXTS)

TAX_FILE = (
    ask.rate("tax_rate", maximum=MOST_RATE),
    ask.choice("tax_region", "mainland", "antilles_reunion", "guyane_mayotte"),
    ask.flag("flat_deduction"),
    ask.flag("health_plan_waived"),
)

ENGAGEMENT_INPUTS = (
    ask.flag("executive", contract_kinds=FULL_TIMERS, asked_of=STAFF),
    ask.choice("length", "short", "medium", "longer", contract_kinds=FIXED, asked_of=STAFF),
    ask.choice(
        "profession",
        "dramatic",
        "musician",
        "other",
        default="other",
        contract_kinds=(*SHOW, "open_ended", "fixed_term"),
    ),
    ask.count("cachets", maximum=None, contract_kinds=("performer",)),
    ask.text("production_number", contract_kinds=SHOW, asked_of=STAFF),
    ask.choice(
        "motive",
        "increase",
        "replacement",
        "seasonal",
        "other",
        default=None,
        contract_kinds=("fixed_term",),
        asked_of=STAFF,
    ),
    ask.flag("end_bonus", default=True, contract_kinds=("fixed_term", "portage_fixed_term"), **SELDOM),
    ask.flag("leave_paid_out", default=True, contract_kinds=("fixed_term", "usage", "portage_fixed_term"), **SELDOM),
    ask.count("renewals", maximum=None, contract_kinds=("fixed_term", "portage_fixed_term"), **SELDOM),
    ask.choice(
        "usage_sector",
        "culture",
        "teaching",
        "information",
        "events",
        "sport",
        "listed",
        "none",
        default=None,
        contract_kinds=("usage",),
    ),
    ask.choice("portage_level", "junior", "senior", "day_contract", default="senior", contract_kinds=PORTAGE),
)

EMPLOYER_INPUTS = (
    ask.rate("work_accident_rate", maximum=MOST_RATE),
    ask.integer("headcount", default=50),
    ask.rate("mobility_rate", default=NONE, maximum=MOST_RATE),
    ask.flag("alsace_moselle"),
    ask.amount("health_plan_monthly"),
    ask.rate("health_plan_employer_share", default=HALF, minimum=HALF),
    ask.flag("payroll_tax"),
    ask.choice("show_branch", "none", "live_show_private"),
    ask.text("activity_code"),
    ask.text("collective_agreement"),
    ask.text("occupational_health_service"),
    ask.text("show_licence"),
    ask.text("show_affiliation_number"),
)
