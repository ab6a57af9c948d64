"""The two pure commands: one payslip from JSON, and a file of vectors judged figure by figure."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

VECTORS = [
    {
        "id": "V-1",
        "date": "2026-01",
        "inputs": {
            "status": "white_collar",
            "family": "single",
            "children": 0,
            "gross_month": 5000,
            "full_month": True,
        },
        "expected": {"taxable": 4346.5, "withholding_tax": 1245.27},
        "tolerance": {"default": 0.01},
    },
    {
        "id": "V-2",
        "date": "2026-06",
        "inputs": {
            "operation": "withholding_tax_key_formula",
            "monthly_taxable": 2500,
            "family": "partner_without_income",
            "children": 0,
        },
        "expected": {"withholding_tax": 35.99},
        "tolerance": {"default": 0.01},
    },
]


def _verify(tmp_path: Path, vectors: Any, country: str = "BE") -> str:
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps(vectors), encoding="utf-8")
    out = io.StringIO()
    try:
        call_command("verify_payroll", str(path), country=country, stdout=out)
    except SystemExit as ended:
        return f"{out.getvalue()}exit {ended.code}"
    return out.getvalue()


@pytest.mark.parametrize("vectors", [VECTORS, {"vectors": VECTORS}])
def test_all_exact(tmp_path: Path, vectors: Any) -> None:
    assert _verify(tmp_path, vectors) == "2 of 2 exact\n"


def test_a_difference_is_listed_and_ends_with_1(tmp_path: Path) -> None:
    wrong = [{**VECTORS[0], "expected": {"taxable": 4346.52}}]

    assert _verify(tmp_path, wrong) == "0 of 1 exact\nV-1 (V): taxable: found 4346.50, expected 4346.52\nexit 1"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"inputs": {"operation": "company_car"}}, "operation company_car"),
        ({"inputs": {"status": "director"}}, "status director"),
        ({"inputs": {"company_car": True}}, "input company_car"),
        ({"expected": {"car": 1}}, "figure car"),
        ({"date": "1999-01"}, "not known on 1999-01-01"),
    ],
)
def test_what_is_not_supported_counts_as_not_passed(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    found = _verify(tmp_path, [{**VECTORS[0], **changes}])

    assert found.startswith("0 of 1 exact\nnot supported: 1 of kind V:")
    assert reason in found


def test_a_country_without_payroll_passes_nothing(tmp_path: Path) -> None:
    assert "payroll not open yet" in _verify(tmp_path, VECTORS, country="NL")


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no file of vectors"):
        call_command("verify_payroll", str(tmp_path / "absent.json"), country="BE")


def _payslip(monkeypatch: pytest.MonkeyPatch, document: Any, day: str = "2026-11-30") -> dict[str, Any]:
    monkeypatch.setattr("sys.stdin", io.StringIO(document if isinstance(document, str) else json.dumps(document)))
    out = io.StringIO()
    call_command("payslip", "--country", "be", "--date", day, stdout=out)
    return dict(json.loads(out.getvalue()))


def test_payslip_prints_lines_totals_and_the_law_it_read(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = _payslip(monkeypatch, {"kind": "fixed_term", "gross": "3000.00"})

    assert (answer["net"], answer["employer_cost"]) == ("2261.33", "4337.03")
    assert [line["code"] for line in answer["lines"]][:2] == ["gross", "social_security"]
    withholding = next(ref for ref in answer["parameters"] if ref["key"] == "withholding")
    assert (withholding["since"], withholding["confidence"]) == ("2026-01-01", "verified")


def test_payslip_searches_for_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = _payslip(monkeypatch, {"kind": "fixed_term", "budget": "4337.03"})

    assert (answer["gross"], answer["remainder"]) == ("3000.00", "0.00")


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("not json", "no JSON"),
        ("[]", "one JSON object"),
        ({"kind": "fixed_term"}, "exactly one of gross, budget and net"),
        ({"kind": "fixed_term", "gross": "1", "net": "1"}, "found: gross, net"),
        ({"gross": "1000.00"}, "“kind”"),
        ({"kind": "fixed_term", "gross": "1000.00", "colour": "red"}, "no “colour”"),
        ({"kind": "fixed_term", "gross": "1000.00", "birth_date": "young"}, "YYYY-MM-DD"),
        ({"kind": "fixed_term", "gross": "1000.00", "purpose": "fun"}, "payroll or simulation"),
    ],
)
def test_payslip_refuses_with_a_sentence(monkeypatch: pytest.MonkeyPatch, document: Any, sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        _payslip(monkeypatch, document)

    assert sentence in str(refused.value)


def test_show_parameter_tells_the_history_of_a_key() -> None:
    out = io.StringIO()

    call_command("show_parameter", "minimum_wage", "--country", "BE", stdout=out)

    assert "2154.11" in out.getvalue()
    assert "[secondary]" in out.getvalue()
