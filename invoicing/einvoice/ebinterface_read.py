"""ebInterface 6.0 and 6.1 to the model; what of it the model has no word for is said in `ebinterface.py`."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from invoicing.einvoice import ebinterface
from invoicing.einvoice.ebinterface_read_lines import rate_of, read_extras, read_lines
from invoicing.einvoice.ebinterface_read_parties import read_address, read_party
from invoicing.einvoice.findings import to_cents, total
from invoicing.einvoice.model import (
    Account,
    Card,
    Delivery,
    DirectDebit,
    Identifier,
    Invoice,
    Note,
    Party,
    PaymentMeans,
    Period,
    PrecedingInvoice,
    Totals,
    VatBreakdown,
)
from invoicing.einvoice.reasons import reason_read
from invoicing.einvoice.xml import Element, Node

OWN_KEYS: Final = frozenset(
    {
        ebinterface.PROJECT,
        ebinterface.CONTRACT,
        ebinterface.RECEIPT,
        ebinterface.TENDER,
        ebinterface.LEGAL_INFORMATION,
    }
)
"""Keys of additional information that are business terms; any other is a note."""


def read_ebinterface(root: Element) -> Invoice:
    """Read the document; the namespace it was written in is kept as specification."""
    namespace = root.tag[1:].partition("}")[0]
    node = Node(root, {"e": namespace})
    allowances, charges = read_extras(node)
    invoice = dataclasses.replace(
        _head(node),
        specification=namespace,
        preceding_invoices=tuple(_earlier(node)),
        notes=tuple(_notes(node)),
        seller=_seller(node),
        buyer=read_party(node.one("e:InvoiceRecipient"), number="e:BillersInvoiceRecipientID"),
        allowances=allowances,
        charges=charges,
        lines=read_lines(node),
        vat_breakdown=tuple(_entry(part) for part in node.all("e:Tax/e:TaxItem")),
    )
    invoice = _with_delivery(node.one("e:Delivery"), invoice)
    return _with_payment(node, dataclasses.replace(invoice, totals=_totals(node, invoice)))


def _head(node: Node) -> Invoice:
    kind = node.attribute("DocumentType")
    order = node.text("e:InvoiceRecipient/e:OrderReference/e:OrderID") or node.text(
        "e:Details/e:ItemList/e:ListLineItem/e:InvoiceRecipientsOrderReference/e:OrderID"
    )
    return Invoice(
        number=node.text("e:InvoiceNumber"),
        issued_on=node.day("e:InvoiceDate"),
        type_code=ebinterface.TYPE_CODES.get(kind, "380"),
        process=kind if kind in ebinterface.ASKED_FOR else "",
        currency=node.attribute("InvoiceCurrency"),
        order_reference="" if order == ebinterface.NOT_KNOWN else order,
        sales_order_reference=node.text("e:Biller/e:OrderReference/e:OrderID"),
        despatch_reference=node.text("e:Delivery/e:DeliveryID"),
        accounting_reference=node.text("e:InvoiceRecipient/e:AccountingArea"),
        buyer_reference=node.text("e:InvoiceRecipient/e:SubOrganizationID"),
        project_reference=_said(node, ebinterface.PROJECT),
        contract_reference=_said(node, ebinterface.CONTRACT),
        receipt_reference=_said(node, ebinterface.RECEIPT),
        tender_reference=_said(node, ebinterface.TENDER),
    )


def _said(node: Node, key: str) -> str:
    """The additional information of one key."""
    return next((part.text() for part in node.all("e:AdditionalInformation") if part.attribute("Key") == key), "")


def _seller(node: Node) -> Party:
    seller = read_party(node.one("e:Biller"), number="e:InvoiceRecipientsBillerID")
    return dataclasses.replace(seller, legal_information=_said(node, ebinterface.LEGAL_INFORMATION))


def _earlier(node: Node) -> Iterator[PrecedingInvoice]:
    for part in (*node.all("e:CancelledOriginalDocument"), *node.all("e:RelatedDocument")):
        yield PrecedingInvoice(number=part.text("e:InvoiceNumber"), issued_on=part.day("e:InvoiceDate"))


def _notes(node: Node) -> Iterator[Note]:
    for part in node.all("e:AdditionalInformation"):
        key, text = part.attribute("Key"), part.text()
        if text and key not in OWN_KEYS:
            yield Note(text=text, subject_code=key)
    details = node.one("e:Details")
    said = [
        *node.all("e:Delivery/e:Description"),
        *details.all("e:HeaderDescription"),
        *details.all("e:ItemList/e:HeaderDescription"),
        *details.all("e:ItemList/e:FooterDescription"),
        *details.all("e:FooterDescription"),
        *node.all("e:Comment"),
    ]
    yield from (Note(text=part.text()) for part in said if part.text())


def _with_delivery(node: Node, invoice: Invoice) -> Invoice:
    starts_on, ends_on = node.day("e:Period/e:FromDate"), node.day("e:Period/e:ToDate")
    place, kinds = node.one("e:Address"), {said: code for code, said in ebinterface.ADDRESS_SCHEMES.items()}
    name, part = place.text("e:Name"), place.one("e:AddressIdentifier")
    kind = part.attribute("AddressIdentifierType")
    scheme = "" if kind == ebinterface.PROPRIETARY else kinds.get(kind, kind)
    delivery = Delivery(
        name="" if name == invoice.buyer.name else name,
        location_id=Identifier(value=part.code(), scheme=scheme) if part.code() else None,
        delivered_on=node.day("e:Date"),
        address=read_address(place) if place else None,
    )
    return dataclasses.replace(
        invoice,
        delivery=None if delivery == Delivery() else delivery,
        period=Period(starts_on=starts_on, ends_on=ends_on) if starts_on or ends_on else None,
    )


def _entry(node: Node) -> VatBreakdown:
    category, percent = rate_of(node)
    base, amount = node.number("e:TaxableAmount"), node.number("e:TaxAmount")
    if amount is None:
        amount = to_cents((base or Decimal(0)) * (percent or Decimal(0)) / 100)
    is_taxed = category == "S"
    said, code = reason_read("" if is_taxed else node.text("e:Comment"), category=category)
    return VatBreakdown(
        base=base, amount=amount, category=category, percent=percent, exemption_reason=said, exemption_code=code
    )


def _totals(node: Node, invoice: Invoice) -> Totals:
    with_vat, vat = node.number("e:TotalGrossAmount"), total(part.amount for part in invoice.vat_breakdown)
    return Totals(
        lines=to_cents(total(line.net for line in invoice.lines)),
        allowances=to_cents(total(part.amount for part in invoice.allowances)) if invoice.allowances else None,
        charges=to_cents(total(part.amount for part in invoice.charges)) if invoice.charges else None,
        without_vat=total(part.base for part in invoice.vat_breakdown),
        vat=vat,
        with_vat=with_vat,
        paid=node.number("e:PrepaidAmount"),
        rounding=node.number("e:RoundingAmount"),
        due=node.number("e:PayableAmount"),
    )


def _with_payment(node: Node, invoice: Invoice) -> Invoice:
    conditions = node.one("e:PaymentConditions")
    terms = [conditions.text("e:Comment"), *map(_discount, conditions.all("e:Discount"))]
    return dataclasses.replace(
        invoice,
        due_on=conditions.day("e:DueDate"),
        payment_terms="\n".join(filter(None, terms)),
        payment_means=tuple(_means(node.one("e:PaymentMethod"))),
        creditor_id=node.text("e:PaymentMethod/e:SEPADirectDebit/e:CreditorID"),
    )


def _discount(node: Node) -> str:
    percent, amount = node.code("e:Percentage"), node.code("e:Amount")
    worth = f"{percent} %" if percent else amount
    return f"Skonto {worth} bis {node.code('e:PaymentDate')}"


def _means(node: Node) -> Iterator[PaymentMeans]:
    said = node.text("e:Comment")
    debit, card, transfer = (
        node.one(f"e:{name}") for name in ("SEPADirectDebit", "PaymentCard", "UniversalBankTransaction")
    )
    if debit:
        held = DirectDebit(mandate=debit.text("e:MandateReference"), account=debit.code("e:IBAN"))
        yield PaymentMeans(code="59", text=said, direct_debit=held)
    elif card:
        holder = card.text("e:CardHolderName")
        yield PaymentMeans(code="48", text=said, card=Card(number=card.code("e:PrimaryAccountNumber"), holder=holder))
    elif transfer:
        yield from _transfers(transfer, said)
    elif node.one("e:OtherPayment"):
        yield PaymentMeans(code="1", text=said)


def _transfers(node: Node, said: str) -> Iterator[PaymentMeans]:
    reference = node.text("e:PaymentReference")
    for part in node.all("e:BeneficiaryAccount"):
        number = part.code("e:IBAN") or part.code("e:BankAccountNr")
        account = Account(number=number, name=part.text("e:BankAccountOwner"), provider=part.code("e:BIC"))
        yield PaymentMeans(
            code="58" if number[:2].isalpha() else "30", text=said, remittance=reference, account=account
        )
    if not node.all("e:BeneficiaryAccount"):
        yield PaymentMeans(code="31", text=said, remittance=reference)
