"""The model to ebInterface 6.1, in the order of its schema; how the terms are told is said in `ebinterface.py`."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from invoicing.einvoice import ebinterface
from invoicing.einvoice.ebinterface_write_lines import add_extras, add_lines, add_tax_item, money
from invoicing.einvoice.ebinterface_write_parties import add_address, add_party
from invoicing.einvoice.model import Delivery, Identifier, Invoice, Party, PaymentMeans
from invoicing.einvoice.reasons import reason_said
from invoicing.einvoice.xml import Branch, finish, new_root

BIC: Final = re.compile("[0-9A-Za-z]{8}([0-9A-Za-z]{3})?")
PREFIXES: Final = {"e": ebinterface.NAMESPACE}


def write_ebinterface(invoice: Invoice) -> bytes:
    """Write the document as UTF-8. Writes what the model holds and nothing else; the checks are another step."""
    root = new_root("e:Invoice", PREFIXES, namespaces={None: ebinterface.NAMESPACE})
    for name, value in (
        ("GeneratingSystem", ebinterface.SYSTEM),
        ("DocumentType", kind_of(invoice)),
        ("InvoiceCurrency", invoice.currency),
        ("Language", "de"),
    ):
        root.element.set(name, value)
    _head(root, invoice)
    _delivery(root, invoice)
    _biller(root.group("e:Biller"), invoice)
    _recipient(root.group("e:InvoiceRecipient"), invoice)
    add_lines(root.group("e:Details/e:ItemList"), invoice)
    add_extras(root.group("e:ReductionAndSurchargeDetails"), invoice)
    _tax(root.group("e:Tax"), invoice)
    _totals(root, invoice)
    _payment(root, invoice)
    return finish(root, keep=ebinterface.KEPT_EMPTY)


def kind_of(invoice: Invoice) -> str:
    """DocumentType: the one BT-23 asks for, else that of the type code."""
    if invoice.process in ebinterface.ASKED_FOR:
        return invoice.process
    return ebinterface.DOCUMENTS.get(invoice.type_code, "Invoice")


def _head(root: Branch, invoice: Invoice) -> None:
    root.add("e:InvoiceNumber", invoice.number)
    root.add("e:InvoiceDate", invoice.issued_on)
    for earlier in invoice.preceding_invoices:
        group = root.group("e:RelatedDocument")
        group.add("e:InvoiceNumber", earlier.number)
        group.add("e:InvoiceDate", earlier.issued_on)
    for key, text in _information(invoice):
        root.add("e:AdditionalInformation", text, Key=key)


def _information(invoice: Invoice) -> Iterator[tuple[str, str]]:
    yield ebinterface.PROJECT, invoice.project_reference
    yield ebinterface.CONTRACT, invoice.contract_reference
    yield ebinterface.RECEIPT, invoice.receipt_reference
    yield ebinterface.TENDER, invoice.tender_reference
    yield ebinterface.LEGAL_INFORMATION, invoice.seller.legal_information
    for note in invoice.notes:
        yield note.subject_code, note.text


def _delivery(root: Branch, invoice: Invoice) -> None:
    delivery, period = invoice.delivery or Delivery(), invoice.period
    starts_on = (period.starts_on or period.ends_on) if period else None
    if not (delivery != Delivery() or starts_on or invoice.despatch_reference):
        return
    group = root.group("e:Delivery")
    group.add("e:DeliveryID", invoice.despatch_reference)
    if starts_on and period and not delivery.delivered_on:
        days = group.group("e:Period")
        days.add("e:FromDate", starts_on)
        days.add("e:ToDate", period.ends_on or starts_on)
    else:
        group.add("e:Date", delivery.delivered_on or invoice.issued_on)
    if delivery.address or delivery.name or delivery.location_id:
        identifiers = (delivery.location_id,) if delivery.location_id else ()
        place = Party(name=delivery.name or invoice.buyer.name, address=delivery.address, identifiers=identifiers)
        add_address(group.group("e:Address"), place, identifiers=identifiers)


def _unnamed(party: Party) -> Identifier | None:
    return next((part for part in party.identifiers if not part.scheme), None)


def _biller(group: Branch, invoice: Invoice) -> None:
    number = _unnamed(invoice.seller)
    add_party(group, invoice.seller, order=invoice.sales_order_reference, number=number)
    group.add("e:InvoiceRecipientsBillerID", number.value if number else None)


def _recipient(group: Branch, invoice: Invoice) -> None:
    number = _unnamed(invoice.buyer)
    add_party(group, invoice.buyer, order=invoice.order_reference, number=number)
    group.add("e:BillersInvoiceRecipientID", number.value if number else None)
    group.add("e:AccountingArea", invoice.accounting_reference[:20])
    group.add("e:SubOrganizationID", invoice.buyer_reference)


def _tax(group: Branch, invoice: Invoice) -> None:
    for part in invoice.vat_breakdown:
        said = reason_said(part.exemption_reason, part.exemption_code, category=part.category)
        item = add_tax_item(group, part.base, part.category, part.percent)
        item.add("e:TaxAmount", money(part.amount))
        item.add("e:Comment", said)


def _totals(root: Branch, invoice: Invoice) -> None:
    totals = invoice.totals
    root.add("e:TotalGrossAmount", money(totals.with_vat))
    root.add("e:PrepaidAmount", money(totals.paid))
    root.add("e:RoundingAmount", money(totals.rounding))
    root.add("e:PayableAmount", money(totals.due))


def _payment(root: Branch, invoice: Invoice) -> None:
    means = invoice.payment_means
    if means:
        _method(root.group("e:PaymentMethod"), invoice, means[0])
    elif invoice.totals.due == Decimal(0):
        root.group("e:PaymentMethod/e:NoPayment")
    conditions = root.group("e:PaymentConditions")
    conditions.add("e:DueDate", invoice.due_on)
    conditions.add("e:Comment", invoice.payment_terms)


def _method(group: Branch, invoice: Invoice, means: PaymentMeans) -> None:
    group.add("e:Comment", means.text)
    if means.code in ebinterface.DIRECT_DEBITS:
        debit, held = group.group("e:SEPADirectDebit"), means.direct_debit
        debit.add("e:IBAN", held.account if held else None)
        debit.add("e:CreditorID", invoice.creditor_id[:35])
        debit.add("e:MandateReference", held.mandate[:35] if held else None)
    elif means.code in ebinterface.CARDS and means.card:
        card = group.group("e:PaymentCard")
        card.add("e:PrimaryAccountNumber", means.card.number)
        card.add("e:CardHolderName", means.card.holder)
    elif means.code in ebinterface.TRANSFERS or means.account:
        _transfer(group.group("e:UniversalBankTransaction"), invoice, means)
    else:
        group.group("e:OtherPayment")


def _transfer(group: Branch, invoice: Invoice, means: PaymentMeans) -> None:
    payee = invoice.payee.name if invoice.payee else ""
    for account in (part.account for part in invoice.payment_means if part.account):
        held, number = group.group("e:BeneficiaryAccount"), account.number.replace(" ", "")
        held.add("e:BIC", account.provider if BIC.fullmatch(account.provider) else None)
        is_iban = number[:2].isalpha()
        held.add("e:IBAN" if is_iban else "e:BankAccountNr", number)
        held.add("e:BankAccountOwner", (account.name or payee)[:70])
    group.add("e:PaymentReference", means.remittance[:35])
