"""UBL 2.1 Invoice and CreditNote to the model, after the syntax binding CEN/TS 16931-3-2."""

import re
from typing import Any, Final

from invoicing.einvoice import ubl
from invoicing.einvoice.model import (
    Account,
    Address,
    Attachment,
    Card,
    Contact,
    Delivery,
    DirectDebit,
    Identifier,
    Invoice,
    Note,
    Party,
    Payee,
    PaymentMeans,
    PrecedingInvoice,
    SupportingDocument,
    TaxRepresentative,
    Totals,
    VatBreakdown,
)
from invoicing.einvoice.ubl_read_lines import read_allowances, read_line, read_period
from invoicing.einvoice.xml import Element, Node

SUBJECT: Final = re.compile(r"#([A-Za-z0-9]{2,3})#(.*)", re.DOTALL)


def read_ubl(root: Element) -> Invoice:
    """Read the document. Raises EinvoiceError on a figure or day that is none; what EN 16931 does not know is left."""
    kind = ubl.KINDS[root.tag[1:].split("}")[0]]
    node = Node(root, ubl.PREFIXES)
    return Invoice(
        **_head(node, kind),
        **_references(node),
        seller=_party(node.one("cac:AccountingSupplierParty/cac:Party")),
        buyer=_party(node.one("cac:AccountingCustomerParty/cac:Party")),
        payee=_payee(node.one("cac:PayeeParty")),
        tax_representative=_representative(node.one("cac:TaxRepresentativeParty")),
        delivery=_delivery(node.one("cac:Delivery")),
        period=read_period(node.one("cac:InvoicePeriod")),
        creditor_id=_creditor(node),
        payment_means=tuple(_means(found) for found in node.all("cac:PaymentMeans")),
        allowances=read_allowances(node, charges=False),
        charges=read_allowances(node, charges=True),
        totals=_totals(node, currency=node.code("cbc:DocumentCurrencyCode")),
        vat_breakdown=_breakdowns(node),
        lines=tuple(read_line(found, quantity=kind.quantity) for found in node.all(kind.line)),
    )


def _head(node: Node, kind: ubl.Kind) -> dict[str, Any]:
    return {
        "specification": node.code("cbc:CustomizationID"),
        "process": node.code("cbc:ProfileID"),
        "number": node.code("cbc:ID"),
        "issued_on": node.day("cbc:IssueDate"),
        "type_code": node.code(kind.type_code),
        "currency": node.code("cbc:DocumentCurrencyCode"),
        "tax_currency": node.code("cbc:TaxCurrencyCode"),
        "tax_point_on": node.day("cbc:TaxPointDate"),
        "tax_point_code": node.code("cac:InvoicePeriod/cbc:DescriptionCode"),
        "due_on": node.day("cbc:DueDate") or node.day("cac:PaymentMeans/cbc:PaymentDueDate"),
        "buyer_reference": node.text("cbc:BuyerReference"),
        "accounting_reference": node.text("cbc:AccountingCost"),
        "payment_terms": node.texts("cac:PaymentTerms/cbc:Note"),
        "notes": tuple(_note(found) for found in node.all("cbc:Note") if found.text()),
    }


def _references(node: Node) -> dict[str, Any]:
    order = node.code("cac:OrderReference/cbc:ID")
    sales_order = node.code("cac:OrderReference/cbc:SalesOrderID")
    others = node.all("cac:AdditionalDocumentReference")
    project = node.code("cac:ProjectReference/cbc:ID")
    if node.element.tag.endswith("}CreditNote"):
        projects = [found for found in others if found.code("cbc:DocumentTypeCode") == ubl.PROJECT]
        others = [found for found in others if found not in projects]
        project = project or "".join(found.code("cbc:ID") for found in projects[:1])
    objects = [found for found in others if found.code("cbc:DocumentTypeCode") == ubl.OBJECT]
    return {
        "order_reference": "" if sales_order and order == ubl.NOT_AVAILABLE else order,
        "sales_order_reference": sales_order,
        "project_reference": project,
        "contract_reference": node.code("cac:ContractDocumentReference/cbc:ID"),
        "receipt_reference": node.code("cac:ReceiptDocumentReference/cbc:ID"),
        "despatch_reference": node.code("cac:DespatchDocumentReference/cbc:ID"),
        "tender_reference": node.code("cac:OriginatorDocumentReference/cbc:ID"),
        "object_id": objects[0].identifier("cbc:ID") if objects else None,
        "supporting_documents": tuple(_supporting(found) for found in others if found not in objects),
        "preceding_invoices": tuple(map(_preceding, node.all("cac:BillingReference/cac:InvoiceDocumentReference"))),
    }


def _note(node: Node) -> Note:
    found = SUBJECT.match(node.text())
    return Note(text=found[2], subject_code=found[1]) if found else Note(text=node.text())


def _preceding(node: Node) -> PrecedingInvoice:
    return PrecedingInvoice(number=node.code("cbc:ID"), issued_on=node.day("cbc:IssueDate"))


def _supporting(node: Node) -> SupportingDocument:
    file = node.one("cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
    return SupportingDocument(
        reference=node.code("cbc:ID"),
        description=node.texts("cbc:DocumentDescription"),
        location=node.code("cac:Attachment/cac:ExternalReference/cbc:URI"),
        attachment=Attachment(
            content="".join(file.text().split()),
            mime_type=file.attribute("mimeCode"),
            file_name=file.attribute("filename"),
        )
        if file
        else None,
    )


def _identifiers(node: Node) -> tuple[Identifier, ...]:
    found = [held for part in node.all("cac:PartyIdentification") if (held := part.identifier("cbc:ID"))]
    return tuple(sorted((held for held in found if held.scheme != ubl.SEPA), key=lambda held: bool(held.scheme)))


def _creditor(node: Node) -> str:
    for party in ("cac:PayeeParty", "cac:AccountingSupplierParty/cac:Party"):
        for found in node.all(f"{party}/cac:PartyIdentification/cbc:ID"):
            if found.attribute("schemeID") == ubl.SEPA:
                return found.code()
    return ""


def _party(node: Node) -> Party:
    taxes = node.all("cac:PartyTaxScheme")
    vat = [tax for tax in taxes if _is_vat(tax)]
    other = [tax for tax in taxes if not _is_vat(tax)]
    legal = node.one("cac:PartyLegalEntity")
    return Party(
        name=legal.text("cbc:RegistrationName"),
        trading_name=node.text("cac:PartyName/cbc:Name"),
        identifiers=_identifiers(node),
        legal_id=legal.identifier("cbc:CompanyID"),
        vat_id=vat[0].code("cbc:CompanyID") if vat else "",
        tax_registration=other[0].code("cbc:CompanyID") if other else "",
        legal_information=legal.text("cbc:CompanyLegalForm"),
        endpoint=node.identifier("cbc:EndpointID"),
        address=_address(node.one("cac:PostalAddress")),
        contact=_contact(node.one("cac:Contact")),
    )


def _is_vat(tax: Node) -> bool:
    return tax.code("cac:TaxScheme/cbc:ID").upper() == "VAT"


def _address(node: Node) -> Address | None:
    address = Address(
        line_1=node.text("cbc:StreetName"),
        line_2=node.text("cbc:AdditionalStreetName"),
        line_3=node.text("cac:AddressLine/cbc:Line"),
        city=node.text("cbc:CityName"),
        post_code=node.text("cbc:PostalZone"),
        subdivision=node.text("cbc:CountrySubentity"),
        country=node.code("cac:Country/cbc:IdentificationCode"),
    )
    return address if node else None


def _contact(node: Node) -> Contact | None:
    contact = Contact(
        name=node.text("cbc:Name"), phone=node.text("cbc:Telephone"), email=node.text("cbc:ElectronicMail")
    )
    return None if contact == Contact() else contact


def _payee(node: Node) -> Payee | None:
    identifiers = _identifiers(node)
    payee = Payee(
        name=node.text("cac:PartyName/cbc:Name") or node.text("cac:PartyLegalEntity/cbc:RegistrationName"),
        identifier=identifiers[0] if identifiers else None,
        legal_id=node.identifier("cac:PartyLegalEntity/cbc:CompanyID"),
    )
    return payee if node else None


def _representative(node: Node) -> TaxRepresentative | None:
    representative = TaxRepresentative(
        name=node.text("cac:PartyName/cbc:Name"),
        vat_id=node.code("cac:PartyTaxScheme/cbc:CompanyID"),
        address=_address(node.one("cac:PostalAddress")),
    )
    return representative if node else None


def _delivery(node: Node) -> Delivery | None:
    delivery = Delivery(
        name=node.text("cac:DeliveryParty/cac:PartyName/cbc:Name"),
        location_id=node.identifier("cac:DeliveryLocation/cbc:ID"),
        delivered_on=node.day("cbc:ActualDeliveryDate"),
        address=_address(node.one("cac:DeliveryLocation/cac:Address")),
    )
    return None if delivery == Delivery() else delivery


def _means(node: Node) -> PaymentMeans:
    account = node.one("cac:PayeeFinancialAccount")
    card = node.one("cac:CardAccount")
    mandate = node.one("cac:PaymentMandate")
    return PaymentMeans(
        code=node.code("cbc:PaymentMeansCode"),
        text=node.one("cbc:PaymentMeansCode").attribute("name") or node.text("cbc:InstructionNote"),
        remittance=node.text("cbc:PaymentID"),
        account=Account(
            number=account.code("cbc:ID"),
            name=account.text("cbc:Name"),
            provider=account.code("cac:FinancialInstitutionBranch/cbc:ID"),
        )
        if account
        else None,
        card=Card(number=card.code("cbc:PrimaryAccountNumberID"), holder=card.text("cbc:HolderName")) if card else None,
        direct_debit=DirectDebit(
            mandate=mandate.code("cbc:ID"), account=mandate.code("cac:PayerFinancialAccount/cbc:ID")
        )
        if mandate
        else None,
    )


def _totals(node: Node, *, currency: str) -> Totals:
    sums = node.one("cac:LegalMonetaryTotal")
    taxes = {_currency(tax): tax for tax in reversed(node.all("cac:TaxTotal"))}
    tax_currency = node.code("cbc:TaxCurrencyCode")
    own = taxes.get(currency) or next((tax for code, tax in taxes.items() if code != tax_currency), Node(None, {}))
    other = taxes.get(tax_currency) if tax_currency != currency else None
    return Totals(
        lines=sums.number("cbc:LineExtensionAmount"),
        allowances=sums.number("cbc:AllowanceTotalAmount"),
        charges=sums.number("cbc:ChargeTotalAmount"),
        without_vat=sums.number("cbc:TaxExclusiveAmount"),
        vat=own.number("cbc:TaxAmount"),
        vat_in_tax_currency=other.number("cbc:TaxAmount") if other else None,
        with_vat=sums.number("cbc:TaxInclusiveAmount"),
        paid=sums.number("cbc:PrepaidAmount"),
        rounding=sums.number("cbc:PayableRoundingAmount"),
        due=sums.number("cbc:PayableAmount"),
    )


def _breakdowns(node: Node) -> tuple[VatBreakdown, ...]:
    """BG-23 in the invoice currency; parts in the accounting currency, which some senders add, are no second breakdown."""
    own, other = node.code("cbc:DocumentCurrencyCode"), node.code("cbc:TaxCurrencyCode")
    totals = [total for total in node.all("cac:TaxTotal") if _currency(total) not in {other} - {own, ""}]
    return tuple(_breakdown(part) for total in totals for part in total.all("cac:TaxSubtotal"))


def _currency(total: Node) -> str:
    return total.one("cbc:TaxAmount").attribute("currencyID")


def _breakdown(node: Node) -> VatBreakdown:
    category = node.one("cac:TaxCategory")
    return VatBreakdown(
        base=node.number("cbc:TaxableAmount"),
        amount=node.number("cbc:TaxAmount"),
        category=category.code("cbc:ID"),
        percent=category.number("cbc:Percent"),
        exemption_reason=category.texts("cbc:TaxExemptionReason"),
        exemption_code=category.code("cbc:TaxExemptionReasonCode"),
    )
