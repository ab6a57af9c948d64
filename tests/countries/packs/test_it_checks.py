"""What Italian law asks of a contract: each rule works, blocks or warns."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from countries import registry
from countries.contract import ContractFacts

PACK = registry.pack_for("IT")


def _facts(kind: str = "fixed_term", **changes: object) -> ContractFacts:
    facts: dict[str, object] = {
        "country": "IT",
        "on": date(2026, 12, 1),
        "kind": kind,
        "starts_on": date(2026, 12, 1),
        "ends_on": date(2026, 12, 3),
        "starts_at": datetime(2026, 12, 1, 8, tzinfo=UTC),
        "declared_at": datetime(2026, 11, 24, 12, tzinfo=UTC),
        "signed_at": datetime(2026, 11, 25, tzinfo=UTC),
        "gross": Decimal("600.00"),
        "cost": Decimal("900.00"),
        "available": Decimal("1000.00"),
        "days": Decimal(3),
        "possible_days": Decimal(23),
        "hours": Decimal(24),
        "full_time_hours": Decimal(184),
        "sector_minimum": Decimal("1800.00"),
        "birth_date": date(1990, 5, 1),
    }
    return ContractFacts(**{**facts, **changes})  # type: ignore[arg-type]


def _found(facts: ContractFacts) -> dict[str, str]:
    findings = PACK.contract_checks(facts)
    assert all("%(" not in finding.sentence() + finding.way_out() for finding in findings)
    return {finding.code: finding.severity for finding in findings}


def test_a_fixed_term_in_order_has_nothing_to_say() -> None:
    assert _found(_facts()) == {}


@pytest.mark.parametrize(
    ("engagement", "expected"),
    [
        ({"months_before": Decimal("11.5")}, {}),
        ({"months_before": Decimal(12)}, {"cause_missing": "blocks"}),
        ({"months_before": Decimal(12), "reason": "needs"}, {}),
        ({"months_before": Decimal(24), "reason": "needs"}, {"term_too_long": "blocks"}),
        ({"months_before": Decimal(24), "reason": "seasonal"}, {}),
        ({"extensions": 4}, {}),
        ({"extensions": 5}, {"too_many_extensions": "blocks"}),
    ],
)
def test_the_length_of_fixed_terms(engagement: dict[str, object], expected: dict[str, str]) -> None:
    assert _found(_facts(engagement=engagement)) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 11, 1), date(2026, 11, 20), {}),  # ten days lie between
        (date(2026, 11, 1), date(2026, 11, 21), {"gap_too_short": "blocks"}),
        (date(2026, 4, 1), date(2026, 11, 15), {"gap_too_short": "blocks"}),  # longer than six months: twenty days
        (date(2026, 4, 1), date(2026, 11, 10), {}),
    ],
)
def test_days_between_two_fixed_terms(first: date, last: date, expected: dict[str, str]) -> None:
    assert _found(_facts(others=(("C-1", first, last),))) == expected


def test_the_gap_names_the_earliest_day() -> None:
    findings = PACK.contract_checks(_facts(others=(("C-1", date(2026, 11, 1), date(2026, 11, 25)),)))

    assert "2026-12-06" in findings[0].way_out()


def test_show_business_only_warns_of_gaps() -> None:
    others = (("C-1", date(2026, 11, 1), date(2026, 11, 25)),)

    found = _found(_facts("show_fixed_term", others=others, engagement={"agibilita": True}))

    assert found == {"gap_too_short": "warns"}


def test_a_performance_needs_the_certificate() -> None:
    assert _found(_facts("show_fixed_term")) == {"agibilita_missing": "warns"}


ANNOUNCED = {"call_announced": True}


@pytest.mark.parametrize(
    ("birth", "engagement", "expected"),
    [
        (date(2003, 5, 1), {}, {}),
        (date(1960, 5, 1), {}, {}),
        (date(1990, 5, 1), {}, {"on_call_not_allowed": "blocks"}),
        (date(1990, 5, 1), {"on_call_ground": "agreement"}, {}),
        (date(2003, 5, 1), {"call_days": 397}, {}),
        (date(2003, 5, 1), {"call_days": 398}, {"too_many_call_days": "blocks"}),
        (date(2003, 5, 1), {"call_announced": False}, {"call_not_announced": "warns"}),
    ],
)
def test_on_call_work(birth: date, engagement: dict[str, object], expected: dict[str, str]) -> None:
    assert _found(_facts("on_call", birth_date=birth, engagement={**ANNOUNCED, **engagement})) == expected


def test_show_people_are_called_without_limit_of_days() -> None:
    engagement = {**ANNOUNCED, "agibilita": True, "call_days": 900}

    assert _found(_facts("show_on_call", engagement=engagement)) == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"gross": Decimal("170.00"), "sector_minimum": Decimal("1000.00")}, {"below_contribution_base": "warns"}),
        ({"gross": Decimal("200.00")}, {"below_minimum_pay": "blocks"}),
        ({"sector_minimum": None}, {"sector_minimum_missing": "warns"}),
        ({"hours": Decimal(42)}, {"rest_too_short": "blocks"}),
        ({"birth_date": date(2011, 1, 1)}, {"too_young": "blocks"}),
        ({"has_right_to_work": False}, {"no_right_to_work": "blocks"}),
        ({"declared_at": datetime(2026, 12, 1, 6, tzinfo=UTC)}, {"declared_on_the_day": "blocks"}),
    ],
)
def test_pay_time_and_person(changes: dict[str, object], expected: dict[str, str]) -> None:
    assert _found(_facts(**changes)) == expected


def test_a_collaboration_has_no_minimum_of_an_agreement() -> None:
    assert _found(_facts("collaboration", gross=Decimal("100.00"), sector_minimum=None)) == {}
