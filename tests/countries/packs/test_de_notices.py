"""The notices to German social insurance: who gets which record, when, and what is missing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from countries import registry
from countries.contract import DeclarationFacts
from countries.packs.de.insurance_number import is_valid

PACK = registry.pack_for("DE")
ADA = {
    "last_name": "Muster",
    "first_name": "Ada",
    "birth_date": "1990-06-01",
    "birth_place": "Berlin",
    "sex": "female",
    "nationality": "DE",
    "address": "Musterstraße 1, 10115 Berlin",
    "social_security_number": "15070649C103",
    "national_number": "sealed",
    "health_fund_number": "15027365",
    "health_insurance": "statutory",
}
FACTS = DeclarationFacts(
    country="DE",
    kind="fixed_term",
    contract_kind="fixed_term",
    starts_at=datetime(2026, 12, 1, 8, tzinfo=UTC),
    ends_on=date(2026, 12, 31),
    employer={"employer_number": "12345678", "name": "Smart eG"},
    person=ADA,
    work={"occupation_code": "943141132", "gross": "1234.50", "reference": "C-7"},
)


@pytest.mark.parametrize(
    ("contract_kind", "kind", "reason", "person_group", "contribution_group"),
    [
        ("fixed_term", "deuev_start", "10", "101", "1111"),
        ("open_ended", "deuev_start", "10", "101", "1111"),
        ("minijob", "deuev_start", "10", "109", "6100"),
        ("short_term", "deuev_start", "10", "110", "0000"),
        ("working_student", "deuev_start", "10", "106", "0100"),
        ("irregular", "deuev_start_end", "40", "118", "3101"),
    ],
)
def test_each_kind_has_its_groups(
    contract_kind: str, kind: str, reason: str, person_group: str, contribution_group: str
) -> None:
    (notice,) = PACK.declarations(replace(FACTS, contract_kind=contract_kind))

    assert notice.missing == ()
    assert (notice.kind, notice.fields["GD"]) == (kind, reason)
    assert (notice.fields["PERSGR"], notice.fields["contribution_group"]) == (person_group, contribution_group)
    assert notice.due_at == datetime(2027, 1, 12, 8, tzinfo=UTC)  # six weeks


def test_marginal_work_is_reported_to_the_minijob_office() -> None:
    exempt = {**ADA, "minijob_pension_exempt": "True", "health_fund_number": ""}

    (notice,) = PACK.declarations(replace(FACTS, contract_kind="minijob", person=exempt))

    assert notice.fields["BBNR-KK"] == "98000006"
    assert (notice.fields["contribution_group"], notice.fields["flat_tax"]) == ("6500", "1")
    assert notice.missing == ()


def test_building_trade_fairs_is_reported_before_the_start() -> None:
    immediate, start = PACK.declarations(replace(FACTS, work={**FACTS.work, "industry": "trade_fairs"}))

    assert (immediate.kind, immediate.fields["GD"]) == ("deuev_immediate", "20")
    assert immediate.due_at == FACTS.starts_at
    assert start.kind == "deuev_start"


def test_the_end_reports_pay_in_whole_euros() -> None:
    (notice,) = PACK.declarations(replace(FACTS, kind="end", work={**FACTS.work, "gross": "2234.50"}))

    assert (notice.kind, notice.fields["GD"], notice.fields["pay"]) == ("deuev_end", "30", "2235")
    assert notice.missing == ()
    assert notice.due_at == datetime(2027, 2, 11, 8, tzinfo=UTC)  # six weeks after 31 December


def test_the_transition_zone_reports_the_real_pay_too() -> None:
    work = {**FACTS.work, "transition_zone": "1", "liable_pay": "1122.84"}

    (notice,) = PACK.declarations(replace(FACTS, kind="end", work=work))

    assert (notice.fields["pay"], notice.fields["real_pay"]) == ("1123", "1235")
    assert PACK.declarations(replace(FACTS, kind="end"))[0].missing == ("pay",)


@pytest.mark.parametrize(
    ("gross", "person_group", "transition_zone"),
    [("603.00", "109", "0"), ("603.01", "101", "1"), ("2000.00", "101", "1"), ("2000.01", "101", "0")],
)
def test_the_pay_decides_the_groups_of_an_ordinary_contract(
    gross: str, person_group: str, transition_zone: str
) -> None:
    (notice,) = PACK.declarations(replace(FACTS, work={**FACTS.work, "gross": gross}))

    assert (notice.fields["PERSGR"], notice.fields["transition_zone"]) == (person_group, transition_zone)


def test_part_of_a_month_is_looked_at_as_a_whole_one() -> None:
    """1300 in 19 days is 2052.63 a month (example of a health fund), above the transition zone."""
    facts = replace(FACTS, ends_on=date(2026, 12, 19), work={**FACTS.work, "gross": "1300.00"})

    (notice,) = PACK.declarations(facts)

    assert notice.fields["transition_zone"] == "0"


def test_the_yearly_notice_is_due_in_february() -> None:
    (notice,) = PACK.declarations(replace(FACTS, kind="year"))

    assert notice.due_at.date() == date(2027, 2, 15)


def test_what_nobody_gave_is_named() -> None:
    (notice,) = PACK.declarations(replace(FACTS, person={"last_name": "Muster"}, employer={}))

    assert {"BBNR-VU", "BBNR-KK", "first_name", "birth_date", "address"} <= set(notice.missing)


def test_a_wrong_insurance_number_counts_as_missing() -> None:
    (notice,) = PACK.declarations(replace(FACTS, person={**ADA, "social_security_number": "15070649C104"}))

    assert notice.missing == ("VSNR",)


def test_no_file_is_made_as_long_as_its_layout_is_not_published() -> None:
    (notice,) = PACK.declarations(FACTS)

    assert PACK.pack.declaration_file is not None
    assert PACK.pack.declaration_file(notice.kind, notice.fields) is None


@pytest.mark.parametrize(
    ("number", "is_right"),
    [("15070649C103", True), ("15 070649 C 103", True), ("15070649C113", False), ("15070649C10", False), ("", False)],
)
def test_the_check_digit_of_the_insurance_number(number: str, is_right: bool) -> None:
    assert is_valid(number) is is_right
