"""The law of late payment: worked examples by hand, and files that must not be used."""

import datetime
from decimal import Decimal

import pytest

from countries.data.reading import DataFileError, parse_data
from countries.late_payment import Claim, LateRateMissing, Step, compute_late_charges, consumer_maximum_be
from countries.late_payment_law import ReferenceRate, build_laws, law_of, laws

D = Decimal
DUE = datetime.date(2026, 3, 31)


def claim(amount: str = "1000.00", *, debtor: str = "company", due: datetime.date = DUE, **facts) -> Claim:
    return Claim(debtor=debtor, due_on=due, steps=(Step(due, D(amount)),), **facts)


def charges(code: str, asked: Claim, on: datetime.date, **facts):
    law = law_of(code)
    assert law is not None
    return compute_late_charges(asked, law=law, on=on, **facts)


def test_seven_countries_have_their_law() -> None:
    assert set(laws()) == {"BE", "FR", "ES", "IT", "DE", "AT", "SE"}


@pytest.mark.parametrize(
    ("code", "rate", "interest", "compensation"),
    [
        # 1 000.00 open for the 30 days of April 2026: 1 000 × rate × 30 / 365
        ("BE", "0.105", "8.63", "40.00"),  # 2.15 + 8 = 10.15, up to the half point: 10.5
        ("FR", "0.1215", "9.99", "40.00"),
        ("ES", "0.1015", "8.34", "40.00"),
        ("IT", "0.1015", "8.34", "40.00"),
        ("DE", "0.1027", "8.44", "40.00"),
        ("AT", "0.1073", "8.82", "40.00"),
        ("SE", "0.1000", "8.22", "450.00"),
    ],
)
def test_a_company_owes_the_statutory_rate_and_the_fixed_sum(code, rate, interest, compensation) -> None:
    found = charges(code, claim(), datetime.date(2026, 4, 30))

    assert [(line.days, line.rate) for line in found.lines] == [(30, D(rate))]
    assert (found.interest, found.compensation) == (D(interest), D(compensation))


@pytest.mark.parametrize(
    ("code", "interest", "why"),
    [
        ("DE", "5.15", ""),  # 1.27 + 5 = 6.27 %: 1 000 × 0.0627 × 30 / 365 = 5.1534
        ("AT", "3.29", ""),  # 4 %: 3.2877
        ("IT", "1.32", ""),  # 1.6 %: 1.3151
        ("SE", "8.22", ""),
        ("FR", "0.00", "no_interest"),
        ("ES", "0.00", "no_interest"),
        ("BE", "0.00", "no_clause"),
    ],
)
def test_a_consumer_never_owes_the_forty_euros_and_interest_only_where_a_row_says_so(code, interest, why) -> None:
    found = charges(code, claim(debtor="person"), datetime.date(2026, 4, 30))

    assert (found.interest, found.compensation, found.none_because) == (D(interest), D("0.00"), why)


def test_each_half_year_has_its_own_line_and_rate() -> None:
    found = charges("IT", claim(due=datetime.date(2025, 6, 20)), datetime.date(2026, 1, 10))

    # 10 days at 3.15 + 8, 184 days at 2.15 + 8, 10 days at 2.15 + 8
    assert [(str(line.first), str(line.last), line.days, line.rate) for line in found.lines] == [
        ("2025-06-21", "2025-06-30", 10, D("0.1115")),
        ("2025-07-01", "2025-12-31", 184, D("0.1015")),
        ("2026-01-01", "2026-01-10", 10, D("0.1015")),
    ]
    # 3.0548 → 3.05; 51.1671 → 51.17; 2.7808 → 2.78
    assert [line.interest for line in found.lines] == [D("3.05"), D("51.17"), D("2.78")]
    assert found.interest == D("57.00")


def test_a_payment_lowers_the_interest_from_the_next_day() -> None:
    asked = Claim("company", DUE, (Step(DUE, D("1000.00")), Step(datetime.date(2026, 4, 10), D("400.00"))))

    found = charges("DE", asked, datetime.date(2026, 4, 30))

    # 10 days on 1 000 at 10.27 %: 2.8137; 20 days on 400: 2.2510
    assert [(line.days, line.amount, line.interest) for line in found.lines] == [
        (10, D("1000.00"), D("2.81")),
        (20, D("400.00"), D("2.25")),
    ]


def test_a_half_year_without_a_published_rate_is_refused() -> None:
    with pytest.raises(LateRateMissing) as refused:
        charges("BE", claim(), datetime.date(2026, 7, 1))

    assert (refused.value.reference, refused.value.since) == ("ecb_main", datetime.date(2026, 7, 1))


def test_a_rate_an_administrator_entered_is_used_where_ours_end_and_never_instead() -> None:
    entered = (
        ReferenceRate(datetime.date(2026, 1, 1), D("0.50"), "typed wrongly"),
        ReferenceRate(datetime.date(2026, 7, 1), D("0.0240"), "Official journal"),
    )

    found = charges("BE", claim(due=datetime.date(2026, 6, 29)), datetime.date(2026, 7, 2), entered=entered)

    # 2.40 + 8 = 10.40, up to the half point: 10.5
    assert [(line.days, line.rate) for line in found.lines] == [(1, D("0.105")), (2, D("0.105"))]
    assert "Official journal" in found.lines[1].source


def test_on_the_due_day_nothing_is_owed_yet() -> None:
    assert charges("BE", claim(), DUE).none_because == "not_late"


FREE = datetime.date(2026, 4, 11)
"""The first reminder went by mail on 10 April: the fourteen days are the 11th to the 24th."""


@pytest.mark.parametrize(("day", "why"), [(24, "free_reminder"), (25, "")])
def test_a_belgian_consumer_has_fourteen_days_after_the_free_reminder(day, why) -> None:
    asked = claim(debtor="person", has_clause=True, free_from=FREE)

    assert charges("BE", asked, datetime.date(2026, 4, day)).none_because == why


def test_before_any_reminder_a_belgian_consumer_owes_nothing_more() -> None:
    asked = claim(debtor="person", has_clause=True)

    assert charges("BE", asked, datetime.date(2026, 6, 30)).none_because == "free_reminder"


def test_a_belgian_consumer_owes_at_most_reference_plus_eight_from_the_fifteenth_day() -> None:
    asked = claim("300.00", debtor="person", has_clause=True, free_from=FREE)

    found = charges("BE", asked, datetime.date(2026, 5, 4))

    # 25 April to 4 May: 10 days at 10.15 %, not rounded up: 300 × 0.1015 × 10 / 365 = 0.8342; 30 + 10 % of 150
    assert [(str(line.first), line.days, line.rate, line.interest) for line in found.lines] == [
        ("2026-04-25", 10, D("0.1015"), D("0.83"))
    ]
    assert found.compensation == D("45.00")


@pytest.mark.parametrize(
    ("open_amount", "most"),
    [
        ("0.01", "20.00"),
        ("150.00", "20.00"),
        ("150.01", "30.00"),
        ("500.00", "65.00"),
        ("500.01", "65.00"),
        ("1512.50", "115.63"),  # 65 + 5 % of 1 012.50 = 115.625
        ("39200.00", "2000.00"),
        ("90000.00", "2000.00"),
    ],
)
def test_the_maxima_of_belgian_consumers(open_amount, most) -> None:
    assert consumer_maximum_be(D(open_amount)) == D(most)


ROW = "{who: [company, exempt, public, person], since: 2020-01-01, kind: %s, points: 0.08, compensation: 0, source: %s, confidence: memory}"
FILE = """
references: {x: {label: X, rates: [{since: %s, rate: 0.02, source: s, confidence: memory}]}}
countries: {BE: {currency: EUR, reference: %s, debtors: [%s], bad_debt: [{since: 2020-01-01, kind: %s, source: s, confidence: memory}]}}
"""


@pytest.mark.parametrize(
    ("since", "reference", "kind", "source", "bad_debt", "words"),
    [
        ("2026-02-01", "x", "reference_plus", "s", "when_lost", "first day of a half-year"),
        ("2026-01-01", "y", "reference_plus", "s", "when_lost", "expected one of"),
        ("2026-01-01", "x", "guess", "s", "when_lost", "guess"),
        ("2026-01-01", "x", "fixed", '""', "when_lost", "no source"),
        ("2026-01-01", "x", "fixed", "s", "never", "never"),
    ],
)
def test_a_file_with_a_fault_is_refused(since, reference, kind, source, bad_debt, words) -> None:
    text = FILE % (since, reference, ROW % (kind, source), bad_debt)

    with pytest.raises(DataFileError, match=words):
        build_laws(parse_data(text))
