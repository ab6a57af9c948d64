"""Facturae 3.2.2: written, read and written again, and held to the ministry's schema."""

import dataclasses
import json
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from invoicing.einvoice import document, facturae, profiles
from invoicing.einvoice.model import (
    Account,
    Address,
    AllowanceCharge,
    DirectDebit,
    Identifier,
    Invoice,
    Note,
    Party,
    PaymentMeans,
    Period,
    PrecedingInvoice,
)
from invoicing.einvoice.words import EinvoiceError
from tests.invoicing.einvoice.cases import COUNTRIES, NAMES, case
from tests.invoicing.einvoice.conftest import EXAMPLES
from tests.invoicing.einvoice.national import FACTURAE, OFFICES, council_invoice, examples, faults

D = Decimal


def written(invoice: Invoice) -> etree._Element:
    return etree.fromstring(profiles.write(invoice, syntax="facturae"))


def again(invoice: Invoice) -> Invoice:
    return profiles.read(profiles.write(invoice, syntax="facturae"))


def say(invoice: Invoice, name: str) -> list[str | None]:
    """The texts of every element of the name, in the order of the file."""
    return [found.text for found in written(invoice).iter(name)]


def without(invoice: Invoice) -> Invoice:
    """A sample without what Facturae cannot say."""
    means = tuple(
        dataclasses.replace(part, account=dataclasses.replace(part.account, name="")) for part in invoice.payment_means
    )
    legal = invoice.buyer.legal_id
    if invoice.buyer.address.country != "ES":
        legal = None if invoice.buyer.vat_id else Identifier(value=legal.value)
    return dataclasses.replace(
        invoice,
        specification=facturae.NAMESPACE,
        payment_means=means,
        buyer=dataclasses.replace(invoice.buyer, legal_id=legal),
        delivery=dataclasses.replace(invoice.delivery, address=None),
    )


@pytest.fixture
def workshop() -> Invoice:
    return case("ES", "domestic")


@pytest.fixture
def for_a_council() -> Invoice:
    return council_invoice()


@pytest.mark.parametrize("name", NAMES)
def test_a_spanish_sample_loses_only_what_the_format_has_no_place_for(name):
    invoice = case("ES", name)

    assert again(invoice) == without(invoice)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_a_sample_is_valid_against_the_schema_and_stays_so(country, name):
    content = profiles.write(case(country, name), syntax="facturae")

    assert faults(content, FACTURAE) == []
    assert profiles.write(profiles.read(content), syntax="facturae") == content


@pytest.mark.parametrize("type_code", ["380", "381", "383", "384", "386", "389"])
def test_an_invoice_with_every_field_is_valid_and_read_as_it_was_written(type_code):
    invoice = document.from_document(json.loads((EXAMPLES / "everything.json").read_bytes()))
    content = profiles.write(dataclasses.replace(invoice, type_code=type_code), syntax="facturae")

    read = profiles.read(content)

    assert faults(content, FACTURAE) == []
    assert read.type_code == ("380" if type_code == "386" else type_code)
    assert profiles.read(profiles.write(read, syntax="facturae")) == read
    assert (read.totals.paid, read.totals.rounding, read.totals.due) == (D("29.00"), D("-0.08"), D("200.00"))
    assert (read.allowances[0].amount, read.allowances[0].vat_percent) == (D("10.00"), D("19"))
    assert (read.project_reference, read.tender_reference, read.accounting_reference) == ("P-1", "T-7", "4711")
    assert (read.order_reference, read.contract_reference, read.buyer_reference) == ("O-3", "C-2", "04011000-12345-34")
    assert read.lines[0].order_line == "10"
    assert read.seller.legal_information == "Sitz Berlin"


@pytest.mark.parametrize("path", examples("facturae", ending="xsig"), ids=lambda path: path.name)
def test_an_official_example_of_an_older_version_is_read_and_written_as_3_2_2(path):
    invoice = profiles.read(path.read_bytes())

    content = profiles.write(invoice, syntax="facturae")

    assert (invoice.number, invoice.buyer.name, invoice.vat_breakdown[0].percent) == ("Borrador-0", "0 0", D("16"))
    assert faults(content, FACTURAE) == []
    assert profiles.read(content).lines == invoice.lines


def test_the_offices_of_a_public_body_are_centres_with_their_roles(for_a_council):
    root = written(for_a_council)

    centres = root.findall("Parties/BuyerParty/AdministrativeCentres/AdministrativeCentre")

    assert [(part.findtext("CentreCode"), part.findtext("RoleTypeCode")) for part in centres] == [
        ("L01280796", "01"),
        ("L01280797", "02"),
        ("LA0000123", "03"),
    ]
    assert centres[0].findtext("AddressInSpain/Town") == "Madrid"
    assert again(for_a_council).buyer.identifiers == OFFICES


def test_a_credit_note_corrects_by_differences_below_zero():
    invoice = dataclasses.replace(case("ES", "credit_note"), notes=(Note(text="[83] Rappel"), Note(text="Gracias.")))
    root = written(invoice)

    corrective = root.find("Invoices/Invoice/InvoiceHeader/Corrective")

    assert {part.tag: part.text for part in corrective if part.tag != "TaxPeriod"} == {
        "InvoiceNumber": "ES/2026/0042",
        "ReasonCode": "83",
        "ReasonDescription": "Base imponible modificada por descuentos y bonificaciones",
        "CorrectionMethod": "02",
        "CorrectionMethodDescription": "Rectificación por diferencias",
        "AdditionalReasonDescription": "Rappel",
        "InvoiceIssueDate": "2026-11-10",
    }
    assert [part.text for part in corrective.find("TaxPeriod")] == ["2026-11-01", "2026-11-30"]
    assert root.findtext("Invoices/Invoice/InvoiceHeader/InvoiceClass") == "OR"
    assert say(invoice, "InvoiceTotal") == ["-181.50"]
    assert say(invoice, "TotalCost") == ["-150.00"]
    assert again(invoice).totals.with_vat == D("181.50")
    assert again(invoice).notes == invoice.notes


def test_a_replacement_is_method_01_and_a_debit_note_above_zero():
    replaced = dataclasses.replace(case("ES", "credit_note"), type_code="384")
    debited = dataclasses.replace(case("ES", "credit_note"), type_code="383")

    assert (say(replaced, "CorrectionMethod"), say(replaced, "InvoiceTotal")) == (["01"], ["181.50"])
    assert (say(debited, "CorrectionMethod"), say(debited, "InvoiceTotal")) == (["02"], ["181.50"])
    assert (again(replaced).type_code, again(debited).type_code) == ("384", "383")


@pytest.mark.parametrize(
    ("name", "event", "reason"),
    [
        ("exempt", ["01"], ["Artículo 20.Uno.9.º de la Ley 37/1992 [VATEX-EU-132-1I]"]),
        ("intra_eu", ["01"], ["Intra-Community supply [VATEX-EU-IC]"]),
        ("export", ["01"], ["Export [VATEX-EU-G]"]),
        ("reverse_charge", ["02"], ["Reverse charge [VATEX-EU-AE]"]),
        ("domestic", [], []),
    ],
)
def test_what_bears_no_tax_says_why_on_the_line_and_in_the_legal_literals(name, event, reason):
    invoice = case("ES", name)

    assert say(invoice, "SpecialTaxableEventCode") == event
    assert say(invoice, "SpecialTaxableEventReason") == reason
    assert say(invoice, "LegalReference") == reason


def test_a_reverse_charge_at_home_is_neither_exempt_nor_outside_the_tax():
    invoice = dataclasses.replace(case("ES", "reverse_charge"), buyer=case("ES", "domestic").buyer)

    read = again(invoice)

    assert say(invoice, "SpecialTaxableEventCode") == []
    assert (read.lines[0].vat_category, read.vat_breakdown[0].category) == ("AE", "AE")
    assert read.vat_breakdown[0].exemption_reason == "Reverse charge"


def test_two_reasons_without_tax_keep_their_bases():
    exempt, reverse = case("ES", "exempt"), case("ES", "reverse_charge")
    lines = (exempt.lines[0], dataclasses.replace(reverse.lines[0], id="2", net=D("100.00")))
    parts = (exempt.vat_breakdown[0], dataclasses.replace(reverse.vat_breakdown[0], base=D("100.00")))

    read = again(dataclasses.replace(reverse, lines=lines, vat_breakdown=parts))

    assert read.vat_breakdown == parts
    assert [line.vat_category for line in read.lines] == ["E", "AE"]


def test_the_tax_of_the_canary_islands_has_its_own_code(workshop):
    line = dataclasses.replace(workshop.lines[0], vat_category="L", vat_percent=D("7"))
    part = dataclasses.replace(workshop.vat_breakdown[0], category="L", percent=D("7"), amount=D("21.00"))
    invoice = dataclasses.replace(workshop, lines=(line,), vat_breakdown=(part,))

    assert say(invoice, "TaxTypeCode") == ["03", "03"]
    assert again(invoice).vat_breakdown == (part,)


@pytest.mark.parametrize(
    ("party", "person", "residence", "number"),
    [
        (Party(name="Ana García Ruiz", vat_id="ES12345678Z", address=Address(country="ES")), "F", "R", "12345678Z"),
        (Party(name="Taller S.L.", vat_id="ESB99999906", address=Address(country="ES")), "J", "R", "B99999906"),
        (Party(name="Theater GmbH", vat_id="DE888888885", address=Address(country="DE")), "J", "U", "DE888888885"),
        (
            Party(name="Bühne AG", legal_id=Identifier(value="CHE999999996"), address=Address(country="CH")),
            "J",
            "E",
            "CHE999999996",
        ),
    ],
)
def test_a_party_says_what_it_is_and_where_it_lives(workshop, party, person, residence, number):
    identity = written(dataclasses.replace(workshop, buyer=party)).find("Parties/BuyerParty/TaxIdentification")

    assert [part.text for part in identity] == [person, residence, number]
    assert again(dataclasses.replace(workshop, buyer=party)).buyer.name == party.name


def test_inside_the_union_the_seller_shows_its_number_with_the_letters_of_the_country():
    at_home, abroad = (written(case("ES", name)) for name in ("domestic", "reverse_charge"))
    path = "Parties/SellerParty/TaxIdentification/TaxIdentificationNumber"

    assert (at_home.findtext(path), abroad.findtext(path)) == ("F99999997", "ESF99999997")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (Address(post_code="SW1A 1AA", city="London", country="GB"), "SW1A 1AA London"),
        (Address(post_code="111 20", city="Malmö", country="SE"), "111 20 Malmö"),
        (Address(post_code="1011 AB", city="Amsterdam", country="NL"), "1011 AB Amsterdam"),
        (Address(post_code="1050", city="Bruxelles", country="BE"), "1050 Bruxelles"),
        (Address(city="Dublin", country="IE"), "Dublin"),
    ],
)
def test_post_code_and_town_abroad_are_one_field_and_told_apart_again(workshop, address, said):
    invoice = dataclasses.replace(workshop, buyer=dataclasses.replace(workshop.buyer, address=address))

    assert say(invoice, "PostCodeAndTown") == [said]
    assert again(invoice).buyer.address == address


def test_due_date_account_and_reference_stand_in_the_instalment(workshop):
    means = PaymentMeans(
        code="58",
        remittance="RF18539007547034",
        account=Account(number="ES9299990000190000000042", provider="ABCDESMM"),
    )
    invoice = dataclasses.replace(workshop, payment_means=(means,), payment_terms="30 días.")

    instalment = written(invoice).find("Invoices/Invoice/PaymentDetails/Installment")

    assert {part.tag: part.text for part in instalment.iter() if len(part) == 0} == {
        "InstallmentDueDate": "2026-12-10",
        "InstallmentAmount": "363.00",
        "PaymentMeans": "04",
        "IBAN": "ES9299990000190000000042",
        "BIC": "ABCDESMMXXX",
        "PaymentReconciliationReference": "RF18539007547034",
        "CollectionAdditionalInformation": "30 días.",
    }
    assert again(invoice).payment_terms == "30 días."


def test_a_direct_debit_keeps_its_mandate_and_account(workshop):
    means = PaymentMeans(code="59", direct_debit=DirectDebit(mandate="M-1", account="ES9299990000190000000042"))

    assert again(dataclasses.replace(workshop, payment_means=(means,))).payment_means == (means,)


def test_instalments_that_add_up_are_written_one_by_one(workshop):
    invoice = dataclasses.replace(workshop, payment_terms="2026-12-10 163.00\n2027-01-10 200.00")

    read = again(invoice)

    assert say(invoice, "InstallmentAmount") == ["163.00", "200.00"]
    assert (read.payment_terms, read.due_on) == (invoice.payment_terms, date(2026, 12, 10))


def test_a_long_number_begins_in_the_series(workshop):
    invoice = dataclasses.replace(workshop, number="FESTIVAL-2026/000000000042")

    assert (say(invoice, "InvoiceSeriesCode"), say(invoice, "InvoiceNumber")) == (["FESTIV"], ["AL-2026/000000000042"])
    assert again(invoice).number == invoice.number


def test_deposits_taken_off_are_named_with_their_days(workshop):
    earlier = (
        PrecedingInvoice(number="ES/2026/0001", issued_on=date(2026, 9, 1)),
        PrecedingInvoice(number="ES/2026/2"),
    )
    invoice = dataclasses.replace(workshop, preceding_invoices=earlier, notes=(Note(text="Gracias."),))

    assert say(invoice, "RelatedInvoice") == ["ES/2026/0001"]
    assert (again(invoice).preceding_invoices, again(invoice).notes) == (earlier, invoice.notes)


def test_a_discount_of_the_invoice_is_found_in_the_rate_it_lowers():
    invoice = case("ES", "two_rates")
    discount = AllowanceCharge(amount=D("50.00"), reason="Bono", vat_category="S", vat_percent=D("10"))
    parts = (
        invoice.vat_breakdown[0],
        dataclasses.replace(invoice.vat_breakdown[1], base=D("150.00"), amount=D("15.00")),
    )

    read = again(dataclasses.replace(invoice, allowances=(discount,), vat_breakdown=parts))

    assert read.allowances == (discount,)


def test_a_unit_without_code_and_a_period_survive(workshop):
    period = Period(starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 5))
    line = dataclasses.replace(workshop.lines[0], unit="DAY", note="De noche.", period=period)
    invoice = dataclasses.replace(workshop, lines=(line,), period=period)

    read = again(invoice)

    assert say(invoice, "UnitOfMeasure") == ["05"]
    assert (read.lines[0].unit, read.lines[0].note, read.lines[0].period) == ("DAY", "De noche.", period)
    assert read.period == period


def test_withheld_income_tax_is_a_note_and_counts_as_paid(workshop):
    root = written(workshop)
    totals = root.find("Invoices/Invoice/InvoiceTotals")
    for name, value in (
        ("TotalTaxesWithheld", "45.00"),
        ("InvoiceTotal", "318.00"),
        ("TotalExecutableAmount", "318.00"),
    ):
        totals.find(name).text = value
    withheld = etree.fromstring(
        "<TaxesWithheld><Tax><TaxTypeCode>04</TaxTypeCode><TaxRate>15.00</TaxRate><TaxableBase><TotalAmount>300.00"
        "</TotalAmount></TaxableBase><TaxAmount><TotalAmount>45.00</TotalAmount></TaxAmount></Tax></TaxesWithheld>"
    )
    totals.addprevious(withheld)

    read = profiles.read(etree.tostring(root))

    assert faults(etree.tostring(root), FACTURAE) == []
    assert (read.totals.with_vat, read.totals.paid, read.totals.due) == (D("363.00"), D("45.00"), D("318.00"))
    assert read.notes == (Note(text="Retención 04 15.00 300.00 45.00"),)


def test_a_batch_is_read_whole_and_a_file_without_invoices_is_refused(workshop):
    root = written(workshop)
    held = root.find("Invoices")
    held.append(etree.fromstring(etree.tostring(held[0])))

    assert len(profiles.read_all(etree.tostring(root))) == 2
    with pytest.raises(EinvoiceError, match="holds 2 invoices"):
        profiles.read(etree.tostring(root))
    held.clear()
    with pytest.raises(EinvoiceError, match="holds 0 invoices"):
        profiles.read_all(etree.tostring(root))


def test_a_broken_file_is_refused_by_the_schema(workshop):
    root = written(workshop)
    root.find("FileHeader/Modality").text = "X"

    assert any("Modality" in fault for fault in faults(etree.tostring(root), FACTURAE))
