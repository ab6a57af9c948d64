"""What German law asks of a contract: works, blocks, warns."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from countries import registry
from countries.contract import ContractFacts, Finding

PACK = registry.pack_for("DE")
START = datetime(2026, 12, 1, 8, tzinfo=UTC)


def _findings(**changes: object) -> dict[str, Finding]:
    facts: dict[str, object] = {
        "country": "DE",
        "on": date(2026, 12, 1),
        "kind": "fixed_term",
        "starts_on": date(2026, 12, 1),
        "ends_on": date(2026, 12, 3),
        "starts_at": START,
        "declared_at": datetime(2026, 11, 24, 12, tzinfo=UTC),
        "gross": Decimal("600.00"),
        "days": Decimal(3),
        "hours": Decimal(24),
        "birth_date": date(1990, 5, 1),
        "signed_at": datetime(2026, 11, 25, tzinfo=UTC),
        "tax_file": {"tax_class": "1"},
    }
    found = PACK.contract_checks(ContractFacts(**{**facts, **changes}))  # type: ignore[arg-type]
    return {finding.code: finding for finding in found}


@pytest.mark.parametrize("kind", [kind.code for kind in PACK.pack.contract_kinds])
def test_three_paid_days_are_in_order_for_every_kind(kind: str) -> None:
    assert _findings(kind=kind, hours=Decimal(18)) == {}


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"gross": Decimal("333.59")}, "below_minimum_pay", "blocks"),  # 24 hours × 13.90 = 333.60
        ({"hours": None}, "hours_missing", "blocks"),
        ({"hours": Decimal(27)}, "day_too_long", "warns"),
        ({"hours": Decimal(33), "gross": Decimal(900)}, "day_too_long", "blocks"),
        ({"birth_date": date(2012, 1, 1)}, "too_young", "blocks"),
        ({"kind": "minijob", "gross": Decimal("603.01")}, "above_minijob_limit", "blocks"),
        ({"kind": "minijob", "tax_file": {"other_minijob_pay": "4"}}, "above_minijob_limit", "blocks"),
        (
            {"kind": "minijob", "gross": Decimal("1206.00"), "engagement": {"unforeseen_overrun": True}},
            "minijob_limit_overrun",
            "warns",
        ),
        (
            {"kind": "minijob", "gross": Decimal("1206.01"), "engagement": {"unforeseen_overrun": True}},
            "above_minijob_limit",
            "blocks",
        ),
        ({"kind": "short_term", "tax_file": {"short_term_days": 68}}, "short_term_too_long", "blocks"),
        (
            {"kind": "short_term", "gross": Decimal("603.01"), "tax_file": {"main_status": "jobseeker"}},
            "short_term_is_occupation",
            "blocks",
        ),
        (
            {"kind": "short_term", "engagement": {"short_term_tax": "flat"}},  # 600 in 24 hours is 25 an hour
            "flat_tax_not_allowed",
            "blocks",
        ),
        ({"kind": "irregular", "ends_on": date(2026, 12, 7)}, "irregular_too_long", "blocks"),
        ({"kind": "working_student", "tax_file": {"main_status": "jobseeker"}}, "not_a_student", "blocks"),
        ({"kind": "working_student", "engagement": {"weekly_hours": "21"}}, "student_hours_exceeded", "blocks"),
        ({"tax_file": {}}, "no_tax_class", "warns"),
        ({"tax_file": {"tax_class": "6", "other_pay": "900"}}, "other_insured_jobs", "warns"),
        ({"tax_file": {"tax_class": "1", "health_insurance": "private"}}, "private_below_limit", "warns"),
        ({"engagement": {"industry": "trade_fairs"}}, "immediate_notice_due", "warns"),
        ({"engagement": {"is_on_call": True}}, "on_call_hours_missing", "blocks"),
        ({"engagement": {"is_on_call": True, "weekly_hours": "10"}}, "on_call_rules", "warns"),
        ({"engagement": {"employed_before": True}}, "fixed_term_reason_missing", "warns"),
        ({"engagement": {"fixed_term_reason": "nature"}}, "fixed_term_reason_unwritten", "warns"),
        (
            {"engagement": {"fixed_term_reason": "none", "employed_before": True}},
            "fixed_term_needs_reason",
            "blocks",
        ),
        (
            {"engagement": {"fixed_term_reason": "none", "extensions": 4}},
            "fixed_term_too_long",
            "blocks",
        ),
        (
            {"engagement": {"fixed_term_reason": "none", "months_so_far": 24}},
            "fixed_term_too_long",
            "blocks",
        ),
        ({"others": (("C-1", date(2026, 11, 1), date(2026, 11, 30)),)}, "fixed_term_reason_missing", "warns"),
        ({"signed_at": None}, "not_written_before_start", "warns"),
    ],
)
def test_each_rule_speaks_with_its_severity_and_a_way_out(changes: dict[str, object], code: str, severity: str) -> None:
    found = _findings(**changes)

    assert code in found
    assert found[code].severity == severity
    assert "%(" not in found[code].sentence() + found[code].way_out()


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "minijob", "gross": Decimal("603.00")},
        {"kind": "short_term", "tax_file": {"short_term_days": 67}},  # 70 days in all
        {"kind": "short_term", "gross": Decimal("450.00"), "engagement": {"short_term_tax": "flat"}},
        {"kind": "irregular", "ends_on": date(2026, 12, 6)},
        {"kind": "working_student", "engagement": {"weekly_hours": "30", "lecture_free": True}},
        {"engagement": {"fixed_term_reason": "none"}},
        {"engagement": {"fixed_term_reason": "none", "extensions": 3, "employed_before": True, "months_so_far": 20}},
        {
            "engagement": {
                "fixed_term_reason": "temporary_need",
                "reason_text": "Stage set for one production",
                "employed_before": True,
            }
        },
    ],
)
def test_what_the_law_allows_passes(changes: dict[str, object]) -> None:
    assert _findings(**changes) == {}


def test_three_whole_months_are_short_term_even_with_more_than_70_days() -> None:
    """Three months and 70 days are equal alternatives (SGB IV § 8 (1) no. 2)."""
    facts = {
        "kind": "short_term",
        "starts_on": date(2026, 10, 1),
        "ends_on": date(2026, 12, 31),
        "days": Decimal(78),
        "hours": Decimal(300),
        "gross": Decimal(4500),
    }

    assert "short_term_too_long" not in _findings(**facts)
