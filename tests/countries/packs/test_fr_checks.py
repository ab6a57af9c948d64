"""What French law asks of a contract: what passes, what blocks, what deserves a warning."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from countries import registry
from countries.contract import ContractFacts

PACK = registry.pack_for("FR")
START = datetime(2026, 12, 1, 8, tzinfo=UTC)
IN_ORDER = ContractFacts(
    country="FR",
    on=date(2026, 12, 1),
    kind="fixed_term",
    starts_on=date(2026, 12, 1),
    ends_on=date(2026, 12, 3),
    starts_at=START,
    declared_at=datetime(2026, 11, 27, 12, tzinfo=UTC),
    gross=Decimal("600.00"),
    cost=Decimal("900.00"),
    available=Decimal("1000.00"),
    days=Decimal(3),
    possible_days=Decimal(23),
    hours=Decimal(21),
    full_time_hours=Decimal(161),
    birth_date=date(1990, 5, 1),
    signed_at=datetime(2026, 11, 27, tzinfo=UTC),
    engagement={"motive": "increase"},
)
SHOW = {"employer.show_licence": "L-R-26-0001"}


def _found(**changes: object) -> dict[str, str]:
    findings = PACK.contract_checks(replace(IN_ORDER, **changes))  # type: ignore[arg-type]
    assert all("%(" not in finding.sentence() + finding.way_out() for finding in findings)
    return {finding.code: finding.severity for finding in findings}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kind": "open_ended", "ends_on": None, "days": None},
        {"kind": "cesa", "ends_on": None, "days": None},
        {"kind": "usage", "engagement": {"usage_sector": "teaching"}},
        {"kind": "performer", "engagement": {"production_number": "26A000001"}, "settings": SHOW},
        {"kind": "technician", "engagement": {"production_number": "26A000001"}, "settings": SHOW},
        {"kind": "cape", "declared_at": None, "gross": None, "hours": None},
    ],
)
def test_a_contract_in_order_leaves_no_finding(changes: dict[str, object]) -> None:
    assert _found(**changes) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"declared_at": START}, "declared_late"),
        ({"ends_on": date(2028, 6, 1), "days": Decimal(300), "hours": Decimal(21)}, "fixed_term_too_long"),
        ({"engagement": {"motive": "increase", "renewals": 3}}, "too_many_renewals"),
        ({"gross": Decimal("312.79")}, "below_minimum_pay"),  # 21 x 12.31 = 258.51, x 1.21 = 312.80
        ({"hours": None, "full_time_hours": None, "days": None}, "hours_missing"),
        ({"kind": "usage", "engagement": {"usage_sector": "none"}}, "usage_sector"),
        ({"kind": "cape", "ends_on": date(2027, 12, 1), "days": None}, "cape_too_long"),
        (
            {"kind": "portage_open_ended", "ends_on": None, "days": None, "gross": Decimal("400.00")},
            "below_minimum_pay",
        ),
        ({"birth_date": date(2011, 1, 1)}, "too_young"),
        ({"has_right_to_work": False}, "no_right_to_work"),
    ],
)
def test_a_fault_blocks(changes: dict[str, object], code: str) -> None:
    assert _found(**changes).get(code) == "blocks"


def test_eighteen_months_to_the_day_pass() -> None:
    assert "fixed_term_too_long" not in _found(ends_on=date(2028, 5, 31), days=Decimal(300))


def test_the_minimum_counts_what_is_paid_on_top() -> None:
    assert _found(gross=Decimal("312.82")) == {}
    assert _found(kind="open_ended", ends_on=None, days=None, gross=Decimal("258.51")) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"declared_at": datetime(2026, 11, 20, tzinfo=UTC)}, "declared_early"),
        ({"engagement": {}}, "motive_missing"),
        ({"signed_at": None}, "not_written_in_time"),
        ({"signed_at": datetime(2026, 12, 4, 9, tzinfo=UTC)}, "not_written_in_time"),
        ({"hours": Decimal(31)}, "hours_a_day"),
        ({"ends_on": date(2026, 12, 20), "days": Decimal(14), "hours": Decimal(40)}, "part_time_short"),
        ({"others": (("C-1", date(2026, 11, 1), date(2026, 11, 30)),)}, "waiting_time"),
        ({"kind": "usage", "engagement": {}}, "usage_sector"),
        ({"kind": "performer", "engagement": {}}, "production_number_missing"),
        ({"kind": "performer", "engagement": {}}, "show_licence_missing"),
        ({"kind": "performer", "engagement": {"cachets": 29}}, "too_many_cachets"),
    ],
)
def test_a_doubt_warns(changes: dict[str, object], code: str) -> None:
    assert _found(**changes).get(code) == "warns"


def test_a_signature_on_the_second_working_day_is_in_time() -> None:
    """1 December 2026 is a Tuesday: the contract may be handed over until Thursday 3."""
    assert "not_written_in_time" not in _found(signed_at=datetime(2026, 12, 3, 9, tzinfo=UTC))


@pytest.mark.parametrize(("last_day", "is_too_soon"), [(date(2026, 11, 20), False), (date(2026, 11, 21), True)])
def test_a_month_of_work_waits_ten_days(last_day: date, is_too_soon: bool) -> None:
    earlier = ("C-1", date.fromordinal(last_day.toordinal() - 29), last_day)

    assert ("waiting_time" in _found(others=(earlier,))) is is_too_soon


def test_a_replacement_and_a_custom_fixed_term_do_not_wait() -> None:
    others = (("C-1", date(2026, 11, 1), date(2026, 11, 30)),)

    assert "waiting_time" not in _found(others=others, engagement={"motive": "replacement"})
    assert "waiting_time" not in _found(others=others, kind="usage", engagement={"usage_sector": "teaching"})
