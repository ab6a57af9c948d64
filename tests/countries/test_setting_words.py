"""A setting that is a rule reads as a sentence, with its number in the reader's own plural."""

import pytest
from django.utils import translation

from countries.data.catalogue import SettingKind
from countries.presentation import setting_lines

RULE = SettingKind(key="rule", kind="rule", group="work", label="Rule", required_for=())


@pytest.mark.parametrize(
    ("language", "value", "sentence"),
    [
        ("en", {"kind": "working_days_before", "days": 1}, "1 working day before the work starts"),
        ("en", {"kind": "working_days_after_work", "days": 7}, "7 working days after the end of the work"),
        ("en", {"kind": "months_after_work", "months": 2}, "2 months after the end of the work"),
        ("fr", {"kind": "working_days_before", "days": 0}, "0 jour ouvrable avant le début du travail"),
        ("de", {"kind": "months_after_work", "months": 1}, "1 Monat nach dem Ende der Arbeit"),
        ("it", {"kind": "working_days_after_invoice", "days": 1}, "1 giorno lavorativo dopo l’invio della fattura"),
    ],
)
def test_a_number_decides_between_one_and_several(language: str, value: dict[str, object], sentence: str) -> None:
    with translation.override(language):
        assert setting_lines(RULE, value, currency="EUR") == [sentence]
