"""Italian test vectors of the reference's kinds, hand-worked or published elsewhere, in the words the vectors use."""

from typing import Any

import pytest

from countries import registry, vectors

PACK = registry.pack_for("IT")


def judge(kind: str, day: str, inputs: dict[str, Any], expected: dict[str, Any]) -> vectors.Verdict:
    return vectors.judge({"id": "V-1", "kind": kind, "date": day, "inputs": inputs, "expected": expected}, PACK)


@pytest.mark.parametrize(
    ("kind", "day", "inputs", "expected"),
    [
        # 12 months of 2,000: a month's tax is a twelfth of 1,534.72, so 127.89 (openbooks conguaglio, hand-worked)
        (
            "conguaglio",
            "2026-12-31",
            {"year": 2026, "months": [2000] * 12, "regional_rate": "1.23", "municipal_rate": "0.8"},
            {"irpef_netta": "1534.72", "withheld": "1534.68", "irpef_delta": "0.04"},
        ),
        # a year of the total employer rate: 28.98 % of 51,095.04 is 14,807.342592 (ccnl-engine 0.5.1)
        (
            "inps_tfr_2026",
            "2026-09-01",
            {"year": 2026, "ral": "51095.04", "settore": "terziario", "dipendenti": 10, "contratto": "indeterminato"},
            {"inps_dipendente": "4695.63", "inps_datore": "14807.34", "tfr": "3784.82"},
        ),
        # AdE Circ. 4/E/2025, example 1: 5.3 % of 2,000 earned in 62 days
        (
            "somma_cuneo",
            "2025-12-31",
            {
                "year": 2025,
                "reddito_lavoro": 2000,
                "giorni": 62,
                "reddito_annuo_teorico": "11744.19",
                "reddito_complessivo": 6000,
            },
            {"somma_esente_cuneo": 106},
        ),
        # the plus of 65 begins a cent above 25,000: 2,184.53 + 65
        (
            "detrazione_lavoro",
            "2026-12-31",
            {"year": 2026, "reddito_complessivo": "25000.01", "giorni": 365},
            {"detrazione_lavoro": "2249.53"},
        ),
        # 6,440 + 33 % of 21,999
        ("irpef_lorda", "2026-12-31", {"year": 2026, "reddito": 49999}, {"irpef_lorda": "13699.67"}),
    ],
)
def test_a_published_case_is_answered(kind: str, day: str, inputs: dict[str, Any], expected: dict[str, Any]) -> None:
    verdict = judge(kind, day, inputs, expected)

    assert verdict.is_passed, verdict


def test_a_surtax_region_with_open_rates_is_named() -> None:
    inputs = {"year": 2026, "ral": 30000, "giorni": 365, "regione": "PU", "comune": "F205"}

    verdict = judge("annual_net_2026", "2026-12-31", inputs, {"addizionale_regionale": 400})

    assert "Puglia" in verdict.unsupported
