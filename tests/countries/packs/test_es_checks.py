"""What Spain asks of a contract before it is validated: each story in order, then with one thing wrong."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from countries import registry
from countries.contract import ContractFacts

PACK = registry.pack_for("ES")
START = datetime(2026, 12, 1, 8, tzinfo=UTC)
CAUSE = {"cause": "Orders of the Christmas market, 1 to 31 December", "work_title": "A Christmas Carol"}


def _facts(**changes: Any) -> ContractFacts:
    facts: dict[str, Any] = {
        "country": "ES",
        "on": date(2026, 12, 1),
        "kind": "fixed_term",
        "starts_on": date(2026, 12, 1),
        "ends_on": date(2026, 12, 31),
        "starts_at": START,
        "declared_at": datetime(2026, 11, 24, 12, tzinfo=UTC),
        "signed_at": datetime(2026, 11, 25, tzinfo=UTC),
        "gross": Decimal("1500.00"),
        "birth_date": date(1990, 5, 1),
        "engagement": CAUSE,
    }
    return ContractFacts(**{**facts, **changes})


def _found(**changes: Any) -> dict[str, str]:
    findings = PACK.contract_checks(_facts(**changes))
    assert all("%(" not in finding.sentence() + finding.way_out() for finding in findings)
    return {finding.code: finding.severity for finding in findings}


@pytest.mark.parametrize("kind", ["fixed_term", "artist", "open_ended", "intermittent"])
def test_a_contract_in_order_has_no_finding(kind: str) -> None:
    assert _found(kind=kind) == {}


def test_a_substitution_in_order_names_the_person() -> None:
    assert _found(kind="substitution", engagement={"replaced_person": "Ada Sample"}) == {}


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"gross": Decimal("1424.49")}, "below_minimum_pay", "blocks"),
        (
            {"hours": Decimal(80), "full_time_hours": Decimal(160), "gross": Decimal("712.24")},
            "below_minimum_pay",
            "blocks",
        ),
        ({"days": Decimal(2), "possible_days": Decimal(22), "gross": Decimal("129.49")}, "below_minimum_pay", "blocks"),
        ({"sector_minimum": Decimal("1600.00")}, "below_minimum_pay", "blocks"),
        ({"declared_at": START}, "declared_late", "blocks"),
        ({"declared_at": datetime(2026, 9, 1, tzinfo=UTC)}, "declared_too_early", "warns"),
        ({"signed_at": datetime(2026, 12, 2, tzinfo=UTC)}, "not_written_before_start", "blocks"),
        ({"ends_on": date(2027, 5, 31)}, "", ""),
        ({"ends_on": date(2027, 6, 1)}, "production_too_long", "warns"),
        ({"ends_on": date(2027, 12, 1)}, "production_too_long", "blocks"),
        ({"ends_on": date(2026, 12, 29)}, "short_contract_surcharge", "warns"),
        ({"engagement": {}}, "cause_missing", "warns"),
        ({"birth_date": date(2010, 12, 2)}, "too_young", "blocks"),
        ({"birth_date": date(2009, 12, 2)}, "minor_at_work", "warns"),
        ({"hours": Decimal(200), "full_time_hours": Decimal(160)}, "hours_above_full_time", "blocks"),
        ({"days": Decimal(10), "hours": Decimal(95)}, "daily_hours_exceeded", "warns"),
        ({"days": Decimal(10), "hours": Decimal(121)}, "rest_too_short", "blocks"),
        ({"has_right_to_work": False}, "no_right_to_work", "blocks"),
        ({"others": (("C-1", date(2026, 12, 31), date(2027, 1, 2)),)}, "overlap", "blocks"),
    ],
)
def test_one_thing_wrong_is_found(changes: dict[str, Any], code: str, severity: str) -> None:
    found = _found(**changes)

    assert found.get(code, "") == severity


def test_the_agreement_may_allow_twelve_months() -> None:
    assert _found(ends_on=date(2027, 11, 30), settings={"employer.longer_production": True}) == {}


def test_foreseeable_needs_are_short() -> None:
    engagement = {**CAUSE, "production_cause": "foreseeable"}

    assert _found(ends_on=date(2027, 2, 28), engagement=engagement) == {}
    assert _found(ends_on=date(2027, 3, 1), engagement=engagement) == {"foreseeable_too_long": "blocks"}


def test_a_long_chain_warns() -> None:
    others = (("C-1", date(2025, 1, 1), date(2026, 6, 30)),)

    assert _found(others=others) == {"chain_too_long": "warns"}


def test_a_short_chain_does_not() -> None:
    others = (("C-1", date(2026, 1, 1), date(2026, 6, 30)),)

    assert _found(others=others) == {}


def test_a_contract_without_a_day_between_warns() -> None:
    assert _found(others=(("C-1", date(2026, 11, 1), date(2026, 11, 30)),)) == {"successive": "warns"}


def test_a_chain_of_an_artist_does_not_count() -> None:
    others = (("C-1", date(2025, 1, 1), date(2026, 11, 30)),)

    assert _found(kind="artist", others=others) == {}


def test_an_artists_contract_names_the_work() -> None:
    assert _found(kind="artist", engagement={}) == {"artist_work_missing": "warns"}


def test_an_artists_short_contract_has_no_surcharge() -> None:
    assert _found(kind="artist", ends_on=date(2026, 12, 2)) == {}


def test_a_substitution_without_a_person_is_blocked() -> None:
    assert _found(kind="substitution", engagement={}) == {"replaced_person_missing": "blocks"}


def test_a_vacancy_is_filled_within_three_months() -> None:
    engagement = {"substitution_reason": "vacancy"}

    assert _found(kind="substitution", engagement=engagement, ends_on=date(2027, 2, 28)) == {}
    late = _found(kind="substitution", engagement=engagement, ends_on=date(2027, 3, 1))
    assert late == {"vacancy_too_long": "blocks"}


def test_two_days_are_worth_two_shares_of_the_month() -> None:
    """1424.50 x 2 / 22 = 129.50, more than two legal days of 57.82."""
    days = {"days": Decimal(2), "possible_days": Decimal(22)}

    assert _found(**days, gross=Decimal("129.49")) == {"below_minimum_pay": "blocks"}
    assert _found(**days, gross=Decimal("129.50")) == {}
