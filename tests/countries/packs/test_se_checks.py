"""Swedish contract checks: works, blocks, warns."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from countries import registry
from countries.contract import ContractFacts, DeclarationFacts

PACK = registry.pack_for("SE")
START = date(2026, 9, 1)


def _facts(**changes: object) -> ContractFacts:
    facts: dict[str, object] = {
        "country": "SE",
        "on": START,
        "kind": "fixed_term",
        "starts_on": START,
        "ends_on": date(2026, 9, 4),
        "starts_at": datetime(2026, 9, 1, 7, tzinfo=UTC),
        "declared_at": datetime(2026, 8, 28, 12, tzinfo=UTC),
        "signed_at": datetime(2026, 8, 28, 12, tzinfo=UTC),
        "gross": Decimal("6000.00"),
        "days": Decimal(4),
        "possible_days": Decimal(22),
        "hours": Decimal(32),
        "full_time_hours": Decimal(176),
        "sector_minimum": Decimal("25000.00"),
        "birth_date": date(1990, 5, 1),
        "tax_file": {"tax_basis": "main", "table": 31},
    }
    return ContractFacts(**{**facts, **changes})  # type: ignore[arg-type]


def _codes(**changes: object) -> list[tuple[str, str]]:
    found = PACK.contract_checks(_facts(**changes))
    assert all("%(" not in finding.sentence() + finding.way_out() for finding in found)
    return [(finding.code, finding.severity) for finding in found]


def _chain(days: int, *, until: date = START - timedelta(days=30)) -> tuple[tuple[str, date, date], ...]:
    return (("C-1", until - timedelta(days=days - 1), until),)


def test_a_contract_in_order_passes() -> None:
    assert _codes() == []


@pytest.mark.parametrize("kind", ["fixed_term", "temporary", "seasonal", "open_ended", "intermittent"])
def test_every_kind_passes_when_in_order(kind: str) -> None:
    assert _codes(kind=kind) == []


@pytest.mark.parametrize(
    ("earlier", "found"),
    [
        (200, []),
        (269, []),
        (270, [("priority_to_rehire", "warns")]),
        (361, [("priority_to_rehire", "warns")]),
        (362, [("becomes_permanent", "blocks")]),
    ],
)
def test_twelve_months_of_special_fixed_term_in_five_years(earlier: int, found: list[tuple[str, str]]) -> None:
    assert _codes(others=_chain(earlier)) == found  # this contract adds four days: 273 are nine months, 365 twelve


def test_a_substitute_may_work_two_years() -> None:
    assert _codes(kind="temporary", others=_chain(726)) == []
    assert _codes(kind="temporary", others=_chain(727)) == [("becomes_permanent", "blocks")]


def test_what_lies_more_than_five_years_back_does_not_count() -> None:
    assert _codes(others=_chain(400, until=date(2021, 9, 4))) == []


def test_three_contracts_in_a_month_count_with_the_days_between() -> None:
    whole_year = _chain(340)
    two = (("A", date(2026, 9, 7), date(2026, 9, 8)),)
    three = (*two, ("B", date(2026, 9, 29), date(2026, 9, 30)))

    assert _codes(others=(*whole_year, *two)) == [("priority_to_rehire", "warns")]
    found = _codes(starts_on=date(2026, 9, 10), ends_on=date(2026, 9, 12), days=Decimal(3), hours=Decimal(24),
                   gross=Decimal("4000.00"), others=(*whole_year, *three, ("D", START, START)))  # fmt: skip
    assert ("becomes_permanent", "blocks") not in found  # 340 days and 1 to 12 September
    assert ("priority_to_rehire", "warns") in found


def test_holiday_pay_is_included_only_up_to_three_months() -> None:
    days = {"days": None, "hours": None, "gross": Decimal("90000.00")}

    assert _codes(ends_on=date(2026, 11, 30), **days) == []
    assert _codes(ends_on=date(2026, 12, 1), **days) == [("holiday_pay_included_too_long", "blocks")]
    assert _codes(ends_on=date(2026, 12, 1), engagement={"holiday_rule": "accrued"}, **days) == []
    assert _codes(kind="open_ended", engagement={"holiday_rule": "included"}) == [
        ("holiday_pay_included_too_long", "blocks")
    ]


def test_the_minimum_of_the_agreement_is_compared_without_the_holiday_pay() -> None:
    # 32 of 176 hours of 25,000 are 4,545.46; 5,090.91 with 12 % on top
    assert _codes(gross=Decimal("5090.92")) == []
    assert _codes(gross=Decimal("5090.80")) == [("below_minimum_pay", "blocks")]
    assert _codes(gross=Decimal("4545.46"), engagement={"holiday_rule": "accrued"}) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"sector_minimum": None}, [("sector_minimum_missing", "warns")]),
        ({"hours": Decimal("52.5"), "gross": Decimal(9000)}, [("daily_rest", "warns")]),
        (
            {"ends_on": date(2026, 9, 7), "days": Decimal(7), "hours": Decimal(40), "gross": Decimal(9000)},
            [("weekly_rest", "warns")],
        ),
        ({"birth_date": date(2009, 5, 1), "hours": Decimal(33)}, [("minor_hours", "blocks")]),
        ({"birth_date": date(2009, 5, 1)}, []),
        ({"birth_date": date(2011, 5, 1)}, [("too_young", "blocks")]),
        ({"signed_at": None}, [("written_information", "warns")]),
        ({"tax_file": {}}, [("tax_basis_unknown", "warns")]),
        ({"has_right_to_work": False}, [("no_right_to_work", "blocks")]),
        ({"declared_at": None}, [("declared_late", "blocks")]),
    ],
)
def test_each_fault_is_found(changes: dict[str, object], found: list[tuple[str, str]]) -> None:
    assert _codes(**changes) == found


@pytest.mark.parametrize(
    ("ends_on", "due"),
    [(date(2026, 9, 4), "2026-10-12"), (date(2026, 12, 31), "2027-01-17"), (date(2026, 7, 31), "2026-08-17")],
)
def test_the_return_is_due_the_month_after(ends_on: date, due: str) -> None:
    facts = DeclarationFacts(
        country="SE",
        kind="start",
        contract_kind="fixed_term",
        starts_at=datetime(ends_on.year, ends_on.month, 1, 8, tzinfo=UTC),
        ends_on=ends_on,
        employer={"company_number": "769999-0003"},
        person={"national_number": "900501-1234", "last_name": "Ek"},
    )

    (prepared,) = PACK.declarations(facts)

    assert f"{prepared.due_at:%Y-%m-%d}" == due
    assert prepared.fields["AgRegistreradId"] == "167699990003"
    assert prepared.fields["BetalningsmottagarId"] == "199005011234"
    assert prepared.fields["RedovisningsPeriod"] == f"{ends_on:%Y%m}"
    assert prepared.missing == ()
    assert PACK.pack.declaration_file is not None
    assert PACK.pack.declaration_file(prepared.kind, prepared.fields) is None


def test_a_return_names_what_is_missing() -> None:
    facts = DeclarationFacts(
        country="SE", kind="start", contract_kind="fixed_term", starts_at=datetime(2026, 9, 1, tzinfo=UTC), ends_on=None
    )

    (prepared,) = PACK.declarations(facts)

    assert prepared.missing == ("AgRegistreradId", "BetalningsmottagarId")
