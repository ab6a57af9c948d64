"""A schematron becomes a stylesheet that gives the verdict its authors meant, shown on small ones and on the official tests."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from invoicing.einvoice.official import rule_sets, sheets
from invoicing.einvoice.official.schematron import compile_schematron
from tests.invoicing.einvoice.conftest import MISSING, REFERENCE

VEFA = "{http://difi.no/xsd/vefa/validator/1.0}"
EN_UBL = rule_sets.package() / "ubl-2.1/EN16931-UBL-validation.xslt"
PEPPOL = REFERENCE / "peppol-bis-billing-3.0.21/rules/PEPPOL-EN16931-UBL.sch"
XRECHNUNG = REFERENCE / "xrechnung-3.0.2/rules-sch/schematron"
with_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason=MISSING)

TOWN = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" xmlns:u="utils">
  <title>A town</title>
  <ns prefix="t" uri="town"/>
  <let name="limit" value="2"/>
  <phase id="all"><active pattern="houses"/></phase>
  <include href="more.sch"/>
  <function xmlns="http://www.w3.org/1999/XSL/Transform" name="u:even" as="xs:boolean" xmlns:xs="http://www.w3.org/2001/XMLSchema">
    <param name="value"/><sequence select="xs:integer($value) mod 2 = 0"/>
  </function>
  <key xmlns="http://www.w3.org/1999/XSL/Transform" name="by-number" match="t:house" use="@number"/>
  <pattern abstract="true" id="named">
    <rule context="$thing"><assert test="@name" id="NAMED" flag="warning">A <name/> has a name in <value-of select="$place"/>.</assert></rule>
  </pattern>
  <pattern is-a="named"><param name="thing" value="t:street"/><param name="place" value="'town'"/></pattern>
  <pattern id="houses">
    <let name="most" value="$limit + 1"/>
    <rule abstract="true" id="numbered"><assert test="@number" id="NUMBERED">No number.</assert></rule>
    <rule context="t:house[@derelict]"><report test="@lamp" id="LAMP">A lamp burns at <value-of select="@number"/>.</report></rule>
    <rule context="t:house">
      <let name="floors" value="count(t:floor)"/>
      <extends rule="numbered"/>
      <assert test="$floors le $most" id="FLOORS" role="error">It has <value-of select="$floors"/> floors.</assert>
      <assert test="not(@number) or u:even(@number)" id="EVEN" flag="warning">The number is odd.</assert>
      <assert test="count(key('by-number', @number)) le 1" id="TWICE">The number is there twice.</assert>
    </rule>
  </pattern>
</schema>"""
MORE = """<pattern xmlns="http://purl.oclc.org/dsdl/schematron">
  <rule context="@number"><assert test="not(contains(., ' '))" id="BLANK">A number has no blank.</assert></rule>
</pattern>"""


@pytest.fixture
def town(tmp_path) -> Path:
    (tmp_path / "town.sch").write_text(TOWN)
    (tmp_path / "more.sch").write_text(MORE)
    return tmp_path / "town.sch"


def broken(sheet: Path, inner: str) -> list[tuple[str, str, str]]:
    found = sheets.run(sheet, document=f'<town xmlns="town">{inner}</town>')
    return [(part.rule, part.flag, part.words) for part in found]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('<house number="2"/>', []),
        ('<house number="3"/>', [("EVEN", "warning", "The number is odd.")]),
        ("<house/>", [("NUMBERED", "fatal", "No number.")]),
        ('<house number="2"><floor/><floor/><floor/><floor/></house>', [("FLOORS", "error", "It has 4 floors.")]),
        ('<house number="2"><floor/><floor/><floor/></house>', []),
        ('<house derelict="1" number="3" lamp="1"/>', [("LAMP", "fatal", "A lamp burns at 3.")]),
        ("<house derelict='1'/>", []),
        ("<street/>", [("NAMED", "warning", "A street has a name in town.")]),
        ('<house number="2"/><house number="2"/>', [("TWICE", "fatal", "The number is there twice.")] * 2),
    ],
)
def test_a_node_obeys_the_first_rule_it_fits(town, inner, expected):
    assert broken(town, inner) == expected


def test_an_included_pattern_speaks_of_attributes_too(town):
    found = sheets.run(town, document='<town xmlns="town"><house derelict="1" number="1 2"/></town>')

    assert [(part.rule, part.place) for part in found] == [("BLANK", "/Q{town}town[1]/Q{town}house[1]/@number")]


def test_a_let_without_an_expression_and_an_unknown_base_are_told(tmp_path):
    schema = '<schema xmlns="http://purl.oclc.org/dsdl/schematron">%s</schema>'
    path = tmp_path / "bad.sch"
    path.write_text(schema % '<let name="a"><b/></let>')
    with pytest.raises(ValueError, match="'a' has no value"):
        compile_schematron(path)
    path.write_text(schema % '<pattern><rule context="a"><extends rule="none"/></rule></pattern>')
    with pytest.raises(ValueError, match="extends 'none'"):
        compile_schematron(path)


def test_a_sheet_that_stops_on_a_document_says_so(tmp_path):
    path = tmp_path / "sum.sch"
    rule = '<rule context="a"><assert test="xs:decimal(.) gt 0" id="SUM">A sum.</assert></rule>'
    path.write_text(f'<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern>{rule}</pattern></schema>')

    assert sheets.run(path, document="<a>1</a>") == []
    with pytest.raises(sheets.SheetFailed, match="x1"):
        sheets.run(path, document="<a>x1</a>")


def unit_tests(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Document, expected verdict (success, error or warning) and rule of every official unit test of a folder."""
    for path in sorted(folder.glob("*.xml")):
        for test in etree.parse(path).getroot().iter(f"{VEFA}test"):
            documents = [part for part in test if isinstance(part.tag, str) and not part.tag.startswith(VEFA)]
            for verdict in test.find(f"{VEFA}assert"):
                kind = verdict.tag.removeprefix(VEFA)
                if documents and kind != "description":
                    yield etree.tostring(documents[0], encoding="unicode"), kind, verdict.text.strip()


def disagreements(folder: Path, sheet: Path) -> tuple[int, int]:
    """How many expectations there are and how many the sheet does not meet."""
    number = wrong = 0
    for document, kind, rule in unit_tests(folder):
        number += 1
        is_broken = rule in {part.rule for part in sheets.run(sheet, document=document)}
        wrong += is_broken == (kind == "success")
    return number, wrong


@with_reference
@pytest.mark.parametrize(("name", "number"), [("PEPPOL", 110), ("SE", 24), ("DE", 32), ("IT", 6)])
def test_the_official_unit_tests_of_peppol_give_the_verdict_expected(name, number):
    assert disagreements(REFERENCE / f"peppol-bis-billing-3.0.21/public/unit-UBL-{name}", PEPPOL) == (number, 0)


@with_reference
@pytest.mark.parametrize(("name", "number"), [("invoice", 431), ("creditnote", 105)])
def test_the_official_unit_tests_of_the_norm_give_the_verdict_expected(name, number):
    assert disagreements(REFERENCE / f"en16931/public/unit-{name}-ubl", EN_UBL) == (number, 0)


@with_reference
def test_the_wrong_sheet_does_not_give_the_verdict_expected():
    folder = REFERENCE / "peppol-bis-billing-3.0.21/public/unit-UBL-PEPPOL"

    assert disagreements(folder, EN_UBL) == (110, 43)


@with_reference
@pytest.mark.parametrize(
    "path", sorted((REFERENCE / "xrechnung-3.0.2/public").glob("testsuite-*/*.xml")), ids=lambda p: p.name
)
def test_the_official_examples_of_xrechnung_break_nothing(path):
    folder = "cii" if path.stem.endswith("uncefact") else "ubl"
    sheet = XRECHNUNG / folder / f"XRechnung-{folder.upper()}-validation.sch"

    found = sheets.run(sheet, document=etree.tostring(etree.parse(path).getroot(), encoding="unicode"))

    assert {part.rule for part in found if part.flag != "information"} == set()


@with_reference
def test_the_official_examples_of_peppol_break_nothing():
    folder = REFERENCE / "peppol-bis-billing-3.0.21/public/examples"
    for path in sorted(folder.glob("*.xml")):
        document = etree.tostring(etree.parse(path).getroot(), encoding="unicode")
        assert sheets.run(PEPPOL, document=document) == [], path.name


def test_the_stylesheet_needs_nothing_beside_it(town):
    sheet = compile_schematron(town)

    assert "include" not in sheet
    assert textwrap.shorten(sheet, 60).startswith("<xsl:stylesheet")
