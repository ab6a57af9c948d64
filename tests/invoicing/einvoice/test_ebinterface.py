"""An invoice goes to ebInterface 6.1 and comes back: equal in what the format can say, valid against its schema.

The Austrian samples lose nothing. Of the richest invoice of the norm the format has no place for what `without` takes away;
`ebinterface.py` lists it with the reasons.
"""

import dataclasses
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from invoicing.einvoice import checks, document, ebinterface, profiles
from invoicing.einvoice.model import (
    Account,
    Card,
    Contact,
    Identifier,
    Invoice,
    Line,
    PaymentMeans,
    Period,
    Price,
    SupportingDocument,
)
from tests.invoicing.einvoice.cases import COUNTRIES, NAMES, case
from tests.invoicing.einvoice.conftest import EXAMPLES
from tests.invoicing.einvoice.national import EBINTERFACE, examples, faults

D = Decimal


def written(invoice: Invoice) -> etree._Element:
    return etree.fromstring(profiles.write(invoice, syntax="ebinterface"))


def again(invoice: Invoice) -> Invoice:
    return profiles.read(profiles.write(invoice, syntax="ebinterface"))


def say(invoice: Invoice, name: str) -> list[str | None]:
    return [found.text for found in written(invoice).iter(f"{{{ebinterface.NAMESPACE}}}{name}")]


def everything() -> Invoice:
    return document.from_document(json.loads((EXAMPLES / "everything.json").read_bytes()))


def without(invoice: Invoice) -> Invoice:
    """The invoice of every field without what ebInterface cannot say."""
    line = invoice.lines[0]
    price = dataclasses.replace(line.price, gross=None, discount=None, per_unit="")
    classes = tuple(dataclasses.replace(code, version="") for code in line.item.classifications)
    item = dataclasses.replace(line.item, classifications=classes)
    address = dataclasses.replace(invoice.seller.address, subdivision="")
    return dataclasses.replace(
        invoice,
        specification=ebinterface.NAMESPACE,
        process="",
        period=None,
        object_id=None,
        payee=None,
        tax_representative=None,
        tax_currency="",
        tax_point_code="",
        creditor_id="",
        seller=dataclasses.replace(invoice.seller, address=address),
        buyer=dataclasses.replace(invoice.buyer, address=dataclasses.replace(invoice.buyer.address, subdivision="")),
        payment_means=invoice.payment_means[:1],
        totals=dataclasses.replace(invoice.totals, vat_in_tax_currency=None),
        supporting_documents=(),
        lines=(dataclasses.replace(line, price=price, item=item, object_id=None),),
    )


@pytest.fixture
def workshop() -> Invoice:
    return case("AT", "domestic")


@pytest.mark.parametrize("name", NAMES)
def test_an_austrian_sample_loses_nothing(name):
    invoice = case("AT", name)

    assert again(invoice) == dataclasses.replace(invoice, specification=ebinterface.NAMESPACE)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_a_sample_is_valid_against_the_schema_and_stays_so(country, name):
    content = profiles.write(case(country, name), syntax="ebinterface")

    assert faults(content, EBINTERFACE) == []
    assert profiles.write(profiles.read(content), syntax="ebinterface") == content


@pytest.mark.parametrize("type_code", ["380", "381"])
def test_every_field_the_format_knows_survives(type_code):
    invoice = dataclasses.replace(everything(), type_code=type_code)

    assert faults(profiles.write(invoice, syntax="ebinterface"), EBINTERFACE) == []
    assert document.to_document(again(invoice)) == document.to_document(without(invoice))


def test_order_supplier_and_customer_number_stand_where_the_government_looks(workshop):
    root = written(
        dataclasses.replace(workshop, buyer=dataclasses.replace(workshop.buyer, identifiers=(Identifier(value="K-8"),)))
    )

    def text(path: str) -> str | None:
        return root.findtext(path, namespaces={"e": ebinterface.NAMESPACE})

    assert root.get("GeneratingSystem") == "Smart"
    assert text("e:InvoiceRecipient/e:OrderReference/e:OrderID") == "PO-4711"
    assert text("e:Biller/e:InvoiceRecipientsBillerID") == "80815"
    assert text("e:InvoiceRecipient/e:BillersInvoiceRecipientID") == "K-8"
    assert text("e:Delivery/e:Date") == "2026-11-05"
    assert text("e:PaymentMethod/e:UniversalBankTransaction/e:PaymentReference") == "RF18539007547034"


@pytest.mark.parametrize(
    ("type_code", "process", "kind"),
    [
        ("380", "", "Invoice"),
        ("381", "", "CreditMemo"),
        ("386", "", "InvoiceForAdvancePayment"),
        ("389", "", "SelfBilling"),
        ("326", "", "InvoiceForPartialDelivery"),
        ("383", "", "SubsequentDebit"),
        ("380", "FinalSettlement", "FinalSettlement"),
        ("381", "SubsequentCredit", "SubsequentCredit"),
    ],
)
def test_the_kind_of_document_comes_from_the_type_or_is_asked_for(workshop, type_code, process, kind):
    invoice = dataclasses.replace(workshop, type_code=type_code, process=process)

    assert written(invoice).get("DocumentType") == kind
    assert (again(invoice).type_code, again(invoice).process) == (type_code, process)


def test_a_credit_note_names_its_invoice_and_a_prepayment_what_is_left():
    assert say(case("AT", "credit_note"), "InvoiceNumber") == ["AT-CN/2026/0007", "AT/2026/0042"]
    assert say(case("AT", "prepaid"), "PrepaidAmount") == ["100.00"]
    assert say(case("AT", "prepaid"), "PayableAmount") == ["260.00"]


@pytest.mark.parametrize(
    ("name", "category", "comment"),
    [
        ("domestic", "S", []),
        ("reverse_charge", "AE", ["Reverse charge"]),
        ("intra_eu", "K", ["Intra-Community supply"]),
        ("export", "G", ["Export"]),
        ("exempt", "E", ["§ 6 Abs. 1 Z 11 UStG [VATEX-EU-132-1I]"]),
    ],
)
def test_the_tax_item_tells_category_and_reason(name, category, comment):
    items = [found.get("TaxCategoryCode") for found in written(case("AT", name)).iter("{*}TaxPercent")]

    assert items == [category, category]
    assert say(case("AT", name), "Comment") == comment


def test_what_is_outside_the_scope_has_a_rate_of_0_in_the_file_and_none_in_the_model(workshop):
    part = dataclasses.replace(
        workshop.vat_breakdown[0], category="O", percent=None, amount=D("0.00"), exemption_reason="Ortstaxe"
    )
    line = dataclasses.replace(workshop.lines[0], vat_category="O", vat_percent=None)
    invoice = dataclasses.replace(workshop, vat_breakdown=(part,), lines=(line,))

    assert say(invoice, "TaxPercent") == ["0", "0"]
    assert again(invoice).vat_breakdown[0].percent is None


@pytest.mark.parametrize(
    ("means", "element"),
    [
        (PaymentMeans(code="58", account=Account(number="AT619999900000000042")), "UniversalBankTransaction"),
        (PaymentMeans(code="48", card=Card(number="1234", holder="Erika Erdacht")), "PaymentCard"),
        (PaymentMeans(code="1", text="Nachnahme"), "OtherPayment"),
        (PaymentMeans(code="31", remittance="4711"), "UniversalBankTransaction"),
    ],
)
def test_a_means_of_payment_has_its_element(workshop, means, element):
    invoice = dataclasses.replace(workshop, payment_means=(means,))

    assert len(say(invoice, element)) == 1
    assert again(invoice).payment_means == (means,)
    assert faults(profiles.write(invoice, syntax="ebinterface"), EBINTERFACE) == []


def test_a_paid_invoice_without_means_asks_for_no_payment(workshop):
    totals = dataclasses.replace(workshop.totals, paid=D("360.00"), due=D("0.00"))

    paid = dataclasses.replace(workshop, totals=totals, payment_means=())

    assert say(paid, "NoPayment") == [None]
    assert again(paid).totals.due == D("0.00")


def test_a_period_takes_the_place_of_the_day(workshop):
    period = Period(starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 8))

    invoice = dataclasses.replace(workshop, delivery=None, period=period)

    assert (say(invoice, "FromDate"), say(invoice, "ToDate")) == (["2026-11-01"], ["2026-11-08"])
    assert again(invoice).period == period


@given(
    st.decimals(min_value=0, max_value=100_000, places=8),
    st.sampled_from([None, D(1), D(100)]),
)
def test_a_price_of_many_decimals_keeps_its_worth(net, per):
    price = Price(net=net, per_quantity=per)
    invoice = Invoice(lines=(Line(id="1", quantity=D(1), price=price),))

    read = again(invoice).lines[0].price

    assert read.net / (read.per_quantity or D(1)) == net / (per or D(1))
    assert -read.net.as_tuple().exponent <= 4


FILES = examples("ebinterface-samples")


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_an_official_example_comes_back_as_it_was(path):
    invoice = profiles.read(path.read_bytes())

    content = profiles.write(invoice, syntax="ebinterface")

    assert profiles.read(content) == dataclasses.replace(invoice, specification=ebinterface.NAMESPACE)
    assert faults(content, EBINTERFACE) == []
    assert document.from_document(document.to_document(invoice)) == invoice


def rules(invoice: Invoice) -> list[tuple[str, str]]:
    stated = profiles.stated(invoice, syntax="ebinterface")
    return [(found.rule, found.severity) for found in checks.check(stated)]


def finding(invoice: Invoice, rule: str) -> tuple[str, str, str]:
    stated = profiles.stated(invoice, syntax="ebinterface")
    [found] = [part for part in checks.check(stated) if part.rule == rule]
    return found.field, str(found.found), str(found.expected)


@pytest.mark.parametrize("name", NAMES)
def test_an_austrian_sample_breaks_no_rule_before_and_after_it_is_written(name):
    assert rules(case("AT", name)) == []
    assert rules(again(case("AT", name))) == []


def test_the_government_wants_order_supplier_number_delivery_and_account(workshop):
    nameless = dataclasses.replace(workshop.seller, identifiers=(), vat_id="", contact=Contact(name="Desk"))

    assert finding(dataclasses.replace(workshop, order_reference=""), "AT-01")[0] == "order reference"
    assert finding(dataclasses.replace(workshop, order_reference="O" * 55), "AT-02")[2] == "54 characters at most"
    assert finding(dataclasses.replace(workshop, seller=nameless), "AT-03")[1] == "nothing"
    assert finding(dataclasses.replace(workshop, delivery=None), "AT-04")[0] == "day of delivery"
    assert finding(dataclasses.replace(workshop, payment_means=()), "AT-05")[2] == "an IBAN to pay to"
    assert ("AT-07", "fatal") in rules(dataclasses.replace(workshop, seller=nameless))
    assert ("AT-11", "warning") in rules(dataclasses.replace(workshop, seller=nameless))


def test_an_account_has_right_check_digits(workshop):
    wrong = PaymentMeans(code="30", account=Account(number="AT629999900000000042"))

    assert finding(dataclasses.replace(workshop, payment_means=(wrong,)), "AT-05")[1] == "AT629999900000000042"


@pytest.mark.parametrize(("total", "count"), [("10000.00", 0), ("10000.01", 1)])
def test_the_buyers_vat_number_is_needed_above_10_000_euro(workshop, total, count):
    buyer = dataclasses.replace(workshop.buyer, vat_id="")
    totals = dataclasses.replace(workshop.totals, with_vat=D(total))

    found = rules(dataclasses.replace(workshop, buyer=buyer, totals=totals))

    assert found.count(("AT-06", "fatal")) == count


def test_an_order_of_ten_digits_has_positions(workshop):
    order = dataclasses.replace(workshop, order_reference="4500012345")
    line = dataclasses.replace(workshop.lines[0], order_line="10")

    assert rules(order) == [("AT-12", "warning")]
    assert rules(dataclasses.replace(order, lines=(line,))) == []


def test_what_is_cut_or_unusual_is_told(workshop):
    long = dataclasses.replace(workshop.payment_means[0], remittance="R" * 36)
    unnamed = dataclasses.replace(case("AT", "credit_note"), preceding_invoices=())

    assert rules(dataclasses.replace(workshop, payment_means=(long,))) == [("AT-13", "warning")]
    assert rules(dataclasses.replace(workshop, accounting_reference="A" * 21)) == [("AT-10", "warning")]
    assert rules(dataclasses.replace(workshop, type_code="384")) == [("AT-09", "warning")]
    assert rules(unnamed) == [("AT-08", "warning")]


def test_documents_beside_the_invoice_have_no_place(workshop):
    beside = dataclasses.replace(workshop, supporting_documents=(SupportingDocument(reference="hours"),))

    assert again(beside).supporting_documents == ()
