"""What must hold for every Swedish pay, whatever the figures."""

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

PACK = registry.pack_for("SE")
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
PLAIN = PayInputs(country="SE", on=date(2026, 5, 25), kind="fixed_term", gross=Decimal("25000.00"))
KINDS = ("fixed_term", "temporary", "seasonal", "open_ended", "intermittent")

amounts = st.integers(1, 15_000_000).map(lambda cents: Decimal(cents) / 100)
births = st.sampled_from([None, *(date(year, 6, 15) for year in (1936, 1957, 1958, 1959, 1985, 2003, 2007, 2009))])
tax_files = st.one_of(
    st.fixed_dictionaries({"tax_basis": st.just("main"), "table": st.integers(29, 42), "column": st.just("1")}),
    st.fixed_dictionaries({"tax_basis": st.sampled_from(("unknown", "secondary", "sink"))}),
    st.fixed_dictionaries({"tax_basis": st.just("no_decision"), "column": st.just("1")}),
    st.fixed_dictionaries(
        {"tax_basis": st.just("decision"), "decision_rate": st.sampled_from(("0", "0.07", "0.15", "0.55"))}
    ),
)
employers = st.fixed_dictionaries(
    {
        "municipality_table": st.just(31),
        "pension_rate": st.sampled_from((None, "0.045")),
        "pension_rate_above": st.just("0.30"),
        "insurance_rate": st.sampled_from((None, "0.0068")),
        "life_insurance_month": st.sampled_from(("0", "50")),
        "show_components": st.booleans(),
    }
)
engagements = st.fixed_dictionaries(
    {
        "holiday_rule": st.sampled_from(("usual", "included", "accrued", "same_pay")),
        "holiday_days": st.sampled_from(("0", "1", "5")),
        "holiday_payout": st.sampled_from(("0", "2400.50")),
        "benefits": st.sampled_from(("0", "812.40")),
    }
)


@st.composite
def pays(draw: st.DrawFn) -> PayInputs:
    engagement, tax_file = draw(engagements), draw(tax_files)
    if tax_file["tax_basis"] in ("no_decision", "decision"):
        engagement = {**engagement, "holiday_payout": "0"}  # one-time pay is refused there, see below
    return PayInputs(
        country="SE",
        on=draw(st.dates(FIRST, LAST)),
        kind=draw(st.sampled_from(KINDS)),
        gross=draw(amounts),
        birth_date=draw(births),
        tax_file=tax_file,
        employer=draw(employers),
        engagement=engagement,
    )


@settings(max_examples=300, deadline=None)
@given(pays())
def test_lines_add_up_and_are_whole_cents(inputs: PayInputs) -> None:
    result = PACK.payslip(inputs)

    properties.lines_add_up(result)
    assert result.tax_total == int(result.tax_total)


@settings(max_examples=100, deadline=None)
@given(pays())
def test_the_same_input_gives_the_same_result(inputs: PayInputs) -> None:
    properties.is_the_same_again(PACK, inputs)


@settings(max_examples=200, deadline=None)
@given(pays(), st.integers(1, 100_000))
def test_more_gross_never_costs_less(inputs: PayInputs, cents: int) -> None:
    cost, more = properties.costs_of_more(PACK, inputs, cents)

    assert more > cost


@settings(max_examples=200, deadline=None)
@given(pays(), amounts)
def test_a_budget_is_spent_to_the_last_cent_it_can_be(inputs: PayInputs, budget: Decimal) -> None:
    properties.spends_the_budget(PACK, inputs, budget, higher=above(CENT), found=_asked)


def _asked(result: PayResult) -> Decimal:
    """The gross asked for: the pay and the holiday pay it includes, without benefits and what is paid out."""
    return sum((line.amount for line in result.lines if line.code in ("pay", "holiday_pay")), Decimal(0))


def test_the_step_at_1000_kronor_of_the_year_is_kept_in_mind() -> None:
    inputs = PayInputs(
        country="SE", on=date(2026, 5, 25), kind="fixed_term", gross=None, birth_date=date(1990, 1, 1)
    )  # 999.99 costs 999.99 and 1,000.00 costs 1,314.20

    below = PACK.gross_for_budget(inputs, Decimal("1314.19"))
    above = PACK.gross_for_budget(inputs, Decimal("1314.20"))

    assert (below.result.gross, below.remainder) == (Decimal("999.99"), Decimal("314.20"))
    assert (above.result.gross, above.remainder) == (Decimal("1000.00"), Decimal("0.00"))


@settings(max_examples=60, deadline=None)
@given(pays(), st.integers(100_000, 9_000_000).map(lambda cents: Decimal(cents) / 100))
def test_a_net_is_reached_by_the_lowest_gross(inputs: PayInputs, net: Decimal) -> None:
    lower = below(CENT, "0.50", 1, "2.50", 10, 57, 150, 210, 410, 600, 1200)

    properties.reaches_the_net(PACK, inputs, net, lower=lower, found=_asked)


@settings(max_examples=100, deadline=None)
@given(pays(), amounts)
def test_two_contracts_take_what_one_would(inputs: PayInputs, second: Decimal) -> None:
    inputs = replace(inputs, engagement={"holiday_rule": "included"})
    assert inputs.gross is not None
    earlier = PACK.payslip(inputs)

    later = PACK.payslip(replace(inputs, gross=second, so_far=month_so_far([earlier])))

    whole = PACK.payslip(replace(inputs, gross=inputs.gross + second))
    assert earlier.net + later.net == whole.net
    assert earlier.employer_cost + later.employer_cost == whole.employer_cost


@settings(max_examples=60, deadline=None)
@given(pays(), amounts, amounts)
def test_a_budget_counts_what_the_month_already_took(inputs: PayInputs, first: Decimal, budget: Decimal) -> None:
    earlier = PACK.payslip(replace(inputs, gross=first, engagement={}))
    inputs = replace(inputs, so_far=month_so_far([earlier]), engagement={})
    if budget < PACK.payslip(replace(inputs, gross=CENT)).employer_cost:
        return
    solution = PACK.gross_for_budget(inputs, budget)

    assert 0 <= solution.remainder == budget - solution.result.employer_cost
    one_more = replace(inputs, gross=solution.result.gross + CENT)
    assert PACK.payslip(one_more).employer_cost > budget


@settings(max_examples=100, deadline=None)
@given(st.dates(FIRST, LAST))
def test_every_day_of_the_covered_years_works(day: date) -> None:
    result = PACK.payslip(replace(PLAIN, on=day, tax_file={"tax_basis": "main", "table": 31}))

    assert isinstance(result, PayResult)


@pytest.mark.parametrize("day", properties.days_outside(FIRST, LAST))
def test_a_day_outside_fails_with_a_sentence(day: date) -> None:
    properties.fails_naming_the_day(PACK, replace(PLAIN, on=day))


def test_the_simulator_goes_on_after_the_review_day() -> None:
    properties.simulates_after_the_review(PACK, PLAIN)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "day_labour"}, "not covered"),
        ({"gross": None}, "expected an amount above zero"),
        ({"gross": Decimal("0.00")}, "expected an amount above zero"),
        ({"gross": Decimal("-1")}, "expected an amount above zero"),
        ({"gross": Decimal("1000.005")}, "whole cents"),
        ({"one_off": Decimal("-5")}, "one_off"),
        ({"tax_file": {"tax_basis": "main"}}, "names no tax table"),
        ({"tax_file": {"tax_basis": "main", "table": 28}}, "≥ 29"),
        ({"tax_file": {"tax_basis": "main", "table": 43}}, "≤ 42"),
        ({"tax_file": {"tax_basis": "no_decision"}}, "municipality_table"),
        ({"tax_file": {"tax_basis": "decision"}}, "exactly one"),
        ({"tax_file": {"tax_basis": "decision", "decision_rate": "0.1", "decision_amount": "50"}}, "exactly one"),
        (
            {"tax_file": {"tax_basis": "decision", "decision_rate": "0.1"}, "one_off": Decimal(100)},
            "one-time pay is not covered",
        ),
        ({"tax_file": {"tax_basis": "exempt"}, "on": date(2025, 5, 25)}, "SKV 434 is not known for 2025"),
        ({"tax_file": {"tax_basis": "exempt"}, "gross": Decimal("25043.00")}, "holds up to 25042"),
        ({"tax_file": {"tax_basis": "main", "table": 31, "column": "3"}, "on": date(2024, 5, 25)}, "column 3"),
        (
            {"tax_file": {"tax_basis": "main", "table": 31}, "birth_date": date(1930, 1, 1)},
            "born in 1930 is not decided by age",
        ),
        (
            {
                "tax_file": {"tax_basis": "main", "table": 31, "column": "3"},
                "on": date(2025, 5, 25),
                "one_off": Decimal(100),
            },
            "one-time pay of 2025 is not known for column 3",
        ),
        ({"engagement": {"start_up_support": True}, "on": date(2024, 5, 25)}, "växa-stöd"),
        ({"employer": {"permanent_establishment": False}, "on": date(2025, 5, 25)}, "without establishment"),
        (
            {"engagement": {"holiday_rule": "same_pay", "holiday_days": "2"}, "full_month": False},
            "“paid_days” and “possible_days”",
        ),
        ({"tax_file": {"tax_basis": "complicated"}}, "“complicated”; expected: unknown, main"),
        ({"tax_file": {"tabel": 30}}, "no “tabel”"),
        ({"employer": {"pension_rate": "4.5"}}, "≤ 0.5"),
    ],
)
def test_what_is_not_covered_or_wrong_is_refused_by_name(changes: dict[str, Any], sentence: str) -> None:
    properties.is_refused(PACK, replace(PLAIN, **changes), sentence)


def test_a_member_without_a_tax_file_is_taxed_as_side_income_and_told_so() -> None:
    result = PACK.payslip(PayInputs(country="SE", on=date(2026, 5, 25), kind="fixed_term", gross=Decimal("10000.00")))

    assert result.tax_total == Decimal(3000)
    assert "tax_basis_unknown" in [note.code for note in result.notes]


def test_a_certificate_frees_from_tax_up_to_its_limit() -> None:
    inputs = PayInputs(
        country="SE",
        on=date(2026, 5, 25),
        kind="fixed_term",
        gross=Decimal("5000.00"),
        tax_file={"tax_basis": "exempt"},
        year_so_far={"contribution_base": Decimal("20042.00")},
    )

    assert PACK.payslip(inputs).tax_total == 0
    with pytest.raises(InvalidInput, match=r"25042\.01"):
        PACK.payslip(replace(inputs, gross=Decimal("5000.01")))


def test_a_net_below_the_first_taxed_row_is_paid_without_tax() -> None:
    """With benefits the first row of the table begins below zero cash: its stretch is searched too."""
    inputs = PayInputs(
        country="SE",
        on=date(2026, 5, 25),
        kind="fixed_term",
        birth_date=date(1990, 1, 1),
        tax_file={"tax_basis": "main", "table": 31},
        engagement={"benefits": "812.40"},
    )

    solution = PACK.gross_for_net(inputs, Decimal("1124.60"))

    assert (solution.result.net, solution.result.tax_total, solution.remainder) == (Decimal("1124.60"), 0, 0)
