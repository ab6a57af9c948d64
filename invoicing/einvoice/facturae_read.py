"""Facturae 3.2, 3.2.1 and 3.2.2 to the model; what of it the model has no word for is said in `facturae.py`."""

import dataclasses
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from invoicing.einvoice import facturae
from invoicing.einvoice.facturae_read_lines import read_breakdown, read_lines, read_period, signed, with_extras
from invoicing.einvoice.facturae_read_parties import read_party
from invoicing.einvoice.findings import total
from invoicing.einvoice.model import (
    Account,
    Attachment,
    Delivery,
    DirectDebit,
    Invoice,
    Note,
    PaymentMeans,
    PrecedingInvoice,
    SupportingDocument,
    Totals,
)
from invoicing.einvoice.words import EinvoiceError, gettext_noop
from invoicing.einvoice.xml import Element, Node

ZERO: Final = Decimal(0)
MIME_TYPES: Final = {said: mime for mime, said in reversed(facturae.FILES.items())}
METHOD_OF_ALL: Final = "01"


def read_facturae(root: Element) -> Invoice:
    """Read the one invoice of the file. Raises EinvoiceError when it holds none or several."""
    found = read_batch(root)
    if len(found) == 1:
        return found[0]
    text = gettext_noop(
        "The file holds %(found)s invoices (Facturae/Invoices/Invoice); expected one. Read it as a batch, or ask the"
        " sender for one file per invoice."
    )
    raise EinvoiceError(text, found=len(found))


def read_batch(root: Element) -> tuple[Invoice, ...]:
    """Read every invoice of the file; they share seller and buyer. Raises EinvoiceError when there is none."""
    node = Node(root, facturae.PREFIXES)
    start = Invoice(
        specification=root.tag[1:].partition("}")[0],
        type_code=facturae.SELF_BILLED if node.code("FileHeader/InvoiceIssuerType") == "RE" else "380",
        seller=read_party(node.one("Parties/SellerParty")),
        buyer=read_party(node.one("Parties/BuyerParty")),
    )
    found = tuple(_invoice(part, start) for part in node.all("Invoices/Invoice"))
    if found:
        return found
    text = gettext_noop(
        "The file holds %(found)s invoices (Facturae/Invoices/Invoice); expected one at least. Ask the sender for a"
        " whole file."
    )
    raise EinvoiceError(text, found=0)


def _invoice(node: Node, start: Invoice) -> Invoice:
    head, issue = node.one("InvoiceHeader"), node.one("InvoiceIssueData")
    type_code = _type_code(node, start)
    sign = -1 if type_code == facturae.CREDIT else 1
    literals = [text for text in (part.text() for part in node.all("LegalLiterals/LegalReference")) if text]
    lines = read_lines(node, sign=sign, literals=literals)
    delivered_on = issue.day("OperationDate")
    references: dict[str, Any] = {field: issue.text(name) for field, name in facturae.REFERENCES.items()}
    invoice = dataclasses.replace(
        start,
        number=_number(head),
        issued_on=issue.day("IssueDate"),
        type_code=type_code,
        process=_process(head),
        currency=issue.code("InvoiceCurrencyCode"),
        delivery=Delivery(delivered_on=delivered_on) if delivered_on else None,
        period=read_period(issue.one("InvoicingPeriod")),
        despatch_reference=node.text("Items/InvoiceLine/DeliveryNotesReferences/DeliveryNote/DeliveryNoteNumber"),
        lines=lines,
        vat_breakdown=read_breakdown(node, lines, sign=sign, literals=literals),
        supporting_documents=_attachments(node),
        **references,
    )
    invoice = _with_words(node, invoice, literals=literals)
    invoice = with_extras(node, invoice, sign=sign)
    return _with_payment(node, dataclasses.replace(invoice, totals=_totals(node, invoice, sign=sign)), sign=sign)


def _number(node: Node) -> str:
    return node.text("InvoiceSeriesCode") + node.text("InvoiceNumber")


def _type_code(node: Node, start: Invoice) -> str:
    corrective = node.one("InvoiceHeader/Corrective")
    if not corrective and node.code("InvoiceHeader/InvoiceClass") != "OR":
        return start.type_code
    if corrective.code("CorrectionMethod") == METHOD_OF_ALL:
        return facturae.REPLACEMENT
    is_credit = (node.number("InvoiceTotals/InvoiceTotal") or ZERO) < 0
    return facturae.CREDIT if is_credit else facturae.DEBIT


def _process(node: Node) -> str:
    said = node.code("InvoiceClass")
    if said in facturae.CLASSES:
        return said
    is_simplified = node.code("InvoiceDocumentType") == facturae.SIMPLIFIED
    return facturae.SIMPLIFIED if is_simplified else ""


def _with_words(node: Node, invoice: Invoice, *, literals: list[str]) -> Invoice:
    """Notes, the references that stand among them, and earlier invoices."""
    fields, earlier, notes = _labelled(node.text("AdditionalData/InvoiceAdditionalInformation"))
    corrective = node.one("InvoiceHeader/Corrective")
    if corrective:
        number, day = _number(corrective), corrective.day("InvoiceIssueDate")
        earlier = [PrecedingInvoice(number=number, issued_on=day), *earlier] if number else earlier
        notes = [*_reason(corrective), *notes]
    related = node.text("AdditionalData/RelatedInvoice")
    if related and all(part.number != related for part in earlier):
        earlier.append(PrecedingInvoice(number=related))
    notes += list(filter(None, (node.text("InvoiceIssueData/InvoiceDescription"), *_withheld(node))))
    registered, others = _literals(invoice, literals)
    return dataclasses.replace(
        invoice,
        **{field: value for field, value in fields.items() if value},
        preceding_invoices=tuple(earlier),
        notes=tuple(Note(text=text) for text in (*notes, *others)),
        seller=dataclasses.replace(invoice.seller, legal_information=registered),
    )


def _labelled(said: str) -> tuple[dict[str, Any], list[PrecedingInvoice], list[str]]:
    fields: dict[str, Any] = {}
    earlier, notes = [], []
    for line in filter(str.strip, said.splitlines()):
        found = facturae.EARLIER.fullmatch(line)
        field = next((name for name, label in facturae.LABELS.items() if line.startswith(f"{label}: ")), "")
        if found:
            day = date.fromisoformat(found[2]) if found[2] else None
            earlier.append(PrecedingInvoice(number=found[1], issued_on=day))
        elif field and field not in fields:
            fields[field] = line.removeprefix(f"{facturae.LABELS[field]}: ")
        else:
            notes.append(line)
    return fields, earlier, notes


def _reason(corrective: Node) -> Iterator[str]:
    code, words = corrective.code("ReasonCode"), corrective.text("AdditionalReasonDescription")
    if code != facturae.USUAL_REASON:
        yield f"[{code}] {words}".strip()
    elif words:
        yield words


def _withheld(node: Node) -> Iterator[str]:
    for part in node.all("TaxesWithheld/Tax"):
        facts = (
            part.code(path) for path in ("TaxTypeCode", "TaxRate", "TaxableBase/TotalAmount", "TaxAmount/TotalAmount")
        )
        yield f"{facturae.WITHHELD} {' '.join(facts)}"


def _literals(invoice: Invoice, literals: list[str]) -> tuple[str, list[str]]:
    """Where the seller is registered, and what is no reason of an exemption."""
    reasons = {
        text for part in invoice.vat_breakdown if (text := f"{part.exemption_reason} [{part.exemption_code}]".strip())
    } | {part.exemption_reason for part in invoice.vat_breakdown}
    cut = {text[: facturae.LONGEST_LITERAL] for text in reasons}
    registered = [text for text in literals if text.startswith(facturae.REGISTERED)]
    others = [text for text in literals if text not in cut and text not in registered]
    return (registered[0].removeprefix(facturae.REGISTERED) if registered else ""), others


def _totals(node: Node, invoice: Invoice, *, sign: int) -> Totals:
    """BG-22. What is withheld, and other sums the norm does not know, are the difference between total and amount due."""
    held = node.one("InvoiceTotals")
    before, tax = (signed(held.number(name), sign) for name in ("TotalGrossAmountBeforeTaxes", "TotalTaxOutputs"))
    withheld = signed(held.number("TotalTaxesWithheld"), sign) or ZERO
    on_account = signed(held.number("TotalPaymentsOnAccount"), sign) or ZERO
    due = signed(held.number("TotalExecutableAmount"), sign) or ZERO
    with_vat = (before or ZERO) + (tax or ZERO)
    paid = on_account + withheld
    rounding = due - with_vat + paid
    return Totals(
        lines=signed(held.number("TotalGrossAmount"), sign),
        allowances=total(part.amount for part in invoice.allowances) if invoice.allowances else None,
        charges=total(part.amount for part in invoice.charges) if invoice.charges else None,
        without_vat=before,
        vat=tax,
        with_vat=with_vat,
        paid=paid or None,
        rounding=rounding or None,
        due=due,
    )


def _with_payment(node: Node, invoice: Invoice, *, sign: int) -> Invoice:
    parts = node.all("PaymentDetails/Installment")
    if not parts:
        return invoice
    days = [day for part in parts if (day := part.day("InstallmentDueDate"))]
    several = [
        f"{part.code('InstallmentDueDate')} {signed(part.number('InstallmentAmount'), sign)}"
        for part in parts
        if len(parts) > 1
    ]
    terms = [*several, parts[0].text("CollectionAdditionalInformation")]
    found = {repr(means): means for means in map(_means, parts)}
    return dataclasses.replace(
        invoice,
        due_on=min(days, default=None),
        payment_terms="\n".join(filter(None, terms)) or invoice.payment_terms,
        payment_means=tuple(found.values()),
    )


def _means(part: Node) -> PaymentMeans:
    kind, held, debit = part.code("PaymentMeans"), part.one("AccountToBeCredited"), part.one("AccountToBeDebited")
    number = held.code("IBAN") or held.code("AccountNumber")
    bic = held.code("BIC")
    mandate = part.code("DebitReconciliationReference")
    account = debit.code("IBAN") or debit.code("AccountNumber")
    code = facturae.MEANS_CODES.get(kind, "1")
    return PaymentMeans(
        code="30" if code == "58" and not held.code("IBAN") else code,
        remittance=part.text("PaymentReconciliationReference"),
        account=Account(number=number, provider=bic) if number else None,
        direct_debit=DirectDebit(mandate=mandate, account=account) if mandate or account else None,
    )


def _attachments(node: Node) -> tuple[SupportingDocument, ...]:
    found = []
    for part in node.all("AdditionalData/RelatedDocuments/Attachment"):
        said, words = part.code("AttachmentFormat"), part.text("AttachmentDescription")
        content = "".join(part.text("AttachmentData").split())
        name = f"{words or 'anexo'}.{said}"
        attachment = Attachment(content=content, mime_type=MIME_TYPES.get(said, ""), file_name=name)
        found.append(SupportingDocument(reference=words or name, attachment=attachment))
    return tuple(found)
