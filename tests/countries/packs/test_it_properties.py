"""What must hold for every Italian pay, whatever the figures."""

from calendar import monthrange
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries import registry
from countries.contract import (
    InvalidInput,
    NotCovered,
    ParameterUnknown,
    PayInputs,
    PayResult,
    month_so_far,
)
from tests.countries import properties
from tests.countries.properties import CENT, above

PACK = registry.pack_for("IT")
KINDS = tuple(kind.code for kind in PACK.pack.contract_kinds)
EMPLOYEES = ("fixed_term", "open_ended", "show_fixed_term", "show_open_ended")
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
PLAIN = PayInputs(country="IT", on=date(2026, 11, 30), kind="fixed_term", gross=Decimal("2500.00"))

amounts = st.integers(180_000, 1_500_000).map(lambda cents: Decimal(cents) / 100)
tax_files = st.fixed_dictionaries(
    {
        "spouse": st.booleans(),
        "credits_elsewhere": st.booleans(),
        "expected_income": st.sampled_from((None, Decimal(9000), Decimal(19000), Decimal(38000))),
        "other_income": st.sampled_from((None, Decimal(4000))),
        "regional_surtax_last_year": st.sampled_from((None, Decimal("333.33"))),
    }
)
employers = st.fixed_dictionaries(
    {
        "income_support": st.sampled_from(("none", "fis_up_to_5", "fis", "fis_and_cigs")),
        "inail_rate": st.sampled_from((None, "0.004", "0.013")),
        "extra_months": st.sampled_from(("12", "13", "14")),
        "extra_months_mode": st.sampled_from(("paid", "accrued")),
    }
)


@st.composite
def pays(draw: st.DrawFn) -> PayInputs:
    inputs = PayInputs(
        country="IT",
        on=draw(st.dates(FIRST, LAST)),
        kind=draw(st.sampled_from(KINDS)),
        gross=draw(amounts),
        tax_file=draw(tax_files),
        employer=draw(employers),
        engagement={"settlement": draw(st.sampled_from(("none", "none", "year_end", "termination")))},
    )
    time = draw(st.sampled_from(("full", "days", "hours")))
    if time == "days":
        return replace(inputs, full_month=False, paid_days=Decimal(draw(st.integers(1, 20))), possible_days=Decimal(20))
    if time == "hours":
        hours = Decimal(draw(st.integers(1, 160)))
        return replace(inputs, full_time=False, hours=hours, full_time_hours=Decimal(168))
    return inputs


@settings(max_examples=200, deadline=None)
@given(pays())
def test_lines_add_up_and_are_whole_cents(inputs: PayInputs) -> None:
    result = PACK.payslip(inputs)

    properties.lines_add_up(result)
    assert result.gross == inputs.gross
    assert all(line.source and set(line.label) >= {"en", "it"} for line in result.lines)


@settings(max_examples=60, deadline=None)
@given(pays())
def test_the_same_input_gives_the_same_result(inputs: PayInputs) -> None:
    properties.is_the_same_again(PACK, inputs)


@settings(max_examples=150, deadline=None)
@given(pays(), st.integers(1, 100_000))
def test_more_gross_never_costs_less(inputs: PayInputs, cents: int) -> None:
    cost, more = properties.costs_of_more(PACK, inputs, cents)

    assert more >= cost


@settings(max_examples=100, deadline=None)
@given(pays(), st.integers(250_000, 1_500_000).map(lambda cents: Decimal(cents) / 100))
def test_a_budget_is_spent_to_the_last_cent_it_can_be(inputs: PayInputs, budget: Decimal) -> None:
    higher = above(*(CENT * cents for cents in (1, 2, 17, 1_000, 90_000)))

    solution = properties.spends_the_budget(PACK, inputs, budget, higher=higher, least=None)

    assert solution is not None
    assert PACK.payslip(replace(inputs, gross=solution.result.gross)) == solution.result


@settings(max_examples=30, deadline=None)
@given(pays(), st.integers(150_000, 400_000).map(lambda cents: Decimal(cents) / 100), st.integers(2, 60_000))
def test_a_net_is_reached_by_the_lowest_gross(inputs: PayInputs, net: Decimal, cents: int) -> None:
    def lower(gross: Decimal) -> list[Decimal]:
        return [less for less in (gross - CENT, max(gross - CENT * cents, Decimal(1600))) if less < gross]

    properties.reaches_the_net(PACK, inputs, net, lower=lower)


@settings(max_examples=60, deadline=None)
@given(amounts, amounts, tax_files, st.sampled_from(EMPLOYEES), st.integers(1, 10), st.integers(1, 10), st.booleans())
def test_two_contracts_take_what_one_would(
    first: Decimal,
    second: Decimal,
    tax_file: dict[str, object],
    kind: str,
    days_a: int,
    days_b: int,
    is_settled: bool,
) -> None:
    inputs = PayInputs(
        country="IT",
        on=date(2026, 11, 30),
        kind=kind,
        full_month=False,
        possible_days=Decimal(21),
        tax_file=tax_file,
        employer={"income_support": "fis_and_cigs"},
    )
    last = {"settlement": "termination"} if is_settled else {}

    earlier, later, whole = properties.two_and_one(
        PACK, inputs, grosses=(first, second), days=(days_a, days_b), engagement=last
    )

    assert earlier.net + later.net == whole.net


def _year_of(cents: list[int], settled: set[int], home: dict[str, str]) -> dict[str, Decimal]:
    """A year of months, one pay each; what all payslips add up to by line code."""
    year: dict[str, Decimal] = {}
    for month, amount in enumerate(cents, start=1):
        inputs = PayInputs(
            country="IT",
            on=date(2026, month, monthrange(2026, month)[1]),
            kind="open_ended",
            gross=Decimal(amount) / 100,
            year_so_far=dict(year),
            tax_file=home,
            engagement={"settlement": "termination" if month in settled else "none"},
        )
        for code, found in month_so_far([PACK.payslip(inputs)]).items():
            year[code] = year.get(code, Decimal(0)) + found
    return year


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(200_000, 600_000), min_size=12, max_size=12), st.sets(st.integers(6, 11), max_size=2))
def test_a_settled_year_takes_the_tax_of_the_year(cents: list[int], earlier: set[int]) -> None:
    """After the last settlement, what was withheld is the tax of the year, whatever came before.

    A settlement that takes more than its pay is refused by name: nobody could pay it from this pay.
    """
    try:
        year = _year_of(cents, {*earlier, 12}, {"region": "SI", "municipality": "H501"})
    except NotCovered as refusal:
        if refusal.code != "net_negative":
            raise
        return

    tax = year["gross_tax"] - year.get("work_credit", 0) - year.get("further_credit", 0)
    assert year["tax_days"] == 365
    assert -year["irpef"] == max(tax, Decimal(0))
    assert -year["regional_surtax"] == (year["taxable"] * Decimal("0.0123")).quantize(CENT, ROUND_HALF_UP)
    assert -year["municipal_surtax"] == (year["taxable"] * Decimal("0.009")).quantize(CENT, ROUND_HALF_UP)


@settings(max_examples=60, deadline=None)
@given(st.dates(FIRST, LAST), st.sampled_from(KINDS))
def test_every_day_of_the_covered_years_works(day: date, kind: str) -> None:
    result = PACK.payslip(replace(PLAIN, on=day, kind=kind))

    assert isinstance(result, PayResult)


@pytest.mark.parametrize("day", properties.days_outside(FIRST, LAST))
def test_a_day_outside_fails_with_a_sentence(day: date) -> None:
    properties.fails_naming_the_day(PACK, replace(PLAIN, on=day))


def test_the_simulator_goes_on_after_the_review_day() -> None:
    properties.simulates_after_the_review(PACK, PLAIN)


BEFORE_1996 = {"insured_before_1996": True}
SETTLED = {"settlement": "termination"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "apprentice"}, "not covered"),
        ({"gross": None}, "expected an amount above zero"),
        ({"gross": Decimal("-1")}, "expected an amount above zero"),
        ({"gross": Decimal("1000.005")}, "whole cents"),
        ({"one_off": Decimal("-5")}, "extra month"),
        ({"full_month": False}, "paid_days"),
        ({"full_time": False}, "hours"),
        ({"full_month": False, "paid_days": Decimal(22), "possible_days": Decimal(21)}, "22 of 21"),
        ({"gross": Decimal("100.00")}, "take more than the pay"),
        ({"kind": "show_fixed_term", "engagement": {"profession": "dancer"}}, "Dancers"),
        ({"kind": "show_fixed_term", "tax_file": BEFORE_1996, "gross": Decimal("25000.00")}, "above 892"),
        ({"tax_file": {"region": "PU"}, "engagement": SETTLED}, "surtax.regional.PU"),
        ({"on": date(2024, 6, 30), "tax_file": {"children": 1}}, "from 2025 only"),
        ({"tax_file": {"region": "Milano"}}, "“Milano”; expected: unknown"),
        ({"tax_file": {"childs": 2}}, "no “childs”"),
        ({"employer": {"inail_rate": "9"}}, "≤ 0.5"),
    ],
)
def test_what_is_not_covered_or_wrong_is_refused_by_name(changes: dict[str, Any], sentence: str) -> None:
    properties.is_refused(PACK, replace(PLAIN, **changes), sentence, by=(InvalidInput, NotCovered, ParameterUnknown))


def test_a_budget_below_the_least_contributions_names_the_one_that_passes() -> None:
    inputs = PayInputs(country="IT", on=date(2026, 11, 30), kind="fixed_term")

    with pytest.raises(InvalidInput, match="smallest budget that passes"):
        PACK.gross_for_budget(inputs, Decimal("300.00"))
