"""UniLav, the call notice and the agibilità: which a contract needs, what is missing, and the file."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from countries import registry
from countries.contract import DeclarationFacts

PACK = registry.pack_for("IT")
NS = {"u": "http://servizi.lavoro.gov.it/unilav"}
EMPLOYER = {
    "company_number": "99999990908",
    "name": "SMartIt",
    "activity_code": "90.02.09",
    "address": "Via dell’Esempio 1, Milano",
    "inail_position": "00000000/00",
    "collective_agreement": "CCNL demo",
}
PERSON = {
    "national_number": "RSSMRA90E41F205X",
    "last_name": "Rossi",
    "first_name": "Mara",
    "sex": "F",
    "birth_date": "1990-05-01",
    "birth_place": "F205",
    "nationality": "IT",
    "address": "Via Prova 2, Milano",
}
WORK = {
    "place": "Teatro Demo, Milano",
    "contract_code": "A.02.00",
    "level": "3",
    "occupation_code": "2.5.5.2.1",
    "pay": "900.00",
}


def _facts(kind: str, **changes: object) -> DeclarationFacts:
    facts: dict[str, object] = {
        "country": "IT",
        "kind": "start",
        "contract_kind": kind,
        "starts_at": datetime(2026, 12, 1, 8, tzinfo=UTC),
        "ends_on": date(2026, 12, 3),
        "employer": EMPLOYER,
        "person": PERSON,
        "work": WORK,
    }
    return DeclarationFacts(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("fixed_term", ["unilav"]),
        ("open_ended", ["unilav"]),
        ("on_call", ["unilav", "uni_intermittenti"]),
        ("show_fixed_term", ["unilav", "agibilita"]),
        ("show_on_call", ["unilav", "uni_intermittenti", "agibilita"]),
        ("show_self_employed", ["agibilita"]),
        ("collaboration", ["unilav"]),
    ],
)
def test_which_declarations_a_contract_needs(kind: str, expected: list[str]) -> None:
    drafts = PACK.declarations(_facts(kind))

    assert [draft.kind for draft in drafts] == expected
    assert all(draft.missing == () for draft in drafts)


def test_unilav_is_due_the_day_before_and_names_what_is_missing() -> None:
    draft = PACK.declarations(_facts("fixed_term", work={}))[0]

    assert draft.due_at == datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
    assert draft.missing == ("workplace", "contract_type", "level", "occupation")


def test_the_unilav_file_says_that_it_is_a_draft_and_holds_the_facts() -> None:
    draft = PACK.declarations(_facts("fixed_term"))[0]
    assert PACK.pack.declaration_file is not None

    file = PACK.pack.declaration_file("unilav", draft.fields)

    assert file is not None
    assert "validate" in file.format
    root = ElementTree.fromstring(file.content)
    assert root.get("versione") == "CO160201R1"
    start = root.find("u:InizioRapporto", NS)
    assert start is not None
    assert (start.get("dataInizio"), start.get("dataFine"), start.get("socioLavoratore")) == (
        "2026-12-01",
        "2026-12-03",
        "SI",
    )
    found = {tag: root.findtext(f".//u:{tag}", namespaces=NS) for tag in ("cognome", "codice-fiscale", "PatINAIL")}
    assert found == {"cognome": "Rossi", "codice-fiscale": "RSSMRA90E41F205X", "PatINAIL": "00000000/00"}


@pytest.mark.parametrize("kind", ["uni_intermittenti", "agibilita"])
def test_without_a_known_format_there_is_no_file(kind: str) -> None:
    assert PACK.pack.declaration_file is not None

    assert PACK.pack.declaration_file(kind, {}) is None
