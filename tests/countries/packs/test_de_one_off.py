"""One-off pay in Germany: whose ceiling it fills, and how budget and net reach the gross beside it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries import registry
from countries.contract import PayInputs, month_so_far

PACK = registry.pack_for("DE")
LAST_YEAR = {
    "previous_year_days": 360,
    "previous_year_health_pay": "54000",
    "previous_year_pension_pay": "54000",
}
MARCH = PayInputs(
    country="DE",
    on=date(2026, 3, 31),
    kind="open_ended",
    gross=Decimal("4500.00"),
    one_off=Decimal("5000.00"),
    tax_file={"tax_class": "1"},
    engagement=LAST_YEAR,
    year_so_far={"sv_days": Decimal(60), "sv_base_health": Decimal(9000), "sv_base_pension": Decimal(9000)},
)
amounts = st.integers(1, 900_000).map(lambda cents: Decimal(cents) / 100)


def _amount(inputs: PayInputs, code: str) -> Decimal:
    line = PACK.payslip(inputs).line(code)
    return line.amount if line else Decimal(0)


@pytest.mark.parametrize(
    ("changes", "health"),
    [
        ({}, "-365.00"),  # all 5000 belong to 2025
        ({"engagement": {}}, "-287.44"),  # no job here in 2025: room of 3937.50 in 2026
        ({"one_off": Decimal("3937.50")}, "-287.44"),  # fits this year's ceiling to the cent
        ({"one_off": Decimal("3937.51")}, "-287.44"),  # one cent more moves: 3937.51 × 7.3 %
        ({"on": date(2026, 4, 30)}, "-287.44"),  # April: nothing moves
    ],
)
def test_the_march_clause_moves_only_what_does_not_fit(changes: dict[str, Any], health: str) -> None:
    assert _amount(replace(MARCH, **changes), "health_one_off") == Decimal(health)


def test_what_moved_is_no_pay_of_this_year() -> None:
    assert _amount(MARCH, "sv_base_pension") == Decimal("4500.00")
    assert _amount(replace(MARCH, engagement={}), "sv_base_pension") == Decimal("9500.00")


def test_who_is_privately_insured_is_measured_by_the_pension_ceiling() -> None:
    """Room of pension insurance: 3 × 8450 − 13500 = 11850, so 5000 stays in this year."""
    private = replace(MARCH, tax_file={"tax_class": "1", "health_insurance": "private"})

    assert _amount(private, "health_one_off") == 0
    assert _amount(private, "sv_base_pension") == Decimal("9500.00")


def test_a_second_payslip_of_the_month_counts_the_first() -> None:
    first = replace(MARCH, engagement={}, one_off=Decimal("3000.00"))
    so_far = month_so_far([PACK.payslip(first)])

    second = replace(first, gross=Decimal("100.00"), one_off=Decimal("2000.00"), so_far=so_far)

    whole = replace(first, gross=Decimal("4600.00"), one_off=Decimal("5000.00"))
    assert PACK.payslip(first).net + PACK.payslip(second).net == PACK.payslip(whole).net


@settings(max_examples=40, deadline=None)
@given(amounts, st.integers(500_000, 1_500_000).map(lambda cents: Decimal(cents) / 100), st.sampled_from("136"))
def test_a_budget_is_spent_beside_the_one_off_pay(one_off: Decimal, budget: Decimal, tax_class: str) -> None:
    inputs = replace(MARCH, one_off=one_off, tax_file={"tax_class": tax_class})
    cheapest = PACK.payslip(replace(inputs, gross=Decimal("2100.00"))).employer_cost
    budget += cheapest

    solution = PACK.gross_for_budget(inputs, budget)

    running = solution.result.line("gross")
    assert running is not None
    assert solution.result.employer_cost + solution.remainder == budget
    for more in (Decimal("0.01"), Decimal(1), Decimal(50), Decimal(900)):
        assert PACK.payslip(replace(inputs, gross=running.amount + more)).employer_cost > budget


@settings(max_examples=4, deadline=None)
@given(amounts, st.integers(200_000, 500_000).map(lambda cents: Decimal(cents) / 100))
def test_a_net_is_reached_beside_the_one_off_pay(one_off: Decimal, more: Decimal) -> None:
    inputs = replace(MARCH, one_off=one_off)
    target = PACK.payslip(replace(inputs, gross=Decimal("2100.00"))).net + more

    solution = PACK.gross_for_net(inputs, target)

    running = solution.result.line("gross")
    assert running is not None
    assert solution.result.net == target + solution.remainder
    for less in (Decimal("0.01"), Decimal(1), Decimal(40)):
        assert PACK.payslip(replace(inputs, gross=running.amount - less)).net < target
