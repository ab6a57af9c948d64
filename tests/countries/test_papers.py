"""The contents of payslips and contracts are data: complete in seven languages, sourced, and resting on facts that exist."""

from dataclasses import replace
from pathlib import Path

import pytest

from countries import registry
from countries.packs.papers import LANGUAGES, PapersBroken, load_papers, words
from countries.papers import Papers, PaperSection

ROOT = Path(__file__).resolve().parents[2] / "countries" / "packs"
CODES = (*registry.codes(), "XX")
OWN_EMPLOYER_FACTS = {
    "name", "legal_form", "address", "register", "company_number", "vat_number", "establishment_number",
    "employer_number", "onss_number", "contribution_account", "joint_committee", "collective_agreement",
    "activity_code", "contribution_body", "inps_number", "inail_position", "pension_fund", "provident_body",
    "health_insurer", "severance_fund", "accident_insurer",
}  # fmt: skip
TOTALS = {"gross", "employee_total", "tax_total", "net", "employer_total", "provisions", "employer_cost"}


def papers_of(code: str) -> Papers:
    papers = registry.pack_for(code).pack.papers
    assert papers is not None
    return papers


def sections(papers: Papers) -> tuple[PaperSection, ...]:
    return (*papers.payslip, *papers.contract)


@pytest.mark.parametrize("code", CODES)
def test_every_country_says_what_its_papers_hold(code):
    papers = papers_of(code)

    payslip = {row.path for section in papers.payslip for row in section.rows}
    contract = {row.path for section in papers.contract for row in section.rows}
    assert {"employer.name", "person.name", "inputs.period"} <= payslip
    assert {"employer.name", "person.name", "contract.function", "contract.place", "contract.starts_on"} <= contract
    assert any(row.text for section in papers.contract for row in section.rows)


@pytest.mark.parametrize("code", CODES)
def test_every_row_has_its_law_and_every_text_seven_languages(code):
    for section in sections(papers_of(code)):
        assert set(section.heading) == set(LANGUAGES)
        for row in section.rows:
            assert row.source
            for text in (row.label, row.text):
                assert not text or set(text) == set(LANGUAGES), row.path


@pytest.mark.parametrize("code", registry.codes())
def test_every_path_leads_to_a_fact_the_portal_or_the_pack_knows(code):
    pack = registry.pack_for(code).pack
    asked = {
        "employer": {each.name for each in pack.employer_inputs} | OWN_EMPLOYER_FACTS,
        "tax_file": {each.name for each in pack.tax_file},
        "engagement": {each.name for each in pack.engagement_inputs},
    }
    kinds = {kind.code for kind in pack.contract_kinds}
    unknown = []
    for section in sections(papers_of(code)):
        for row in section.rows:
            assert set(row.kinds) <= kinds, (row.path, row.kinds)
            for path in (row.path, *row.holes):
                party, _, name = path.partition(".")
                if party in asked and name not in asked[party]:
                    unknown.append(path)
                if party == "year" and name not in TOTALS and not name.startswith("line."):
                    unknown.append(path)
    assert unknown == []


@pytest.mark.parametrize("code", registry.codes())
def test_a_question_of_one_kind_is_printed_for_that_kind_only(code):
    """A row about the engagement is asked of the contract kinds whose form asks the question."""
    asked_of = {each.name: set(each.contract_kinds) for each in registry.pack_for(code).pack.engagement_inputs}
    for section in sections(papers_of(code)):
        for row in section.rows:
            for path in (row.path, *row.holes):
                party, _, name = path.partition(".")
                if party == "engagement" and row.is_required and asked_of[name]:
                    assert row.kinds, path
                    assert set(row.kinds) <= asked_of[name], (path, set(row.kinds) - asked_of[name])


def broken(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "papers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("[{path: person.shoe_size, word: name, source: x}]", "“person” has no “shoe_size”"),
        ("[{path: nobody.name, word: name, source: x}]", "unknown path"),
        ("[{path: person.name, word: no_such_word, source: x}]", "no word of paper_words.yaml"),
        ("[{path: person.name, word: name}]", "no source"),
        ("[{path: person.name, word: name, source: x, colour: red}]", "unknown colour"),
        ("[{path: person.name, label: {en: Name}, source: x}]", "no text in fr, nl"),
        ("[{path: text, word: name, source: x}]", "a text exactly when"),
    ],
)
def test_what_is_wrong_in_a_file_is_said(tmp_path, rows, says):
    path = broken(tmp_path, f"payslip: [{{word: h_worker, rows: {rows}}}]\ncontract: []\n")

    with pytest.raises(PapersBroken, match=says):
        load_papers(path)


def test_a_sentence_rests_on_the_same_facts_in_every_language(tmp_path):
    sentence = dict.fromkeys(LANGUAGES, "{contract.gross}") | {"sv": "{contract.hours}"}
    text = ", ".join(f'{language}: "{said}"' for language, said in sentence.items())
    rows = f"[{{path: text, word: c_pay, source: x, text: {{{text}}}}}]"

    with pytest.raises(PapersBroken, match="in sv fills in"):
        load_papers(broken(tmp_path, f"payslip: []\ncontract: [{{word: h_clauses, rows: {rows}}}]\n"))


def test_the_shared_words_are_used():
    text = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("*/papers.yaml"))

    assert [key for key in words() if f": {key}" not in text] == []


def test_rows_of_a_kind_are_asked_of_that_kind_alone():
    row = papers_of("BE").payslip[0].rows[0]

    assert row.is_asked_of("student")
    assert not replace(row, kinds=("artist",)).is_asked_of("student")
