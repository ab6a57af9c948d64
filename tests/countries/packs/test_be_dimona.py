"""The Dimona: its type of worker, its fields, its file (element names of the ONSS structure)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from countries import registry
from countries.contract import DeclarationDraft, DeclarationFacts, DeclarationFile, InvalidInput

PACK = registry.pack_for("BE")
CREATED = {"FormCreationDate": "2026-11-24", "FormCreationHour": "12:30:00.000"}


def declared(**changes: object) -> DeclarationDraft:
    plain: dict[str, object] = {
        "country": "BE",
        "kind": "start",
        "contract_kind": "artist",
        "starts_at": datetime(2026, 12, 1, 8, tzinfo=UTC),
        "ends_on": date(2026, 12, 3),
        "planned_hours": Decimal("22.5"),
        "employer": {"company_number": "0999.990.024", "joint_committee": "227", "onss_number": "12345678"},
        "person": {"last_name": "Sample", "first_name": "Ada", "birth_date": "2004-02-29"},
    }
    (draft,) = PACK.declarations(DeclarationFacts(**{**plain, **changes}))  # type: ignore[arg-type]
    return draft


def file_of(draft: DeclarationDraft, **fields: str) -> DeclarationFile:
    file = PACK.pack.declaration_file and PACK.pack.declaration_file(draft.kind, {**draft.fields, **CREATED, **fields})
    assert file
    return file


def elements(file: DeclarationFile) -> dict[str, str]:
    return {element.tag: element.text or "" for element in ElementTree.fromstring(file.content).iter()}


def order(file: DeclarationFile, name: str) -> list[str]:
    (parent,) = ElementTree.fromstring(file.content).iter(name)
    return [child.tag for child in parent]


@pytest.mark.parametrize("kind", ["fixed_term", "artist", "artist_1bis", "day", "open_ended"])
def test_everybody_but_students_is_of_the_ordinary_type_without_planned_hours(kind: str) -> None:
    fields = declared(contract_kind=kind).fields

    assert fields["WorkerType"] == "OTH"
    assert "PlannedHoursNbr" not in fields


def test_a_student_has_planned_hours_in_whole_hours_and_a_place_of_work() -> None:
    fields = declared(contract_kind="student", work={"place": "Rue de l'Exemple 1, Bruxelles"}).fields

    assert (fields["WorkerType"], fields["PlannedHoursNbr"]) == ("STU", "23")
    assert fields["StudentPlaceOfWork"] == "Rue de l'Exemple 1, Bruxelles"


def test_a_student_without_planned_hours_lacks_them_by_name() -> None:
    assert declared(contract_kind="student", planned_hours=None).missing == ("PlannedHoursNbr",)


def test_another_open_type_may_be_told_and_a_closed_one_is_refused() -> None:
    assert declared(work={"worker_type": "EXT"}).fields["WorkerType"] == "EXT"
    with pytest.raises(InvalidInput, match="no worker type “A17”"):
        declared(work={"worker_type": "A17"})


def test_the_amateur_arts_allowance_asks_for_no_dimona() -> None:
    facts = DeclarationFacts(
        country="BE",
        kind="start",
        contract_kind="amateur_arts",
        starts_at=datetime(2025, 6, 1, tzinfo=UTC),
        ends_on=None,
    )

    assert PACK.declarations(facts) == ()


def test_the_file_follows_the_structure_of_the_onss() -> None:
    file = file_of(declared())

    assert (file.name, file.media_type) == ("dimona_in_2026-12-01.xml", "application/xml")
    assert order(file, "Form") == [
        "Identification",
        "FormCreationDate",
        "FormCreationHour",
        "AttestationStatus",
        "TypeForm",
        "DimonaIn",
    ]
    assert order(file, "DimonaIn") == ["StartingDate", "EndingDate", "EmployerId", "NaturalPerson", "DimonaFeatures"]
    found = elements(file)
    assert (found["Identification"], found["AttestationStatus"], found["TypeForm"]) == ("DIMONA", "0", "SU")
    assert (found["NOSSRegistrationNbr"], found["CompanyID"]) == ("012345678", "0999990024")
    assert (found["WorkerName"], found["WorkerFirstName"], found["WorkerBirthdate"]) == ("Sample", "Ada", "2004-02-29")
    assert (found["JointCommissionNbr"], found["WorkerType"]) == ("227", "OTH")


def test_with_a_national_number_the_person_goes_by_it_alone() -> None:
    assert order(file_of(declared(), INSS="04.02.29-123.45"), "NaturalPerson") == ["INSS"]


def test_a_students_file_carries_hours_and_place() -> None:
    file = file_of(declared(contract_kind="student", work={"place": "Bruxelles"}))

    assert elements(file)["PlannedHoursNbr"] == "23"
    assert elements(file)["Denomination"] == "Bruxelles"


@pytest.mark.parametrize(
    ("kind", "element", "fields"),
    [
        ("dimona_out", "DimonaOut", ["DimonaPeriodId", "EndingDate"]),
        ("dimona_update", "DimonaUpdate", ["DimonaPeriodId", "StartingDate", "EndingDate"]),
        ("dimona_cancel", "DimonaCancel", ["DimonaPeriodId"]),
    ],
)
def test_later_declarations_refer_to_the_period_of_the_onss(kind: str, element: str, fields: list[str]) -> None:
    draft = declared(kind=kind, work={"dimona_period_id": "123456789012"})

    assert draft.missing == ()
    assert order(file_of(draft), element) == fields


def test_without_the_number_of_the_period_there_is_no_file() -> None:
    draft = declared(kind="dimona_out")

    assert draft.missing == ("DimonaPeriodId",)
    assert PACK.pack.declaration_file is not None
    assert PACK.pack.declaration_file("dimona_out", draft.fields) is None


@pytest.mark.parametrize("lacking", ["StartingDate", "WorkerType", "CompanyID", "Name"])
def test_a_file_that_cannot_be_complete_is_not_made(lacking: str) -> None:
    fields = dict(declared(employer={"company_number": "0999990024"}).fields)
    fields.pop(lacking)

    assert PACK.pack.declaration_file is not None
    assert PACK.pack.declaration_file("dimona_in", fields) is None


def test_another_kind_has_no_file() -> None:
    assert PACK.pack.declaration_file is not None
    assert PACK.pack.declaration_file("dmfa", {}) is None


def declarations_at(kind: str, **work: str) -> tuple[DeclarationDraft, ...]:
    facts = DeclarationFacts(
        country="BE",
        kind=kind,
        contract_kind="artist",
        starts_at=datetime(2026, 12, 1, 8, tzinfo=UTC),
        ends_on=date(2026, 12, 3),
        work=work,
    )
    return PACK.declarations(facts)


def test_the_end_is_told_only_when_the_in_told_none_or_another_day() -> None:
    assert declarations_at("end", **{"dimona_in.EndingDate": "2026-12-03"}) == ()

    for told in ({}, {"dimona_in.EndingDate": "2026-12-04"}):
        (out,) = declarations_at("end", **told)
        assert (out.kind, out.fields["EndingDate"]) == ("dimona_out", "2026-12-03")
        assert out.due_at == datetime(2026, 12, 4, 23, 59, tzinfo=UTC)


def test_what_is_called_off_is_cancelled_by_the_number_of_the_ins_receipt() -> None:
    (cancelled,) = declarations_at("cancel", **{"dimona_in.receipt": "123456789012"})

    assert (cancelled.kind, cancelled.fields) == ("dimona_cancel", {"DimonaPeriodId": "123456789012"})
