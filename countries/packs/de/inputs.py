"""What the German payslip must know about the person (tax file), the work (engagement) and the cooperative (employer)."""

from decimal import Decimal

from countries.packs.de.asking import amount, choice, decimal, flag, number, of_staff, rare, rate, text

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

TAX_FILE = (
    choice("tax_class", TAX_CLASSES, default="6"),
    number("children_under_25", default=0, most=20),
    flag("has_children"),
    choice("church", ("none", "ev", "rk", "other"), default="none"),
    choice("health_insurance", ("statutory", "voluntary", "private"), default="statutory"),
    rare(rate("health_fund_rate", most=MOST_RATE)),
    text("health_fund"),
    rare(text("health_fund_number")),
    rare(decimal("child_allowances", default=Decimal(0), most=Decimal(20))),
    rare(choice("main_status", MAIN_STATUS, default="other")),
    rare(amount("other_pay")),
    rare(amount("other_minijob_pay")),
    rare(flag("minijob_pension_exempt")),
    rare(number("short_term_days", default=0, most=366)),
    rare(amount("monthly_allowance")),
    rare(amount("monthly_addition")),
    rare(decimal("factor", default=None, least=Decimal("0.001"), most=Decimal("0.999"))),
    rare(amount("private_premium")),
    rare(amount("private_care_premium")),
    rare(amount("private_basic_premium")),
)

ENGAGEMENT = (
    choice("state", STATES, default=None),
    of_staff(choice("fixed_term_reason", REASONS, default=None, kinds=LIMITED)),
    of_staff(text("reason_text", kinds=LIMITED)),
    of_staff(text("occupation_code")),
    of_staff(flag("employed_before", kinds=LIMITED)),
    of_staff(rare(number("extensions", default=0, most=99, kinds=LIMITED))),
    of_staff(rare(number("months_so_far", default=0, most=600, kinds=LIMITED))),
    rare(amount("regular_pay", default=None, kinds=ORDINARY)),
    of_staff(rare(number("employed_days", default=None, least=1, most=31))),
    rare(decimal("weekly_hours", default=None, most=HOURS_OF_A_WEEK)),
    of_staff(rare(flag("is_on_call", kinds=CALLABLE))),
    of_staff(choice("industry", INDUSTRIES, default="none")),
    of_staff(rare(choice("minijob_tax", ("flat", "by_class"), default="flat", kinds=("minijob", *ORDINARY)))),
    of_staff(rare(flag("unforeseen_overrun", kinds=("minijob",)))),
    of_staff(rare(choice("short_term_tax", ("by_class", "flat"), default="by_class", kinds=("short_term",)))),
    flag("is_occupation", default=True, kinds=("irregular",)),
    rare(flag("sick_pay_elected", kinds=("irregular",))),
    flag("lecture_free", kinds=("working_student",)),
    of_staff(rare(amount("expected_year_pay", default=None))),
    of_staff(rare(number("previous_year_days", default=0, most=360, kinds=ORDINARY))),
    of_staff(rare(amount("previous_year_health_pay", kinds=ORDINARY))),
    of_staff(rare(amount("previous_year_pension_pay", kinds=ORDINARY))),
    of_staff(rare(rate("previous_year_fund_rate", most=MOST_RATE, kinds=ORDINARY))),
)

EMPLOYER = (
    choice("state", STATES, default="BE"),
    rate("u2_rate", most=MOST_RATE),
    rate("accident_insurance_rate", most=MOST_RATE),
    flag("takes_part_in_u1"),
    rate("u1_rate", most=MOST_RATE),
    flag("pays_insolvency_levy", default=True),
)
