"""An expense file that must not be used is refused with a sentence."""

from pathlib import Path

import pytest

from countries import expense_data, registry
from countries.data.reading import DataFileError
from countries.parameters import ParameterFileError

GOOD = """
country: XX
currency: EUR
parameters:
  tariff.mileage:
    label: Kilometres
    unit: table
    period: none
    per: EUR
    review_by: 2026-12-31
    values:
      2026-01-01: {value: {vehicle: {car: 0.30, motorcycle: 0.20}}, confidence: verified, source: article 1}
  vat_recovery.ordinary:
    label: VAT
    unit: rate
    period: none
    values:
      2026-01-01: {value: 0.5, confidence: memory, source: article 2}
"""


def read(tmp_path: Path, text: str):
    path = tmp_path / "xx.yaml"
    path.write_text(text, encoding="utf-8")
    return expense_data.read_law(path)


def test_a_file_in_order_is_read(tmp_path: Path) -> None:
    assert [parameter.key for parameter in read(tmp_path, GOOD)] == ["tariff.mileage", "vat_recovery.ordinary"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("tariff.mileage", "tariff.yacht", "tariff.yacht: unknown"),
        ("tariff.mileage", "mileage", "expected tariff. or vat_recovery."),
        ("tariff.mileage", "tariff.taxi", "taxi is paid by receipt and has no tariff"),
        ("value: 0.5", "value: 1.5", "found 1.5, expected a share from 0 to 1"),
        ("{vehicle: {car: 0.30, motorcycle: 0.20}}", "{vehicle: {car: 0.30, tank: 0.20}}", "no question “vehicle”"),
        ("{vehicle: {car: 0.30, motorcycle: 0.20}}", "{colour: {red: 0.30}}", "no question “colour”"),
        (
            "{vehicle: {car: 0.30, motorcycle: 0.20}}",
            "{vehicle: {car: 0.30}, energy: {other: 1}}",
            "expected one question",
        ),
        ("{vehicle: {car: 0.30, motorcycle: 0.20}}", "{vehicle: 3}", "expected a form per answer"),
        ("{vehicle: {car: 0.30, motorcycle: 0.20}}", "{bands: [{to: 5, plus: 1}]}", "rate"),
        ("{vehicle: {car: 0.30, motorcycle: 0.20}}", "{amount: 3, less: {brunch: 1}}", "found the meals"),
        ("{vehicle: {car: 0.30, motorcycle: 0.20}}", "{amount: 3, perhaps: 1}", "found .*amount.*perhaps"),
        ("{vehicle: {car: 0.30, motorcycle: 0.20}}", "[1, 2]", "expected a number, a question"),
    ],
)
def test_a_faulty_file_is_refused_with_a_sentence(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert GOOD.count(old) == 1

    with pytest.raises(DataFileError, match=sentence):
        read(tmp_path, GOOD.replace(old, new))


def test_a_value_without_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterFileError, match="source"):
        read(tmp_path, GOOD.replace("source: article 1", 'source: ""'))


@pytest.mark.parametrize("code", registry.codes())
def test_every_file_of_the_house_is_read_and_asks_for_renewal(code: str) -> None:
    law = expense_data.law_of(code)

    assert law is not None
    assert law.country == code
    assert law.currency == registry.pack_for(code).pack.currency
    assert all(parameter.review_by is not None for parameter in law)
    assert all(entry.source for parameter in law for entry in parameter.entries)


def test_a_country_without_a_file_has_no_law() -> None:
    assert expense_data.law_of("HU") is None
