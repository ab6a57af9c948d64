"""What must hold for every German pay, whatever the figures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries import registry
from countries.contract import (
    InvalidInput,
    PayInputs,
    PayResult,
    month_so_far,
)
from tests.countries import properties
from tests.countries.properties import CENT, above, below

PACK = registry.pack_for("DE")
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
PLAIN = PayInputs(country="DE", on=date(2026, 11, 30), kind="fixed_term", gross=Decimal("2500.00"))
KINDS = ("fixed_term", "open_ended", "working_student", "short_term", "irregular", "minijob")
MINIJOB_LIMIT = Decimal("538.00")  # the lowest of the covered years

cents = st.integers(1, 1_300_000).map(lambda amount: Decimal(amount) / 100)
tax_files = st.fixed_dictionaries(
    {
        "tax_class": st.sampled_from("123456"),
        "children_under_25": st.integers(0, 7),
        "has_children": st.booleans(),
        "church": st.sampled_from(("none", "ev")),
        "child_allowances": st.sampled_from(("0", "0.5", "2")),
        "health_fund_rate": st.sampled_from((None, "0.0129", "0.0439")),
        "minijob_pension_exempt": st.booleans(),
    }
)
employers = st.fixed_dictionaries(
    {
        "state": st.sampled_from(("BE", "BY", "SN", "TH")),
        "takes_part_in_u1": st.booleans(),
        "u1_rate": st.sampled_from((None, "0.021")),
        "u2_rate": st.sampled_from((None, "0.0044")),
        "accident_insurance_rate": st.sampled_from((None, "0.011")),
    }
)


@st.composite
def pays(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS) -> PayInputs:
    kind, gross = draw(st.sampled_from(kinds)), draw(cents)
    inputs = PayInputs(
        country="DE",
        on=draw(st.dates(FIRST, LAST)),
        kind=kind,
        gross=min(gross, MINIJOB_LIMIT) if kind == "minijob" else gross,
        birth_date=draw(st.sampled_from((None, date(1990, 6, 1), date(2005, 3, 1), date(1962, 1, 1)))),
        tax_file=draw(tax_files),
        employer=draw(employers),
    )
    if draw(st.booleans()):
        return inputs
    days = draw(st.integers(1, 29))
    return replace(inputs, full_month=False, engagement={"employed_days": days})


@settings(max_examples=200, deadline=None)
@given(pays())
def test_lines_add_up_and_are_whole_cents(inputs: PayInputs) -> None:
    result = PACK.payslip(inputs)

    properties.lines_add_up(result)
    assert result.employer_cost >= result.gross


@settings(max_examples=100, deadline=None)
@given(pays())
def test_the_same_input_gives_the_same_result(inputs: PayInputs) -> None:
    properties.is_the_same_again(PACK, inputs)


@settings(max_examples=100, deadline=None)
@given(pays(("short_term", "irregular")), st.integers(1, 100_000))
def test_more_gross_never_costs_less_within_one_regime(inputs: PayInputs, cents: int) -> None:
    cost, more = properties.costs_of_more(PACK, inputs, cents)

    assert more > cost


@settings(max_examples=100, deadline=None)
@given(pays(), cents, st.lists(cents, min_size=3, max_size=3))
def test_a_budget_is_spent_to_the_last_cent_it_can_be(
    inputs: PayInputs, budget: Decimal, others: list[Decimal]
) -> None:
    most = MINIJOB_LIMIT if inputs.kind == "minijob" else Decimal("Infinity")

    def higher(gross: Decimal) -> list[Decimal]:
        return [more for more in above(CENT, CENT * 2, 1, 70, *others)(gross) if more <= most]

    properties.spends_the_budget(PACK, inputs, budget, higher=higher)


@settings(max_examples=40, deadline=None)
@given(pays(), st.integers(10_000, 400_000).map(lambda amount: Decimal(amount) / 100))
def test_a_net_is_reached_by_the_lowest_gross(inputs: PayInputs, net: Decimal) -> None:
    net = min(net, Decimal(400)) if inputs.kind == "minijob" else net

    properties.reaches_the_net(PACK, inputs, net, lower=below(CENT, "0.10", "0.50", 2, 60))


@settings(max_examples=120, deadline=None)
@given(pays(("fixed_term", "open_ended", "irregular", "short_term")), cents, st.integers(1, 12), st.integers(1, 12))
def test_two_contracts_take_what_one_would(inputs: PayInputs, second: Decimal, days_a: int, days_b: int) -> None:
    inputs = replace(inputs, full_month=False)
    earlier = PACK.payslip(replace(inputs, engagement={"employed_days": days_a}))
    so_far = month_so_far([earlier])

    later = PACK.payslip(
        replace(inputs, gross=second, engagement={"employed_days": days_b}, so_far=so_far),
    )

    whole = PACK.payslip(replace(inputs, gross=earlier.gross + second, engagement={"employed_days": days_a + days_b}))
    assert earlier.net + later.net == whole.net
    assert earlier.employer_cost + later.employer_cost == whole.employer_cost
    totals = month_so_far([earlier, later])
    assert totals == {line.code: line.amount for line in whole.lines} | {
        code: amount for code, amount in totals.items() if amount == 0
    }


@settings(max_examples=40, deadline=None)
@given(pays(("fixed_term",)), cents)
def test_a_second_contract_is_solved_from_its_budget_too(inputs: PayInputs, second: Decimal) -> None:
    so_far = month_so_far([PACK.payslip(inputs)])
    cost = PACK.payslip(replace(inputs, gross=second, so_far=so_far)).employer_cost

    solution = PACK.gross_for_budget(replace(inputs, so_far=so_far), cost)

    assert solution.result.gross >= second
    assert solution.result.employer_cost <= cost


@settings(max_examples=100, deadline=None)
@given(st.dates(FIRST, LAST))
def test_every_day_of_the_covered_years_works(day: date) -> None:
    result = PACK.payslip(replace(PLAIN, on=day))

    assert isinstance(result, PayResult)


@pytest.mark.parametrize("day", properties.days_outside(FIRST, LAST))
def test_a_day_outside_fails_with_a_sentence(day: date) -> None:
    properties.fails_naming_the_day(PACK, replace(PLAIN, on=day))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "interim"}, "not covered"),
        ({"gross": None}, "expected an amount above zero"),
        ({"gross": Decimal("-1")}, "expected an amount above zero"),
        ({"gross": Decimal("1000.005")}, "whole cents"),
        ({"one_off": Decimal("10.005")}, "whole cents"),
        ({"full_month": False}, "first and last day"),
        ({"full_month": False, "paid_days": Decimal(22), "possible_days": Decimal(21)}, "22 of 21"),
        ({"kind": "minijob"}, "above 603"),
        ({"kind": "minijob", "gross": Decimal("400.00"), "tax_file": {"other_minijob_pay": "300"}}, "above 303"),
        ({"kind": "irregular", "gross": Decimal(300), "engagement": {"is_occupation": False}}, "marginal"),
        ({"tax_file": {"main_status": "pensioner"}}, "old-age pension"),
        ({"birth_date": date(1955, 5, 1)}, "old-age pension"),
        ({"gross": Decimal(900), "tax_file": {"other_pay": "700"}}, "other employers"),
        ({"gross": Decimal(400), "tax_file": {"other_minijob_pay": "300"}}, "other employers"),
        ({"gross": Decimal(900), "tax_file": {"health_insurance": "private"}}, "Private health insurance"),
        ({"gross": Decimal(900), "one_off": Decimal(500)}, "One-off pay"),
        ({"tax_file": {"tax_class": "1", "factor": "0.9"}}, "class IV"),
        ({"tax_file": {"tax_class": "7"}}, "“7”; expected: 1, 2"),
        ({"tax_file": {"childs": 2}}, "no “childs”"),
        ({"so_far": {"gross": Decimal(500), "short_term_pay": Decimal(500)}}, "same month are not covered"),
    ],
)
def test_what_is_not_covered_or_wrong_is_refused_by_name(changes: dict[str, Any], sentence: str) -> None:
    properties.is_refused(PACK, replace(PLAIN, **changes), sentence)


def test_the_minimum_wage_is_that_of_the_hours() -> None:
    inputs = PayInputs(country="DE", on=date(2026, 3, 31), kind="fixed_term", hours=Decimal("62.5"))

    minimum = PACK.minimum_gross(inputs)

    assert minimum is not None
    assert minimum[0] == Decimal("868.75")  # 62.5 × 13.90


def test_a_budget_below_the_minimum_wage_names_the_smallest_that_passes() -> None:
    inputs = PayInputs(country="DE", on=date(2026, 3, 31), kind="fixed_term", hours=Decimal(100))
    smallest = PACK.payslip(replace(inputs, gross=Decimal("1390.00"))).employer_cost

    with pytest.raises(InvalidInput, match=f"smallest budget that passes is {smallest}"):
        PACK.gross_for_budget(inputs, Decimal("1000.00"))


def test_a_budget_where_a_minijob_would_cost_more_finds_the_cheaper_ordinary_job() -> None:
    """At 603 euros the Minijob's flat rates cost more than the reduced contributions of a job paid a little more."""
    inputs = PayInputs(country="DE", on=date(2026, 3, 31), kind="fixed_term")
    minijob = PACK.payslip(replace(inputs, gross=Decimal("603.00")))

    solution = PACK.gross_for_budget(inputs, minijob.employer_cost)

    assert solution.result.gross > Decimal("603.00")
    assert solution.result.line("minijob_pension") is None


def test_one_minijob_elsewhere_does_not_touch_the_main_job() -> None:
    inputs = PayInputs(country="DE", on=date(2026, 3, 31), kind="fixed_term", gross=Decimal("900.00"))

    alone, beside = PACK.payslip(inputs), PACK.payslip(replace(inputs, tax_file={"other_minijob_pay": "300"}))

    assert alone.net == beside.net
