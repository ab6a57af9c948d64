"""Every format × seven tenants × eight situations against the official rules: schema, norm, profile and country.

What comes with the portal always runs; the rest runs where the reference folder is, and what is not at hand is skipped
by name. A combination a format cannot say is named with the rule it must break.
"""

import dataclasses

import pytest

from invoicing.einvoice import official, profiles
from invoicing.einvoice.findings import FATAL
from invoicing.einvoice.official import rule_sets
from tests.invoicing.einvoice.cases import COUNTRIES, NAMES, case
from tests.invoicing.einvoice.conftest import REFERENCE

EUROPEAN = ("ubl", "cii", "peppol", "xrechnung", "facturx")
NATIONAL = {"fatturapa": "IT", "ebinterface": "AT", "facturae": "ES"}
CANNOT_SAY = {("peppol", "FR"): "PEPPOL-EN16931-R002"}
"""Peppol BIS takes one note, a French domestic invoice has three (PMT, PMD, AAB)."""

RULES = REFERENCE if REFERENCE.is_dir() else None
NEWEST = {row.name: row for row in rule_sets.table()}.values()


def fatal(country: str, name: str, syntax: str) -> set[str]:
    xml = profiles.write(case(country, name), syntax=syntax)
    report = official.check(xml, profile=syntax, rules_dir=RULES)
    assert report.applied or syntax in NATIONAL
    return {finding.rule for finding in report.findings if finding.severity == FATAL}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("syntax", EUROPEAN)
def test_a_tenant_can_invoice_every_situation(syntax, country):
    expected = {CANNOT_SAY[syntax, country]} if RULES and (syntax, country) in CANNOT_SAY else set()

    assert {name: fatal(country, name, syntax) for name in NAMES} == dict.fromkeys(NAMES, expected)


@pytest.mark.skipif(RULES is None, reason="the national schemas are not at hand")
@pytest.mark.parametrize("syntax", NATIONAL)
def test_a_national_format_says_every_situation(syntax):
    assert {name: fatal(NATIONAL[syntax], name, syntax) for name in NAMES} == {name: set() for name in NAMES}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("syntax", ["ubl", "cii", "peppol", "facturx"])
def test_a_service_outside_the_tax_may_not_show_vat_numbers(syntax, country):
    invoice = case(country, "export")
    line = dataclasses.replace(invoice.lines[0], vat_category="O", vat_percent=None)
    part = dataclasses.replace(
        invoice.vat_breakdown[0], category="O", percent=None, exemption_code="VATEX-EU-O", exemption_reason=""
    )
    outside = dataclasses.replace(invoice, lines=(line,), vat_breakdown=(part,))

    found = official.check(profiles.write(outside, syntax=syntax), profile=syntax, rules_dir=RULES).findings

    assert {finding.rule for finding in found if finding.severity == FATAL} - {"PEPPOL-EN16931-R002"} == {"BR-O-02"}


@pytest.mark.parametrize("name", NAMES)
def test_a_french_tenant_uses_peppol_with_one_note(name):
    invoice = dataclasses.replace(case("FR", name), notes=case("FR", name).notes[:1])

    found = official.check(profiles.write(invoice, syntax="peppol"), rules_dir=RULES).findings

    assert [finding for finding in found if finding.severity == FATAL] == []


@pytest.mark.parametrize("syntax", ["ubl", "cii", "facturx"])
def test_a_french_domestic_invoice_is_held_to_the_reform(syntax):
    report = official.check(profiles.write(case("FR", "domestic"), syntax=syntax), profile=syntax, rules_dir=RULES)

    assert any(named.name.startswith("French invoices") for named in report.applied)


@pytest.mark.parametrize("row", NEWEST, ids=lambda row: f"{row.name} {row.version}")
def test_a_set_that_holds_is_at_hand(row):
    held = rule_sets.in_force(RULES, profiles=row.profiles, document=row.documents[0], on=None)
    found = {part.rules.name: part for part in held}.get(row.name)
    if found is None:
        pytest.skip(f"{row.instead_of} is at hand, so {row.name} does not stand in for it")
    if not found.is_in_force:
        pytest.skip(f"not at hand: {row.name} {row.version} ({', '.join(row.files)})")

    assert found.path.is_file()


def test_every_row_of_the_table_names_its_source_and_a_place_to_look():
    for row in rule_sets.table():
        assert row.source, row.name
        assert row.package or row.files, row.name
        assert not row.package or (rule_sets.package() / row.package.format(document=row.documents[0])).is_file()
