"""An invoice goes to FatturaPA and comes back: equal in what the format can say, valid against the official schema.

What the samples lose, and why: the contact's name and the whole contact of the buyer (no place), the electronic address
of the seller and of a buyer abroad (the exchange system only knows recipients), the registration of a foreign buyer in
the EU (its VAT number is enough) and the scheme of one outside, the tax registration of the seller when it repeats the
codice fiscale. The recipient's code comes back as electronic address. `sayable` states each of them.
"""

import dataclasses
import json
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from invoicing.einvoice import document, fatturapa, profiles
from invoicing.einvoice.fatturapa_write_parties import progressive
from invoicing.einvoice.model import (
    AllowanceCharge,
    Contact,
    Identifier,
    Invoice,
    Party,
    PaymentMeans,
    VatBreakdown,
)
from invoicing.einvoice.words import EinvoiceError
from tests.invoicing.einvoice.cases import COUNTRIES, NAMES, case
from tests.invoicing.einvoice.conftest import EXAMPLES
from tests.invoicing.einvoice.national import FATTURAPA, faults

D = Decimal


def written(invoice: Invoice) -> etree._Element:
    return etree.fromstring(profiles.write(invoice, syntax="fatturapa"))


def again(invoice: Invoice) -> Invoice:
    return profiles.read(profiles.write(invoice, syntax="fatturapa"))


def say(invoice: Invoice, name: str) -> list[str]:
    return [found.text for found in written(invoice).iter(name)]


def sayable(invoice: Invoice) -> Invoice:
    """The invoice without what FatturaPA has no place for, as the module's docstring lists it."""
    seller = dataclasses.replace(
        invoice.seller, endpoint=None, tax_registration="", contact=_nameless(invoice.seller.contact)
    )
    return dataclasses.replace(
        invoice,
        specification=f"{fatturapa.NAMESPACE}#{fatturapa.format_of(invoice)}",
        seller=seller,
        buyer=_buyer(invoice.buyer),
    )


def _nameless(contact: Contact) -> Contact:
    return dataclasses.replace(contact, name="")


def _buyer(party: Party) -> Party:
    legal = party.legal_id
    if fatturapa.is_abroad(party):
        legal = None if party.vat_id else Identifier(value=legal.value)
    found = fatturapa.recipient(party)
    endpoint = None if found.value in (fatturapa.ABROAD, fatturapa.NO_CODE) else found
    return dataclasses.replace(party, contact=None, identifiers=(), endpoint=endpoint, legal_id=legal)


@pytest.fixture
def workshop() -> Invoice:
    return case("IT", "domestic")


@pytest.mark.parametrize("name", NAMES)
def test_an_italian_sample_comes_back_as_it_was(name):
    invoice = case("IT", name)

    assert again(invoice) == sayable(invoice)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_a_sample_is_valid_against_the_schema_and_stays_so(country, name):
    content = profiles.write(case(country, name), syntax="fatturapa")

    assert faults(content, FATTURAPA) == []
    assert profiles.write(profiles.read(content), syntax="fatturapa") == content


@pytest.mark.parametrize("type_code", ["380", "381"])
def test_every_field_of_the_norm_is_valid_against_the_schema(type_code):
    invoice = document.from_document(json.loads((EXAMPLES / "everything.json").read_bytes()))

    content = profiles.write(dataclasses.replace(invoice, type_code=type_code), syntax="fatturapa")

    assert faults(content, FATTURAPA) == []
    assert profiles.write(profiles.read(content), syntax="fatturapa") == content


@pytest.mark.parametrize(
    ("name", "natura", "recipient", "duty"),
    [
        ("domestic", None, "ABC1234", []),
        ("reverse_charge", "N2.1", "XXXXXXX", ["2.00"]),
        ("intra_eu", "N3.2", "XXXXXXX", []),
        ("export", "N3.1", "XXXXXXX", []),
        ("exempt", "N4", "ABC1234", ["2.00"]),
    ],
)
def test_natura_recipient_and_stamp_duty_follow_from_the_invoice(name, natura, recipient, duty):
    invoice = case("IT", name)

    assert say(invoice, "Natura") == ([natura, natura] if natura else [])
    assert say(invoice, "CodiceDestinatario") == [recipient]
    assert say(invoice, "ImportoBollo") == duty


def test_no_stamp_duty_is_due_up_to_77_47():
    part = case("IT", "exempt").vat_breakdown[0]
    small = dataclasses.replace(case("IT", "exempt"), vat_breakdown=(dataclasses.replace(part, base=D("77.47")),))
    larger = dataclasses.replace(small, vat_breakdown=(dataclasses.replace(part, base=D("77.48")),))

    assert (say(small, "BolloVirtuale"), say(larger, "BolloVirtuale")) == ([], ["SI"])


def test_a_public_body_is_known_by_its_office_code(workshop):
    office = Identifier(value="UFABCD", scheme="0201")
    public = dataclasses.replace(workshop, buyer=dataclasses.replace(workshop.buyer, endpoint=office))

    assert written(public).get("versione") == "FPA12"
    assert say(public, "FormatoTrasmissione") == ["FPA12"]
    assert again(public).buyer.endpoint == office


def test_certified_mail_stands_beside_seven_zeros(workshop):
    mail = Identifier(value="teatro@pec.example", scheme="0202")
    buyer = dataclasses.replace(workshop.buyer, endpoint=mail, identifiers=())

    invoice = dataclasses.replace(workshop, buyer=buyer)

    assert (say(invoice, "CodiceDestinatario"), say(invoice, "PECDestinatario")) == (["0000000"], [mail.value])
    assert again(invoice).buyer.endpoint == mail


def test_an_italian_without_recipient_and_number_is_a_person_with_a_fiscal_code(workshop):
    person = Identifier(value="RSSMRA80A01H501U", scheme="0210")
    buyer = dataclasses.replace(workshop.buyer, endpoint=None, identifiers=(), vat_id="", legal_id=person)

    invoice = dataclasses.replace(workshop, buyer=buyer)

    assert say(invoice, "CodiceDestinatario") == ["0000000"]
    assert (again(invoice).buyer.vat_id, again(invoice).buyer.legal_id) == ("", person)


@pytest.mark.parametrize(("country", "stand_in"), [("US", "OO99999999999"), ("FR", "0000000")])
def test_a_customer_abroad_without_number_gets_the_stand_in_of_the_agency(workshop, country, stand_in):
    address = dataclasses.replace(workshop.buyer.address, country=country, post_code="EC1A 1BB", city="Springfield")
    buyer = Party(name="Nobody's Theatre", address=address)

    invoice = dataclasses.replace(workshop, buyer=buyer)

    assert say(invoice, "IdCodice")[-1] == stand_in
    assert say(invoice, "CAP")[-1] == "00000"
    assert say(invoice, "Comune")[-1] == "Springfield (EC1A 1BB)"
    assert again(invoice).buyer == dataclasses.replace(buyer, address=dataclasses.replace(address, subdivision=""))


@pytest.mark.parametrize(
    ("type_code", "process", "kind"),
    [
        ("380", "", "TD01"),
        ("381", "", "TD04"),
        ("386", "", "TD02"),
        ("383", "", "TD05"),
        ("389", "", "TD01"),
        ("380", "TD24", "TD24"),
        ("380", "TD17", "TD17"),
        ("386", "TD03", "TD03"),
    ],
)
def test_the_kind_of_document_comes_from_the_type_or_is_asked_for(workshop, type_code, process, kind):
    invoice = dataclasses.replace(workshop, type_code=type_code, process=process)

    assert say(invoice, "TipoDocumento") == [kind]
    assert say(invoice, "SoggettoEmittente") == (["CC"] if type_code == "389" else [])
    assert (again(invoice).type_code, again(invoice).process) == (type_code, process)


@pytest.mark.parametrize(
    ("category", "reason", "natura"),
    [
        ("AE", "Inversione contabile", "N6.9"),
        ("AE", "N6.3 Subappalto edile", "N6.3"),
        ("E", "N1 Escluse ex art. 15", "N1"),
        ("E", "N3.5 Dichiarazione d'intento", "N3.5"),
        ("G", "N3.3 Cessione verso San Marino", "N3.3"),
        ("O", "Fuori campo", "N2.2"),
    ],
)
def test_another_natura_is_asked_for_at_the_start_of_the_reason(workshop, category, reason, natura):
    percent = None if category == "O" else D(0)
    part = VatBreakdown(base=D("300"), amount=D(0), category=category, percent=percent, exemption_reason=reason)
    line = dataclasses.replace(workshop.lines[0], vat_category=category, vat_percent=percent)
    invoice = dataclasses.replace(workshop, vat_breakdown=(part,), lines=(line,))

    assert say(invoice, "Natura") == [natura, natura]
    assert again(invoice).vat_breakdown[0].exemption_reason == reason
    assert again(invoice).lines[0].vat_category == category


def test_split_payment_says_s_and_asks_only_for_the_net(workshop):
    part = dataclasses.replace(workshop.vat_breakdown[0], category="B")
    line = dataclasses.replace(workshop.lines[0], vat_category="B")
    totals = dataclasses.replace(workshop.totals, paid=D("66.00"), due=D("300.00"))
    invoice = dataclasses.replace(workshop, vat_breakdown=(part,), lines=(line,), totals=totals)

    assert (say(invoice, "EsigibilitaIVA"), say(invoice, "ImportoPagamento")) == (["S"], ["300.00"])
    assert again(invoice) == sayable(invoice)


def test_vat_due_with_the_payment_is_deferred(workshop):
    cash = dataclasses.replace(workshop, tax_point_code="432")

    assert say(cash, "EsigibilitaIVA") == ["D"]
    assert again(cash).tax_point_code == "432"


def test_an_allowance_and_a_charge_of_the_document_are_lines_of_their_own(workshop):
    off = AllowanceCharge(amount=D("10.00"), reason="Sconto fedeltà", vat_category="S", vat_percent=D("22"))
    travel = AllowanceCharge(amount=D("20.00"), reason="Trasferta", vat_category="S", vat_percent=D("22"))
    totals = dataclasses.replace(
        workshop.totals, allowances=D("10.00"), charges=D("20.00"), without_vat=D("310.00"), vat=D("68.20")
    )
    part = dataclasses.replace(workshop.vat_breakdown[0], base=D("310.00"), amount=D("68.20"))
    invoice = dataclasses.replace(
        workshop,
        allowances=(off,),
        charges=(travel,),
        vat_breakdown=(part,),
        totals=dataclasses.replace(totals, with_vat=D("378.20"), due=D("378.20")),
    )

    assert say(invoice, "TipoCessionePrestazione") == ["SC", "AC"]
    assert say(invoice, "PrezzoTotale") == ["300.00", "-10.00", "20.00"]
    assert again(invoice) == sayable(invoice)


def test_a_discount_of_a_line_is_told_per_unit(workshop):
    off = AllowanceCharge(amount=D("10.00"), reason="Sconto")
    line = dataclasses.replace(workshop.lines[0], quantity=D("3"), net=D("440.00"), allowances=(off,))

    invoice = dataclasses.replace(workshop, lines=(line,))

    assert say(invoice, "Importo") == ["3.33333333"]
    assert again(invoice).lines == (line,)


def test_instalments_in_the_terms_become_payments(workshop):
    terms = "2026-12-10 166.00\n2027-01-10 200.00"
    invoice = dataclasses.replace(workshop, payment_terms=terms)

    assert say(invoice, "CondizioniPagamento") == ["TP01"]
    assert say(invoice, "ImportoPagamento") == ["166.00", "200.00"]
    assert say(invoice, "DataScadenzaPagamento") == ["2026-12-10", "2027-01-10"]
    assert again(invoice) == sayable(invoice)


def test_regime_and_register_are_told_in_the_legal_information(workshop):
    said = "RegimeFiscale RF19\nREA MI 123456 capital 10000.00 SM LN"
    seller = dataclasses.replace(workshop.seller, legal_information=said)

    invoice = dataclasses.replace(workshop, seller=seller)

    assert (say(invoice, "RegimeFiscale"), say(invoice, "NumeroREA")) == (["RF19"], ["123456"])
    assert again(invoice).seller.legal_information == said


def test_references_of_a_public_contract_have_their_fields(workshop):
    invoice = dataclasses.replace(
        workshop,
        tender_reference="Z123456789",
        project_reference="B81B26000000001",
        contract_reference="2026/7",
        accounting_reference="",
        lines=(dataclasses.replace(workshop.lines[0], order_line="10"),),
    )

    assert (say(invoice, "CodiceCIG"), say(invoice, "CodiceCUP")) == (["Z123456789"], ["B81B26000000001"])
    assert say(invoice, "IdDocumento") == ["PO-4711", "PO-4711", "2026/7"]
    assert again(invoice) == sayable(invoice)


def test_unknown_units_prices_for_many_and_other_means_are_told(workshop):
    line = dataclasses.replace(workshop.lines[0], unit="XYZ")
    price = dataclasses.replace(line.price, net=D("1500"), per_quantity=D("10"))
    means = PaymentMeans(code="1", text="MP23")
    invoice = dataclasses.replace(workshop, lines=(dataclasses.replace(line, price=price),), payment_means=(means,))

    assert (say(invoice, "UnitaMisura"), say(invoice, "PrezzoUnitario")) == (["XYZ"], ["150.00"])
    assert say(invoice, "ModalitaPagamento") == ["MP23"]
    assert again(invoice).payment_means == (means,)


def test_a_quantity_below_zero_gives_its_sign_to_the_price(workshop):
    deposit = dataclasses.replace(workshop.lines[0], quantity=D("-1"), net=D("-150.00"))
    invoice = dataclasses.replace(workshop, lines=(deposit,))

    assert (say(invoice, "Quantita"), say(invoice, "PrezzoUnitario")) == (["1.00"], ["-150.00"])
    assert again(invoice).lines[0].net == D("-150.00")
    assert faults(profiles.write(invoice, syntax="fatturapa"), FATTURAPA) == []


def test_the_seller_keeps_its_number_where_the_norm_hides_it(workshop):
    seller = dataclasses.replace(workshop.seller, vat_id="")

    assert say(dataclasses.replace(workshop, seller=seller), "IdCodice")[:2] == ["99999990015", "99999990015"]


def test_a_credit_note_that_leaves_the_means_open_tells_no_payment(workshop):
    credit = dataclasses.replace(case("IT", "credit_note"), payment_means=(PaymentMeans(code="1"),), due_on=None)

    assert say(credit, "DatiPagamento") == []
    assert again(credit).totals.due == D("183.00")


def test_the_progressive_number_is_the_end_of_the_invoice_number():
    assert progressive("IT/2026/0042") == "IT20260042"
    assert progressive("IT-CN/2026/000042") == "N2026000042"[-10:]


def test_a_fatturapa_becomes_a_plain_european_invoice_in_another_syntax(workshop):
    as_ubl = profiles.read(profiles.write(again(dataclasses.replace(workshop, process="TD24")), syntax="ubl"))

    assert (as_ubl.specification, as_ubl.process) == (profiles.EN16931, "")
    assert as_ubl.totals.due == D("366.00")


def test_a_file_of_several_invoices_is_a_lot(workshop):
    second = dataclasses.replace(workshop, number="IT/2026/0043", due_on=date(2026, 12, 20))

    content = profiles.write_all([workshop, second], syntax="fatturapa")

    assert [invoice.number for invoice in profiles.read_all(content)] == ["IT/2026/0042", "IT/2026/0043"]
    assert faults(content, FATTURAPA) == []
    with pytest.raises(EinvoiceError, match="The file holds 2 invoices"):
        profiles.read(content)
    with pytest.raises(EinvoiceError, match="“ubl” holds one per file"):
        profiles.write_all([workshop, second], syntax="ubl")
