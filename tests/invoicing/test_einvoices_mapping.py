"""An issued invoice told in the terms of EN 16931: every figure typed by hand, every country's own words."""

from decimal import Decimal

import pytest

from countries.models import LegalEntity
from invoicing.einvoice.model import Identifier, Note, Period
from invoicing.models import Invoice, InvoiceLine
from invoicing.models.invoice import InvoiceKind, LineKind
from invoicing.rules import credit_notes
from invoicing.rules.einvoices_mapping import einvoice_of, map_invoice, read_issued
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import WORK, make_client, make_country
from tests.invoicing.einvoice_world import TODAY, accountant, issue, make_firm

D = Decimal


@pytest.fixture
def invoice(inside):
    return issue(inside, make_firm("BE"))


def in_country(code, client_code=None, **facts):
    country = make_country(code)
    with enter(country):
        return einvoice_of(issue(country, make_firm(client_code or code, **facts)))


def test_a_belgian_invoice(invoice):
    document = einvoice_of(invoice, format_name="peppol")

    assert (document.number, document.issued_on, document.type_code) == ("BE-2026-000001", TODAY, "380")
    assert (document.currency, document.due_on) == ("EUR", invoice.due_on)
    totals = document.totals
    assert (totals.lines, totals.without_vat, totals.vat, totals.with_vat, totals.due) == (
        D("1250.00"), D("1250.00"), D("262.50"), D("1512.50"), D("1512.50"),
    )  # fmt: skip
    assert totals.paid is None
    (part,) = document.vat_breakdown
    assert (part.base, part.amount, part.category, part.percent) == (D("1250.00"), D("262.50"), "S", D("21"))
    assert (part.exemption_reason, part.exemption_code) == ("", "")
    (line,) = document.lines
    assert (line.id, line.quantity, line.net, line.price.net) == ("1", D("1"), D("1250.00"), D("1250.00"))
    assert line.item.name == "Painting the wall of the covered playground"
    assert document.period == Period(starts_on=WORK[0], ends_on=WORK[1])
    assert document.delivery.delivered_on == WORK[1]
    (means,) = document.payment_means
    assert (means.code, means.remittance) == ("58", "+++012/6000/00108+++")
    assert means.account.number == "BE49999000000171"
    assert document.notes == ()


def test_both_parties_have_numbers_and_addresses(invoice):
    document = einvoice_of(invoice, format_name="peppol")

    seller, buyer = document.seller, document.buyer
    assert seller.legal_id == Identifier(value="0999990024", scheme="0208")
    assert seller.endpoint == Identifier(value="0999990024", scheme="0208")
    assert (seller.vat_id, seller.contact.email) == ("BE0999990024", "invoices@smart-be.example")
    assert buyer.legal_id == Identifier(value="0888888006", scheme="0208")
    assert buyer.endpoint == Identifier(value="0888888006", scheme="0208")
    assert (buyer.address.city, buyer.address.country) == ("Gent", "BE")


def test_peppol_gets_our_reference_where_the_client_has_none(invoice):
    assert einvoice_of(invoice, format_name="peppol").buyer_reference == invoice.mission.reference
    assert einvoice_of(invoice, format_name="facturx").buyer_reference == ""
    invoice.client.buyer_reference = "Cost centre 7"
    assert einvoice_of(invoice, format_name="peppol").buyer_reference == "Cost centre 7"


def test_what_the_client_had_paid_is_taken_off(invoice):
    invoice.prepaid = D("500.00")

    totals = einvoice_of(invoice).totals

    assert (totals.with_vat, totals.paid, totals.due) == (D("1512.50"), D("500.00"), D("1012.50"))


def test_an_invoice_from_before_addresses_were_copied_is_told_all_the_same(invoice):
    for copied in (invoice.seller, invoice.buyer):
        for name in ("endpoint_scheme", "endpoint_id", "buyer_reference", "routing", "billing_email", "phone"):
            copied.pop(name, None)

    document = einvoice_of(invoice, format_name="peppol")

    assert document.buyer.endpoint.value == "0888888006"


def test_facts_of_the_issue_stay_while_an_address_is_mended(invoice):
    invoice.client.name, invoice.client.endpoint_scheme, invoice.client.endpoint_id = "Renamed", "0088", "5412345000013"

    document = einvoice_of(invoice, format_name="peppol")

    assert document.buyer.name == "Huis van het Voorbeeld"
    assert document.buyer.endpoint == Identifier(value="5412345000013", scheme="0088")


def test_a_credit_note_is_positive_and_names_its_invoice(invoice):
    note = credit_notes.credit_invoice(invoice, reason="Half of it", on=TODAY, by=accountant(), amount=D("500.00"))

    document = einvoice_of(note)

    assert (document.type_code, document.due_on) == ("381", None)
    (earlier,) = document.preceding_invoices
    assert (earlier.number, earlier.issued_on) == ("BE-2026-000001", TODAY)
    assert (document.totals.with_vat, document.totals.due) == (D("605.00"), D("605.00"))
    assert [means.code for means in document.payment_means] == ["1"]
    assert document.notes == (Note(text="Half of it"),)


def test_a_deposit_taken_off_is_a_negative_quantity_and_names_its_invoice(invoice):
    deposit = Invoice.objects.create(
        kind=InvoiceKind.DEPOSIT, number="BE-2026-000099", issued_on=TODAY, state="issued", entity=invoice.entity,
        activity=invoice.activity, mission=invoice.mission, client=invoice.client, language="nl", currency="EUR",
        net=D("250.00"), total=D("250.00"), credited=D("250.00"), created_at=invoice.created_at,
    )  # fmt: skip
    InvoiceLine.objects.create(
        invoice=invoice, position=2, kind=LineKind.DEPOSIT, description="Deposit", unit_price=D("-250.00"),
        net=D("-250.00"), vat_rate=D("0.21"), vat_category="S", vat_decision=invoice.vat_decision,
    )  # fmt: skip
    invoice.net, invoice.vat, invoice.total = D("1000.00"), D("210.00"), D("1210.00")

    document = einvoice_of(invoice)

    off = document.lines[1]
    assert (off.quantity, off.price.net, off.net) == (D("-1"), D("250.00"), D("-250.00"))
    assert [earlier.number for earlier in document.preceding_invoices] == [deposit.number]
    (part,) = document.vat_breakdown
    assert (part.base, part.amount) == (D("1000.00"), D("210.00"))


def test_two_rates_are_two_parts_rounded_once_each(invoice):
    InvoiceLine.objects.create(
        invoice=invoice, position=2, description="Rights of the drawing", unit_price=D("33.33"), net=D("33.33"),
        vat_rate=D("0.06"), vat_category="S", vat_decision={"category": "S", "rate": "0.06"},
    )  # fmt: skip
    invoice.net, invoice.vat, invoice.total = D("1283.33"), D("264.50"), D("1547.83")

    parts = einvoice_of(invoice).vat_breakdown

    # 33.33 × 6 % = 1.9998, rounded 2.00
    assert [(part.percent, part.base, part.amount) for part in parts] == [
        (D("21"), D("1250.00"), D("262.50")),
        (D("6"), D("33.33"), D("2.00")),
    ]


@pytest.mark.django_db
def test_reverse_charge_says_why_in_words_and_code(clock):
    document = in_country("BE", "FR")

    (part,) = document.vat_breakdown
    assert (part.category, part.percent, part.amount) == ("AE", D("0"), D("0.00"))
    assert part.exemption_code == "VATEX-EU-AE"
    assert part.exemption_reason
    assert document.buyer.vat_id == "FR51888888807"


@pytest.mark.django_db
def test_what_is_outside_the_scope_carries_no_vat_number(clock, inside):
    invoice = issue(
        inside, make_client(place="CH", postal_code="8001", city="Zürich", company_number="CHE-999.999.996")
    )
    issued = read_issued(invoice)
    for group in issued.groups:
        object.__setattr__(group, "category", "O")

    document = map_invoice(issued, format_name="ubl")

    assert (document.seller.vat_id, document.buyer.vat_id) == ("", "")
    assert document.seller.legal_id.value == "0999990024"
    assert document.vat_breakdown[0].percent is None


@pytest.mark.django_db
def test_france_says_its_three_mentions_the_exchange_and_the_frame(clock):
    document = in_country("FR")

    assert [note.subject_code for note in document.notes] == ["PMT", "PMD", "AAB", "BAR"]
    assert document.notes[-1].text == "B2B"
    assert document.process == "S1"
    assert document.seller.identifiers == (Identifier(value="99999900600011", scheme="0009"),)
    assert document.seller.legal_id == Identifier(value="999999006", scheme="0002")
    assert document.buyer.legal_id == Identifier(value="888888807", scheme="0002")
    assert document.buyer.endpoint == Identifier(value="888888807", scheme="0225")


@pytest.mark.django_db
def test_sweden_says_it_is_approved_for_f_tax(clock):
    document = in_country("SE")

    assert document.seller.tax_registration == "Godkänd för F-skatt"
    assert (document.currency, document.payment_means[0].code) == ("SEK", "30")


@pytest.mark.django_db
def test_a_german_body_is_reached_under_its_leitweg_id(clock):
    country = make_country("DE")
    with enter(country):
        client = make_firm("DE", kind="public", buyer_reference="04011000-1234512345-06")
        document = einvoice_of(issue(country, client), format_name="xrechnung")

    assert document.buyer.endpoint == Identifier(value="04011000-1234512345-06", scheme="0204")
    contact = document.seller.contact
    assert (contact.name, contact.phone, contact.email) == (
        "Smart eG", "+49 30 00000000", "invoices@smart-de.example",
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("routing", "address"),
    [
        ({"sdi_code": "ABC1234"}, Identifier(value="ABC1234", scheme="0205")),
        ({"sdi_code": "ABC123"}, Identifier(value="ABC123", scheme="0201")),
        ({"pec": "fatture@teatro.example"}, Identifier(value="fatture@teatro.example", scheme="0202")),
        ({}, None),
    ],
)
def test_the_italian_exchange_system_is_told_where_to_deliver(clock, routing, address):
    country = make_country("IT")
    with enter(country):
        document = einvoice_of(issue(country, make_firm("IT", routing=routing)), format_name="fatturapa")

    assert document.buyer.endpoint == address


@pytest.mark.django_db
def test_austria_says_our_number_as_a_supplier(clock):
    document = in_country("AT", kind="public", routing={"supplier_number": "0012345678"})

    assert document.seller.identifiers == (Identifier(value="0012345678"),)
    assert document.seller.legal_id == Identifier(value="FN 999999x")


def test_a_seller_without_a_number_of_its_own_is_known_by_its_register(inside):
    LegalEntity.objects.update(company_number="", register="RPM Bruxelles")

    document = einvoice_of(issue(inside, make_firm("BE")))

    assert document.seller.legal_id == Identifier(value="0999990024", scheme="0208")
