"""The Spanish declarations: what each record holds, when it is due, and that no file is invented."""

from datetime import UTC, date, datetime
from typing import Any

from countries import registry
from countries.contract import DeclarationDraft, DeclarationFacts

PACK = registry.pack_for("ES")
EMPLOYER = {
    "company_number": "F99999906",
    "contribution_account": "28000000000",
    "collective_agreement": "99000000000000",
    "cnae": "90",
}
PERSON = {
    "national_number": "00000000T",
    "social_security_number": "280000000000",
    "last_name": "Sample",
    "first_name": "Ada",
    "birth_date": "1990-05-01",
    "sex": "F",
    "nationality": "ES",
}
WORK = {"artist_group": "3", "artist_role": "artist", "occupation_code": "0000", "study_level": "00", "place": "Madrid"}


def _drafts(**changes: Any) -> dict[str, DeclarationDraft]:
    facts: dict[str, Any] = {
        "country": "ES",
        "kind": "start",
        "contract_kind": "artist",
        "starts_at": datetime(2026, 12, 1, 8, tzinfo=UTC),
        "ends_on": date(2026, 12, 3),
        "employer": EMPLOYER,
        "person": PERSON,
        "work": WORK,
    }
    return {draft.kind: draft for draft in PACK.declarations(DeclarationFacts(**{**facts, **changes}))}


def test_an_artists_registration_is_complete_and_due_before_the_work() -> None:
    draft = _drafts()["alta_red"]

    assert draft.missing == ()
    assert draft.due_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert draft.fields["regime"] == "0112"
    assert draft.fields["contract_code"] == "407"
    assert draft.fields["contribution_group"] == "3"
    assert draft.fields["ipf_type"] == "1"


def test_part_time_has_its_own_contract_code() -> None:
    work = {**WORK, "part_time_coefficient": "500", "contribution_group": "5", "accident_occupation": "office"}

    draft = _drafts(contract_kind="fixed_term", work=work)["alta_red"]

    assert draft.fields["regime"] == "0111"
    assert draft.fields["contract_code"] == "502"
    assert draft.fields["part_time_coefficient"] == "500"
    assert draft.fields["accident_occupation"] == "a"


def test_a_foreigners_number_and_a_sealed_one() -> None:
    foreign = _drafts(person={**PERSON, "national_number": "X0000000T"})["alta_red"]
    sealed = _drafts(person={**PERSON, "national_number": "(national number)"})["alta_red"]

    assert foreign.fields["ipf_type"] == "6"
    assert "ipf_type" not in sealed.fields


def test_the_contract_goes_to_the_employment_service_within_ten_working_days() -> None:
    draft = _drafts()["contrata"]

    assert draft.missing == ()
    assert draft.due_at == datetime(2026, 12, 15, 8, tzinfo=UTC)


def test_the_end_is_reported_within_three_days() -> None:
    draft = _drafts()["baja_red"]

    assert draft.missing == ("end_reason",)
    assert draft.due_at.date() == date(2026, 12, 6)


def test_open_ended_work_has_no_end_to_report() -> None:
    assert set(_drafts(contract_kind="open_ended", ends_on=None)) == {"alta_red", "contrata"}


def test_what_is_missing_is_named() -> None:
    draft = _drafts(person={}, work={}, employer={})["alta_red"]

    assert {"ccc", "naf", "ipf", "contribution_group", "cno_occupation"} <= set(draft.missing)


def test_no_file_is_made_while_the_layouts_are_unknown() -> None:
    for draft in _drafts().values():
        assert PACK.declaration_file(draft.kind, draft.fields) is None
