"""What Belgian law asks of a contract: for each rule a contract in order, one that blocks or warns, and the way out."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from countries import registry
from countries.contract import ContractFacts, Finding

PACK = registry.pack_for("BE")
START = datetime(2026, 11, 2, 8, tzinfo=UTC)


def facts(**changes: object) -> ContractFacts:
    """Three full days of November 2026, declared and signed before, paid above the minimum wage."""
    plain: dict[str, object] = {
        "country": "BE",
        "on": date(2026, 11, 4),
        "kind": "fixed_term",
        "starts_on": date(2026, 11, 2),
        "ends_on": date(2026, 11, 4),
        "starts_at": START,
        "declared_at": datetime(2026, 10, 20, tzinfo=UTC),
        "signed_at": datetime(2026, 10, 21, tzinfo=UTC),
        "gross": Decimal("600.00"),
        "cost": Decimal("900.00"),
        "available": Decimal("900.00"),
        "days": Decimal(3),
        "possible_days": Decimal(21),
        "hours": Decimal("22.8"),
        "birth_date": date(1990, 5, 1),
        "has_art_work_attestation": True,
        "student_hours_left": Decimal(100),
    }
    return ContractFacts(**{**plain, **changes})  # type: ignore[arg-type]


def found(**changes: object) -> dict[str, Finding]:
    return {finding.code: finding for finding in PACK.contract_checks(facts(**changes))}


@pytest.mark.parametrize("kind", [kind.code for kind in PACK.pack.contract_kinds if kind.code != "amateur_arts"])
def test_a_contract_in_order_finds_nothing(kind: str) -> None:
    assert found(kind=kind) == {}


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"declared_at": START}, "declared_late", "blocks"),
        ({"gross": Decimal("100.00")}, "below_minimum_pay", "blocks"),
        ({"birth_date": date(2012, 1, 1)}, "too_young", "blocks"),
        ({"has_right_to_work": False}, "no_right_to_work", "blocks"),
        ({"hours": Decimal(8)}, "performance_too_short", "warns"),
        ({"hours": Decimal(40)}, "rest_too_short", "blocks"),
        ({"kind": "artist_1bis", "has_art_work_attestation": False}, "attestation_missing", "blocks"),
        ({"kind": "student", "student_hours_left": None}, "student_quota_unknown", "warns"),
        ({"kind": "student", "student_hours_left": Decimal(10)}, "student_quota_exceeded", "blocks"),
        ({"kind": "student", "ends_on": date(2027, 11, 2)}, "student_contract_too_long", "blocks"),
    ],
)
def test_each_rule_names_what_is_wrong_and_the_way_out(changes: dict[str, object], code: str, severity: str) -> None:
    finding = found(**changes)[code]

    assert finding.severity == severity
    assert "%(" not in finding.sentence() + finding.way_out()


def test_eight_days_in_a_row_want_a_day_of_rest() -> None:
    days = {"days": Decimal(8), "hours": Decimal("60.8"), "gross": Decimal("2000.00")}

    assert "no_day_of_rest" in found(**days, ends_on=date(2026, 11, 9))
    assert "no_day_of_rest" not in found(**days, ends_on=date(2026, 11, 12))


def test_part_time_under_a_third_of_the_week_is_warned_of_and_full_days_are_not_part_time() -> None:
    three_weeks = {"ends_on": date(2026, 11, 20), "days": Decimal(5)}

    assert "part_time_too_short" in found(**three_weeks, hours=Decimal(20))
    assert "part_time_too_short" not in found(**three_weeks, hours=Decimal(38))


def test_the_hours_left_may_be_told_with_the_work() -> None:
    told = {"kind": "student", "student_hours_left": None}

    assert found(**told, engagement={"student_hours_left": Decimal(30)}) == {}
    assert "student_quota_exceeded" in found(**told, engagement={"student_hours_left": Decimal(20)})


def test_a_student_outside_the_quota_is_not_asked_for_hours() -> None:
    assert found(kind="student", student_hours_left=None, tax_file={"within_quota": False}) == {}


def test_the_quota_of_2024_was_600_hours_and_is_650_since_2025() -> None:
    assert PACK.law(date(2024, 12, 31)).amount("student.quota") == 600
    assert PACK.law(date(2025, 1, 1)).amount("student.quota") == 650


CHAIN = tuple(
    (f"C-{number}", first, last)
    for number, (first, last) in enumerate(
        [
            (date(2026, 7, 1), date(2026, 7, 31)),
            (date(2026, 8, 3), date(2026, 8, 31)),
            (date(2026, 9, 1), date(2026, 9, 30)),
            (date(2026, 10, 1), date(2026, 10, 30)),
        ],
        start=1,
    )
)


def test_a_fixed_term_after_another_is_warned_of_even_over_a_weekend() -> None:
    finding = found(others=CHAIN[3:])["successive"]  # Friday 30 October, then Monday 2 November

    assert finding.severity == "warns"
    assert "C-4" in finding.sentence()


def test_a_fifth_contract_in_a_row_blocks_unless_a_reason_is_given() -> None:
    assert found(others=CHAIN)["chain_too_long"].severity == "blocks"
    assert found(others=CHAIN, engagement={"succession_reason": "A new exhibition, with another artist."}) == {}


def test_artists_are_only_warned_of_a_long_chain() -> None:
    assert found(others=CHAIN, kind="artist")["chain_too_long"].severity == "warns"


def test_a_chain_of_more_than_two_years_blocks() -> None:
    long_one = (("C-1", date(2024, 10, 1), date(2026, 10, 30)),)

    assert "chain_too_long" in found(others=long_one)


def test_a_day_of_work_between_breaks_the_chain() -> None:
    assert found(others=(("C-1", date(2026, 10, 1), date(2026, 10, 28)),)) == {}


AMATEUR = {
    "kind": "amateur_arts",
    "on": date(2025, 6, 4),
    "starts_on": date(2025, 6, 2),
    "ends_on": date(2025, 6, 4),
    "gross": Decimal("240.00"),
    "engagement": {"amateur_days_left": 20},
}


def test_an_amateur_arts_allowance_within_its_limits_finds_nothing() -> None:
    assert found(**AMATEUR) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"gross": Decimal("240.55")}, "amateur_above_maximum"),  # 3 x 80.18 = 240.54
        ({"engagement": {"amateur_days_left": 2}}, "amateur_days_exceeded"),
        ({"days": Decimal(8), "ends_on": date(2025, 6, 9)}, "amateur_days_in_a_row"),
        (
            {"on": date(2026, 6, 4), "starts_on": date(2026, 6, 2), "ends_on": date(2026, 6, 4)},
            "amateur_maximum_unknown",
        ),
    ],
)
def test_the_limits_of_the_amateur_arts_allowance_block(changes: dict[str, object], code: str) -> None:
    assert found(**{**AMATEUR, **changes})[code].severity == "blocks"


def test_unknown_amateur_days_are_warned_of() -> None:
    assert found(**{**AMATEUR, "engagement": {}})["amateur_days_unknown"].severity == "warns"
