"""What must hold for every Austrian pay, whatever the figures."""

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

PACK = registry.pack_for("AT")
CENT = Decimal("0.01")
KINDS = ("fixed_term", "fixed_term_worker", "marginal", "casual", "free_service", "open_ended")
LANDS = ("vienna", "tyrol", "styria")
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)

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

    employee = sum(line.amount for line in result.lines if line.side is Side.EMPLOYEE)
    employer = sum(line.amount for line in result.lines if line.side is Side.EMPLOYER)
    assert employee == result.net
    assert result.gross + employer == result.employer_cost
    assert result.gross == (inputs.gross or 0) + (inputs.one_off or 0)
    assert all(line.amount == line.amount.quantize(CENT) for line in result.lines)
    assert result.tax_total >= 0
    assert all(line.source for line in result.lines)


@settings(max_examples=60, deadline=None)
@given(pays())
def test_the_same_input_gives_the_same_result(inputs: PayInputs) -> None:
    assert PACK.payslip(inputs) == PACK.payslip(replace(inputs))


@settings(max_examples=100, deadline=None)
@given(pays(), st.integers(100, 100_000))
def test_more_gross_never_costs_less(inputs: PayInputs, more_cents: int) -> None:
    assert inputs.gross is not None
    more = replace(inputs, gross=inputs.gross + Decimal(more_cents) / 100)
    was_marginal = PACK.payslip(inputs).line("marginal_levy") is not None
    is_marginal = PACK.payslip(more).line("marginal_levy") is not None

    if was_marginal == is_marginal:  # the Dienstgeberabgabe alone is dearer than some full insurance
        assert PACK.payslip(more).employer_cost > PACK.payslip(inputs).employer_cost


@settings(max_examples=60, deadline=None)
@given(pays(), amounts, st.lists(st.integers(1, 400_000), max_size=20))
def test_a_budget_is_spent_to_the_last_cent_it_can_be(inputs: PayInputs, budget: Decimal, higher: list[int]) -> None:
    inputs = replace(inputs, one_off=None)
    if PACK.payslip(replace(inputs, gross=CENT)).employer_cost > budget:
        with pytest.raises(InvalidInput, match="smallest budget"):
            PACK.gross_for_budget(inputs, budget)
        return
    solution = PACK.gross_for_budget(inputs, budget)

    assert solution.result.employer_cost + solution.remainder == budget
    assert solution.remainder >= 0
    for cents in (1, 2, 3, *higher):
        more = replace(inputs, gross=solution.result.gross + cents * CENT)
        assert PACK.payslip(more).employer_cost > budget


@settings(max_examples=40, deadline=None)
@given(pays(), st.integers(10_000, 300_000).map(lambda cents: Decimal(cents) / 100))
def test_a_net_is_reached_by_the_lowest_gross(inputs: PayInputs, net: Decimal) -> None:
    inputs = replace(inputs, one_off=None)

    solution = PACK.gross_for_net(inputs, net)

    assert solution.result.net == net + solution.remainder
    assert solution.remainder >= 0
    for share in ("0.3", "0.7", "0.95"):
        lower = (solution.result.gross * Decimal(share)).quantize(CENT)
        assert PACK.payslip(replace(inputs, gross=lower)).net < net
    assert PACK.payslip(replace(inputs, gross=solution.result.gross - CENT)).net < net


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
    inputs = PayInputs(country="AT", on=day, kind=kind, gross=Decimal("2500.00"), period_start=day, period_end=day)

    assert isinstance(PACK.payslip(inputs), PayResult)


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1), date(1999, 1, 1)])
def test_a_day_outside_fails_with_a_sentence(day: date) -> None:
    with pytest.raises(ParameterUnknown, match=str(day)):
        PACK.payslip(PayInputs(country="AT", on=day, kind="fixed_term", gross=Decimal("2500.00")))


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
def test_what_is_not_covered_or_wrong_is_refused_by_name(changes: dict[str, object], sentence: str) -> None:
    inputs = PayInputs(country="AT", on=date(2026, 10, 31), kind="fixed_term", gross=Decimal("2500.00"))

    with pytest.raises(LawError) as refused:
        PACK.payslip(replace(inputs, **changes))  # type: ignore[arg-type]

    assert sentence in str(refused.value)
    assert isinstance(refused.value, (InvalidInput, NotCovered))
