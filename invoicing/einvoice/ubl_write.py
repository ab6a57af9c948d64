"""The model to UBL 2.1, valid against its schema; which of the two documents is decided by the type code (BT-3)."""

from decimal import Decimal

from invoicing.einvoice import ubl
from invoicing.einvoice.model import (
    Address,
    Delivery,
    Identifier,
    Invoice,
    Note,
    Party,
    Payee,
    PaymentMeans,
    SupportingDocument,
    TaxRepresentative,
    VatBreakdown,
)
from invoicing.einvoice.ubl_write_lines import add_allowance, add_category, add_line, add_period
from invoicing.einvoice.xml import Branch, finish, new_root


def write_ubl(invoice: Invoice) -> bytes:
    """Write the document as UTF-8. Writes what the model holds and nothing else; the checks are another step."""
    kind = ubl.kind_of(invoice.type_code)
    prefixes = {"doc": kind.namespace, **ubl.PREFIXES}
    root = new_root(f"doc:{kind.root}", prefixes, namespaces=dict([(None, kind.namespace), *ubl.PREFIXES.items()]))
    _head(root, invoice, kind)
    _references(root, invoice, kind)
    _parties(root, invoice)
    _payment(root, invoice, kind)
    for charge, parts in ((False, invoice.allowances), (True, invoice.charges)):
        for part in parts:
            add_allowance(root, part, is_charge=charge, currency=invoice.currency)
    _taxes(root, invoice)
    _totals(root, invoice)
    for line in invoice.lines:
        add_line(root, line, kind=kind, currency=invoice.currency)
    return finish(root, keep=frozenset({"AccountingSupplierParty", "AccountingCustomerParty", "LegalMonetaryTotal"}))


def _head(root: Branch, invoice: Invoice, kind: ubl.Kind) -> None:
    is_invoice = kind is ubl.INVOICE
    root.add("cbc:CustomizationID", invoice.specification)
    root.add("cbc:ProfileID", invoice.process)
    root.add("cbc:ID", invoice.number)
    root.add("cbc:IssueDate", invoice.issued_on)
    if is_invoice:
        root.add("cbc:DueDate", invoice.due_on)
    else:  # the schema of the credit note has the day of tax before the type
        root.add("cbc:TaxPointDate", invoice.tax_point_on)
    root.add(kind.type_code, invoice.type_code)
    root.add_all("cbc:Note", map(_note, invoice.notes))
    if is_invoice:
        root.add("cbc:TaxPointDate", invoice.tax_point_on)
    root.add("cbc:DocumentCurrencyCode", invoice.currency)
    root.add("cbc:TaxCurrencyCode", invoice.tax_currency)
    root.add("cbc:AccountingCost", invoice.accounting_reference)
    root.add("cbc:BuyerReference", invoice.buyer_reference)
    add_period(root, invoice.period, code=invoice.tax_point_code)


def _note(note: Note) -> str:
    return f"#{note.subject_code}#{note.text}" if note.subject_code else note.text


def _references(root: Branch, invoice: Invoice, kind: ubl.Kind) -> None:
    if invoice.order_reference or invoice.sales_order_reference:
        order = root.group("cac:OrderReference")
        order.add("cbc:ID", invoice.order_reference or ubl.NOT_AVAILABLE)
        order.add("cbc:SalesOrderID", invoice.sales_order_reference)
    for earlier in invoice.preceding_invoices:
        reference = root.group("cac:BillingReference/cac:InvoiceDocumentReference")
        reference.add("cbc:ID", earlier.number)
        reference.add("cbc:IssueDate", earlier.issued_on)
    root.group("cac:DespatchDocumentReference").add("cbc:ID", invoice.despatch_reference)
    root.group("cac:ReceiptDocumentReference").add("cbc:ID", invoice.receipt_reference)
    if kind is ubl.INVOICE:
        root.group("cac:OriginatorDocumentReference").add("cbc:ID", invoice.tender_reference)
    root.group("cac:ContractDocumentReference").add("cbc:ID", invoice.contract_reference)
    _additional(root, invoice.object_id, code=ubl.OBJECT)
    for document in invoice.supporting_documents:
        _supporting(root.group("cac:AdditionalDocumentReference"), document)
    if kind is ubl.INVOICE:
        root.group("cac:ProjectReference").add("cbc:ID", invoice.project_reference)
        return
    _additional(root, Identifier(value=invoice.project_reference), code=ubl.PROJECT)
    root.group("cac:OriginatorDocumentReference").add("cbc:ID", invoice.tender_reference)


def _additional(root: Branch, reference: Identifier | None, *, code: str) -> None:
    if reference and reference.value:
        branch = root.group("cac:AdditionalDocumentReference")
        branch.add("cbc:ID", reference)
        branch.add("cbc:DocumentTypeCode", code)


def _supporting(branch: Branch, document: SupportingDocument) -> None:
    branch.add("cbc:ID", document.reference)
    branch.add("cbc:DocumentDescription", document.description)
    attached = branch.group("cac:Attachment")
    if document.attachment:
        file = document.attachment
        name = "cbc:EmbeddedDocumentBinaryObject"
        attached.add(name, file.content, mimeCode=file.mime_type, filename=file.file_name)
    attached.group("cac:ExternalReference").add("cbc:URI", document.location)


def _parties(root: Branch, invoice: Invoice) -> None:
    sepa = Identifier(value=invoice.creditor_id, scheme=ubl.SEPA) if invoice.creditor_id else None
    seller = root.group("cac:AccountingSupplierParty/cac:Party")
    _party(seller, invoice.seller, sepa=None if invoice.payee else sepa)
    _party(root.group("cac:AccountingCustomerParty/cac:Party"), invoice.buyer, sepa=None)
    if invoice.payee:
        _payee(root.group("cac:PayeeParty"), invoice.payee, sepa=sepa)
    if invoice.tax_representative:
        _representative(root.group("cac:TaxRepresentativeParty"), invoice.tax_representative)
    if invoice.delivery:
        _delivery(root.group("cac:Delivery"), invoice.delivery)


def _party(branch: Branch, party: Party, *, sepa: Identifier | None) -> None:
    branch.add("cbc:EndpointID", party.endpoint)
    for identifier in (*party.identifiers, sepa):
        branch.group("cac:PartyIdentification").add("cbc:ID", identifier)
    branch.group("cac:PartyName").add("cbc:Name", party.trading_name)
    _address(branch.group("cac:PostalAddress"), party.address)
    _tax(branch, party.vat_id, scheme="VAT")
    _tax(branch, party.tax_registration, scheme="TAX")
    legal = branch.group("cac:PartyLegalEntity")
    legal.add("cbc:RegistrationName", party.name)
    legal.add("cbc:CompanyID", party.legal_id)
    legal.add("cbc:CompanyLegalForm", party.legal_information)
    if party.contact:
        contact = branch.group("cac:Contact")
        contact.add("cbc:Name", party.contact.name)
        contact.add("cbc:Telephone", party.contact.phone)
        contact.add("cbc:ElectronicMail", party.contact.email)


def _tax(branch: Branch, number: str, *, scheme: str) -> None:
    if number:
        tax = branch.group("cac:PartyTaxScheme")
        tax.add("cbc:CompanyID", number)
        tax.group("cac:TaxScheme").add("cbc:ID", scheme)


def _address(branch: Branch, address: Address | None) -> None:
    if not address:
        return
    branch.add("cbc:StreetName", address.line_1)
    branch.add("cbc:AdditionalStreetName", address.line_2)
    branch.add("cbc:CityName", address.city)
    branch.add("cbc:PostalZone", address.post_code)
    branch.add("cbc:CountrySubentity", address.subdivision)
    branch.group("cac:AddressLine").add("cbc:Line", address.line_3)
    branch.group("cac:Country").add("cbc:IdentificationCode", address.country)


def _payee(branch: Branch, payee: Payee, *, sepa: Identifier | None) -> None:
    for identifier in (payee.identifier, sepa):
        branch.group("cac:PartyIdentification").add("cbc:ID", identifier)
    branch.group("cac:PartyName").add("cbc:Name", payee.name)
    branch.group("cac:PartyLegalEntity").add("cbc:CompanyID", payee.legal_id)


def _representative(branch: Branch, representative: TaxRepresentative) -> None:
    branch.group("cac:PartyName").add("cbc:Name", representative.name)
    _address(branch.group("cac:PostalAddress"), representative.address)
    _tax(branch, representative.vat_id, scheme="VAT")


def _delivery(branch: Branch, delivery: Delivery) -> None:
    branch.add("cbc:ActualDeliveryDate", delivery.delivered_on)
    location = branch.group("cac:DeliveryLocation")
    location.add("cbc:ID", delivery.location_id)
    _address(location.group("cac:Address"), delivery.address)
    branch.group("cac:DeliveryParty/cac:PartyName").add("cbc:Name", delivery.name)


def _payment(root: Branch, invoice: Invoice, kind: ubl.Kind) -> None:
    due_on = invoice.due_on if kind is ubl.CREDIT_NOTE else None
    means = invoice.payment_means or ((PaymentMeans(),) if due_on else ())
    for index, part in enumerate(means):
        branch = root.group("cac:PaymentMeans")
        branch.add("cbc:PaymentMeansCode", part.code or "1", name=part.text)  # 1: instrument not defined
        branch.add("cbc:PaymentDueDate", None if index else due_on)
        branch.add("cbc:PaymentID", part.remittance)
        _instruments(branch, part)
    root.group("cac:PaymentTerms").add("cbc:Note", invoice.payment_terms)


def _instruments(branch: Branch, means: PaymentMeans) -> None:
    if means.card:
        card = branch.group("cac:CardAccount")
        card.add("cbc:PrimaryAccountNumberID", means.card.number)
        card.add("cbc:NetworkID", "NA")  # the schema wants one, the norm knows none
        card.add("cbc:HolderName", means.card.holder)
    if means.account:
        account = branch.group("cac:PayeeFinancialAccount")
        account.add("cbc:ID", means.account.number)
        account.add("cbc:Name", means.account.name)
        account.group("cac:FinancialInstitutionBranch").add("cbc:ID", means.account.provider)
    if means.direct_debit:
        mandate = branch.group("cac:PaymentMandate")
        mandate.add("cbc:ID", means.direct_debit.mandate)
        mandate.group("cac:PayerFinancialAccount").add("cbc:ID", means.direct_debit.account)


def _taxes(root: Branch, invoice: Invoice) -> None:
    total = root.group("cac:TaxTotal")
    vat = invoice.totals.vat
    if vat is None and invoice.vat_breakdown:  # the schema wants the sum before its parts
        vat = sum((part.amount or Decimal(0) for part in invoice.vat_breakdown), Decimal(0))
    total.add("cbc:TaxAmount", vat, currencyID=invoice.currency)
    for part in invoice.vat_breakdown:
        _breakdown(total.group("cac:TaxSubtotal"), part, currency=invoice.currency)
    other = root.group("cac:TaxTotal")
    other.add("cbc:TaxAmount", invoice.totals.vat_in_tax_currency, currencyID=invoice.tax_currency)


def _breakdown(branch: Branch, part: VatBreakdown, *, currency: str) -> None:
    branch.add("cbc:TaxableAmount", part.base, currencyID=currency)
    branch.add("cbc:TaxAmount", part.amount, currencyID=currency)
    add_category(
        branch,
        "cac:TaxCategory",
        category=part.category,
        percent=part.percent,
        reason_code=part.exemption_code,
        reason=part.exemption_reason,
    )


def _totals(root: Branch, invoice: Invoice) -> None:
    sums = root.group("cac:LegalMonetaryTotal")
    for name, amount in (
        ("LineExtensionAmount", invoice.totals.lines),
        ("TaxExclusiveAmount", invoice.totals.without_vat),
        ("TaxInclusiveAmount", invoice.totals.with_vat),
        ("AllowanceTotalAmount", invoice.totals.allowances),
        ("ChargeTotalAmount", invoice.totals.charges),
        ("PrepaidAmount", invoice.totals.paid),
        ("PayableRoundingAmount", invoice.totals.rounding),
        ("PayableAmount", invoice.totals.due),
    ):
        sums.add(f"cbc:{name}", amount, currencyID=invoice.currency)
