"""The contracts Austrian law knows and the cooperative uses, with what is checked before one is validated."""

from countries.contract import ContractKind
from countries.packs.at.words import TEXTS

START = ("dates", "declared_in_time", "overlap")
END = ("budget", "right_to_work", "age", "working_time")
EMPLOYMENT = (*START, "agreement_minimum", *END, "weekly_hours")

KINDS = (
    ContractKind(
        code="fixed_term",
        label=TEXTS["kind.fixed_term"],
        status="employee",
        checks=(*EMPLOYMENT, "successive", "open_holidays"),
        source="ABGB § 1158; AngG § 19",
        has_payroll=True,
        note="Once without a reason; a chain needs a reason.",
    ),
    ContractKind(
        code="fixed_term_worker",
        label=TEXTS["kind.fixed_term_worker"],
        status="employee",
        checks=(*EMPLOYMENT, "successive", "open_holidays"),
        source="ABGB § 1158, 1159",
        has_payroll=True,
        note="Same contributions as salaried employees.",
    ),
    ContractKind(
        code="marginal",
        label=TEXTS["kind.marginal"],
        status="employee",
        checks=(*EMPLOYMENT, "marginal_limit", "successive", "open_holidays"),
        source="ASVG § 5 (2)",
        has_payroll=True,
        note="Accident insurance only, up to the monthly limit.",
    ),
    ContractKind(
        code="casual",
        label=TEXTS["kind.casual"],
        status="casual",
        checks=(*EMPLOYMENT, "casual_length", "casual_chain"),
        source="ASVG § 33 (3), 471a-471c",
        has_payroll=True,
        note="Agreed for less than a week, irregular; each day is its own insurance and is registered before it.",
    ),
    ContractKind(
        code="free_service",
        label=TEXTS["kind.free_service"],
        status="free",
        checks=(*START, *END, "free_service_notice"),
        source="ASVG § 4 (4); ABGB § 1159 (6)",
        has_payroll=True,
        note="No wage tax is withheld and no holidays are due.",
    ),
    ContractKind(
        code="open_ended",
        label=TEXTS["kind.open_ended"],
        status="employee",
        checks=EMPLOYMENT,
        source="AngG; ABGB § 1151",
        is_fixed_term=False,
        has_payroll=True,
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}
STATUS = {kind.code: kind.status for kind in KINDS if kind.has_payroll}
"""employee, casual (each day its own insurance) or free (service contract), for every kind with a payslip."""
