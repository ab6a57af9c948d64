"""The parameter loader refuses what is not law, and look-ups name the way out."""

from datetime import date
from decimal import Decimal

import pytest

from countries import registry
from countries.contract import ParameterUnknown, Purpose
from countries.parameters import ParameterFileError, parse_parameters

RATE = """
country: XX
currency: EUR
parameters:
  rate:
    label: A rate
    unit: rate
    period: none
    review_by: 2026-12-31
    values:
      2024-01-01: {value: 0.1307, source: article 1}
      2026-01-01: {value: 0.1400, source: article 2, confidence: memory}
      2026-07-01: {value: 0.1500, source: a bill, expected: true}
"""


def test_values_are_decimals_of_the_text() -> None:
    assert parse_parameters(RATE, name="xx").on(date(2024, 5, 1)).amount("rate") == Decimal("0.1307")


def test_a_value_holds_until_the_next_one() -> None:
    law = parse_parameters(RATE, name="xx")

    assert law.on(date(2025, 12, 31)).ref("rate").since == date(2024, 1, 1)
    assert law.on(date(2026, 1, 1)).ref("rate").confidence == "memory"


def test_an_expected_value_serves_the_simulation_only() -> None:
    law = parse_parameters(RATE, name="xx")

    assert law.on(date(2026, 8, 1)).amount("rate") == Decimal("0.1400")
    assert law.on(date(2026, 8, 1), purpose=Purpose.SIMULATION).ref("rate").is_expected


def test_reading_leaves_a_trace_per_view() -> None:
    law = parse_parameters(RATE, name="xx")
    view = law.on(date(2025, 1, 1))

    view.amount("rate")

    assert [ref.key for ref in view.trace] == ["rate"]
    assert law.on(date(2025, 1, 1)).trace == ()


def test_a_day_before_the_first_names_key_country_day_and_known_days() -> None:
    with pytest.raises(ParameterUnknown) as refused:
        parse_parameters(RATE, name="xx").on(date(2023, 6, 1)).amount("rate")

    sentence = str(refused.value)
    assert all(part in sentence for part in ("XX", "rate", "2023-06-01", "from 2024-01-01", "add the value"))


def test_payroll_after_the_review_day_is_refused_and_simulation_goes_on() -> None:
    law = parse_parameters(RATE, name="xx")

    with pytest.raises(ParameterUnknown, match="reviewed by 2026-12-31"):
        law.on(date(2027, 1, 1)).amount("rate")
    assert law.on(date(2027, 1, 1), purpose=Purpose.SIMULATION).amount("rate") == Decimal("0.1500")


def test_a_stale_key_is_listed_for_review() -> None:
    law = parse_parameters(RATE, name="xx")

    assert [parameter.key for parameter in law.to_review(date(2027, 1, 1))] == ["rate"]
    assert law.to_review(date(2026, 12, 31)) == ()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("2026-01-01: {value: 0.1400", "2024-01-01: {value: 0.1400", "stands twice"),
        ("2026-01-01: {value: 0.1400", "2023-01-01: {value: 0.1400", "not in ascending order"),
        ("source: article 1", "source: ''", "without a source is not law"),
        (", source: article 1", "", "'source'"),
        ("unit: rate", "unit: percent", "expected one of"),
        ("unit: rate", "unit: amount", "currency code"),
        ("label: A rate", "lable: A rate", "'label'"),
        ("period: none", "period: none\n    colour: red", "'colour'"),
        ("value: 0.1307", "value: 1e3", "expected a number"),
        ("value: 0.1307", "value: true", "expected a number"),
        ("2024-01-01: {", "January: {", "expected a date"),
        ("confidence: memory", "confidence: sure", "expected one of"),
        ("review_by: 2026-12-31", "review_by: soon", "expected a date"),
        ("country: XX", "country: [XX", "no valid YAML"),
    ],
)
def test_a_faulty_file_is_refused_with_a_sentence(old: str, new: str, sentence: str) -> None:
    assert old in RATE

    with pytest.raises(ParameterFileError) as refused:
        parse_parameters(RATE.replace(old, new, 1), name="xx.yaml")

    assert sentence in str(refused.value)


@pytest.mark.parametrize("country", registry.codes())
def test_every_file_of_the_house_loads_and_every_value_has_a_source(country: str) -> None:
    parameters = list(registry.pack_for(country).parameters)

    assert parameters
    assert all(entry.source for parameter in parameters for entry in parameter.entries)


def test_payroll_values_of_belgium_say_when_they_are_to_be_reviewed() -> None:
    law = registry.pack_for("BE").parameters
    timeless = {p.key for p in law if p.review_by is None}

    assert timeless <= {"vat.standard", "vat.intermediate", "age.minimum"}


def test_a_pack_refuses_a_day_before_its_law() -> None:
    with pytest.raises(ParameterUnknown, match="first known day"):
        registry.pack_for("BE", on=date(1950, 1, 1))
