"""What must hold for every Austrian pay, whatever the figures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from countries import registry
from countries.contract import (
    PayInputs,
    PayResult,
    Purpose,
    month_so_far,
)
from tests.countries import properties
from tests.countries.properties import CENT, above

PACK = registry.pack_for("AT")
KINDS = ("fixed_term", "fixed_term_worker", "marginal", "casual", "free_service", "open_ended")
LANDS = ("vienna", "tyrol", "styria")
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
PLAIN = PayInputs(country="AT", on=date(2026, 10, 31), kind="fixed_term", gross=Decimal("2500.00"))

amounts = st.integers(1, 1_500_000).map(lambda cents: Decimal(cents) / 100)
tax_files = st.fixed_dictionaries(
    {
        "children": st.integers(0, 4),
        "sole_earner": st.booleans(),
        "children_under_18": st.integers(0, 3),
        "children_from_18_half": st.integers(0, 2),
        "commute": st.sampled_from(("none", "small", "large")),
        "commute_km": st.integers(0, 90),
        "commute_trips": st.integers(0, 22),
    }
)
employers = st.fixed_dictionaries(
    {"land": st.sampled_from(LANDS), "chamber_member": st.booleans(), "marginal_levy": st.booleans()}
)
engagements = st.fixed_dictionaries(
    {
        "special_payments": st.sampled_from(("usual", "included", "set_aside", "none")),
        "work_land": st.sampled_from(("seat", *LANDS)),
        "worked_before": st.booleans(),
    }
)


@st.composite
def pays(draw: st.DrawFn) -> PayInputs:
    inputs = PayInputs(
        country="AT",
        on=draw(st.dates(FIRST, LAST)),
        kind=draw(st.sampled_from(KINDS)),
        gross=draw(amounts),
        tax_file=draw(tax_files),
        employer=draw(employers),
        engagement=draw(engagements),
        birth_date=draw(st.none() | st.dates(date(1955, 1, 1), date(2005, 12, 31))),
    )
    if inputs.kind != "free_service" and draw(st.booleans()):
        holidays = str(Decimal(draw(st.integers(0, 120))) / 10)
        inputs = replace(inputs, engagement={**inputs.engagement, "open_holiday_days": holidays})
        inputs = replace(inputs, one_off=draw(st.none() | amounts))
    if inputs.kind == "casual" or draw(st.booleans()):
        days = Decimal(draw(st.integers(1, 22)))
        return replace(inputs, full_month=False, paid_days=days, possible_days=Decimal(22))
    return inputs


@settings(max_examples=150, deadline=None)
@given(pays())
def test_lines_add_up_and_are_whole_cents(inputs: PayInputs) -> None:
    result = PACK.payslip(inputs)

    properties.lines_add_up(result)
    assert result.gross == (inputs.gross or 0) + (inputs.one_off or 0)


@settings(max_examples=60, deadline=None)
@given(pays())
def test_the_same_input_gives_the_same_result(inputs: PayInputs) -> None:
    properties.is_the_same_again(PACK, inputs)


@settings(max_examples=100, deadline=None)
@given(pays(), st.integers(100, 100_000))
def test_more_gross_never_costs_less(inputs: PayInputs, cents: int) -> None:
    more = replace(inputs, gross=properties.gross_of(inputs) + cents * CENT)
    was_marginal = PACK.payslip(inputs).line("marginal_levy") is not None
    is_marginal = PACK.payslip(more).line("marginal_levy") is not None
    assume(was_marginal == is_marginal)  # the Dienstgeberabgabe alone is dearer than some full insurance

    assert PACK.payslip(more).employer_cost > PACK.payslip(inputs).employer_cost


@settings(max_examples=60, deadline=None)
@given(pays(), amounts, st.lists(st.integers(1, 400_000), max_size=20))
def test_a_budget_is_spent_to_the_last_cent_it_can_be(inputs: PayInputs, budget: Decimal, more: list[int]) -> None:
    inputs = replace(inputs, one_off=None)

    properties.spends_the_budget(PACK, inputs, budget, higher=above(*(CENT * cents for cents in (1, 2, 3, *more))))


@settings(max_examples=40, deadline=None)
@given(pays(), st.integers(10_000, 300_000).map(lambda cents: Decimal(cents) / 100))
def test_a_net_is_reached_by_the_lowest_gross(inputs: PayInputs, net: Decimal) -> None:
    inputs = replace(inputs, one_off=None)

    properties.reaches_the_net(PACK, inputs, net, lower=_much_and_little_less)


def _much_and_little_less(gross: Decimal) -> list[Decimal]:
    return [*((gross * Decimal(share)).quantize(CENT) for share in ("0.3", "0.7", "0.95")), gross - CENT]


insured = st.integers(60_000, 300_000).map(lambda cents: Decimal(cents) / 100)


@settings(max_examples=60, deadline=None)
@given(insured, insured, tax_files, st.integers(1, 14), st.integers(1, 14))
def test_two_insured_contracts_take_what_one_would(
    first: Decimal, second: Decimal, tax_file: dict[str, object], days_a: int, days_b: int
) -> None:
    inputs = PayInputs(
        country="AT",
        on=date(2026, 10, 31),
        kind="fixed_term",
        tax_file=tax_file,
        employer={"land": "tyrol"},
        full_month=False,
    )

    def pay(gross: Decimal, days: int, so_far: dict[str, Decimal]) -> PayResult:
        engagement = {"special_payments": "none", "insured_days": days}
        return PACK.payslip(replace(inputs, gross=gross, engagement=engagement, so_far=so_far))

    earlier = pay(first, days_a, {})
    later = pay(second, days_b, month_so_far([earlier]))
    whole = pay(first + second, days_a + days_b, {})

    assert earlier.net + later.net == whole.net
    assert earlier.tax_total + later.tax_total == whole.tax_total
    assert earlier.employee_total + later.employee_total == whole.employee_total


@settings(max_examples=60, deadline=None)
@given(st.dates(FIRST, LAST), st.sampled_from(KINDS))
def test_every_day_of_the_covered_years_works(day: date, kind: str) -> None:
    inputs = replace(PLAIN, on=day, kind=kind, period_start=day, period_end=day)

    assert isinstance(PACK.payslip(inputs), PayResult)


@pytest.mark.parametrize("day", properties.days_outside(FIRST, LAST))
def test_a_day_outside_fails_with_a_sentence(day: date) -> None:
    properties.fails_naming_the_day(PACK, replace(PLAIN, on=day))


def test_the_simulator_goes_on_with_the_values_expected_for_2027() -> None:
    inputs = PayInputs(
        country="AT",
        on=date(2027, 1, 31),
        kind="fixed_term",
        gross=Decimal("2400.00"),
        engagement={"special_payments": "none"},
        purpose=Purpose.SIMULATION,
    )

    new_job, old_job = PACK.payslip(inputs), PACK.payslip(replace(inputs, kind="open_ended"))

    rates = [result.line("unemployment") for result in (new_job, old_job)]
    assert [line.rate for line in rates if line] == [Decimal("0.02"), Decimal("0.015")]
    assert any(ref.is_expected for ref in new_job.parameters)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "traineeship"}, "not covered"),
        ({"gross": None}, "expected an amount above zero"),
        ({"gross": Decimal("-1")}, "expected an amount above zero"),
        ({"gross": Decimal("1000.005")}, "whole cents"),
        ({"one_off": Decimal("-1")}, "one-off pay is -1"),
        ({"full_month": False}, "period_start"),
        ({"kind": "casual"}, "paid_days"),
        ({"full_month": False, "paid_days": Decimal(22), "possible_days": Decimal(21)}, "22 of 21"),
        ({"full_month": False, "period_start": date(2026, 10, 9), "period_end": date(2026, 10, 8)}, "before it starts"),
        ({"tax_file": {"resident": False}}, "limited liability"),
        ({"kind": "free_service", "one_off": Decimal("100.00")}, "“one_off”"),
        ({"kind": "free_service", "engagement": {"open_holiday_days": "2"}}, "no holidays"),
        ({"tax_file": {"union_fee": 10}}, "no “union_fee”"),
        ({"tax_file": {"children": 1.5}}, "in quotes"),
        ({"engagement": {"work_land": "bavaria"}}, "“bavaria”; expected: seat"),
        ({"engagement": {"insured_days": 31}}, "≤ 30"),
    ],
)
def test_what_is_not_covered_or_wrong_is_refused_by_name(changes: dict[str, Any], sentence: str) -> None:
    properties.is_refused(PACK, replace(PLAIN, **changes), sentence)
