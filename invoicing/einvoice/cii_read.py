"""CII D16B (also Factur-X and XRechnung in CII) to the model, after the syntax binding CEN/TS 16931-3-3."""

from typing import Any

from invoicing.einvoice import cii
from invoicing.einvoice.cii_read_lines import read_allowances, read_line, read_object, read_period
from invoicing.einvoice.cii_read_parties import read_delivery, read_party, read_payee, read_representative
from invoicing.einvoice.model import (
    Account,
    Attachment,
    Card,
    DirectDebit,
    Invoice,
    Note,
    PaymentMeans,
    PrecedingInvoice,
    SupportingDocument,
    Totals,
    VatBreakdown,
)
from invoicing.einvoice.xml import Element, Node

DEBITS = frozenset({"49", "59"})  # direct debit, SEPA direct debit


def read_cii(root: Element) -> Invoice:
    """Read the document. Raises EinvoiceError on a figure or day that is none; what EN 16931 does not know is left."""
    node = Node(root, cii.PREFIXES)
    trade = node.one("rsm:SupplyChainTradeTransaction")
    agreement = trade.one("ram:ApplicableHeaderTradeAgreement")
    settlement = trade.one("ram:ApplicableHeaderTradeSettlement")
    return Invoice(
        **_head(node),
        **_agreement(agreement),
        **_delivered(trade.one("ram:ApplicableHeaderTradeDelivery")),
        **_settlement(settlement),
        payment_means=_all_means(settlement),
        totals=_totals(settlement),
        lines=tuple(map(read_line, trade.all("ram:IncludedSupplyChainTradeLineItem"))),
    )


def _head(node: Node) -> dict[str, Any]:
    context = node.one("rsm:ExchangedDocumentContext")
    document = node.one("rsm:ExchangedDocument")
    return {
        "process": context.code("ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"),
        "specification": context.code("ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"),
        "number": document.code("ram:ID"),
        "type_code": document.code("ram:TypeCode"),
        "issued_on": document.day("ram:IssueDateTime/udt:DateTimeString"),
        "notes": tuple(
            Note(text=note.texts("ram:Content"), subject_code=note.code("ram:SubjectCode"))
            for note in document.all("ram:IncludedNote")
        ),
    }


def _agreement(node: Node) -> dict[str, Any]:
    documents = node.all("ram:AdditionalReferencedDocument")
    tenders = [found for found in documents if found.code("ram:TypeCode") == cii.TENDER]
    objects = [found for found in documents if found.code("ram:TypeCode") == cii.OBJECT]
    others = [found for found in documents if found not in tenders and found not in objects]
    return {
        "buyer_reference": node.text("ram:BuyerReference"),
        "seller": read_party(node.one("ram:SellerTradeParty")),
        "buyer": read_party(node.one("ram:BuyerTradeParty")),
        "tax_representative": read_representative(node.one("ram:SellerTaxRepresentativeTradeParty")),
        "sales_order_reference": node.code("ram:SellerOrderReferencedDocument/ram:IssuerAssignedID"),
        "order_reference": node.code("ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID"),
        "contract_reference": node.code("ram:ContractReferencedDocument/ram:IssuerAssignedID"),
        "project_reference": node.code("ram:SpecifiedProcuringProject/ram:ID"),
        "tender_reference": tenders[0].code("ram:IssuerAssignedID") if tenders else "",
        "object_id": read_object(objects[0]) if objects else None,
        "supporting_documents": tuple(map(_supporting, others)),
    }


def _supporting(node: Node) -> SupportingDocument:
    file = node.one("ram:AttachmentBinaryObject")
    attachment = Attachment(
        content="".join(file.text().split()), mime_type=file.attribute("mimeCode"), file_name=file.attribute("filename")
    )
    return SupportingDocument(
        reference=node.code("ram:IssuerAssignedID"),
        description=node.texts("ram:Name"),
        location=node.code("ram:URIID"),
        attachment=attachment if file else None,
    )


def _delivered(node: Node) -> dict[str, Any]:
    return {
        "delivery": read_delivery(node),
        "despatch_reference": node.code("ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID"),
        "receipt_reference": node.code("ram:ReceivingAdviceReferencedDocument/ram:IssuerAssignedID"),
    }


def _settlement(node: Node) -> dict[str, Any]:
    taxes = node.all("ram:ApplicableTradeTax")
    points = [tax.day("ram:TaxPointDate/udt:DateString") for tax in taxes]
    codes = [code for tax in taxes if (code := tax.code("ram:DueDateTypeCode"))]
    terms = node.all("ram:SpecifiedTradePaymentTerms")
    dues = [term.day("ram:DueDateDateTime/udt:DateTimeString") for term in terms]
    return {
        "creditor_id": node.code("ram:CreditorReferenceID"),
        "tax_currency": node.code("ram:TaxCurrencyCode"),
        "currency": node.code("ram:InvoiceCurrencyCode"),
        "payee": read_payee(node.one("ram:PayeeTradeParty")),
        "tax_point_on": next(filter(None, points), None),
        "tax_point_code": cii.POINT_FROM_CII.get(codes[0], codes[0]) if codes else "",
        "period": read_period(node.one("ram:BillingSpecifiedPeriod")),
        "allowances": read_allowances(node, charges=False),
        "charges": read_allowances(node, charges=True),
        "payment_terms": "\n".join(filter(None, (term.texts("ram:Description") for term in terms))),
        "due_on": next(filter(None, dues), None),
        "vat_breakdown": tuple(map(_breakdown, taxes)),
        "preceding_invoices": tuple(map(_preceding, node.all("ram:InvoiceReferencedDocument"))),
        "accounting_reference": node.text("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
    }


def _breakdown(node: Node) -> VatBreakdown:
    return VatBreakdown(
        base=node.number("ram:BasisAmount"),
        amount=node.number("ram:CalculatedAmount"),
        category=node.code("ram:CategoryCode"),
        percent=node.number("ram:RateApplicablePercent"),
        exemption_reason=node.texts("ram:ExemptionReason"),
        exemption_code=node.code("ram:ExemptionReasonCode"),
    )


def _preceding(node: Node) -> PrecedingInvoice:
    return PrecedingInvoice(
        number=node.code("ram:IssuerAssignedID"), issued_on=node.day("ram:FormattedIssueDateTime/qdt:DateTimeString")
    )


def _all_means(node: Node) -> tuple[PaymentMeans, ...]:
    """BG-16; the reference and the mandate stand once for all means in CII, in UBL and the model with each."""
    remittance = node.text("ram:PaymentReference")
    mandates = (term.code("ram:DirectDebitMandateID") for term in node.all("ram:SpecifiedTradePaymentTerms"))
    mandate = next(filter(None, mandates), "")
    found = node.all("ram:SpecifiedTradeSettlementPaymentMeans")
    means = [_means(part, remittance=remittance, mandate=mandate) for part in found]
    if mandate and not any(part.direct_debit for part in means):
        means.append(PaymentMeans(remittance=remittance, direct_debit=DirectDebit(mandate=mandate)))
    if remittance and not means:
        means.append(PaymentMeans(remittance=remittance))
    return tuple(means)


def _means(node: Node, *, remittance: str, mandate: str) -> PaymentMeans:
    account = node.one("ram:PayeePartyCreditorFinancialAccount")
    provider = node.code("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID")
    card = node.one("ram:ApplicableTradeSettlementFinancialCard")
    debtor = node.code("ram:PayerPartyDebtorFinancialAccount/ram:IBANID")
    code = node.code("ram:TypeCode")
    is_debit = bool(debtor) or (code in DEBITS and bool(mandate))
    credited = Account(
        number=account.code("ram:IBANID") or account.code("ram:ProprietaryID"),
        name=account.text("ram:AccountName"),
        provider=provider,
    )
    return PaymentMeans(
        code=code,
        text=node.texts("ram:Information"),
        remittance=remittance,
        account=None if credited == Account() else credited,
        card=Card(number=card.code("ram:ID"), holder=card.text("ram:CardholderName")) if card else None,
        direct_debit=DirectDebit(mandate=mandate, account=debtor) if is_debit else None,
    )


def _totals(node: Node) -> Totals:
    sums = node.one("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    own, other = node.code("ram:InvoiceCurrencyCode"), node.code("ram:TaxCurrencyCode")
    taxes = {tax.attribute("currencyID") or own: tax for tax in reversed(sums.all("ram:TaxTotalAmount"))}
    in_other = taxes.get(other) if other != own else None
    in_own = taxes.get(own) or next((tax for code, tax in taxes.items() if code != other), Node(None, {}))
    return Totals(
        lines=sums.number("ram:LineTotalAmount"),
        allowances=sums.number("ram:AllowanceTotalAmount"),
        charges=sums.number("ram:ChargeTotalAmount"),
        without_vat=sums.number("ram:TaxBasisTotalAmount"),
        vat=in_own.number("."),
        vat_in_tax_currency=in_other.number(".") if in_other else None,
        with_vat=sums.number("ram:GrandTotalAmount"),
        paid=sums.number("ram:TotalPrepaidAmount"),
        rounding=sums.number("ram:RoundingAmount"),
        due=sums.number("ram:DuePayableAmount"),
    )
