"""What stands in a file stands in the model, figure by figure, and comes out again in the other syntax."""

import dataclasses
import json
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from invoicing.einvoice import document, profiles
from invoicing.einvoice.model import Identifier, Note
from invoicing.einvoice.words import EinvoiceError
from tests.invoicing.einvoice.conftest import EXAMPLES, schema_faults, without_syntax_marks

D = Decimal
XML = sorted(path.name for path in EXAMPLES.glob("*.xml"))


def example(name: str) -> bytes:
    return (EXAMPLES / name).read_bytes()


def everything():
    return document.from_document(json.loads(example("everything.json")))


def test_a_belgian_concert_is_read_from_ubl():
    invoice = profiles.read(example("performance_be.ubl.xml"))

    assert (invoice.number, invoice.issued_on, invoice.due_on) == (
        "BE/2026/0042",
        date(2026, 11, 10),
        date(2026, 12, 10),
    )
    assert (invoice.seller.name, invoice.seller.trading_name) == ("Invented Cooperative SC", "Invented Cooperative")
    assert invoice.buyer.endpoint == Identifier(value="0403019261", scheme="0208")
    assert [(part.base, part.percent, part.amount) for part in invoice.vat_breakdown] == [
        (D("1250.00"), D("6"), D("75.00")),
        (D("100.00"), D("21"), D("21.00")),
    ]
    assert (invoice.totals.charges, invoice.totals.vat, invoice.totals.due) == (D("100.00"), D("96.00"), D("1446.00"))
    assert invoice.lines[0].allowances[0].amount == D("100.00")
    assert invoice.payment_means[0].remittance == "+++090/9337/55493+++"


def test_a_swedish_credit_note_is_read_with_its_day_project_and_second_currency():
    credit = profiles.read(example("credit_note_se.ubl.xml"))

    assert (credit.type_code, credit.due_on, credit.project_reference) == ("381", date(2026, 12, 12), "Festival 7")
    assert (credit.totals.vat, credit.totals.vat_in_tax_currency) == (D("50.00"), D("550.00"))
    assert credit.seller.tax_registration == "Godkänd för F-skatt"
    assert credit.supporting_documents == ()
    assert credit.preceding_invoices[0].number == "SE-2026-0003"


def test_a_french_translation_is_read_from_cii():
    invoice = profiles.read(example("translation_fr.cii.xml"))

    assert invoice.notes[0] == Note(text="Indemnité forfaitaire de 40 euros.", subject_code="PMT")
    assert invoice.tax_point_code == "432"  # CII says 72
    price = invoice.lines[0].price
    assert (price.net, price.gross, price.discount, price.per_quantity) == (D("10.00"), D("12.00"), D("2.00"), D("100"))
    assert invoice.vat_breakdown[0].exemption_code == "VATEX-EU-AE"


@pytest.mark.parametrize("syntax", ["ubl", "cii"])
@pytest.mark.parametrize("name", XML)
def test_an_example_survives_both_syntaxes(name, syntax):
    invoice = profiles.read(example(name))

    again = profiles.read(profiles.write(invoice, syntax=syntax))

    assert without_syntax_marks(again) == without_syntax_marks(invoice)


@pytest.mark.parametrize("type_code", ["380", "381"])
@pytest.mark.parametrize("syntax", ["ubl", "cii"])
def test_every_field_of_the_norm_survives(syntax, type_code):
    invoice = dataclasses.replace(everything(), type_code=type_code)

    again = profiles.read(profiles.write(invoice, syntax=syntax))

    assert document.to_document(again) == document.to_document(invoice)


@pytest.mark.parametrize("type_code", ["380", "381"])
@pytest.mark.parametrize("syntax", ["ubl", "cii"])
def test_every_field_of_the_norm_is_valid_against_the_schema(syntax, type_code, schemas):
    written = profiles.write(dataclasses.replace(everything(), type_code=type_code), syntax=syntax)

    assert schema_faults(written, schemas) == []


def test_a_note_with_a_subject_is_marked_in_ubl():
    root = etree.fromstring(profiles.write(everything(), syntax="ubl"))

    notes = [note.text for note in root.findall("{*}Note")]

    assert notes == ["Thank you.", "#AAJ#Goods stay ours until paid."]


def test_a_tax_that_falls_due_with_the_payment_is_72_in_cii_and_432_in_ubl():
    cii = etree.fromstring(profiles.write(everything(), syntax="cii"))
    ubl = etree.fromstring(profiles.write(everything(), syntax="ubl"))

    assert cii.findtext(".//{*}DueDateTypeCode") == "72"
    assert ubl.findtext("{*}InvoicePeriod/{*}DescriptionCode") == "432"


@pytest.mark.parametrize(
    ("syntax", "root", "specification"),
    [
        ("peppol", "Invoice", "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"),
        ("xrechnung", "Invoice", "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"),
        ("facturx", "CrossIndustryInvoice", "urn:cen.eu:en16931:2017"),
    ],
)
def test_a_profile_says_what_it_is(syntax, root, specification):
    written = profiles.write(profiles.read(example("translation_fr.cii.xml")), syntax=syntax)

    assert etree.QName(etree.fromstring(written)).localname == root
    assert profiles.read(written).specification == specification


def test_a_breakdown_in_the_accounting_currency_is_no_second_breakdown():
    part = b"""<cac:TaxSubtotal><cbc:TaxableAmount currencyID="SEK">2200.00</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="SEK">550.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID></cac:TaxCategory></cac:TaxSubtotal>"""
    amount = b'<cbc:TaxAmount currencyID="SEK">550.00</cbc:TaxAmount>'
    content = example("credit_note_se.ubl.xml")

    credit = profiles.read(content.replace(amount, amount + part))

    assert credit == profiles.read(content)


def test_a_large_attachment_passes():
    large = dataclasses.replace(everything().supporting_documents[0].attachment, content="A" * 12_000_000)
    document_of_hours = dataclasses.replace(everything().supporting_documents[0], attachment=large)
    invoice = dataclasses.replace(everything(), supporting_documents=(document_of_hours,))

    again = profiles.read(profiles.write(invoice, syntax="ubl"))

    assert again.supporting_documents[0].attachment.content == large.content


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/passwd"', '"a"', '"&b;&b;"'])
def test_a_file_that_declares_a_document_type_is_refused(entity, encoding):
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b {entity}>]><a c="&b;">&b;</a>'

    with pytest.raises(EinvoiceError, match=r"declares a document type \(a\)"):
        profiles.read(bomb.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_a_file_in_another_encoding_reads_the_same(encoding):
    content = example("performance_be.ubl.xml")
    declared = "utf-8" if encoding == "utf-8-sig" else encoding

    other = content.decode().replace('encoding="UTF-8"', f'encoding="{declared}"').encode(encoding)

    assert profiles.read(other) == profiles.read(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not xml", "The file is no XML"),
        (b"<a/>", "no invoice known here"),
        (
            example("performance_be.ubl.xml").replace(b">450.00<", b">450,00<"),
            "PriceAmount is “450,00”; expected a number",
        ),
        (example("performance_be.ubl.xml").replace(b">2026-11-10<", b">10.11.2026<"), "IssueDate is “10.11.2026”"),
    ],
)
def test_what_cannot_be_read_says_what_was_found_and_expected(content, sentence):
    with pytest.raises(EinvoiceError, match=sentence):
        profiles.read(content)


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        ({"numero": "1"}, "invoice has the field “numero”"),
        ({"issued_on": "10.11.2026"}, "invoice.issued_on is '10.11.2026'; expected a day"),
        ({"totals": {"due": "1,00"}}, "invoice.totals.due is '1,00'; expected a number"),
        ({"lines": {}}, "invoice.lines is {}; expected a list"),
        ({"notes": [{}]}, r"invoice.notes\[0\]"),
        ([], r"invoice is \[\]; expected an object"),
    ],
)
def test_a_wrong_json_names_the_place(held, sentence):
    with pytest.raises(EinvoiceError, match=sentence):
        document.from_document(held)
