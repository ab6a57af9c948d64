"""Spanish test vectors of the reference's kinds, hand-worked elsewhere, in the words the vectors use."""

from typing import Any

import pytest

from countries import registry, vectors

PACK = registry.pack_for("ES")


def judge(kind: str, day: str, inputs: dict[str, Any], expected: dict[str, Any]) -> vectors.Verdict:
    return vectors.judge({"id": "V-1", "kind": kind, "date": day, "inputs": inputs, "expected": expected}, PACK)


@pytest.mark.parametrize(
    ("kind", "day", "inputs", "expected"),
    [
        # a ceiling for each calendar day in the groups 8 to 11: 170.04 × 31, and 5,200 is below it (openbooks goldens)
        (
            "ss_golden",
            "2026-07-31",
            {
                "year": 2026,
                "grupo": 9,
                "base_diaria": "170.04",
                "dias": 31,
                "retribucion_mensual": 5200,
                "contrato": "indefinido",
            },
            {"base_cotizacion": "5271.24", "solidaridad_trabajador": 0},
        ),
        # group 7 on 2,000: worker 130.00, employer 613.00 (openbooks goldens, hand-worked)
        (
            "ss_golden",
            "2026-04-10",
            {"year": 2026, "grupo": 7, "base": 2000, "contrato": "indefinido"},
            {"base_cotizacion": 2000, "employee": {"mei": 3, "total": 130}, "employer": {"mei": 15, "total": 613}},
        ),
        # situation 2, one child whole and one half: 9,206.50 - 19 % of 9,300 (openbooks goldens, hand-worked)
        (
            "irpf_withholding",
            "2026-11-20",
            {
                "year": 2026,
                "retrib": 40000,
                "cotizaciones": 1500,
                "situacion_familiar": 2,
                "ano_nacimiento": 1985,
                "descendientes": [
                    {"ano_nacimiento": 2018, "por_entero": True},
                    {"ano_nacimiento": 2021, "por_entero": False},
                ],
            },
            {"base": 36500, "cuota": "7439.50", "tipo_pct": "18.59", "importe_anual": 7436},
        ),
        # situation 3 alone: 43 % of what exceeds 15,876 (openbooks goldens, hand-worked)
        (
            "irpf_withholding",
            "2026-03-15",
            {"year": 2026, "retrib": 24000, "cotizaciones": 0, "situacion_familiar": 3, "ano_nacimiento": 1990},
            {"base": 22000, "cuota": "3493.32", "tipo_pct": "14.55", "importe_anual": 3492},
        ),
        # TABLA 1, situation 2 with two children
        (
            "irpf_exempt",
            "2026-09-30",
            {"year": 2026, "annual_gross": 19262, "situacion_familiar": 2, "num_descendientes": 2},
            {"tipo_pct": 0, "importe_anual": 0},
        ),
    ],
)
def test_a_published_case_is_answered(kind: str, day: str, inputs: dict[str, Any], expected: dict[str, Any]) -> None:
    verdict = judge(kind, day, inputs, expected)

    assert verdict.is_passed, verdict
