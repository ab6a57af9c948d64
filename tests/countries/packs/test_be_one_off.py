"""One-off pay, reductions and allowances: budgets and nets find their gross, notes say what is open."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries import registry
from countries.contract import InvalidInput, NotCovered, PayInputs

PACK = registry.pack_for("BE")
CENT = Decimal("0.01")
BONUS = PayInputs(country="BE", on=date(2026, 11, 30), kind="fixed_term", one_off=Decimal("1000.00"))
ARTIST = PayInputs(
    country="BE",
    on=date(2025, 9, 30),
    kind="artist",
    full_time=False,
    hours=Decimal(120),
    full_time_hours=Decimal(160),
    employer={"structural_reduction": "estimate", "target_group": "artists"},
)
amounts = st.integers(150_000, 900_000).map(lambda cents: Decimal(cents) / 100)
kinds = st.sampled_from(("end_of_year_bonus", "double_holiday_pay", "departure_holiday_pay"))


def codes(inputs: PayInputs) -> set[str]:
    return {note.code for note in PACK.payslip(inputs).notes}


@settings(max_examples=25, deadline=None)
@given(amounts, kinds, st.integers(0, 5))
def test_the_net_with_one_off_pay_is_reached_by_the_lowest_gross(net: Decimal, kind: str, children: int) -> None:
    inputs = replace(BONUS, engagement={"one_off_kind": kind}, tax_file={"children": children})

    solution = PACK.gross_for_net(inputs, net)

    gross = (solution.result.line("gross") or pytest.fail("no running pay")).amount
    below = [
        PACK.payslip(replace(inputs, gross=gross - step)).net
        for step in (CENT, Decimal(1), Decimal(50))
        if gross > step
    ]
    assert solution.result.net == net + solution.remainder
    assert all(other < net for other in below)


@settings(max_examples=25, deadline=None)
@given(st.integers(400_000, 1_200_000).map(lambda cents: Decimal(cents) / 100), kinds)
def test_a_budget_with_one_off_pay_is_spent_to_the_last_cent(budget: Decimal, kind: str) -> None:
    inputs = replace(BONUS, engagement={"one_off_kind": kind})
    minimum = PACK.minimum_gross(inputs)
    assert minimum
    if PACK.payslip(replace(inputs, gross=minimum[0])).employer_cost > budget:
        with pytest.raises(InvalidInput, match="smallest budget"):
            PACK.gross_for_budget(inputs, budget)
        return

    solution = PACK.gross_for_budget(inputs, budget)

    gross = solution.result.gross - Decimal("1000.00")
    assert solution.result.employer_cost + solution.remainder == budget
    assert solution.remainder >= 0
    assert PACK.payslip(replace(inputs, gross=gross + CENT)).employer_cost > budget


@settings(max_examples=25, deadline=None)
@given(st.integers(230_000, 330_000).map(lambda cents: Decimal(cents) / 100))
def test_around_the_artists_wage_limit_no_higher_gross_fits_the_budget(budget: Decimal) -> None:
    solution = PACK.gross_for_budget(ARTIST, budget)

    higher = [solution.result.gross + CENT * step for step in (1, 10, 100, 1_000, 5_000, 10_000)]
    assert solution.remainder >= 0
    assert all(PACK.payslip(replace(ARTIST, gross=gross)).employer_cost > budget for gross in higher)


def test_the_second_contract_of_a_month_gives_back_what_the_first_estimate_took_too_much() -> None:
    whole = PayInputs(
        country="BE",
        on=date(2026, 11, 30),
        kind="fixed_term",
        gross=Decimal("2400.00"),
        employer={"structural_reduction": "estimate"},
    )
    first = PACK.payslip(replace(whole, gross=Decimal("1200.00")))
    totals = {line.code: line.amount for line in first.lines}

    second = PACK.payslip(replace(whole, gross=Decimal("1200.00"), so_far=totals))

    reductions = [slip.line("structural_reduction") for slip in (first, second, PACK.payslip(whole))]
    one, two, both = (line.amount if line else Decimal(0) for line in reductions)
    assert one + two == both


def test_the_rate_follows_the_normal_gross_of_a_year_when_it_is_told() -> None:
    low = PACK.payslip(replace(BONUS, gross=Decimal("3000.00"), engagement={"yearly_normal_gross": "10675"}))

    assert low.line("withholding_exceptional") is None  # the first band of 2026 is free


def test_holiday_pay_of_workers_and_artists_is_refused_by_name() -> None:
    inputs = replace(BONUS, kind="artist", gross=Decimal("3000.00"), engagement={"one_off_kind": "double_holiday_pay"})

    with pytest.raises(NotCovered, match="not paid by the employer"):
        PACK.payslip(inputs)


def test_a_students_pay_partly_above_the_quota_is_refused_by_name() -> None:
    inputs = PayInputs(
        country="BE",
        on=date(2026, 11, 30),
        kind="student",
        gross=Decimal("500.00"),
        hours=Decimal(40),
        engagement={"student_hours_left": 30},
    )

    with pytest.raises(NotCovered, match="30 left"):
        PACK.payslip(inputs)


@pytest.mark.parametrize(("day", "is_known"), [(date(2025, 6, 30), True), (date(2026, 6, 30), False)])
def test_the_amateur_arts_allowance_needs_the_amounts_of_its_year(day: date, is_known: bool) -> None:
    inputs = PayInputs(country="BE", on=day, kind="amateur_arts", gross=Decimal("80.00"), paid_days=Decimal(1))
    if is_known:
        assert PACK.payslip(inputs).employer_cost == Decimal("80.00")
        return
    with pytest.raises(NotCovered, match="not covered on 2026-06-30"):
        PACK.payslip(inputs)


def test_an_amateur_arts_budget_stops_at_the_maximum_of_its_days() -> None:
    inputs = PayInputs(country="BE", on=date(2025, 6, 30), kind="amateur_arts", paid_days=Decimal(2))

    solution = PACK.gross_for_budget(inputs, Decimal("500.00"))

    assert (solution.result.gross, solution.remainder) == (Decimal("160.36"), Decimal("339.64"))  # 2 x 80.18


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"employer": {"target_group": "artists"}, "kind": "artist"}, "artist_reduction_unknown"),
        ({"employer": {"structural_reduction": "estimate"}, "on": date(2025, 5, 31)}, "structural_reduction_disputed"),
        ({"tax_file": {"withholding": "artists_flat"}}, "flat_rate_not_for_this_kind"),
        (
            {"kind": "artist", "tax_file": {"withholding": "artists_flat", "show_main_work": False}},
            "flat_rate_conditions_not_met",
        ),
        ({"gross": Decimal("60000.00"), "year_so_far": {"gross": Decimal("90000.00")}}, "wage_ceiling_by_month"),
        (
            {"one_off": Decimal("900.00"), "engagement": {"one_off_kind": "double_holiday_pay"}},
            "holiday_pay_was_set_aside",
        ),
    ],
)
def test_what_is_open_is_said(changes: dict[str, object], code: str) -> None:
    plain = PayInputs(country="BE", on=date(2026, 11, 30), kind="fixed_term", gross=Decimal("3000.00"))

    assert code in codes(replace(plain, **changes))  # type: ignore[arg-type]


def test_the_cooperative_may_decide_never_to_use_the_flat_rate() -> None:
    inputs = PayInputs(
        country="BE",
        on=date(2026, 11, 30),
        kind="artist",
        gross=Decimal("3000.00"),
        tax_file={"withholding": "artists_flat"},
    )

    never = replace(inputs, employer={"artists_flat_rate": "never"})

    assert PACK.payslip(inputs).line("withholding_artists")
    assert PACK.payslip(never).line("withholding_artists") is None


def test_flanders_grants_no_reduction_for_artists_any_more() -> None:
    law = PACK.law(date(2026, 4, 1))

    assert law.value("artist_reduction.regions")["flanders"] is False
    assert PACK.law(date(2026, 3, 31)).value("artist_reduction.regions")["flanders"] is True
