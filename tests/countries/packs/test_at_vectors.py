"""Austrian test vectors: every kind of the reference is answered, and what is not covered is named."""

from typing import Any

import pytest

from countries import registry, vectors

PACK = registry.pack_for("AT")


def judge(kind: str, day: str, inputs: dict[str, Any], expected: dict[str, Any]) -> vectors.Verdict:
    return vectors.judge({"id": "V-1", "kind": kind, "date": day, "inputs": inputs, "expected": expected}, PACK)


@pytest.mark.parametrize(
    ("kind", "day", "inputs", "expected"),
    [
        # kurier.at 2025-10-22
        (
            "wf_wien",
            "2026-01-31",
            {"year": 2026, "bundesland": "Wien", "gross_month": 2000},
            {"wf_dn": 15, "wf_dg": 15},
        ),
        # RZL, Mitarbeiterprämie 2026: the sum and the base; its parts are rounded otherwise there
        (
            "sv_cap",
            "2026-07-31",
            {"year": 2026, "gross_month": 8000, "tax_free_bonus_sv_liable": 500},
            {"sv_total": "1252.25", "sv_on_salary": "1178.59", "lst_base": "6821.41"},
        ),
        # PwC tax summaries, sample of 2025
        (
            "annual_tax",
            "2025-12-31",
            {"year": 2025, "annual_salary_14": 77000},
            {"sv_on_12": "11926.20", "taxable_12": "53941.80", "tariff_tax_before_credits": "13169.82"},
        ),
        # wko.at, DZ 2025: up to 1,460 a month, 1,095 are deducted
        (
            "employer_levy_small_payroll",
            "2025-06-30",
            {"year": 2025, "bundesland": "Wien", "payroll_month": 1460},
            {"base": 365, "db": "13.51", "dz": "1.31", "kommst": "10.95"},
        ),
        # karriere.at, neighbour table of 2026
        (
            "month_net_only",
            "2026-06-30",
            {"year": 2026, "group": "Angestellte", "bundesland": "Oberoesterreich", "gross_month": 8560},
            {"laufend": {"net": "5028.48"}},
        ),
    ],
)
def test_the_kinds_of_the_reference_are_answered(
    kind: str, day: str, inputs: dict[str, Any], expected: dict[str, Any]
) -> None:
    verdict = judge(kind, day, inputs, expected)

    assert (verdict.differences, verdict.unsupported) == ((), "")


@pytest.mark.parametrize(
    ("kind", "inputs", "expected", "reason"),
    [
        ("pension", {"year": 2026}, {"x": 1}, "kind pension"),
        ("month", {"year": 2026, "gross_month": 1, "company_car": True}, {"laufend": {"sv": 1}}, "input company_car"),
        ("month", {"year": 2026, "gross_month": 1, "full_year": False}, {"laufend": {"sv": 1}}, "part of a year"),
        ("month", {"year": 2026, "gross_month": 1, "payments_per_year": 12}, {"laufend": {}}, "12 payments a year"),
        ("month", {"year": 2026, "gross_month": 1000}, {"laufend": {"church": 1}}, "figure laufend.church"),
    ],
)
def test_what_is_not_covered_is_named(kind: str, inputs: dict[str, Any], expected: dict[str, Any], reason: str) -> None:
    assert judge(kind, "2026-06-30", inputs, expected).unsupported == reason
