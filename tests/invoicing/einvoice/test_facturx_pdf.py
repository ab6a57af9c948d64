"""The paper with its own data inside: one PDF/A-3, tagged, the same bytes every time, and the data comes out as they went in."""

import io
import re
from datetime import UTC, datetime

import facturx
import pikepdf
import pytest
from lxml import etree

from invoicing.einvoice import profiles
from invoicing.einvoice.facturx_pdf import extract_xml, is_pdf, render_facturx_pdf
from invoicing.einvoice.words import EinvoiceError
from smart.foundation.pdf import render_pdf
from tests.foundation import papers
from tests.invoicing.einvoice.conftest import EXAMPLES

WHEN = papers.ISSUED_AT
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"


@pytest.fixture(scope="module")
def xml() -> bytes:
    invoice = profiles.read((EXAMPLES / "translation_fr.cii.xml").read_bytes())
    return profiles.write(invoice, syntax="facturx")


@pytest.fixture(scope="module")
def paper(xml) -> bytes:
    return render_facturx_pdf("pdf/invoice.html", papers.invoice(), language="fr", issued_at=WHEN, xml=xml)


@pytest.fixture
def opened(paper):
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        yield pdf


@pytest.fixture
def metadata(opened):
    return etree.fromstring(opened.Root.Metadata.read_bytes())


def test_the_data_come_out_as_they_went_in(paper, xml):
    assert extract_xml(paper) == xml
    assert facturx.get_xml_from_pdf(paper, check_xsd=True) == ("factur-x.xml", xml)


def test_the_file_is_named_once_as_the_alternative_of_the_paper(opened, xml):
    [name] = opened.attachments
    [file] = opened.Root.AF

    assert name == "factur-x.xml"
    assert opened.attachments[name].get_file().read_bytes() == xml
    assert file.AFRelationship == "/Alternative"
    assert file.UF == "factur-x.xml"
    assert file.EF.F.Subtype == "/text/xml"
    assert str(file.EF.F.Params.ModDate).startswith("D:20261125083000")


def test_the_metadata_are_one_rdf_that_names_the_data(metadata):
    [rdf] = metadata.findall(f".//{RDF}RDF")
    facts = {name: rdf.findtext(f"{RDF}Description/{FX}{name}") for name in ("DocumentType", "DocumentFileName")}
    facts |= {name: rdf.findtext(f"{RDF}Description/{FX}{name}") for name in ("Version", "ConformanceLevel")}

    assert facts == {
        "DocumentType": "INVOICE",
        "DocumentFileName": "factur-x.xml",
        "Version": "1.0",
        "ConformanceLevel": "EN 16931",
    }


def test_the_paper_says_pdf_a_3a_and_pdf_ua_and_describes_the_schemas_of_its_own(metadata):
    text = etree.tostring(metadata, encoding="unicode")
    prefixes = metadata.findall(".//{http://www.aiim.org/pdfa/ns/schema#}prefix")

    assert 'pdfaid:part="3"' in text
    assert 'pdfaid:conformance="A"' in text
    assert "<pdfuaid:part>1</pdfuaid:part>" in text
    assert [prefix.text for prefix in prefixes] == ["fx", "pdfuaid"]


def test_the_paper_is_tagged_in_its_language_and_says_what_its_colours_are(opened):
    [intent] = opened.Root.OutputIntents

    assert intent.S == "/GTS_PDFA1"
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.Lang == "fr"
    assert "Encrypt" not in opened.trailer


def test_every_font_is_embedded_and_can_be_read_as_text(opened):
    fonts = [held for held in opened.objects if isinstance(held, pikepdf.Dictionary) and held.get("/Type") == "/Font"]
    composite = [font for font in fonts if font.Subtype == "/Type0"]

    assert composite
    for font in composite:
        assert "/ToUnicode" in font
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor or "/FontFile3" in (
            font.DescendantFonts[0].FontDescriptor
        )
    assert {str(font.Subtype) for font in fonts} <= {"/Type0", "/CIDFontType0", "/CIDFontType2"}


def test_equal_input_gives_equal_bytes_and_other_data_another_identifier(paper, xml):
    arguments = {"language": "fr", "issued_at": WHEN}

    again = render_facturx_pdf("pdf/invoice.html", papers.invoice(), **arguments, xml=xml)
    other = render_facturx_pdf("pdf/invoice.html", papers.invoice(), **arguments, xml=xml + b"\n")

    assert again == paper
    assert identifier(other) != identifier(paper)


def identifier(content: bytes) -> bytes:
    return re.search(rb"/ID \[(.*?)\]", content).group(1)


def test_a_paper_without_data_is_refused_with_a_sentence():
    plain = render_pdf(
        "pdf/invoice.html", papers.invoice(), language="fr", issued_at=datetime(2026, 11, 23, tzinfo=UTC)
    )

    assert is_pdf(plain)
    with pytest.raises(EinvoiceError, match="The PDF has no e-invoice inside"):
        extract_xml(plain)


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"%PDF-1.7\nxref\n0 1\ntrailer<</Root 1 0 R>>\n%%EOF"])
def test_a_broken_pdf_is_told_so(content):
    with pytest.raises(EinvoiceError, match=r"The PDF cannot be read|has no e-invoice"):
        extract_xml(content)
