"""What is declared for a French contract, when, and what is still missing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from countries import registry
from countries.contract import DeclarationFacts

PACK = registry.pack_for("FR")
FACTS = DeclarationFacts(
    country="FR",
    kind="start",
    contract_kind="performer",
    starts_at=datetime(2026, 12, 1, 8, tzinfo=UTC),
    ends_on=date(2026, 12, 3),
    employer={
        "name": "Smart France",
        "address": "1 rue de l’Exemple, 75001 Paris",
        "activity_code": "9001Z",
        "establishment_number": "99999900600011",
        "occupational_health_service": "Exemple Santé",
        "collective_agreement": "3090",
        "show_affiliation_number": "A000001",
    },
    person={
        "last_name": "Sample",
        "first_name": "Ada",
        "birth_date": "1990-05-01",
        "sex": "F",
        "birth_place": "75 Paris FR",
        "national_number": "sealed",
    },
    work={"function": "Musician", "production_number": "26A000001", "days": "3", "gross": "600.00", "hours": "21"},
)


def test_the_hiring_declaration_is_complete_and_due_before_the_start() -> None:
    (draft,) = PACK.declarations(FACTS)

    assert draft.kind == "dpae"
    assert draft.missing == ()
    assert draft.due_at == FACTS.starts_at
    assert (draft.fields["hire_date"], draft.fields["hire_hour"]) == ("2026-12-01", "0800")
    assert (draft.fields["siret"], draft.fields["ape_code"]) == ("99999900600011", "9001Z")


@pytest.mark.parametrize(("kind", "annex"), [("performer", "10"), ("technician", "8")])
def test_the_months_papers_of_an_engagement(kind: str, annex: str) -> None:
    certificate, monthly = PACK.declarations(replace(FACTS, kind="month", contract_kind=kind))

    assert certificate.kind == "aem"
    assert certificate.missing == ()
    assert (certificate.fields["annex"], certificate.fields["kind"]) == (annex, "initial")
    assert certificate.due_at.date() == date(2027, 1, 15)
    assert monthly.fields["S21.G00.40.007"] == "02"


def test_an_open_ended_contract_has_no_certificate() -> None:
    (monthly,) = PACK.declarations(replace(FACTS, kind="month", contract_kind="open_ended", ends_on=None))

    assert (monthly.kind, monthly.fields["S21.G00.40.007"]) == ("dsn_contract", "01")
    assert "S21.G00.06.001" in monthly.missing


def test_a_support_contract_declares_nothing() -> None:
    assert PACK.declarations(replace(FACTS, contract_kind="cape")) == ()


def test_no_file_is_made_of_a_format_the_reference_does_not_know() -> None:
    (draft,) = PACK.declarations(FACTS)
    make = PACK.pack.declaration_file

    assert make is not None
    assert make(draft.kind, draft.fields) is None
