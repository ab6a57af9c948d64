"""What must hold for every French pay, whatever the figures."""

from dataclasses import replace
from datetime import date, timedelta
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

PACK = registry.pack_for("FR")
KINDS = tuple(kind.code for kind in PACK.pack.contract_kinds if kind.has_payroll)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
PLAIN = PayInputs(country="FR", on=date(2026, 11, 30), kind="open_ended", gross=Decimal("2500.00"))

amounts = st.integers(1, 1_500_000).map(lambda cents: Decimal(cents) / 100)
tax_files = st.fixed_dictionaries(
    {
        "tax_rate": st.sampled_from((None, "0", "0.07", "0.30")),
        "tax_region": st.sampled_from(("mainland", "antilles_reunion", "guyane_mayotte")),
        "flat_deduction": st.booleans(),
    }
)
employers = st.fixed_dictionaries(
    {
        "headcount": st.sampled_from((1, 10, 11, 49, 50)),
        "work_accident_rate": st.sampled_from((None, "0.012")),
        "alsace_moselle": st.booleans(),
        "health_plan_monthly": st.sampled_from((None, "40")),
        "show_branch": st.sampled_from(("none", "live_show_private")),
    }
)


@st.composite
def pays(draw: st.DrawFn) -> PayInputs:
    kind, day = draw(st.sampled_from(KINDS)), draw(st.dates(FIRST, LAST))
    engagement = {
        "executive": kind != "performer" and draw(st.booleans()),
        "profession": draw(st.sampled_from(("dramatic", "musician", "other"))),
        "length": draw(st.sampled_from(("short", "medium", "longer"))),
    }
    inputs = replace(
        PLAIN,
        on=day,
        kind=kind,
        gross=draw(amounts),
        tax_file=draw(tax_files),
        employer=draw(employers),
        engagement=engagement,
    )
    time = draw(st.sampled_from(("full", "days", "hours")))
    if time == "days":
        days, start = draw(st.integers(1, 8)), day.replace(day=1)
        return replace(
            inputs,
            full_month=False,
            paid_days=Decimal(days),
            possible_days=Decimal(22),
            period_start=start,
            period_end=start + timedelta(days=days - 1),
        )
    if time == "hours":
        return replace(inputs, full_time=False, hours=Decimal(draw(st.integers(1, 150))), full_time_hours=Decimal(154))
    return inputs


@settings(max_examples=150, deadline=None)
@given(pays())
def test_lines_add_up_and_are_whole_cents(inputs: PayInputs) -> None:
    result = PACK.payslip(inputs)

    properties.lines_add_up(result)
    assert result.gross == inputs.gross
    assert result == PACK.payslip(replace(inputs))


@settings(max_examples=80, deadline=None)
@given(pays(), st.integers(1, 100_000))
def test_more_gross_never_costs_less(inputs: PayInputs, cents: int) -> None:
    cost, more = properties.costs_of_more(PACK, inputs, cents)

    assert more >= cost - CENT  # the reduction's own rounding


@settings(max_examples=80, deadline=None)
@given(pays(), amounts, st.lists(st.integers(2, 300_000), min_size=5, max_size=5))
def test_a_budget_is_spent_to_the_last_cent_it_can_be(inputs: PayInputs, budget: Decimal, more: list[int]) -> None:
    higher, least = above(*(CENT * cents for cents in (1, *more))), properties.least_gross(PACK, inputs)

    properties.spends_the_budget(PACK, inputs, budget, higher=higher, least=least)


@settings(max_examples=25, deadline=None)
@given(pays(), st.integers(10_000, 700_000).map(lambda cents: Decimal(cents) / 100), st.integers(1, 100_000))
def test_a_net_is_reached_by_the_lowest_gross(inputs: PayInputs, net: Decimal, less: int) -> None:
    lower = below(*(CENT * cents for cents in (1, 2, 5, 50, less)))

    properties.reaches_the_net(PACK, inputs, net, lower=lower)


@settings(max_examples=60, deadline=None)
@given(amounts, amounts, st.integers(1, 10), st.integers(1, 10), tax_files)
def test_two_contracts_share_one_ceiling(
    first: Decimal, second: Decimal, days_a: int, days_b: int, tax_file: dict[str, object]
) -> None:
    """Ceilings count the month; each slip rounds its own lines, so the sums may differ by a cent for each line."""
    inputs = replace(PLAIN, kind="fixed_term", full_month=False, possible_days=Decimal(20), tax_file=tax_file)

    earlier, later, whole = properties.two_and_one(PACK, inputs, grosses=(first, second), days=(days_a, days_b))

    lines = Decimal(len(whole.lines))
    for code, tolerance in (("net_before_tax", lines * CENT), ("social_ceiling", CENT)):
        assert abs(_amount(earlier, code) + _amount(later, code) - _amount(whole, code)) <= tolerance


def _amount(result: PayResult, code: str) -> Decimal:
    line = result.line(code)
    return line.amount if line else Decimal(0)


def test_a_second_contract_of_the_month_pays_the_tax_both_owe_together() -> None:
    """1600 + 1600 under the neutral rate: the abatement of 766 is taken once, the rate is that of the sum."""
    inputs = replace(PLAIN, kind="fixed_term", gross=Decimal("1600.00"), full_month=False, paid_days=Decimal(10))
    inputs = replace(inputs, possible_days=Decimal(20))
    first = PACK.payslip(inputs)

    second = PACK.payslip(replace(inputs, so_far=month_so_far([first])))

    both = _amount(first, "taxable") + _amount(second, "taxable")
    assert first.tax_total == 0
    assert second.tax_total == ((both - 766) * Decimal("0.021")).quantize(CENT)  # 1807 to below 1928


def test_a_health_plan_is_paid_once_a_month() -> None:
    inputs = replace(PLAIN, kind="fixed_term", employer={"health_plan_monthly": "40"})
    first = PACK.payslip(inputs)

    second = PACK.payslip(replace(inputs, so_far=month_so_far([first])))

    assert (_amount(first, "health_plan"), _amount(second, "health_plan")) == (Decimal("-20.00"), Decimal(0))


def test_the_flat_deduction_stops_at_its_yearly_cap() -> None:
    inputs = replace(
        PLAIN,
        kind="performer",
        tax_file={"flat_deduction": True},
        engagement={"profession": "musician"},
        year_so_far={"flat_deduction": Decimal("7500.00")},
    )

    assert _amount(PACK.payslip(inputs), "flat_deduction") == Decimal("100.00")  # of the 400 that 16 % would give


def test_the_flat_deduction_never_goes_under_the_minimum_wage_and_needs_consent() -> None:
    inputs = replace(PLAIN, kind="performer", gross=Decimal("1900.00"), engagement={"profession": "dramatic"})

    agreed = PACK.payslip(replace(inputs, tax_file={"flat_deduction": True}))

    assert _amount(agreed, "complementary_base") == Decimal("1867.02")  # 12.31 x 151.6667
    assert _amount(PACK.payslip(inputs), "flat_deduction") == 0


def test_a_bonus_bears_what_other_pay_of_the_month_bears() -> None:
    result = PACK.payslip(replace(PLAIN, gross=Decimal("2000.00"), one_off=Decimal("500.00")))

    assert result.gross == Decimal("2500.00")
    assert _amount(result, "one_off") == Decimal("500.00")
    assert result.net == PACK.payslip(PLAIN).net


@pytest.mark.parametrize(
    ("kind", "changes", "minimum"),
    [
        ("open_ended", {}, "1867.02"),  # 12.31 x 151.6667
        ("fixed_term", {}, "2259.10"),  # with 10 % and 10 %: x 1.21, up to the cent
        ("fixed_term", {"engagement": {"end_bonus": False, "leave_paid_out": False}}, "1867.02"),
        ("usage", {}, "2053.73"),  # with leave
        ("cesa", {"full_time": False, "hours": Decimal(10), "full_time_hours": Decimal(154)}, "123.10"),
        ("portage_open_ended", {}, "3003.75"),  # 75 % of 4005
        ("portage_open_ended", {"engagement": {"portage_level": "junior"}}, "2803.50"),  # 70 %
    ],
)
def test_the_least_gross_holds_what_is_paid_on_top(kind: str, changes: dict[str, object], minimum: str) -> None:
    found = PACK.minimum_gross(replace(PLAIN, kind=kind, gross=None, **changes))  # type: ignore[arg-type]

    assert found is not None
    assert abs(found[0] - Decimal(minimum)) <= Decimal("0.02")
    assert found[0] >= Decimal(minimum)


@pytest.mark.parametrize(
    "day", [date(2024, 1, 1), date(2024, 11, 1), date(2025, 5, 1), date(2026, 1, 1), date(2026, 6, 1)]
)
def test_the_short_contract_abatement_follows_from_the_minimum_wage(day: date) -> None:
    """Corrections 3.2: half of the net taxable minimum wage, to the euro; a new minimum wage gives a new abatement."""
    law = PACK.law(day)
    gross = (law.amount("minimum_wage") * 35 * 52 / 12).quantize(CENT)
    own = [(gross * Decimal(rate)).quantize(CENT) for rate in ("0.0690", "0.0040", "0.0315", "0.0086")]
    csg = (gross * Decimal("0.9825") * Decimal("0.068")).quantize(CENT)

    assert law.amount("withholding.short_abatement") == ((gross - sum(own) - csg) / 2).quantize(Decimal(1))


@settings(max_examples=60, deadline=None)
@given(st.dates(FIRST, LAST), st.sampled_from(KINDS))
def test_every_day_of_the_covered_years_works(day: date, kind: str) -> None:
    assert PACK.payslip(replace(PLAIN, on=day, kind=kind)).net > 0


@pytest.mark.parametrize("day", properties.days_outside(FIRST, LAST))
def test_a_day_outside_fails_with_a_sentence(day: date) -> None:
    properties.fails_naming_the_day(PACK, replace(PLAIN, on=day))


def test_the_simulator_goes_on_after_the_review_day() -> None:
    properties.simulates_after_the_review(PACK, PLAIN)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "cape"}, "“cape” is not covered"),
        ({"kind": "performer", "engagement": {"executive": True}}, "artist with executive status"),
        ({"employer": {"payroll_tax": True}}, "payroll tax"),
        ({"gross": None}, "expected an amount above zero"),
        ({"gross": Decimal("1000.005")}, "whole cents"),
        ({"full_month": False}, "paid_days"),
        ({"full_time": False, "hours": Decimal(10)}, "full_time_hours"),
        ({"full_month": False, "paid_days": Decimal(22), "possible_days": Decimal(21)}, "22 of 21"),
        ({"tax_file": {"tax_rate": "12"}}, "≤ 0.5"),
        ({"tax_file": {"tax_region": "corsica"}}, "expected: mainland"),
        ({"employer": {"health_plan_employer_share": "0.4"}}, "≥ 0.5"),
    ],
)
def test_what_is_not_covered_or_wrong_is_refused_by_name(changes: dict[str, Any], sentence: str) -> None:
    properties.is_refused(PACK, replace(PLAIN, **changes), sentence)
