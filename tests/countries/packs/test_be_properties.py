"""What must hold for every Belgian pay, whatever the figures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries import registry
from countries.contract import (
    PayInputs,
    PayResult,
    month_so_far,
)
from tests.countries import properties
from tests.countries.properties import CENT, above, below

PACK = registry.pack_for("BE")
FAMILIES = (
    "single",
    "partner_with_income",
    "partner_without_income",
    "partner_with_low_income",
    "partner_with_low_pension",
)
KINDS = ("fixed_term", "fixed_term_worker", "day", "artist", "artist_1bis", "student", "open_ended", "defined_work")
FIRST, LAST = date(2024, 5, 1), date(2026, 12, 31)
PLAIN = PayInputs(country="BE", on=date(2026, 11, 30), kind="fixed_term", gross=Decimal("2500.00"))

amounts = st.integers(1, 2_000_000).map(lambda cents: Decimal(cents) / 100)
tax_files = st.fixed_dictionaries(
    {
        "family": st.sampled_from(FAMILIES),
        "children": st.integers(0, 12),
        "lone_parent": st.booleans(),
        "withholding": st.sampled_from(("key_formula", "artists_flat")),
    }
)
employers = st.fixed_dictionaries(
    {
        "headcount": st.sampled_from(("below_10", "below_20", "from_20")),
        "structural_reduction": st.sampled_from(("none", "estimate")),
        "accident_insurance_rate": st.sampled_from((None, "0.009")),
    }
)


@st.composite
def pays(draw: st.DrawFn) -> PayInputs:
    day = draw(st.dates(FIRST, LAST))
    inputs = PayInputs(
        country="BE",
        on=day,
        kind=draw(st.sampled_from(KINDS)),
        gross=draw(amounts),
        tax_file=draw(tax_files),
        employer=draw(employers),
    )
    time = draw(st.sampled_from(("full", "days", "hours")))
    if time == "days":
        return replace(inputs, full_month=False, paid_days=Decimal(draw(st.integers(1, 20))), possible_days=Decimal(20))
    if time == "hours":
        hours = Decimal(draw(st.integers(1, 160)))
        return replace(inputs, full_time=False, hours=hours, full_time_hours=Decimal(160))
    return inputs


@settings(max_examples=300, deadline=None)
@given(pays())
def test_lines_add_up_and_are_whole_cents(inputs: PayInputs) -> None:
    result = PACK.payslip(inputs)

    properties.lines_add_up(result)


@settings(max_examples=100, deadline=None)
@given(pays())
def test_the_same_input_gives_the_same_result(inputs: PayInputs) -> None:
    properties.is_the_same_again(PACK, inputs)


@settings(max_examples=200, deadline=None)
@given(pays(), st.integers(1, 100_000))
def test_more_gross_never_costs_less(inputs: PayInputs, cents: int) -> None:
    cost, more = properties.costs_of_more(PACK, inputs, cents)

    assert more > cost


@settings(max_examples=100, deadline=None)
@given(pays(), amounts)
def test_a_budget_is_spent_to_the_last_cent_it_can_be(inputs: PayInputs, budget: Decimal) -> None:
    least = properties.least_gross(PACK, inputs)

    properties.spends_the_budget(PACK, inputs, budget, higher=above(CENT), least=least)


@settings(max_examples=40, deadline=None)
@given(pays(), st.integers(10_000, 300_000).map(lambda cents: Decimal(cents) / 100))
def test_a_net_is_reached_by_the_lowest_gross(inputs: PayInputs, net: Decimal) -> None:
    properties.reaches_the_net(PACK, inputs, net, lower=below(CENT))


@settings(max_examples=60, deadline=None)
@given(amounts, amounts, tax_files, st.integers(1, 10), st.integers(1, 10))
def test_two_contracts_take_what_one_would(
    first: Decimal, second: Decimal, tax_file: dict[str, object], days_a: int, days_b: int
) -> None:
    inputs = PayInputs(
        country="BE",
        on=date(2026, 11, 30),
        kind="fixed_term",
        full_month=False,
        possible_days=Decimal(20),
        tax_file={**tax_file, "withholding": "key_formula"},
    )

    earlier, later, whole = properties.two_and_one(PACK, inputs, grosses=(first, second), days=(days_a, days_b))

    assert earlier.net + later.net == whole.net
    if later.net > 1:
        so_far = {**month_so_far([earlier]), "paid_days": Decimal(days_a)}
        again = PACK.gross_for_net(replace(inputs, paid_days=Decimal(days_b), so_far=so_far), later.net)
        assert again.result.net == later.net + again.remainder
        assert again.result.gross <= second


@settings(max_examples=100, deadline=None)
@given(st.dates(FIRST, LAST))
def test_every_day_of_the_covered_years_works(day: date) -> None:
    result = PACK.payslip(replace(PLAIN, on=day))

    assert isinstance(result, PayResult)


@pytest.mark.parametrize("day", properties.days_outside(FIRST, LAST))
def test_a_day_outside_fails_with_a_sentence(day: date) -> None:
    properties.fails_naming_the_day(PACK, replace(PLAIN, on=day))


def test_the_simulator_goes_on_after_the_review_day() -> None:
    properties.simulates_after_the_review(PACK, PLAIN)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "amateur_arts"}, "not covered"),
        ({"kind": "interim"}, "not covered"),
        ({"gross": None}, "expected an amount above zero"),
        ({"gross": Decimal("-1")}, "expected an amount above zero"),
        ({"gross": Decimal("1000.005")}, "whole cents"),
        ({"kind": "student", "one_off": Decimal("500.00")}, "student within the quota is not covered"),
        ({"kind": "artist", "one_off": Decimal("500.00"), "tax_file": {"withholding": "artists_flat"}}, "flat rate"),
        ({"one_off": Decimal("500.005")}, "above zero in whole cents"),
        ({"gross": None, "one_off": Decimal("500.00")}, "needs the normal gross of a year"),
        ({"full_month": False}, "paid_days"),
        ({"full_time": False, "hours": Decimal(10)}, "full_time_hours"),
        ({"full_month": False, "paid_days": Decimal(22), "possible_days": Decimal(21)}, "22 of 21"),
        ({"tax_file": {"family": "complicated"}}, "“complicated”; expected: single"),
        ({"tax_file": {"childs": 2}}, "no “childs”"),
        ({"tax_file": {"children": "two"}}, "expected: a number"),
        ({"tax_file": {"children": -1}}, "≥ 0"),
        ({"tax_file": {"children": 1.5}}, "in quotes"),
        ({"tax_file": {"lone_parent": "yes"}}, "true or false"),
        ({"employer": {"accident_insurance_rate": "9"}}, "≤ 0.5"),
    ],
)
def test_what_is_not_covered_or_wrong_is_refused_by_name(changes: dict[str, Any], sentence: str) -> None:
    properties.is_refused(PACK, replace(PLAIN, **changes), sentence)


def test_the_part_time_share_lowers_the_minimum() -> None:
    inputs = PayInputs(
        country="BE",
        on=date(2026, 3, 31),
        kind="fixed_term",
        full_time=False,
        hours=Decimal(19),
        full_time_hours=Decimal(38),
    )

    minimum = PACK.minimum_gross(inputs)

    assert minimum is not None
    assert minimum[0] == Decimal("1077.06")  # half of 2154.11, rounded up
