"""Factur-X and ZUGFeRD 2: the invoice on paper with its own data inside, one PDF/A-3 file, profile EN 16931.

The paper stays what our papers are: tagged, reproducible, readable aloud (PDF/UA-1). Factur-X 1.09, chapter 6: the file
is called factur-x.xml, stands beside the paper as its alternative, and the metadata name it in the schema `fx`.
"""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from invoicing.einvoice.words import EinvoiceError, gettext_noop
from smart.foundation.enclosures import Enclosure
from smart.foundation.pdf import render_pdf

FILE: Final = "factur-x.xml"
NAMES: Final = (FILE, "xrechnung.xml", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml")
"""What the data is called in the files people send: Factur-X and ZUGFeRD 2, XRechnung in ZUGFeRD, ZUGFeRD 2.0 and 1."""

FX: Final = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
SCHEMA: Final = """<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"""
PROPERTY: Final = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>\
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>{category}</pdfaProperty:category>\
<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>"""
FX_PROPERTIES: Final = {
    "DocumentFileName": "The name of the embedded XML document",
    "DocumentType": "The type of the hybrid document in capital letters",
    "Version": "The version of the standard applying to the embedded XML document",
    "ConformanceLevel": "The conformance level of the embedded XML document",
}


def render_facturx_pdf(
    template: str, context: Mapping[str, Any], *, language: str, issued_at: datetime, xml: bytes
) -> bytes:
    """Return the paper with `xml` (Factur-X, profile EN 16931) inside; equal input gives equal bytes."""
    enclosure = Enclosure(name=FILE, content=xml, description="Factur-X", metadata=_metadata().encode())
    return render_pdf(
        template, context, language=language, issued_at=issued_at, variant="pdf/a-3a", enclosure=enclosure
    )


def is_pdf(content: bytes) -> bool:
    """Whether the file says it is a PDF; some senders put a few bytes before it (ISO 32000-1, annex H.3)."""
    return b"%PDF-" in content[:1024]


def xml_of(content: bytes) -> bytes:
    """Return the e-invoice of a file as it was received: the file itself, or what a PDF holds."""
    return extract_xml(content) if is_pdf(content) else content


def extract_xml(content: bytes) -> bytes:
    """Return the e-invoice inside a PDF, byte for byte. Raises EinvoiceError when there is none."""
    try:
        files = PdfReader(io.BytesIO(content)).attachments
        found = next((name for name in NAMES if files.get(name)), "")
        if found:
            return files[found][0]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
        text = gettext_noop("The PDF cannot be read: %(found)s. Ask the sender for the original file.")
        raise EinvoiceError(text, found=str(error) or type(error).__name__) from error
    text = gettext_noop(
        "The PDF has no e-invoice inside (files found: %(found)s). Expected one of: %(expected)s. Ask the sender for"
        " Factur-X or for the XML file."
    )
    raise EinvoiceError(text, found=", ".join(sorted(files)) or "-", expected=", ".join(NAMES))


def _metadata() -> str:
    """The XMP that announces the data, and the descriptions PDF/A asks for every schema of one's own."""
    values = {"DocumentType": "INVOICE", "DocumentFileName": FILE, "Version": "1.0", "ConformanceLevel": "EN 16931"}
    facts = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, value in values.items())
    properties = "".join(
        PROPERTY.format(name=name, kind="Text", category="external", text=text) for name, text in FX_PROPERTIES.items()
    )
    part = PROPERTY.format(name="part", kind="Integer", category="internal", text="The part of ISO 14289 it keeps to")
    ua = "http://www.aiim.org/pdfua/ns/id/"
    schemas = SCHEMA.format(title="Factur-X PDFA Extension Schema", uri=FX, prefix="fx", properties=properties)
    schemas += SCHEMA.format(title="PDF/UA Universal Accessibility Schema", uri=ua, prefix="pdfuaid", properties=part)
    return (
        f'<rdf:Description rdf:about="" xmlns:fx="{FX}">{facts}</rdf:Description>'
        f'<rdf:Description rdf:about="" xmlns:pdfuaid="{ua}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )
