"""What every country's payroll owes its readers, whatever its law."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from countries import registry
from countries.contract import (
    Capability,
    Group,
    InputField,
    LawError,
    ParameterUnknown,
    PayInputs,
    Purpose,
    Text,
)
from countries.packs.texts import LANGUAGES
from countries.pay_documents import read_inputs, result_document

ON = date(2026, 11, 30)
GROSS = {"SE": Decimal("32000.00")}
USUAL = Decimal("2400.00")
COUNTRIES = registry.codes()


def _inputs(country: str, kind: str, **facts: Any) -> PayInputs:
    return PayInputs(country=country, on=ON, kind=kind, gross=GROSS.get(country, USUAL), **facts)


def _paid_kinds() -> list[Any]:
    return [
        pytest.param(country, kind.code, id=f"{country}-{kind.code}")
        for country in COUNTRIES
        for kind in registry.pack_for(country).pack.contract_kinds
        if kind.has_payroll
    ]


def _ordinary(country: str) -> PayInputs:
    kind = next(kind.code for kind in registry.pack_for(country).pack.contract_kinds if kind.has_payroll)
    return _inputs(country, kind)


def _computed(country: str, kind: str) -> Any:
    """The pay of a usual month, of a small one where the kind has a ceiling; None when it needs more facts."""
    pack = registry.pack_for(country)
    for gross in (GROSS.get(country, USUAL), Decimal("500.00")):
        try:
            return pack.payslip(replace(_inputs(country, kind), gross=gross))
        except LawError:
            continue
    return None


@pytest.mark.parametrize("country", COUNTRIES)
def test_payroll_is_open_in_every_country_of_the_network(country: str) -> None:
    pack = registry.pack_for(country).pack

    assert Capability.PAYROLL in pack.capabilities
    assert any(kind.has_payroll for kind in pack.contract_kinds)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_word_of_a_pack_is_there_in_seven_languages(country: str) -> None:
    pack = registry.pack_for(country).pack
    texts: dict[str, Text] = {f"kind {kind.code}": kind.label for kind in pack.contract_kinds}
    for question in (*pack.tax_file, *pack.engagement_inputs, *pack.employer_inputs):
        texts |= _words_of(question)
    texts |= {f"identifier {each.code}": each.label for each in pack.identifiers}
    texts |= {f"setting {each.key}": each.label for each in pack.required_settings}
    texts["name"] = pack.name

    lacking = {where: _missing(text) for where, text in texts.items() if _missing(text)}

    assert lacking == {}


@pytest.mark.parametrize(("country", "kind"), _paid_kinds())
def test_every_line_says_what_it_is_and_where_it_is_written(country: str, kind: str) -> None:
    result = _computed(country, kind)
    if result is None:
        pytest.skip("this kind needs facts about the work that only its own tests give")

    for line in result.lines:
        assert _missing(line.label) == (), line.code
        assert line.source.strip() or all(ref.source.strip() for ref in line.parameters), line.code
        if line.group not in {Group.GROSS, Group.INFO}:
            assert line.source.strip() or line.parameters, line.code


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_pay_can_be_explained_from_what_is_stored(country: str) -> None:
    inputs = _ordinary(country)
    document = {"kind": inputs.kind, "gross": str(inputs.gross), "on": ON.isoformat()}

    stored = result_document(registry.pack_for(country).payslip(read_inputs(country, document)))

    assert stored["pack_version"]
    assert {ref["key"] for ref in stored["parameters"]}
    assert all(ref["source"] and ref["since"] for ref in stored["parameters"])


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_net_leads_back_to_its_gross(country: str) -> None:
    pack, inputs = registry.pack_for(country), _ordinary(country)
    result = pack.payslip(inputs)

    solution = pack.gross_for_net(replace(inputs, gross=None), result.net)

    assert solution.result.gross <= result.gross
    assert solution.result.net == result.net + solution.remainder
    assert solution.remainder >= 0


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_budget_leads_back_to_its_gross(country: str) -> None:
    pack, inputs = registry.pack_for(country), _ordinary(country)
    cost = pack.payslip(inputs).employer_cost

    solution = pack.gross_for_budget(replace(inputs, gross=None), cost)

    assert solution.result.gross >= inputs.gross
    assert solution.result.employer_cost + solution.remainder == cost
    assert solution.remainder >= 0


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2027, 6, 30)])
def test_a_day_whose_law_is_not_known_is_refused_with_a_sentence(country: str, day: date) -> None:
    with pytest.raises(ParameterUnknown) as refused:
        registry.pack_for(country).payslip(replace(_ordinary(country), on=day))

    assert str(day) in str(refused.value)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_simulator_may_look_beyond_the_review_day(country: str) -> None:
    later = replace(_ordinary(country), on=date(2027, 1, 31), purpose=Purpose.SIMULATION)

    assert registry.pack_for(country).payslip(later).net > 0


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_of_the_covered_year_is_paid(country: str, month: int) -> None:
    result = registry.pack_for(country).payslip(replace(_ordinary(country), on=date(2026, month, 28)))

    assert Decimal(0) < result.net < result.gross < result.employer_cost


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_pay_given_back_to_its_pack_is_the_same(country: str) -> None:
    """A contract keeps the gross that was found; payroll computes from it and must come to the same pay."""
    pack, inputs = registry.pack_for(country), _ordinary(country)
    found = pack.gross_for_budget(replace(inputs, gross=None), pack.payslip(inputs).employer_cost).result

    assert pack.payslip(replace(inputs, gross=found.gross)) == found


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_is_assumed_of_a_stranger_is_no_worse_than_the_prudent_defaults(country: str) -> None:
    pack, inputs = registry.pack_for(country), _ordinary(country)

    usual = pack.payslip(replace(inputs, tax_file=pack.pack.usual_tax_file))

    assert usual.net >= pack.payslip(inputs).net


def _words_of(question: InputField) -> dict[str, Text]:
    words = {f"question {question.name}": question.label}
    if question.help:
        words[f"help {question.name}"] = question.help
    return words | {f"choice {question.name} {code}": label for code, label in question.choices}


def _missing(text: Text) -> tuple[str, ...]:
    return tuple(language for language in LANGUAGES if not str(text.get(language) or "").strip())


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_rate_is_asked_for_in_percent_as_its_field_reads_it(country: str) -> None:
    pack = registry.pack_for(country).pack
    asked = (*pack.tax_file, *pack.engagement_inputs, *pack.employer_inputs)
    helps = [text for each in asked if each.kind == "rate" for text in each.help.values()]

    assert [text for text in helps if "0,0" in text or "0.0" in text] == []
