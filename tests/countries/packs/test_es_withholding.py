"""The Spanish withholding in the running year, and the searches from a budget and a net."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from countries import registry
from countries.contract import InvalidInput, PayInputs, PayResult, month_so_far

PACK = registry.pack_for("ES")


def _pay(gross: str | None, **facts: Any) -> PayInputs:
    inputs = PayInputs(country="ES", on=date(2026, 11, 30), kind="open_ended", birth_date=date(1990, 5, 1))
    return replace(inputs, gross=None if gross is None else Decimal(gross), **facts)


def _rate(result: PayResult) -> Decimal | None:
    line = result.line("irpf")
    assert line is not None
    return line.rate


def test_the_twelve_months_of_a_year_keep_one_rate() -> None:
    """2,500 a month is 30,000 a year: contributions 1,950, base 26,050, tax 4,926, rate 16.42 % (AEAT algorithm)."""
    results: list[PayResult] = []
    for month in range(1, 13):
        pay = _pay("2500.00", on=date(2026, month, 28), year_so_far=month_so_far(results))
        results.append(PACK.payslip(pay))

    assert {_rate(result) for result in results} == {Decimal("0.1642")}
    assert sum(result.tax_total for result in results) == Decimal("4926.00")


def test_a_rise_in_july_is_spread_over_the_rest_of_the_year() -> None:
    """Six months at 2,000 withheld 11.86 %, then 3,000: 30,000 a year needs 4,926.00, 1,423.20 are paid already.

    The difference of 3,502.80 over 18,000 is 19.46 % (RIRPF art. 87).
    """
    so_far = {
        "gross": Decimal("12000.00"),
        "irpf": Decimal("-1423.20"),
        "common_employee": Decimal("-780.00"),
    }

    result = PACK.payslip(_pay("3000.00", on=date(2026, 7, 31), year_so_far=so_far))

    assert _rate(result) == Decimal("0.1946")
    assert "withholding_regularised" in [note.code for note in result.notes]


def test_a_regularisation_never_passes_47_percent() -> None:
    so_far = {"gross": Decimal("60000.00"), "irpf": Decimal("0.00")}

    assert _rate(PACK.payslip(_pay("1000.00", kind="artist", year_so_far=so_far))) == Decimal("0.47")


def test_the_first_gig_of_the_year_withholds_two_percent() -> None:
    assert _rate(PACK.payslip(_pay("600.00", kind="artist"))) == Decimal("0.02")


def test_a_gig_with_a_known_year_withholds_its_rate() -> None:
    """18,000 a year, single: 2.00 % is too little; contributions in the gig's proportion."""
    inputs = _pay("600.00", kind="artist", paid_days=Decimal(3), tax_file={"expected_year_pay": "30000"})

    rate = _rate(PACK.payslip(inputs))

    assert rate is not None
    assert rate > Decimal("0.16")


def test_a_contract_of_a_year_has_no_lowest_rate() -> None:
    assert _rate(PACK.payslip(_pay("1000.00", kind="fixed_term"))) == Decimal("0.02")
    assert _rate(PACK.payslip(_pay("1000.00", kind="fixed_term", engagement={"contract_days": 365}))) == 0


def test_a_person_may_ask_for_more() -> None:
    assert _rate(PACK.payslip(_pay("1000.00", kind="artist", tax_file={"requested_rate": "0.15"}))) == Decimal("0.15")
    assert _rate(PACK.payslip(_pay("2500.00", tax_file={"requested_rate": "0.05"}))) == Decimal("0.1642")


def test_la_palma_pays_less_from_10_september_2026_only() -> None:
    file = {"residence": "la_palma"}

    before = _rate(PACK.payslip(_pay("2500.00", on=date(2026, 9, 9), tax_file=file)))
    after = _rate(PACK.payslip(_pay("2500.00", on=date(2026, 9, 10), tax_file=file)))

    assert (before, after) == (Decimal("0.1642"), Decimal("0.0656"))


def test_an_extra_payment_paid_apart_bears_tax_and_no_contributions() -> None:
    usual = {"extra_payments": "separate", "one_off_kind": "extra_payment"}
    without = PACK.payslip(_pay("2100.00", engagement=usual))

    result = PACK.payslip(_pay("2100.00", engagement=usual, one_off=Decimal("2100.00")))

    assert result.gross == Decimal("4200.00")
    assert result.employee_total == without.employee_total == Decimal("159.26")
    line = result.line("taxable")
    assert line is not None
    assert line.amount == Decimal("4200.00")


def test_a_budget_finds_the_other_side_of_an_artists_band() -> None:
    """577.00 a day costs 577 + 33.35 % of 340 + solidarity of 237.00; one cent more costs 30 euros more at once."""
    inputs = _pay(None, kind="artist", full_month=False, paid_days=Decimal(1), possible_days=Decimal(21))
    last = PACK.payslip(replace(inputs, gross=Decimal("577.00")))
    next_band = PACK.payslip(replace(inputs, gross=Decimal("577.01")))

    solution = PACK.gross_for_budget(inputs, last.employer_cost + 20)

    assert next_band.employer_cost > last.employer_cost + 20
    assert solution.result.gross == Decimal("577.00")
    assert solution.remainder == Decimal("20.00")


def test_a_net_is_found_below_an_artists_band_when_it_is_there() -> None:
    inputs = _pay(None, kind="artist", full_month=False, paid_days=Decimal(1), possible_days=Decimal(21))
    low, high = (PACK.payslip(replace(inputs, gross=Decimal(gross))).net for gross in ("577.00", "577.01"))

    assert high < low
    assert PACK.gross_for_net(inputs, low).result.gross == Decimal("577.00")


def test_a_budget_below_the_minimum_wage_names_the_smallest_that_passes() -> None:
    """1,424.50 x (1 + 23.60 + 0.75 + 5.50 + 0.20 + 0.60 + 1.50 %): 336.18 + 10.68 + 78.35 + 2.85 + 8.55 + 21.37."""
    with pytest.raises(
        InvalidInput, match=r"below the legal minimum of 1424\.50.*smallest budget that passes is 1882\.48"
    ):
        PACK.gross_for_budget(_pay(None), Decimal("1800.00"))


def test_the_minimum_of_three_days_by_the_period() -> None:
    """1424.50 x 3 / 30 = 142.45."""
    minimum = PACK.minimum_gross(_pay(None, period_start=date(2026, 11, 3), period_end=date(2026, 11, 5)))

    assert minimum is not None
    assert minimum[0] == Decimal("142.45")


def test_half_time_has_half_the_minimum() -> None:
    minimum = PACK.minimum_gross(_pay(None, full_time=False, hours=Decimal(80), full_time_hours=Decimal(160)))

    assert minimum is not None
    assert minimum[0] == Decimal("712.25")


def test_a_long_contract_known_by_its_days_has_no_surcharge() -> None:
    days = {"full_month": False, "paid_days": Decimal(5), "possible_days": Decimal(21), "kind": "fixed_term"}
    assumed = PACK.payslip(_pay("500.00", **days))
    long = PACK.payslip(_pay("500.00", **days, engagement={"contract_days": 60}))
    open_still = PACK.payslip(_pay("500.00", **days, engagement={"contract_days": 20, "contract_ends": False}))

    assert assumed.line("short_contract") is not None
    assert "contract_length_assumed" in [note.code for note in assumed.notes]
    assert long.line("short_contract") is None
    assert open_still.line("short_contract") is None


def test_what_rests_on_memory_is_said() -> None:
    """The legal day of 2025 and the accident table of 2026 were not read: a payslip that uses the table shows it."""
    unverified = [ref.key for ref in PACK.payslip(_pay("2500.00")).unverified]

    assert unverified == ["accident.activity"]
    assert PACK.payslip(_pay("2500.00", employer={"accident_rate": "0.015"})).unverified == ()
