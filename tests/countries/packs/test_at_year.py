"""A year with the same cooperative: several contracts in a month, the 13th and 14th pay, the account in December."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from countries import registry
from countries.contract import PayInputs, PayResult, month_so_far

PACK = registry.pack_for("AT")
EUR = Decimal
BASE = PayInputs(
    country="AT",
    on=date(2026, 6, 30),
    kind="open_ended",
    gross=EUR("1500.00"),
    engagement={"special_payments": "none"},
    employer={"land": "tyrol"},
)
CONTRACT = replace(BASE, kind="fixed_term", engagement={}, full_month=False)


def amount(result: PayResult, code: str) -> Decimal:
    line = result.line(code)
    return EUR(0) if line is None else line.amount


def months(*pays: tuple[int, Decimal | None]) -> list[PayResult]:
    """The pays of (month, one-off pay), each knowing those before it."""
    results: list[PayResult] = []
    for month, one_off in pays:
        known = month_so_far(results)
        day = date(2026, month, 28)
        results.append(PACK.payslip(replace(BASE, on=day, one_off=one_off, year_so_far=known)))
    return results


def test_december_limits_the_tax_on_small_special_payments() -> None:
    # corrections of the reference, section 3: 2 x 1,500, base 2,576.40, 6 % = 117.38, limit 25.92
    twice = {6: EUR("1500.00"), 11: EUR("1500.00")}

    year = months(*((month, twice.get(month)) for month in range(1, 13)))

    assert sum(amount(result, "special_tax_base") for result in year) == EUR("2576.40")
    assert sum(amount(result, "special_tax") for result in year) == EUR("-117.38")
    assert amount(year[-1], "special_tax_cap") == EUR("91.46")  # 117.38 - 25.92


def test_special_payments_up_to_the_exemption_limit_bear_no_tax() -> None:
    low = PACK.payslip(replace(BASE, gross=EUR("1300.00"), one_off=EUR("1300.00")))  # sixth 2,600 of 2,615
    higher = PACK.payslip(replace(BASE, gross=EUR("1310.00"), one_off=EUR("1310.00")))  # sixth 2,620

    assert amount(low, "special_tax") == 0
    assert amount(higher, "special_tax") == EUR("-30.30")  # 6 % of 1310 - 184.97 - 620 = 505.03


def test_what_exceeds_the_sixth_is_taxed_like_running_pay() -> None:
    bonus = PACK.payslip(replace(BASE, gross=EUR("3000.00"), one_off=EUR("7000.00")))  # sixth 6,000

    assert amount(bonus, "special_in_sixth") == EUR("6000.00")
    # 7000 x 17.07 % = 1194.90, of which 6000/7000 = 1024.20 belong to the inside and 170.70 to the excess of 1000
    assert amount(bonus, "special_tax_base") == EUR("4975.80")
    assert amount(bonus, "taxable") == EUR("3287.20")  # 3000 - 542.10 + 1000 - 170.70


def test_december_takes_back_fixed_rates_above_the_control_sixth() -> None:
    known = {
        "gross": EUR("17000.00"),
        "one_off": EUR("6000.00"),
        "special_in_sixth": EUR("6000.00"),
        "special_tax_base": EUR("4975.80"),
        "special_social": EUR("-1024.20"),
        "special_tax": EUR("-261.35"),
        "taxable": EUR("13928.10"),
        "tax_days": EUR("330"),
    }
    december = replace(BASE, on=date(2026, 12, 31), gross=EUR("1000.00"), year_so_far=known)

    result = PACK.payslip(december)
    excluded = PACK.payslip(replace(december, engagement={**BASE.engagement, "sixth_excluded": True}))

    # 18000 / 6 = 3000 may have fixed rates: 2487.90 moves, 149.27 less and 222.76 more tax
    assert amount(result, "control_sixth") == EUR("-73.49")
    assert excluded.line("control_sixth") is None


def test_a_later_contract_uses_up_the_same_free_amount() -> None:
    first = PACK.payslip(
        replace(CONTRACT, gross=EUR("7000.00"), period_start=date(2026, 6, 1), period_end=date(2026, 6, 10))
    )
    second = PACK.payslip(
        replace(
            CONTRACT,
            on=date(2026, 7, 31),
            gross=EUR("7000.00"),
            period_start=date(2026, 7, 1),
            period_end=date(2026, 7, 10),
            year_so_far=month_so_far([first]),
        )
    )

    # 1000 of special pay each, 14.12 % insurance: base 858.80; 620 free in June, nothing in July
    assert amount(first, "special_tax") == EUR("-14.33")
    assert amount(second, "special_tax") == EUR("-51.53")


def test_each_short_contract_is_marginal_by_itself() -> None:
    # gesundheitskasse.at 10007.900788: several jobs with the same employer are always looked at apart
    first = PACK.payslip(
        replace(CONTRACT, gross=EUR("400.00"), period_start=date(2026, 6, 1), period_end=date(2026, 6, 2))
    )
    second = PACK.payslip(
        replace(
            CONTRACT,
            gross=EUR("400.00"),
            period_start=date(2026, 6, 15),
            period_end=date(2026, 6, 16),
            so_far=month_so_far([first]),
        )
    )

    assert first.employee_total == second.employee_total == 0


def test_an_open_ended_job_that_began_in_the_month_is_measured_by_a_whole_one() -> None:
    half = replace(
        BASE,
        gross=EUR("400.00"),
        full_month=False,
        period_start=date(2026, 6, 16),
        period_end=date(2026, 6, 30),
    )

    assert PACK.payslip(half).employee_total > 0  # 800 a month
    assert PACK.payslip(replace(half, kind="fixed_term")).employee_total == 0


def test_vienna_counts_the_weeks_whose_sunday_lies_in_the_month() -> None:
    vienna = replace(CONTRACT, employer={"land": "vienna"})
    week = replace(vienna, period_start=date(2026, 6, 8), period_end=date(2026, 6, 12))
    last_days = replace(vienna, period_start=date(2026, 6, 29), period_end=date(2026, 6, 30))
    few_hours = replace(week, engagement={"weekly_hours": "10"})
    older = replace(week, birth_date=date(1970, 6, 1))

    found = [amount(PACK.payslip(pay), "vienna_levy") for pay in (week, last_days, few_hours, older)]

    assert found == [EUR("2.00"), 0, 0, 0]


def test_levies_end_with_the_sixtieth_birthday() -> None:
    on_the_first = PACK.payslip(replace(BASE, birth_date=date(1966, 6, 1)))
    later = PACK.payslip(replace(BASE, birth_date=date(1966, 6, 2)))

    assert [on_the_first.line(code) for code in ("family_levy", "chamber_levy", "employer_accident")] == [None] * 3
    assert all(later.line(code) for code in ("family_levy", "chamber_levy", "employer_accident"))
    assert amount(on_the_first, "municipal_tax") == EUR("45.00")


def test_a_small_payroll_is_relieved() -> None:
    small = {"land": "tyrol", "small_payroll": True}

    result = PACK.payslip(replace(BASE, gross=EUR("1460.00"), employer=small))
    above = PACK.payslip(replace(BASE, gross=EUR("1460.01"), employer=small))

    # 1460 - 1095 = 365: 3.7, 0.39 and 3 %
    levies = [amount(result, code) for code in ("family_levy", "chamber_levy", "municipal_tax")]
    assert levies == [EUR("13.51"), EUR("1.42"), EUR("10.95")]
    assert amount(above, "municipal_tax") == EUR("43.80")


def test_the_first_month_of_the_first_job_is_free_of_the_severance_fund() -> None:
    new = replace(BASE, engagement={**BASE.engagement, "worked_before": False})

    assert amount(PACK.payslip(new), "severance_fund") == 0
    assert amount(PACK.payslip(BASE), "severance_fund") == EUR("22.95")


def test_an_open_ended_job_sets_its_13th_and_14th_pay_aside() -> None:
    result = PACK.payslip(
        replace(BASE, gross=EUR("3000.00"), engagement={}, employer={"land": "tyrol", "chamber_member": False})
    )

    # a sixth of 3000; 20.48 % of 500 = 102.40 and 8.23 % = 41.15
    assert amount(result, "special_provision") == EUR("500.00")
    assert amount(result, "special_provision_charges") == EUR("143.55")
    assert "special_payments_set_aside" in [note.code for note in result.notes]


def test_the_pay_found_for_a_budget_can_be_computed_again_from_its_gross() -> None:
    contract = replace(CONTRACT, gross=None, period_start=date(2026, 6, 8), period_end=date(2026, 6, 12))

    found = PACK.gross_for_budget(contract, EUR("1800.00"))

    assert PACK.payslip(replace(contract, gross=found.result.gross)) == found.result
    assert amount(found.result, "gross") + amount(found.result, "special_pay") == found.result.gross


def test_what_the_reader_must_know_is_noted() -> None:
    contract = replace(CONTRACT, gross=EUR("500.00"), paid_days=EUR(5), possible_days=EUR(22))
    free = PACK.payslip(replace(contract, kind="free_service"))

    codes = [note.code for note in PACK.payslip(contract).notes]

    assert codes == ["marginal_jobs_add_up", "year_unknown", "days_estimated", "holidays_open"]
    assert "free_service_tax" in [note.code for note in free.notes]
    assert all("%(" not in note.sentence() for note in PACK.payslip(contract).notes)
