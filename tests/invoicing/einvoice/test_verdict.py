"""One verdict of two judges: our figures, the official words, each rule once, and what was applied is said."""

import dataclasses
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from invoicing.einvoice import official, profiles
from invoicing.einvoice.facturx_pdf import render_facturx_pdf
from invoicing.einvoice.model import Identifier
from invoicing.einvoice.verdict import judge
from tests.foundation import papers
from tests.invoicing.einvoice.cases import case
from tests.invoicing.einvoice.conftest import EXAMPLES, MISSING, REFERENCE

D = Decimal
CONCERT = (EXAMPLES / "performance_be.ubl.xml").read_bytes()
with_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason=MISSING)


def too_much() -> bytes:
    return CONCERT.replace(b'PayableAmount currencyID="EUR">1446.00<', b'PayableAmount currencyID="EUR">1447.00<')


def test_a_rule_both_know_is_told_once_with_our_figures_and_their_words():
    [finding] = judge(too_much()).findings

    assert (finding.rule, finding.field, str(finding.found), str(finding.expected)) == (
        "BR-CO-16",
        "amount due",
        "1447.00",
        "1446.00",
    )
    assert finding.text.startswith(
        "[BR-CO-16]-Amount due for payment (BT-115) = Invoice total amount with VAT (BT-112)"
    )


def test_a_rule_only_they_know_is_told_in_their_words_with_our_field():
    invoice = dataclasses.replace(case("BE", "domestic"), project_reference="P-1", type_code="381")
    odd = profiles.write(invoice, syntax="ubl").replace(b'unitCode="HUR"', b'unitCode="HOURS"')

    [finding] = [found for found in judge(odd).findings if found.rule == "BR-CL-23"]

    assert finding.is_official
    assert finding.severity == "fatal"
    assert str(finding.where) == "line 1"
    assert "Unit code" in finding.text


def test_a_french_rule_is_matched_without_its_field():
    invoice = dataclasses.replace(case("FR", "domestic"), notes=case("FR", "domestic").notes[:1])
    found = [finding for finding in judge(profiles.write(invoice, syntax="ubl")).findings if finding.rule == "BR-FR-05"]

    assert [finding.is_official for finding in found] == [False, False]
    assert ["PMD" in found[0].text, "AAB" in found[1].text] == [True, True]


def test_a_check_digit_is_a_warning_of_ours_and_fatal_where_the_official_sheet_says_so():
    invoice = case("BE", "domestic")
    wrong = Identifier(value="0888888007", scheme="0208")
    invoice = dataclasses.replace(invoice, buyer=dataclasses.replace(invoice.buyer, legal_id=wrong))
    xml = profiles.write(invoice, syntax="peppol")

    [without] = judge(xml).findings

    assert (without.rule, without.severity) == ("PEPPOL-COMMON-R043", "warning")
    if REFERENCE.is_dir():
        [finding] = judge(xml, rules_dir=REFERENCE).findings
        assert (finding.rule, finding.severity) == ("PEPPOL-COMMON-R043", "fatal")


def names(report: official.Report) -> tuple[list[str], list[str]]:
    return [str(held) for held in report.applied], [str(held) for held in report.missing]


def test_what_comes_with_the_portal_is_applied_and_the_rest_is_named():
    peppol = official.check(profiles.write(case("BE", "domestic"), syntax="peppol"))
    french = official.check(profiles.write(case("FR", "domestic"), syntax="facturx"), profile="facturx")

    assert names(peppol) == (["UBL 2.1", "EN 16931 for UBL 1.3.16"], ["Peppol BIS Billing 3 3.0.21"])
    assert names(french) == (
        ["Factur-X EN 16931 schema 1.09.2", "Factur-X EN 16931 1.09.2", "French invoices for CII 1.4.0"],
        ["EN 16931 for CII 1.3.16"],
    )


@with_reference
def test_the_rules_directory_is_used_and_an_older_version_is_told_as_such():
    xrechnung = official.check(profiles.write(case("DE", "domestic"), syntax="xrechnung"), rules_dir=REFERENCE)

    assert names(xrechnung) == (
        ["UBL 2.1", "EN 16931 for UBL 1.3.16", "XRechnung for UBL 2.5.0"],
        ["XRechnung for UBL 2.6.0"],
    )


@with_reference
def test_the_version_in_force_depends_on_the_day():
    xml = profiles.write(case("BE", "domestic"), syntax="peppol")

    before = official.check(xml, rules_dir=REFERENCE, on=date(2026, 8, 16))
    after = official.check(xml, rules_dir=REFERENCE, on=date(2026, 8, 17))

    assert "Peppol BIS Billing 3 3.0.20" in names(before)[1]
    assert names(after)[1] == []


def test_a_set_an_operator_adds_is_applied(tmp_path):
    rule = '<rule context="/*"><assert test="false()" id="HOUSE-1" flag="fatal">Never (BT-10).</assert></rule>'
    (tmp_path / "house-1.sch").write_text(
        f'<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern>{rule}</pattern></schema>'
    )
    (tmp_path / "rule_sets.yaml").write_text(
        "- {name: House, version: '1', valid_from: 2026-01-01, kind: rules, profiles: [ubl], documents: [Invoice],"
        " files: [house-1.sch], marks: [house-1], source: ours}\n"
    )

    report = official.check(profiles.write(case("BE", "domestic"), syntax="ubl"), rules_dir=tmp_path)

    assert "House 1" in names(report)[0]
    assert [(found.rule, found.field) for found in report.findings] == [("HOUSE-1", "buyer reference")]


def test_a_fault_against_the_schema_names_the_line_and_the_element():
    xml = CONCERT.replace(b"<cbc:DueDate>2026-12-10</cbc:DueDate>", b"<cbc:DueDate>soon</cbc:DueDate>")

    finding = official.check(xml).findings[0]

    assert (finding.rule, str(finding.where)) == ("XSD", "line 7 of the file")
    assert finding.text == "Element 'DueDate': 'soon' is not a valid value of the atomic type 'xs:date'."


def test_an_amount_that_is_no_number_stops_the_sheet_and_is_told():
    xml = CONCERT.replace(b'PayableAmount currencyID="EUR">1446.00<', b'PayableAmount currencyID="EUR">much<')

    rules = {finding.rule for finding in official.check(xml).findings}

    assert {"XSD", "rules not applied"} <= rules


@pytest.mark.parametrize(
    ("country", "syntax", "profile"),
    [
        ("BE", "peppol", "peppol"),
        ("DE", "xrechnung", "xrechnung"),
        ("BE", "ubl", "ubl"),
        ("FR", "facturx", "cii"),
        ("IT", "fatturapa", "fatturapa"),
    ],
)
def test_a_document_is_taken_for_what_it_claims(country, syntax, profile):
    assert official.check(profiles.write(case(country, "domestic"), syntax=syntax)).profile == profile


def test_a_document_of_another_kind_than_the_profile_is_told_so():
    [finding] = official.check(CONCERT, profile="facturx").findings

    assert (finding.rule, str(finding.found), str(finding.expected)) == (
        "SMART-PROFILE",
        "Invoice",
        "a document of the profile “facturx”",
    )


def test_a_french_case_sent_abroad_is_no_french_domestic_invoice():
    abroad = official.check(profiles.write(case("FR", "reverse_charge"), syntax="ubl"))

    assert "French invoices for UBL 1.4.0" not in names(abroad)[0]


def run(*words: str) -> tuple[str, str]:
    out, told = io.StringIO(), io.StringIO()
    call_command("einvoice", *words, stdout=out, stderr=told)
    return out.getvalue(), told.getvalue()


@pytest.fixture
def file(tmp_path):
    def written(content: bytes, name: str = "invoice.xml") -> str:
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return written


def test_the_command_says_what_was_applied_and_what_is_not_at_hand(file):
    out, told = run("check", file(CONCERT))

    assert out == "No rule is broken, as far as these checks go.\n"
    assert told == (
        "Applied beside our own checks: UBL 2.1, EN 16931 for UBL 1.3.16.\n"
        "Not at hand: Peppol BIS Billing 3 3.0.21. Name their directory with --rules or EINVOICE_RULES.\n"
    )


def test_the_command_tells_an_official_finding_on_one_line(file, capsys):
    odd = CONCERT.replace(b'unitCode="', b'unitCode="X-', 1)

    with pytest.raises(SystemExit):
        call_command("einvoice", "check", file(odd))

    out = capsys.readouterr().out
    assert out.startswith("fatal BR-CL-23")
    assert out.count("\n") == 1


def test_our_own_checks_alone_need_no_sheet(file):
    assert run("check", file(CONCERT), "--own") == ("No rule is broken, as far as these checks go.\n", "")


def test_the_report_is_one_json_with_findings_and_rules(file):
    odd = CONCERT.replace(b"<cbc:DueDate>2026-12-10</cbc:DueDate>", b"")

    held = json.loads(run("check", file(odd), "--report")[0])

    assert held["profile"] == "peppol"
    assert held["applied"] == ["UBL 2.1", "EN 16931 for UBL 1.3.16"]
    assert held["missing"] == ["Peppol BIS Billing 3 3.0.21"]
    assert [finding["rule"] for finding in held["findings"]] == ["BR-CO-25"]


@with_reference
def test_the_command_takes_rules_from_a_directory_or_the_setting(file, settings):
    xml = file(profiles.write(case("BE", "domestic"), syntax="peppol"))

    by_option = run("check", xml, "--rules", str(REFERENCE), "--on", "2026-11-26")[1]
    settings.EINVOICE_RULES = REFERENCE
    by_setting = run("check", xml)[1]

    assert by_option == by_setting
    assert "Peppol BIS Billing 3 3.0.21" in by_setting
    assert "Not at hand" not in by_setting


def test_a_pdf_is_read_converted_and_checked_like_its_data(file):
    xml = profiles.write(case("FR", "two_rates"), syntax="facturx")
    paper = render_facturx_pdf("pdf/invoice.html", papers.invoice(), language="fr", issued_at=papers.ISSUED_AT, xml=xml)
    path = file(paper, "invoice.pdf")

    assert json.loads(run("read", path)[0])["totals"]["due"] == "571.00"
    assert run("convert", path, "--to", "facturx")[0].encode() == xml
    out, told = run("check", path)
    assert out == "No rule is broken, as far as these checks go.\n"
    assert "Factur-X EN 16931 1.09.2, French invoices for CII 1.4.0" in told
