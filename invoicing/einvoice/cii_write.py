"""The model to UN/CEFACT CII D16B, within what the Factur-X profile EN 16931 allows."""

from typing import Any

from invoicing.einvoice import cii
from invoicing.einvoice.cii_write_lines import add_allowance, add_day, add_line, add_object, add_period
from invoicing.einvoice.cii_write_parties import add_party, add_payee, add_place, add_representative
from invoicing.einvoice.model import Identifier, Invoice, PaymentMeans, SupportingDocument, Totals, VatBreakdown
from invoicing.einvoice.xml import Branch, finish, new_root

PROJECT_NAME = "Project reference"  # the schema of Factur-X wants a name beside the reference; the norm has none


def write_cii(invoice: Invoice) -> bytes:
    """Write the document as UTF-8. Writes what the model holds and nothing else; the checks are another step."""
    root = new_root("rsm:CrossIndustryInvoice", cii.PREFIXES, namespaces=dict(cii.PREFIXES))
    _context(root.group("rsm:ExchangedDocumentContext"), invoice)
    _head(root.group("rsm:ExchangedDocument"), invoice)
    trade = root.group("rsm:SupplyChainTradeTransaction")
    for line in invoice.lines:
        add_line(trade.group("ram:IncludedSupplyChainTradeLineItem"), line)
    _agreement(trade.group("ram:ApplicableHeaderTradeAgreement"), invoice)
    _delivery(trade.group("ram:ApplicableHeaderTradeDelivery"), invoice)
    _settlement(trade.group("ram:ApplicableHeaderTradeSettlement"), invoice)
    keep = {"ExchangedDocumentContext", "SellerTradeParty", "BuyerTradeParty", "ApplicableHeaderTradeDelivery"}
    return finish(root, keep=frozenset(keep))


def _context(branch: Branch, invoice: Invoice) -> None:
    branch.group("ram:BusinessProcessSpecifiedDocumentContextParameter").add("ram:ID", invoice.process)
    branch.group("ram:GuidelineSpecifiedDocumentContextParameter").add("ram:ID", invoice.specification)


def _head(branch: Branch, invoice: Invoice) -> None:
    branch.add("ram:ID", invoice.number)
    branch.add("ram:TypeCode", invoice.type_code)
    add_day(branch, "ram:IssueDateTime/udt:DateTimeString", day=invoice.issued_on)
    for note in invoice.notes:
        group = branch.group("ram:IncludedNote")
        group.add("ram:Content", note.text)
        group.add("ram:SubjectCode", note.subject_code)


def _agreement(branch: Branch, invoice: Invoice) -> None:
    branch.add("ram:BuyerReference", invoice.buyer_reference)
    add_party(branch.group("ram:SellerTradeParty"), invoice.seller)
    add_party(branch.group("ram:BuyerTradeParty"), invoice.buyer)
    if invoice.tax_representative:
        add_representative(branch.group("ram:SellerTaxRepresentativeTradeParty"), invoice.tax_representative)
    _reference(branch, "ram:SellerOrderReferencedDocument", invoice.sales_order_reference)
    _reference(branch, "ram:BuyerOrderReferencedDocument", invoice.order_reference)
    _reference(branch, "ram:ContractReferencedDocument", invoice.contract_reference)
    for document in invoice.supporting_documents:
        _supporting(branch.group("ram:AdditionalReferencedDocument"), document)
    if invoice.tender_reference:
        add_object(branch, Identifier(value=invoice.tender_reference), code=cii.TENDER)
    add_object(branch, invoice.object_id, code=cii.OBJECT)
    if invoice.project_reference:
        project = branch.group("ram:SpecifiedProcuringProject")
        project.add("ram:ID", invoice.project_reference)
        project.add("ram:Name", PROJECT_NAME)


def _reference(branch: Branch, name: str, value: str) -> None:
    branch.group(name).add("ram:IssuerAssignedID", value)


def _supporting(branch: Branch, document: SupportingDocument) -> None:
    branch.add("ram:IssuerAssignedID", document.reference)
    branch.add("ram:URIID", document.location)
    branch.add("ram:TypeCode", cii.SUPPORTING)
    branch.add("ram:Name", document.description)
    if document.attachment:
        file = document.attachment
        branch.add("ram:AttachmentBinaryObject", file.content, mimeCode=file.mime_type, filename=file.file_name)


def _delivery(branch: Branch, invoice: Invoice) -> None:
    if invoice.delivery:
        add_place(branch.group("ram:ShipToTradeParty"), invoice.delivery)
        event = branch.group("ram:ActualDeliverySupplyChainEvent")
        add_day(event, "ram:OccurrenceDateTime/udt:DateTimeString", day=invoice.delivery.delivered_on)
    _reference(branch, "ram:DespatchAdviceReferencedDocument", invoice.despatch_reference)
    _reference(branch, "ram:ReceivingAdviceReferencedDocument", invoice.receipt_reference)


def _settlement(branch: Branch, invoice: Invoice) -> None:
    branch.add("ram:CreditorReferenceID", invoice.creditor_id)
    branch.add("ram:PaymentReference", next((m.remittance for m in invoice.payment_means if m.remittance), ""))
    branch.add("ram:TaxCurrencyCode", invoice.tax_currency)
    branch.add("ram:InvoiceCurrencyCode", invoice.currency)
    if invoice.payee:
        add_payee(branch.group("ram:PayeeTradeParty"), invoice.payee)
    for means in invoice.payment_means:
        _means(branch.group("ram:SpecifiedTradeSettlementPaymentMeans"), means)
    for part in invoice.vat_breakdown:
        _breakdown(branch.group("ram:ApplicableTradeTax"), part, invoice=invoice)
    add_period(branch, invoice.period)
    for is_charge, parts in ((False, invoice.allowances), (True, invoice.charges)):
        for allowance in parts:
            add_allowance(branch, allowance, is_charge=is_charge)
    _terms(branch.group("ram:SpecifiedTradePaymentTerms"), invoice)
    _totals(branch.group("ram:SpecifiedTradeSettlementHeaderMonetarySummation"), invoice.totals, invoice=invoice)
    for earlier in invoice.preceding_invoices:
        group = branch.group("ram:InvoiceReferencedDocument")
        group.add("ram:IssuerAssignedID", earlier.number)
        add_day(group, "ram:FormattedIssueDateTime/qdt:DateTimeString", day=earlier.issued_on)
    branch.group("ram:ReceivableSpecifiedTradeAccountingAccount").add("ram:ID", invoice.accounting_reference)


def _means(branch: Branch, means: PaymentMeans) -> None:
    branch.add("ram:TypeCode", means.code)
    branch.add("ram:Information", means.text)
    if means.card:
        card = branch.group("ram:ApplicableTradeSettlementFinancialCard")
        card.add("ram:ID", means.card.number)
        card.add("ram:CardholderName", means.card.holder)
    if means.direct_debit:
        branch.group("ram:PayerPartyDebtorFinancialAccount").add("ram:IBANID", means.direct_debit.account)
    if means.account:
        number = means.account.number
        account = branch.group("ram:PayeePartyCreditorFinancialAccount")
        account.add("ram:IBANID", number if _is_iban(number) else "")
        account.add("ram:AccountName", means.account.name)
        account.add("ram:ProprietaryID", "" if _is_iban(number) else number)
        branch.group("ram:PayeeSpecifiedCreditorFinancialInstitution").add("ram:BICID", means.account.provider)


def _is_iban(number: str) -> bool:
    return number[:2].isalpha() and number[2:4].isdigit()


def _breakdown(branch: Branch, part: VatBreakdown, *, invoice: Invoice) -> None:
    branch.add("ram:CalculatedAmount", part.amount)
    branch.add("ram:TypeCode", "VAT")
    branch.add("ram:ExemptionReason", part.exemption_reason)
    branch.add("ram:BasisAmount", part.base)
    branch.add("ram:CategoryCode", part.category)
    branch.add("ram:ExemptionReasonCode", part.exemption_code)
    add_day(branch, "ram:TaxPointDate/udt:DateString", day=invoice.tax_point_on)
    branch.add("ram:DueDateTypeCode", cii.POINT_TO_CII.get(invoice.tax_point_code, invoice.tax_point_code))
    branch.add("ram:RateApplicablePercent", part.percent)


def _terms(branch: Branch, invoice: Invoice) -> None:
    debits = (means.direct_debit.mandate for means in invoice.payment_means if means.direct_debit)
    branch.add("ram:Description", invoice.payment_terms)
    add_day(branch, "ram:DueDateDateTime/udt:DateTimeString", day=invoice.due_on)
    branch.add("ram:DirectDebitMandateID", next(filter(None, debits), ""))


def _totals(branch: Branch, totals: Totals, *, invoice: Invoice) -> None:
    amounts: tuple[tuple[str, Any, str], ...] = (
        ("LineTotalAmount", totals.lines, ""),
        ("ChargeTotalAmount", totals.charges, ""),
        ("AllowanceTotalAmount", totals.allowances, ""),
        ("TaxBasisTotalAmount", totals.without_vat, ""),
        ("TaxTotalAmount", totals.vat, invoice.currency),
        ("TaxTotalAmount", totals.vat_in_tax_currency, invoice.tax_currency),
        ("RoundingAmount", totals.rounding, ""),
        ("GrandTotalAmount", totals.with_vat, ""),
        ("TotalPrepaidAmount", totals.paid, ""),
        ("DuePayableAmount", totals.due, ""),
    )
    for name, amount, currency in amounts:
        branch.add(f"ram:{name}", amount, currencyID=currency)
