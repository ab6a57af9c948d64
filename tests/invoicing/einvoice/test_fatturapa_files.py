"""No text breaks a FatturaPA, and every official file comes back as it was: what the schema says of what is written."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from invoicing.einvoice import document, profiles
from invoicing.einvoice.latin import to_latin
from invoicing.einvoice.model import Account, Contact, Invoice, Item, Note, PaymentMeans, PrecedingInvoice
from invoicing.einvoice.words import EinvoiceError
from tests.invoicing.einvoice.cases import case
from tests.invoicing.einvoice.national import FATTURAPA, examples, faults


def again(invoice: Invoice) -> Invoice:
    return profiles.read(profiles.write(invoice, syntax="fatturapa"))


def say(invoice: Invoice, name: str) -> list[str]:
    return [found.text for found in etree.fromstring(profiles.write(invoice, syntax="fatturapa")).iter(name)]


@pytest.fixture
def workshop() -> Invoice:
    return case("IT", "domestic")


def test_curly_quotes_and_dashes_do_not_break_the_schema(workshop):
    item = Item(name="“La città” — l’opera", description="100 € – Łódź")
    seller = dataclasses.replace(workshop.seller, name="Coopératîve “Œuvre” — Ελλάς")
    invoice = dataclasses.replace(
        workshop,
        number="IT–2026/0042",
        seller=seller,
        lines=(dataclasses.replace(workshop.lines[0], item=item),),
        notes=(Note(text="Grazie… " * 60),),
    )

    assert faults(profiles.write(invoice, syntax="fatturapa"), FATTURAPA) == []
    assert say(invoice, "Descrizione") == ['"La città" - l\'opera | 100 EUR - Lódz']
    assert say(invoice, "Denominazione")[0] == 'Coopératîve "OEuvre" - Ellas'
    assert say(invoice, "Numero") == ["IT-2026/0042"]
    assert all(len(part) <= 200 for part in say(invoice, "Causale"))


WORDS = st.text(min_size=1).filter(lambda text: bool(text.strip("ЪЬъь \n\t\r")) and to_latin(text) != "")


@given(WORDS, WORDS, WORDS, WORDS)
def test_no_text_breaks_the_schema(name, item, note, order):
    workshop = case("IT", "domestic")
    line = dataclasses.replace(workshop.lines[0], item=Item(name=item), note=note)
    buyer = dataclasses.replace(
        workshop.buyer,
        name=name,
        address=dataclasses.replace(workshop.buyer.address, line_1=name, city=note),
    )
    account = Account(number=order, name=name, provider=order)
    invoice = dataclasses.replace(
        workshop,
        buyer=buyer,
        lines=(line,),
        notes=(Note(text=note),),
        order_reference=order,
        contract_reference=order,
        buyer_reference=note,
        seller=dataclasses.replace(workshop.seller, contact=Contact(name=name, phone=order, email=name)),
        payment_means=(PaymentMeans(code="58", remittance=order, account=account),),
    )

    content = profiles.write(invoice, syntax="fatturapa")

    assert faults(content, FATTURAPA) == []
    assert profiles.write(profiles.read(content), syntax="fatturapa") == content


def test_a_number_is_never_cut(workshop):
    long = "IT/2026/" + "0" * 13
    earlier = PrecedingInvoice(number=long, issued_on=date(2026, 11, 1))
    invoice = dataclasses.replace(workshop, number=long, preceding_invoices=(earlier,))

    assert say(invoice, "Numero") == [long]
    assert again(invoice).preceding_invoices == (earlier,)


def test_a_shortened_name_is_not_said_twice(workshop):
    item = Item(name="Concerto di…", description="Concerto di Capodanno in piazza")
    line = dataclasses.replace(workshop.lines[0], item=item)

    assert say(dataclasses.replace(workshop, lines=(line,)), "Descrizione") == ["Concerto di Capodanno in piazza"]


FILES = examples("fatturapa", "fatturapa-oca-samples")
INVALID_BEFORE = {"IT01234567890_FPR05.xml"}
"""Its line discount has no kind: invalid as it was sent, valid as it is written here."""


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_an_official_example_comes_back_as_it_was(path):
    content = path.read_bytes()
    invoices = profiles.read_all(content)

    rewritten = profiles.write_all(invoices, syntax="fatturapa")

    assert bool(faults(content, FATTURAPA)) == (path.name in INVALID_BEFORE)
    assert profiles.read_all(rewritten) == invoices
    assert faults(rewritten, FATTURAPA) == []
    assert [document.from_document(document.to_document(invoice)) for invoice in invoices] == [*invoices]


@pytest.mark.skipif(not FILES, reason="the official examples are not here (../shared/reference/einvoice-data)")
def test_an_official_file_without_invoice_says_so():
    [bad] = FILES[0].parents[2].parent.glob("fatturapa/bad/*.xml")

    with pytest.raises(EinvoiceError, match="The file holds 0 invoices"):
        profiles.read(bad.read_bytes())
