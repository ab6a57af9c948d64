"""Golden cases: worked examples with their source, every expected figure typed by hand, tolerance zero."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from countries import pay_documents, registry

CASES = Path(__file__).parent / "cases"


def _cases() -> list[Any]:
    return [
        pytest.param(path.parts[-3].upper(), case, id=f"{path.parts[-3].upper()}-{case['id']}")
        for path in sorted(CASES.glob("*/*/*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("country", "case"), _cases())
def test_case_is_exact(country: str, case: dict[str, Any]) -> None:
    assert case["source"].strip(), "a case without a source proves nothing"
    day: date = case["date"]
    inputs = pay_documents.read_inputs(country, case["inputs"], on=day)

    result = registry.pack_for(country, on=day).payslip(inputs)

    expected = dict(case["expected"])
    amounts = {line.code: str(line.amount) for line in result.lines}
    lines = expected.pop("lines", {})
    assert {code: amounts.get(code, "0") for code in lines} == lines
    assert {name: str(getattr(result, name)) for name in expected} == expected


def test_cases_use_no_binary_floats() -> None:
    for path in CASES.glob("*/*/*.yaml"):
        text = path.read_text(encoding="utf-8")
        for case in yaml.safe_load(text):
            figures = [*case["expected"].get("lines", {}).values(), case["inputs"].get("gross")]
            assert all(isinstance(figure, str) and Decimal(figure) is not None for figure in figures), path
