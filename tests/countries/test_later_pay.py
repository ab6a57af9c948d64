"""What ended contracts are owed of what was set aside, country by country: the amount, or the sentence why none is paid."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from countries import registry
from countries.contract import LaterPay, LaterPayFacts, PayInputs, PayResult

D = Decimal
DAY = date(2026, 11, 30)


def pay(code: str, kind: str, gross: str, **facts: Any) -> tuple[PayInputs, PayResult]:
    """Ten days of November 2026."""
    inputs = PayInputs(
        **{
            "country": code,
            "on": DAY,
            "kind": kind,
            "gross": D(gross),
            "full_month": False,
            "paid_days": D(10),
            "possible_days": D(21),
            "hours": D(80),
            "full_time_hours": D(168),
            "period_start": date(2026, 11, 16),
            "period_end": date(2026, 11, 27),
            **facts,
        }
    )
    return inputs, registry.pack_for(code).payslip(inputs)


def due(code: str, inputs: PayInputs, result: PayResult) -> tuple[LaterPay, ...]:
    lines = {line.code: line.amount for line in result.lines}
    return registry.pack_for(code).later_pay(LaterPayFacts(country=code, on=DAY, paid=inputs, lines=lines))


def aside(found: LaterPay, result: PayResult) -> Decimal:
    return sum((line.amount for line in result.lines if line.code in found.provisions), D("0.00"))


def added(code: str, inputs: PayInputs, result: PayResult, found: LaterPay) -> tuple[Decimal, Decimal]:
    """What the one-off pay adds to net and cost beside the ordinary pay."""
    with_it = replace(inputs, one_off=found.amount, engagement={**inputs.engagement, **found.engagement})
    whole = registry.pack_for(code).payslip(with_it)
    return whole.net - result.net, whole.employer_cost - result.employer_cost


def test_belgium_pays_holiday_pay_on_departure_with_the_normal_gross_of_a_year() -> None:
    inputs, result = pay("BE", "fixed_term", "1800.00")

    (found,) = due("BE", inputs, result)

    # 1800.00 × 15.34 % = 276.12; set aside 138.06 + 138.06 + 34.52 (25 % of 138.06 = 34.515)
    assert (found.amount, aside(found, result)) == (D("276.12"), D("310.64"))
    assert found.engagement["yearly_normal_gross"] == "45360.00"  # 1800 / 10 × 21 × 12


def test_a_belgian_bonus_counts_for_holiday_pay_too() -> None:
    inputs, result = pay("BE", "fixed_term", "1800.00", one_off=D("200.00"))

    (found,) = due("BE", inputs, result)

    assert found.amount == D("306.80")  # 15.34 % of 2,000.00


def test_a_belgian_student_within_the_quota_is_owed_nothing() -> None:
    inputs, result = pay("BE", "student", "800.00")

    assert due("BE", inputs, result) == ()


def test_austria_pays_the_special_payments_that_were_set_aside() -> None:
    inputs, result = pay("AT", "fixed_term", "1800.00", engagement={"special_payments": "set_aside"})

    (found,) = due("AT", inputs, result)

    # A sixth of 1,800.00. Social insurance 14.12 % = 42.36; below 620 a year no tax (EStG § 67 (1)). The charges set aside
    # with it, 61.44 + 11.10 + 1.08 + 9.00 + 4.59 = 87.21, are those it costs.
    assert (found.amount, aside(found, result)) == (D("300.00"), D("387.21"))
    assert added("AT", inputs, result, found) == (D("257.64"), D("387.21"))


def test_austrian_pay_that_includes_them_is_owed_nothing_more() -> None:
    assert due("AT", *pay("AT", "fixed_term", "1800.00")) == ()


def test_italy_pays_the_extra_months_and_names_severance_pay() -> None:
    employer = {"extra_months": "14", "extra_months_mode": "accrued"}
    inputs, result = pay("IT", "fixed_term", "1800.00", employer=employer)

    months, severance = due("IT", inputs, result)

    # Two twelfths of 1,800.00. IVS 9.19 % = 27.57; tax of the rest, 272.43, at 23 % = 62.66
    assert (months.amount, aside(months, result)) == (D("300.00"), D("391.14"))
    assert added("IT", inputs, result, months)[0] == D("209.77")
    assert severance.amount == 0
    assert "taxed apart" in severance.refusal


def test_spain_pays_the_extra_payment_apart_and_names_the_indemnity() -> None:
    inputs, result = pay(
        "ES",
        "fixed_term",
        "1800.00",
        engagement={"extra_payments": "separate"},
        employer={"end_indemnity": "provision"},
    )

    extra, indemnity = due("ES", inputs, result)

    # A sixth of 1,800.00; its contributions were paid month by month, so it costs itself. The least rate of 2 % = 6.00
    assert (extra.amount, aside(extra, result)) == (D("300.00"), D("300.00"))
    assert added("ES", inputs, result, extra) == (D("294.00"), D("300.00"))
    assert "exempt" in indemnity.refusal


def test_sweden_pays_out_holiday_pay_that_was_put_aside() -> None:
    inputs, result = pay("SE", "intermittent", "18000.00", birth_date=date(1990, 1, 1))

    (found,) = due("SE", inputs, result)

    # 12 % of 18,000 = 2,160.00 and 31.42 % of it = 678.67
    assert (found.amount, found.answer) == (D("2160.00"), "holiday_payout")
    assert aside(found, result) == D("2838.67")


def test_swedish_fixed_terms_have_it_in_each_pay() -> None:
    assert due("SE", *pay("SE", "fixed_term", "18000.00", birth_date=date(1990, 1, 1))) == ()


@pytest.mark.parametrize("code", registry.codes())
def test_whatever_is_refused_says_why_and_asks_for_nothing(code: str) -> None:
    lines = dict.fromkeys(
        ("holiday_debit_note", "portage_reserve", "accident_insurance", "tfr", "end_indemnity_provision"), D("10.00")
    )
    inputs = PayInputs(country=code, on=DAY, kind="fixed_term", gross=D("100.00"))

    found = registry.pack_for(code).later_pay(LaterPayFacts(country=code, on=DAY, paid=inputs, lines=lines))

    assert all(each.amount == 0 and each.refusal for each in found)
    assert len(found) == {"AT": 0, "SE": 0}.get(code, 1)
