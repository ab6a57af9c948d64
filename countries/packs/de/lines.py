"""The lines of a German payslip: their step of the waterfall, the article they rest on, the values they read."""

from __future__ import annotations

from collections.abc import Mapping

from countries.contract import Group
from countries.packs.de.words import TEXTS
from countries.packs.slip import LineKind, line_kinds

HEALTH, CARE, PENSION, UNEMPLOYMENT = "SGB V § 241, § 249", "SGB XI § 55, § 58", "SGB VI § 158, § 168", "SGB III § 341"
ONE_OFF = "SGB IV § 23a"
BRANCHES: Mapping[str, str] = {
    "health": HEALTH,
    "health_additional": "SGB V § 242, § 249",
    "care": CARE,
    "pension": PENSION,
    "unemployment": UNEMPLOYMENT,
}
SUPPLEMENTS: Mapping[str, str] = {"care_childless": "SGB XI § 55 (3)", "care_children": "SGB XI § 55 (3) sentence 4"}
TAXES: Mapping[str, str] = {
    "wage_tax": "EStG § 39b (2)",
    "soli": "SolzG § 3, § 4",
    "church_tax": "EStG § 51a; church tax laws",
}
INFO: Mapping[str, str] = {
    "tax_gross": "EBV § 1 (2)",
    "tax_gross_one_off": "EBV § 1 (2)",
    "sv_base_health": "SGB V § 226, § 223",
    "sv_base_pension": "SGB VI § 162, § 157",
    "transition_base": "SGB IV § 20 (2a)",
    "transition_base_worker": "SGB IV § 20 (2a)",
    "church_tax_base": "EStG § 51a",
    "sv_days": "EBV § 1 (1) no. 6",
    "tax_days": "EBV § 1 (1) no. 6",
    "short_term_pay": "SGB IV § 8 (1) no. 2",
    "irregular_pay": "SGB V § 232",
}
OTHERS: tuple[tuple[str, Group, str], ...] = (
    ("gross", Group.GROSS, "GewO § 108; SGB IV § 14"),
    ("one_off", Group.GROSS, ONE_OFF),
    ("minijob_pension_own", Group.EMPLOYEE, "SGB VI § 168 (1) 1b"),
    ("health_grant", Group.NET, "SGB V § 257 (2)"),
    ("care_grant", Group.NET, "SGB XI § 61 (2)"),
    ("employer_health_grant", Group.EMPLOYER, "SGB V § 257 (2)"),
    ("employer_care_grant", Group.EMPLOYER, "SGB XI § 61 (2)"),
    ("minijob_health", Group.EMPLOYER, "SGB V § 249b"),
    ("minijob_pension", Group.EMPLOYER, "SGB VI § 168 (1) 1b, § 172 (3)"),
    ("minijob_flat_tax", Group.EMPLOYER, "EStG § 40a (2)"),
    ("short_term_flat_tax", Group.EMPLOYER, "EStG § 40a (1)"),
    ("short_term_flat_soli", Group.EMPLOYER, "EStG § 40a (1); SolzG § 4"),
    ("short_term_flat_church", Group.EMPLOYER, "EStG § 40a (1); church tax laws"),
    ("levy_u1", Group.EMPLOYER, "AAG § 1 (1), § 7"),
    ("levy_u2", Group.EMPLOYER, "AAG § 1 (2), § 7"),
    ("levy_insolvency", Group.EMPLOYER, "SGB III § 358, § 360"),
    ("levy_insolvency_one_off", Group.EMPLOYER, "SGB III § 358, § 360"),
    ("accident_insurance", Group.PROVISION, "SGB VII § 150, § 153"),
    ("accident_insurance_one_off", Group.PROVISION, "SGB VII § 150, § 153"),
)


def _rows() -> list[tuple[str, Group, str]]:
    rows = list(OTHERS)
    for code, source in BRANCHES.items():
        rows += [(code, Group.EMPLOYEE, source), (f"employer_{code}", Group.EMPLOYER, source)]
        rows += [
            (f"{code}_one_off", Group.EMPLOYEE, f"{source}; {ONE_OFF}"),
            (f"employer_{code}_one_off", Group.EMPLOYER, f"{source}; {ONE_OFF}"),
        ]
    for code, source in SUPPLEMENTS.items():
        rows += [(code, Group.EMPLOYEE, source), (f"{code}_one_off", Group.EMPLOYEE, f"{source}; {ONE_OFF}")]
    for code, source in TAXES.items():
        rows += [(code, Group.TAX, source), (f"{code}_one_off", Group.TAX, f"{source}; EStG § 39b (3)")]
    return rows + [(code, Group.INFO, source) for code, source in INFO.items()]


LINES: Mapping[str, LineKind] = line_kinds(TEXTS, _rows())
PAY = frozenset({"gross", "one_off"})
WORKER = frozenset(code for code, kind in LINES.items() if kind.group in {Group.EMPLOYEE, Group.TAX, Group.NET})
COST = frozenset(code for code, kind in LINES.items() if kind.group in {Group.EMPLOYER, Group.PROVISION})
OWED = WORKER | COST | frozenset(INFO)
"""Every line but the pay itself: what earlier payslips of the month took is deducted from what the whole month owes."""


def branch_of(code: str) -> str:
    """The contribution a line belongs to, whoever pays it and whichever pay it is on."""
    return code.removesuffix("_one_off").removeprefix("employer_")
