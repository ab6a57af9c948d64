"""Working days and promised dates; expected days counted by hand on a calendar."""

from datetime import UTC, date, datetime

import pytest

from countries.calendars import (
    NoPromisedDate,
    WorkingCalendar,
    add_working_days,
    declaration_deadline,
    is_working_day,
    promised_date,
    review_deadline,
)

BELGIUM = WorkingCalendar("BE")


def test_a_public_holiday_is_no_working_day() -> None:
    assert not is_working_day(date(2026, 12, 25), BELGIUM)  # a Friday
    assert is_working_day(date(2026, 12, 24), BELGIUM)


def test_a_region_has_its_own_holidays() -> None:
    saint_george = date(2026, 4, 23)  # a Thursday, holiday in Aragon only

    assert not is_working_day(saint_george, WorkingCalendar("ES", "AR"))
    assert is_working_day(saint_george, WorkingCalendar("ES", "MD"))


def test_a_country_without_known_holidays_has_weekends() -> None:
    assert not is_working_day(date(2026, 11, 28), WorkingCalendar("ZZ"))
    assert is_working_day(date(2026, 11, 27), WorkingCalendar("ZZ"))


def test_seven_working_days_jump_over_christmas() -> None:
    # From Friday 18 December: 21, 22, 23, 24, 28, 29, 30 (25 is a holiday).
    assert add_working_days(date(2026, 12, 18), 7, BELGIUM) == date(2026, 12, 30)


def test_working_days_count_backwards() -> None:
    assert add_working_days(date(2026, 11, 23), -3, BELGIUM) == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"kind": "working_days_after_work", "days": 7}, date(2026, 11, 24)),
        ({"kind": "end_of_month"}, date(2026, 11, 30)),
        ({"kind": "day_of_next_month", "day": 10}, date(2026, 12, 10)),
        ({"kind": "months_after_work", "months": 1}, date(2026, 12, 11)),  # the 13th is a Sunday
        ({"kind": "agreed_term", "otherwise": "end_of_month"}, date(2026, 11, 30)),
    ],
)
def test_each_promise_gives_a_working_day(rule: dict[str, object], expected: date) -> None:
    assert promised_date(rule, work_ends_on=date(2026, 11, 13), calendar=BELGIUM) == expected


def test_the_end_of_a_month_on_a_sunday_is_paid_before() -> None:
    # 31 January 2027 is a Sunday.
    paid = promised_date({"kind": "end_of_month"}, work_ends_on=date(2027, 1, 5), calendar=BELGIUM)

    assert paid == date(2027, 1, 29)


def test_a_promise_from_the_invoice_needs_the_invoice() -> None:
    rule = {"kind": "working_days_after_invoice", "days": 5}

    with pytest.raises(NoPromisedDate, match="invoice_sent_on"):
        promised_date(rule, work_ends_on=date(2026, 11, 13), calendar=BELGIUM)

    paid = promised_date(rule, work_ends_on=date(2026, 11, 13), calendar=BELGIUM, invoice_sent_on=date(2026, 11, 16))
    assert paid == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"kind": "before_start"}, date(2026, 11, 25)),
        ({"kind": "working_days_before", "days": 3}, date(2026, 11, 20)),
        ({"kind": "end_of_previous_month"}, date(2026, 10, 31)),
    ],
)
def test_each_lead_gives_the_last_day_to_declare(rule: dict[str, object], expected: date) -> None:
    assert declaration_deadline(rule, work_starts_on=date(2026, 11, 25), calendar=BELGIUM) == expected


def test_twenty_four_weekday_hours_from_friday_afternoon_end_on_monday_afternoon() -> None:
    sent = datetime(2026, 11, 20, 15, tzinfo=UTC)

    answer = review_deadline({"kind": "weekday_hours", "hours": 24}, sent_at=sent, calendar=BELGIUM)

    assert answer == datetime(2026, 11, 23, 15, tzinfo=UTC)
