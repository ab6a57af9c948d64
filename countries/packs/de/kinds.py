"""The contracts German law knows and the cooperative uses."""

from countries.contract import ContractKind
from countries.packs.de.words import TEXTS

ALWAYS = (
    "dates",
    "declared_in_time",
    "overlap",
    "hourly_minimum",
    "budget",
    "right_to_work",
    "age",
    "hours_a_day",
    "immediate_notice",
)
FIXED = ("dates", "written_before_start", *ALWAYS[1:])

KINDS = (
    ContractKind(
        code="fixed_term",
        label=TEXTS["kind.fixed_term"],
        status="employee",
        checks=(*FIXED, "fixed_term_reason", "on_call", "other_jobs", "private_insurance", "tax_card"),
        source="TzBfG § 14",
        has_payroll=True,
        note="With a reason, or without one up to 2 years and 3 extensions; in writing before the work starts.",
    ),
    ContractKind(
        code="open_ended",
        label=TEXTS["kind.open_ended"],
        status="employee",
        checks=(*ALWAYS, "on_call", "other_jobs", "private_insurance", "tax_card"),
        source="BGB § 611a",
        is_fixed_term=False,
        has_payroll=True,
    ),
    ContractKind(
        code="minijob",
        label=TEXTS["kind.minijob"],
        status="minijob",
        checks=(*ALWAYS, "minijob_limit", "on_call"),
        source="SGB IV § 8 (1) no. 1",
        is_fixed_term=False,
        has_payroll=True,
        note="Pay up to the marginal limit of the month; reported to the Minijob-Zentrale.",
    ),
    ContractKind(
        code="short_term",
        label=TEXTS["kind.short_term"],
        status="short_term",
        checks=(*FIXED, "fixed_term_reason", "short_term_limits", "short_term_occupation", "short_term_flat_tax"),
        source="SGB IV § 8 (1) no. 2",
        has_payroll=True,
        note="At most 3 months or 70 days in the calendar year, and not as an occupation.",
    ),
    ContractKind(
        code="irregular",
        label=TEXTS["kind.irregular"],
        status="irregular",
        checks=(*FIXED, "fixed_term_reason", "irregular_days"),
        source="SGB V § 232; SGB III § 27 (3) no. 1; SGB VI § 163 (1)",
        has_payroll=True,
        note="Less than a week by nature or contract, such as single performances.",
    ),
    ContractKind(
        code="working_student",
        label=TEXTS["kind.working_student"],
        status="student",
        checks=(*FIXED, "fixed_term_reason", "student_hours", "on_call", "tax_card"),
        source="SGB V § 6 (1) no. 3; SGB III § 27 (4)",
        has_payroll=True,
        note="At most 20 hours a week while lectures are held; pension insurance only.",
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}
STATUS = {kind.code: kind.status for kind in KINDS if kind.has_payroll}
