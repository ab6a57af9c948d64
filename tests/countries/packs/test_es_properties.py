"""What must hold for every Spanish pay, whatever the figures."""

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
    Side,
    month_so_far,
)
from tests.countries import properties
from tests.countries.properties import CENT, above, below

PACK = registry.pack_for("ES")
KINDS = ("fixed_term", "artist", "open_ended", "intermittent", "substitution")
FIRST, LAST = date(2024, 2, 7), date(2026, 12, 31)
PLAIN = PayInputs(country="ES", on=date(2026, 11, 30), kind="fixed_term", gross=Decimal("2500.00"))

amounts = st.integers(1, 2_000_000).map(lambda cents: Decimal(cents) / 100)
tax_files = st.fixed_dictionaries(
    {
        "residence": st.sampled_from(("spain", "ceuta_melilla")),
        "family_situation": st.sampled_from(("1", "2", "3")),
        "children_years": st.sampled_from(("", "2012", "2012, 2016, 2023")),
        "disability": st.sampled_from(("none", "33", "65")),
        "home_loan": st.booleans(),
        "expected_year_pay": st.sampled_from((None, "18000", "45000")),
    }
)
engagements = st.fixed_dictionaries(
    {
        "contribution_group": st.sampled_from(tuple(str(group) for group in range(1, 12))),
        "artist_group": st.sampled_from(("1", "2", "3", "5", "7")),
        "extra_payments": st.sampled_from(("included", "separate")),
    }
)
employers = st.fixed_dictionaries(
    {
        "accident_rate": st.sampled_from((None, "0.036")),
        "end_indemnity": st.sampled_from(("none", "provision")),
    }
)


@st.composite
def pays(draw: st.DrawFn) -> PayInputs:
    inputs = PayInputs(
        country="ES",
        on=draw(st.dates(FIRST, LAST)),
        kind=draw(st.sampled_from(KINDS)),
        gross=draw(amounts),
        tax_file=draw(tax_files),
        employer=draw(employers),
        engagement=draw(engagements),
        birth_date=date(1980, 5, 1),
    )
    time = draw(st.sampled_from(("full", "days", "hours", "earlier")))
    if time == "days":
        return replace(inputs, full_month=False, paid_days=Decimal(draw(st.integers(1, 20))), possible_days=Decimal(20))
    if time == "hours":
        hours = Decimal(draw(st.integers(1, 160)))
        return replace(inputs, full_time=False, hours=hours, full_time_hours=Decimal(160))
    if time == "earlier":
        so_far = month_so_far([PACK.payslip(replace(inputs, gross=draw(amounts)))])
        return replace(inputs, so_far=so_far)
    return inputs


@settings(max_examples=200, deadline=None)
@given(pays())
def test_lines_add_up_and_are_whole_cents(inputs: PayInputs) -> None:
    result = PACK.payslip(inputs)

    properties.lines_add_up(result)
    assert all(line.amount >= 0 for line in result.lines if line.side is Side.EMPLOYER)


@settings(max_examples=60, deadline=None)
@given(pays())
def test_the_same_input_gives_the_same_result(inputs: PayInputs) -> None:
    properties.is_the_same_again(PACK, inputs)


@settings(max_examples=150, deadline=None)
@given(pays(), st.integers(1, 100_000))
def test_more_gross_never_costs_less(inputs: PayInputs, cents: int) -> None:
    cost, more = properties.costs_of_more(PACK, inputs, cents)

    assert more > cost


@settings(max_examples=150, deadline=None)
@given(pays(), amounts)
def test_a_budget_is_spent_to_the_last_cent_it_can_be(inputs: PayInputs, budget: Decimal) -> None:
    higher, least = above(CENT, "0.02", 1, 30, 500), properties.least_gross(PACK, inputs)

    properties.spends_the_budget(PACK, inputs, budget, higher=higher, least=least)


@settings(max_examples=60, deadline=None)
@given(pays(), st.integers(5_000, 300_000).map(lambda cents: Decimal(cents) / 100))
def test_a_net_is_reached_by_the_lowest_gross(inputs: PayInputs, net: Decimal) -> None:
    properties.reaches_the_net(PACK, inputs, net, lower=below(CENT, "0.10", "0.60", 3, 20))


@settings(max_examples=60, deadline=None)
@given(pays())
def test_the_gross_of_a_pay_is_found_back_from_its_cost(inputs: PayInputs) -> None:
    result = PACK.payslip(inputs)
    minimum = PACK.minimum_gross(inputs)
    if minimum is None or properties.gross_of(inputs) < minimum[0]:
        return

    assert PACK.gross_for_budget(inputs, result.employer_cost).result == result


@settings(max_examples=80, deadline=None)
@given(amounts, amounts, tax_files)
def test_two_contracts_of_the_same_days_contribute_as_one(
    first: Decimal, second: Decimal, tax_file: dict[str, Any]
) -> None:
    inputs = PayInputs(country="ES", on=date(2026, 11, 30), kind="fixed_term", tax_file=tax_file)
    earlier = PACK.payslip(replace(inputs, gross=first))

    later = PACK.payslip(replace(inputs, gross=second, so_far=month_so_far([earlier])))

    whole = PACK.payslip(replace(inputs, gross=first + second))
    least = Decimal("1424.40")
    if first >= least:
        assert earlier.employee_total + later.employee_total == whole.employee_total
        assert earlier.employer_total + later.employer_total == whole.employer_total
    assert later.employee_total >= 0


@settings(max_examples=80, deadline=None)
@given(st.integers(50_000, 300_000), st.integers(50_000, 300_000), st.integers(1, 14), st.integers(1, 14))
def test_contracts_that_do_not_meet_are_bounded_each_by_its_days(first: int, second: int, a: int, b: int) -> None:
    inputs = PayInputs(
        country="ES", on=date(2026, 11, 30), kind="open_ended", full_month=False, possible_days=Decimal(30)
    )
    one = replace(inputs, gross=Decimal(first) / 100, paid_days=Decimal(a))
    two = replace(inputs, gross=Decimal(second) / 100, paid_days=Decimal(b))
    earlier = PACK.payslip(one)

    later = PACK.payslip(replace(two, so_far=month_so_far([earlier])))

    assert later.employee_total == PACK.payslip(two).employee_total
    bases = [line.amount for result in (earlier, later) for line in result.lines if line.code == "base_common"]
    assert sum(bases) <= Decimal("5101.20")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(5_000, 400_000), min_size=2, max_size=6), tax_files)
def test_a_year_of_contracts_withholds_what_one_would(cents: list[int], tax_file: dict[str, Any]) -> None:
    inputs = PayInputs(country="ES", on=date(2026, 11, 30), kind="artist", full_month=False, paid_days=Decimal(1))
    inputs = replace(inputs, tax_file={**tax_file, "expected_year_pay": None})
    results: list[PayResult] = []
    for each in cents:
        pay = replace(inputs, gross=Decimal(each) / 100, year_so_far=month_so_far(results))
        results.append(PACK.payslip(pay))
    total = sum(result.gross for result in results)
    withheld = sum(result.tax_total for result in results)
    highest = max(line.rate or 0 for result in results for line in result.lines if line.code == "irpf")

    floor = Decimal("0.008") if tax_file["residence"] == "ceuta_melilla" else Decimal("0.02")
    assert withheld >= total * floor - 1
    assert highest <= Decimal("0.47")


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


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "training"}, "not covered"),
        ({"kind": "interim"}, "not covered"),
        ({"gross": None}, "expected an amount above zero"),
        ({"gross": Decimal("-1")}, "expected an amount above zero"),
        ({"gross": Decimal("1000.005")}, "whole cents"),
        ({"full_month": False}, "paid_days"),
        ({"full_time": False, "hours": Decimal(10)}, "full_time_hours"),
        ({"full_month": False, "paid_days": Decimal(22), "possible_days": Decimal(21)}, "22 of 21"),
        ({"kind": "artist", "paid_days": Decimal(40)}, "40 days"),
        ({"period_start": date(2026, 10, 30), "period_end": date(2026, 11, 2)}, "not within one month"),
        ({"tax_file": {"residence": "foral"}}, "Bizkaia"),
        ({"tax_file": {"children_years": "two"}}, "such as 2012, 2016"),
        ({"tax_file": {"children_years": "2030"}}, "up to 2026"),
        ({"tax_file": {"family_situation": "4"}}, "“4”; expected: 1, 2, 3"),
        ({"tax_file": {"childs": 2}}, "no “childs”"),
        ({"tax_file": {"requested_rate": "15"}}, "≤ 0.9"),
        ({"employer": {"accident_rate": "9"}}, "≤ 0.5"),
        ({"one_off": Decimal("-5.00")}, "above zero in whole cents"),
        ({"one_off": Decimal("500.00"), "engagement": {"one_off_kind": "late_pay"}}, "earlier months is not covered"),
        ({"one_off": Decimal("500.00"), "engagement": {"one_off_kind": "extra_payment"}}, "paid apart"),
        ({"engagement": {"overtime_pay": "2600"}}, "more than the gross"),
    ],
)
def test_what_is_not_covered_or_wrong_is_refused_by_name(changes: dict[str, Any], sentence: str) -> None:
    properties.is_refused(PACK, replace(PLAIN, **changes), sentence)
