"""What the German payslip must know about the person (tax file), the work (engagement) and the cooperative (employer)."""

from decimal import Decimal

from countries.packs.asking import NONE, SELDOM, STAFF, Questions
from countries.packs.de.words import TEXTS

TAX_CLASSES = ("1", "2", "3", "4", "5", "6")
STATES = ("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH")
INDUSTRIES = (
    "none",
    "trade_fairs",
    "hospitality",
    "construction",
    "passenger_transport",
    "freight",
    "fairground",
    "forestry",
    "cleaning",
    "meat",
    "prostitution",
    "security",
    "hairdressing",
)
REASONS = (
    "temporary_need",
    "nature",
    "substitution",
    "after_training",
    "trial",
    "personal",
    "budget",
    "court",
    "none",
)
MAIN_STATUS = ("self_employed", "employee", "student", "pupil", "homemaker", "jobseeker", "pensioner", "other")
ORDINARY = ("fixed_term", "open_ended", "working_student")
LIMITED = ("fixed_term", "short_term", "irregular", "working_student")
CALLABLE = ("fixed_term", "open_ended", "minijob", "working_student")
MOST_RATE = Decimal("0.2")
HOURS_OF_A_WEEK = Decimal(60)
MOST_CHILD_ALLOWANCES = Decimal(20)
LEAST_FACTOR, MOST_FACTOR = Decimal("0.001"), Decimal("0.999")

ask = Questions(TEXTS, most_amount=Decimal(1_000_000))

TAX_FILE = (
    ask.choice("tax_class", *TAX_CLASSES, default="6"),
    ask.count("children_under_25"),
    ask.flag("has_children"),
    ask.choice("church", "none", "ev", "rk", "other"),
    ask.choice("health_insurance", "statutory", "voluntary", "private"),
    ask.rate("health_fund_rate", maximum=MOST_RATE, is_rare=True),
    ask.text("health_fund"),
    ask.text("health_fund_number", is_rare=True),
    ask.decimal("child_allowances", default=NONE, maximum=MOST_CHILD_ALLOWANCES, is_rare=True),
    ask.choice("main_status", *MAIN_STATUS, default="other", is_rare=True),
    ask.amount("other_pay", default=NONE, is_rare=True),
    ask.amount("other_minijob_pay", default=NONE, is_rare=True),
    ask.flag("minijob_pension_exempt", is_rare=True),
    ask.count("short_term_days", maximum=366, is_rare=True),
    ask.amount("monthly_allowance", default=NONE, is_rare=True),
    ask.amount("monthly_addition", default=NONE, is_rare=True),
    ask.decimal("factor", minimum=LEAST_FACTOR, maximum=MOST_FACTOR, is_rare=True),
    ask.amount("private_premium", default=NONE, is_rare=True),
    ask.amount("private_care_premium", default=NONE, is_rare=True),
    ask.amount("private_basic_premium", default=NONE, is_rare=True),
)

ENGAGEMENT_INPUTS = (
    ask.choice("state", *STATES, default=None),
    ask.choice("fixed_term_reason", *REASONS, default=None, contract_kinds=LIMITED, asked_of=STAFF),
    ask.text("reason_text", contract_kinds=LIMITED, asked_of=STAFF),
    ask.text("occupation_code", asked_of=STAFF),
    ask.flag("employed_before", contract_kinds=LIMITED, asked_of=STAFF),
    ask.count("extensions", maximum=99, contract_kinds=LIMITED, **SELDOM),
    ask.count("months_so_far", maximum=600, contract_kinds=LIMITED, **SELDOM),
    ask.amount("regular_pay", contract_kinds=ORDINARY, is_rare=True),
    ask.integer("employed_days", minimum=1, maximum=31, **SELDOM),
    ask.decimal("weekly_hours", maximum=HOURS_OF_A_WEEK, is_rare=True),
    ask.flag("is_on_call", contract_kinds=CALLABLE, **SELDOM),
    ask.choice("industry", *INDUSTRIES, asked_of=STAFF),
    ask.choice("minijob_tax", "flat", "by_class", contract_kinds=("minijob", *ORDINARY), **SELDOM),
    ask.flag("unforeseen_overrun", contract_kinds=("minijob",), **SELDOM),
    ask.choice("short_term_tax", "by_class", "flat", contract_kinds=("short_term",), **SELDOM),
    ask.flag("is_occupation", default=True, contract_kinds=("irregular",)),
    ask.flag("sick_pay_elected", contract_kinds=("irregular",), is_rare=True),
    ask.flag("lecture_free", contract_kinds=("working_student",)),
    ask.amount("expected_year_pay", **SELDOM),
    ask.count("previous_year_days", maximum=360, contract_kinds=ORDINARY, **SELDOM),
    ask.amount("previous_year_health_pay", default=NONE, contract_kinds=ORDINARY, **SELDOM),
    ask.amount("previous_year_pension_pay", default=NONE, contract_kinds=ORDINARY, **SELDOM),
    ask.rate("previous_year_fund_rate", maximum=MOST_RATE, contract_kinds=ORDINARY, **SELDOM),
)

EMPLOYER_INPUTS = (
    ask.choice("state", *STATES, default="BE"),
    ask.rate("u2_rate", maximum=MOST_RATE),
    ask.rate("accident_insurance_rate", maximum=MOST_RATE),
    ask.flag("takes_part_in_u1"),
    ask.rate("u1_rate", maximum=MOST_RATE),
    ask.flag("pays_insolvency_levy", default=True),
)
