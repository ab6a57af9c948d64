"""What must hold for every pay, whatever the figures."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries import registry
from countries.contract import (
    InvalidInput,
    LawError,
    NotCovered,
    ParameterUnknown,
    PayInputs,
    PayResult,
    Purpose,
    Side,
    month_so_far,
)

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

    employee = sum(line.amount for line in result.lines if line.side is Side.EMPLOYEE)
    employer = sum(line.amount for line in result.lines if line.side is Side.EMPLOYER)
    assert employee == result.net
    assert result.gross + employer == result.employer_cost
    assert all(line.amount == line.amount.quantize(Decimal("0.01")) for line in result.lines)
    assert result.tax_total >= 0


@settings(max_examples=100, deadline=None)
@given(pays())
def test_the_same_input_gives_the_same_result(inputs: PayInputs) -> None:
    assert PACK.payslip(inputs) == PACK.payslip(replace(inputs))


@settings(max_examples=200, deadline=None)
@given(pays(), st.integers(1, 100_000))
def test_more_gross_never_costs_less(inputs: PayInputs, more_cents: int) -> None:
    assert inputs.gross is not None
    more = replace(inputs, gross=inputs.gross + Decimal(more_cents) / 100)

    assert PACK.payslip(more).employer_cost > PACK.payslip(inputs).employer_cost


@settings(max_examples=100, deadline=None)
@given(pays(), amounts)
def test_a_budget_is_spent_to_the_last_cent_it_can_be(inputs: PayInputs, budget: Decimal) -> None:
    minimum = PACK.minimum_gross(inputs)
    assert minimum is not None
    smallest = PACK.payslip(replace(inputs, gross=minimum[0])).employer_cost
    if budget < smallest:
        with pytest.raises(InvalidInput, match=f"smallest budget that passes is {smallest}"):
            PACK.gross_for_budget(inputs, budget)
        return
    solution = PACK.gross_for_budget(inputs, budget)
    gross = solution.result.gross
    one_more = PACK.payslip(replace(inputs, gross=gross + Decimal("0.01")))

    assert solution.result.employer_cost + solution.remainder == budget
    assert solution.remainder >= 0
    assert one_more.employer_cost > budget


@settings(max_examples=40, deadline=None)
@given(pays(), st.integers(10_000, 300_000).map(lambda cents: Decimal(cents) / 100))
def test_a_net_is_reached_by_the_lowest_gross(inputs: PayInputs, net: Decimal) -> None:
    solution = PACK.gross_for_net(inputs, net)
    one_less = replace(inputs, gross=solution.result.gross - Decimal("0.01"))

    assert solution.result.net == net + solution.remainder
    assert solution.remainder >= 0
    assert PACK.payslip(one_less).net < net


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
    earlier = PACK.payslip(replace(inputs, gross=first, paid_days=Decimal(days_a)))
    so_far = {**month_so_far([earlier]), "paid_days": Decimal(days_a)}

    later = PACK.payslip(replace(inputs, gross=second, paid_days=Decimal(days_b), so_far=so_far))

    whole = PACK.payslip(replace(inputs, gross=first + second, paid_days=Decimal(days_a + days_b)))
    assert earlier.net + later.net == whole.net
    if later.net > 1:
        again = PACK.gross_for_net(replace(inputs, paid_days=Decimal(days_b), so_far=so_far), later.net)
        assert again.result.net == later.net + again.remainder
        assert again.result.gross <= second


@settings(max_examples=100, deadline=None)
@given(st.dates(FIRST, LAST))
def test_every_day_of_the_covered_years_works(day: date) -> None:
    result = PACK.payslip(PayInputs(country="BE", on=day, kind="fixed_term", gross=Decimal("2500.00")))

    assert isinstance(result, PayResult)


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1), date(1999, 1, 1)])
def test_a_day_outside_fails_with_a_sentence(day: date) -> None:
    with pytest.raises(ParameterUnknown, match=str(day)):
        PACK.payslip(PayInputs(country="BE", on=day, kind="fixed_term", gross=Decimal("2500.00")))


def test_the_simulator_goes_on_after_the_review_day() -> None:
    inputs = PayInputs(
        country="BE",
        on=date(2027, 1, 31),
        kind="fixed_term",
        gross=Decimal("2500.00"),
        purpose=Purpose.SIMULATION,
    )

    assert PACK.payslip(inputs).net > 0


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
def test_what_is_not_covered_or_wrong_is_refused_by_name(changes: dict[str, object], sentence: str) -> None:
    inputs = PayInputs(country="BE", on=date(2026, 11, 30), kind="fixed_term", gross=Decimal("2500.00"))

    with pytest.raises(LawError) as refused:
        PACK.payslip(replace(inputs, **changes))  # type: ignore[arg-type]

    assert sentence in str(refused.value)
    assert isinstance(refused.value, (InvalidInput, NotCovered))


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
