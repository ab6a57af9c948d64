"""The payslip and the contract of every country, from real computed pay: what its law wants is on the paper, or named missing."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone, translation
from pypdf import PdfReader

from activities.contract_paper import contract_context, read_contract
from activities.contract_paper import speaker_of as contract_speaker
from activities.models import Contract
from activities.rules.papers import Speaker
from countries import registry
from invoicing.rules import payslip_paper, payslips
from members.models import Profile
from smart.foundation.pdf import render_html, render_pdf, write_pdf
from smart.foundation.tenancy import country
from tests import people
from tests.factories.papers import CASES, make_paper_contract, make_payslip

pytestmark = pytest.mark.django_db
LOOK = os.environ.get("LOOK_AT_PAPERS", "")
"""A folder to lay the PDFs in, for whoever wants to look at them page by page."""
A4_WIDTH = 595 * 4 / 3


def save(name, body):
    if LOOK:
        Path(LOOK, f"{name}.pdf").write_bytes(body)


def text_of(body):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).split())


def right_edge(body):
    edges = [0.0]
    for page in PdfReader(BytesIO(body)).pages:
        page.extract_text(
            visitor_text=lambda text, _cm, matrix, *_more: edges.append(matrix[4]) if text.strip() else None
        )
    return max(edges)


def squeezed(text):
    """Without spaces and hyphens: a long word may be broken at the end of a line."""
    return "".join(text.split()).translate(dict.fromkeys(map(ord, "-\u2010\xad")))


def payslip_body(payslip):
    speaker = payslip_paper.speaker_of(payslip)
    context = payslip_paper.paper_context(payslip, speaker=speaker)
    html = render_html("pdf/payslip.html", context, language=speaker.first, issued_at=payslip.line.run.approved_at)
    return html, write_pdf(html, issued_at=payslip.line.run.approved_at)


def contract_body(contract, where):
    speaker = contract_speaker(contract, where)
    with translation.override(speaker.first), timezone.override(where.time_zone):
        context = contract_context(contract, country=where, speaker=speaker, with_signatures=False)
        return render_pdf(
            "pdf/contract.html", context, language=speaker.first, issued_at=contract.validated_at or timezone.now()
        )


@pytest.mark.parametrize("code", CASES)
def test_a_payslip_holds_what_the_law_of_its_country_asks(code):
    where = people.make_country(code)
    with country(where):
        payslip = make_payslip(where, CASES[code])
        result = payslips.result_of(payslip, country=code)
        profile = Profile.objects.get(membership=payslip.membership)
        paper = payslip_paper.read_paper(payslip, result, profile=profile, speaker=payslip_paper.speaker_of(payslip))
        html, body = payslip_body(payslip)
    save(f"payslip-{code}", body)

    printed = {row.path for section in paper.sections for row in (*section.facts, *section.amounts, *section.clauses)}
    missing = {fact.path for fact in paper.missing}
    in_groups = {f"line.{line.code}" for line in result.lines}
    papers = registry.pack_for(code).pack.papers
    for section in papers.payslip:
        for row in section.rows_for(payslip.inputs["kind"]):
            if row.is_required and row.party != "line":
                assert row.path in printed | missing, row.path
            elif row.is_required:
                assert row.path in in_groups or result.line(row.name) is None, row.path
    text = squeezed(text_of(body))
    for section in paper.sections:
        for row in section.facts:
            assert squeezed(row.value.text) in text, row.path
    for line in result.lines:
        if line.group != "info":
            assert squeezed(line.label[payslip_paper.speaker_of(payslip).first]) in text, line.code
    assert "<style" not in html
    assert right_edge(body) < A4_WIDTH


@pytest.mark.parametrize("code", CASES)
def test_a_reader_of_another_language_has_it_beside(code):
    other = "nl" if code != "BE" else "es"
    where = people.make_country(code)
    with country(where):
        payslip = make_payslip(where, CASES[code], language=other)
        speaker = payslip_paper.speaker_of(payslip)
        _html, body = payslip_body(payslip)
    save(f"payslip-{code}-{other}", body)

    assert speaker == Speaker(registry.pack_for(code).pack.languages[0], other)
    text = squeezed(text_of(body))
    for line in payslips.result_of(payslip, country=code).lines:
        if line.group != "info":
            assert squeezed(line.label[speaker.first]) in text, line.code
            assert squeezed(line.label[other]) in text, line.code
    assert right_edge(body) < A4_WIDTH


@pytest.mark.parametrize(("code", "is_beside"), [("BE", False), *((code, True) for code in CASES)])
def test_a_contract_holds_what_the_law_of_its_country_asks(code, is_beside):
    other = ("sv" if code != "SE" else "de") if is_beside else ""
    where = people.make_country(code)
    with country(where):
        made = make_paper_contract(where, CASES[code], language=other)
        contract = Contract.objects.select_related("membership__user", "entity", "mission__client").get(pk=made.pk)
        read = read_contract(contract, country=where, speaker=contract_speaker(contract, where))
        body = contract_body(contract, where)
    save(f"contract-{code}{other and '-' + other}", body)

    text = squeezed(text_of(body))
    printed = {row.path for section in read.sections for row in section.facts}
    missing = {fact.path for fact in read.missing}
    for section in registry.pack_for(code).pack.papers.contract:
        for row in section.rows_for(contract.kind):
            if row.is_required and row.text is None:
                assert row.path in printed | missing, row.path
    clauses = [row for section in read.sections for row in section.clauses]
    assert clauses
    for row in clauses:
        assert squeezed(row.value.text) in text, row.label
        assert squeezed(row.source) in text
        assert (squeezed(row.value.also) in text) if is_beside else not row.value.also
    assert right_edge(body) < A4_WIDTH


def test_what_nobody_gave_is_named_with_its_law():
    where = people.make_country("DE")
    with country(where):
        payslip = make_payslip(where, CASES["DE"])
        result = payslips.result_of(payslip, country="DE")
        paper = payslip_paper.read_paper(payslip, result, profile=None, speaker=Speaker("de"))

    said = {fact.path: fact.sentence() for fact in paper.missing}
    assert said["person.social_security_number"].endswith("EBV § 1 Abs. 1 Nr. 2")
    assert "Versicherungsnummer" in said["person.social_security_number"]


def test_days_are_no_money(client):
    where = people.make_country("ES")
    with country(where):
        payslip = make_payslip(where, CASES["ES"])
        label = payslips.result_of(payslip, country="ES").line("days").label["es"]
    people.sign_in(client, payslip.membership.user)

    page = client.get(f"/es/payslips/{payslip.pk}/", headers={"accept-language": "es"}).content.decode()

    row = page[page.index(label) :]
    assert ">5</td>" in row[: row.index("</tr>")]
