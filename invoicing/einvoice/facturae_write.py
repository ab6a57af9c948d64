"""The model to Facturae 3.2.2, in the order of its schema; how the terms are told is said in `facturae.py`.

The document is not signed here: the signature is another step (`xades.py`), for a body takes no other.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from invoicing.einvoice import facturae
from invoicing.einvoice.facturae_write_lines import add_extras, add_lines, add_taxes, reasons_of
from invoicing.einvoice.facturae_write_parties import add_parties, tax_number
from invoicing.einvoice.fatturapa_write import INSTALMENT, instalments
from invoicing.einvoice.findings import total
from invoicing.einvoice.model import Account, Delivery, Invoice, Note, PaymentMeans, Period, SupportingDocument
from invoicing.einvoice.xml import Branch, finish, new_root

ZERO: Final = Decimal(0)
UNSAID: Final = PaymentMeans(code="1")


def write_facturae(invoice: Invoice) -> bytes:
    """Write the document as UTF-8, unsigned. Writes what the model holds and nothing else; the checks are another step."""
    root = new_root(f"fe:{facturae.ROOT}", facturae.PREFIXES, namespaces={"fe": facturae.NAMESPACE})
    _file_header(root.group(":FileHeader"), invoice)
    add_parties(root.group(":Parties"), invoice)
    body = root.group(":Invoices/:Invoice")
    _header(body.group(":InvoiceHeader"), invoice)
    _issue(body.group(":InvoiceIssueData"), invoice)
    add_taxes(body.group(":TaxesOutputs"), invoice)
    _totals(body.group(":InvoiceTotals"), invoice)
    add_lines(body.group(":Items"), invoice)
    if has_payment(invoice):
        _payment(body.group(":PaymentDetails"), invoice)
    body.group(":LegalLiterals").add_all(":LegalReference", literals(invoice))
    _additional(body.group(":AdditionalData"), invoice)
    return finish(root)


def number_parts(number: str) -> tuple[str, str]:
    """Series and number: the last twenty characters are the number, what stands before them the series."""
    return number[: -facturae.SHORT], number[-facturae.SHORT :]


def class_of(invoice: Invoice) -> str:
    """InvoiceClass: the one BT-23 asks for, else that of the type code."""
    if invoice.process in facturae.CLASSES:
        return invoice.process
    return "OR" if invoice.type_code in facturae.CORRECTIVE else "OO"


def _file_header(group: Branch, invoice: Invoice) -> None:
    sign, totals = facturae.sign_of(invoice), invoice.totals
    group.add(":SchemaVersion", facturae.VERSION)
    group.add(":Modality", "I")
    group.add(":InvoiceIssuerType", "RE" if invoice.type_code == facturae.SELF_BILLED else "EM")
    batch = group.group(":Batch")
    batch.add(":BatchIdentifier", f"{tax_number(invoice.seller, other=invoice.buyer)}{invoice.number}"[:70])
    batch.add(":InvoicesCount", "1")
    for name, value in (
        (":TotalInvoicesAmount", totals.with_vat),
        (":TotalOutstandingAmount", outstanding(invoice)),
        (":TotalExecutableAmount", totals.due),
    ):
        batch.group(name).add(":TotalAmount", facturae.figure(sign * (value or ZERO)))
    batch.add(":InvoiceCurrencyCode", invoice.currency)


def outstanding(invoice: Invoice) -> Decimal:
    """What is left after payments on account, before anything else."""
    return (invoice.totals.with_vat or ZERO) - (invoice.totals.paid or ZERO)


def _header(group: Branch, invoice: Invoice) -> None:
    series, number = number_parts(invoice.number)
    group.add(":InvoiceNumber", number)
    group.add(":InvoiceSeriesCode", series)
    group.add(":InvoiceDocumentType", facturae.SIMPLIFIED if invoice.process == facturae.SIMPLIFIED else "FC")
    group.add(":InvoiceClass", class_of(invoice))
    if invoice.type_code in facturae.CORRECTIVE:
        _corrective(group.group(":Corrective"), invoice)


def _corrective(group: Branch, invoice: Invoice) -> None:
    earlier = invoice.preceding_invoices[0] if invoice.preceding_invoices else None
    series, number = number_parts(earlier.number if earlier else "")
    code, words = reason_of(invoice)
    method = "01" if invoice.type_code == facturae.REPLACEMENT else "02"
    period = _tax_period(invoice)
    group.add(":InvoiceNumber", number)
    group.add(":InvoiceSeriesCode", series)
    group.add(":ReasonCode", code)
    group.add(":ReasonDescription", facturae.REASONS[code])
    days = group.group(":TaxPeriod")
    days.add(":StartDate", period.starts_on)
    days.add(":EndDate", period.ends_on)
    group.add(":CorrectionMethod", method)
    group.add(":CorrectionMethodDescription", facturae.METHODS[method])
    group.add(":AdditionalReasonDescription", words[: facturae.LONGEST_TEXT])
    group.add(":InvoiceIssueDate", earlier.issued_on if earlier else None)


def reason_of(invoice: Invoice) -> tuple[str, str]:
    """Code and words of a correction: the first note, which may begin with its code in brackets."""
    said = invoice.notes[0].text if invoice.notes else ""
    asked = facturae.ASKED_REASON.fullmatch(said)
    return (asked[1], asked[2]) if asked and asked[1] in facturae.REASONS else (facturae.USUAL_REASON, said)


def _tax_period(invoice: Invoice) -> Period:
    period = invoice.period
    if period and period.starts_on and period.ends_on:
        return period
    days = [part.issued_on for part in invoice.preceding_invoices if part.issued_on]
    day = days[0] if days else invoice.issued_on
    if day is None:
        return Period()
    return Period(starts_on=day.replace(day=1), ends_on=date(day.year, day.month, monthrange(day.year, day.month)[1]))


def _issue(group: Branch, invoice: Invoice) -> None:
    group.add(":IssueDate", invoice.issued_on)
    group.add(":OperationDate", (invoice.delivery or Delivery()).delivered_on)
    if invoice.period and (invoice.period.starts_on or invoice.period.ends_on):
        days = group.group(":InvoicingPeriod")
        days.add(":StartDate", invoice.period.starts_on or invoice.period.ends_on)
        days.add(":EndDate", invoice.period.ends_on or invoice.period.starts_on)
    group.add(":InvoiceCurrencyCode", invoice.currency)
    group.add(":TaxCurrencyCode", invoice.currency)
    group.add(":LanguageName", "es")
    for field, name in facturae.REFERENCES.items():
        value = getattr(invoice, field)
        group.add(f":{name}", value if len(value) <= facturae.SHORT else None)


def _totals(group: Branch, invoice: Invoice) -> None:
    sign, totals = facturae.sign_of(invoice), invoice.totals

    def add(name: str, value: Decimal | None) -> None:
        group.add(name, facturae.figure(sign * (value or ZERO)))

    add(":TotalGrossAmount", totals.lines)
    names = (":GeneralDiscounts", ":GeneralSurcharges")
    add_extras(group, invoice.allowances, invoice.charges, sign=sign, names=names)
    add(":TotalGeneralDiscounts", total(part.amount for part in invoice.allowances))
    add(":TotalGeneralSurcharges", total(part.amount for part in invoice.charges))
    add(":TotalGrossAmountBeforeTaxes", totals.without_vat)
    add(":TotalTaxOutputs", totals.vat)
    add(":TotalTaxesWithheld", ZERO)
    add(":InvoiceTotal", totals.with_vat)
    if totals.paid:
        payment = group.group(":PaymentsOnAccount/:PaymentOnAccount")
        payment.add(":PaymentOnAccountDate", invoice.issued_on)
        payment.add(":PaymentOnAccountAmount", facturae.figure(sign * totals.paid))
    add(":TotalOutstandingAmount", outstanding(invoice))
    if totals.paid:
        add(":TotalPaymentsOnAccount", totals.paid)
    add(":TotalExecutableAmount", totals.due)


def has_payment(invoice: Invoice) -> bool:
    """True when the document says when or how it is paid."""
    return bool(invoice.due_on) or any(means != UNSAID for means in invoice.payment_means)


def _payment(group: Branch, invoice: Invoice) -> None:
    means = invoice.payment_means[0] if invoice.payment_means else UNSAID
    terms = [line for line in invoice.payment_terms.splitlines() if not INSTALMENT.fullmatch(line)]
    for day, value in instalments(invoice):
        part = group.group(":Installment")
        part.add(":InstallmentDueDate", day or invoice.issued_on)
        part.add(":InstallmentAmount", facturae.figure(facturae.sign_of(invoice) * (value or ZERO)))
        part.add(":PaymentMeans", facturae.MEANS.get(means.code, facturae.OTHER_MEANS))
        _account(part, ":AccountToBeCredited", means.account)
        part.add(":PaymentReconciliationReference", means.remittance[:60])
        debit = means.direct_debit
        _account(part, ":AccountToBeDebited", Account(number=debit.account) if debit else None)
        part.add(":CollectionAdditionalInformation", " ".join(terms)[: facturae.LONGEST_TEXT])
        part.add(":DebitReconciliationReference", debit.mandate[:60] if debit else None)


def _account(part: Branch, name: str, account: Account | None) -> None:
    number = account.number.replace(" ", "") if account else ""
    if not account or not number:
        return
    group, bic = part.group(name), account.provider.replace(" ", "").upper()
    group.add(":IBAN" if number[:2].isalpha() else ":AccountNumber", number)
    group.add(":BIC", f"{bic}XXX" if len(bic) == 8 else bic if len(bic) == 11 else None)


def literals(invoice: Invoice) -> list[str]:
    """What the law wants said: the reasons of what bears no tax, then where the seller is registered."""
    said = list(dict.fromkeys(reasons_of(invoice).values()))
    if invoice.seller.legal_information:
        said.append(f"{facturae.REGISTERED}{invoice.seller.legal_information}")
    return [text[: facturae.LONGEST_LITERAL] for text in said]


def information(invoice: Invoice) -> Iterator[str]:
    """The lines of the additional information: references without a place, earlier invoices, then the notes."""
    for field, label in facturae.LABELS.items():
        value = " ".join(getattr(invoice, field).split())
        is_placed = field in facturae.REFERENCES and len(value) <= facturae.SHORT
        if value and not is_placed and not (field == "payment_terms" and has_payment(invoice)):
            yield f"{label}: {value}"
    is_corrective = invoice.type_code in facturae.CORRECTIVE
    for earlier in invoice.preceding_invoices[1 if is_corrective else 0 :]:
        yield f"Factura anterior: {earlier.number}" + (f" del {earlier.issued_on}" if earlier.issued_on else "")
    for note in own_notes(invoice):
        yield note.text


def own_notes(invoice: Invoice) -> tuple[Note, ...]:
    """The notes but for the first of a correction, which is its reason."""
    return invoice.notes[1:] if invoice.type_code in facturae.CORRECTIVE else invoice.notes


def _additional(group: Branch, invoice: Invoice) -> None:
    earlier = invoice.preceding_invoices
    if earlier and invoice.type_code not in facturae.CORRECTIVE:
        group.add(":RelatedInvoice", earlier[0].number[:40])
    documents = group.group(":RelatedDocuments")
    for document in invoice.supporting_documents:
        _attachment(documents, document)
    group.add(":InvoiceAdditionalInformation", "\n".join(information(invoice))[: facturae.LONGEST_TEXT])


def _attachment(group: Branch, document: SupportingDocument) -> None:
    held = document.attachment
    kind = facturae.FILES.get(held.mime_type) if held else None
    if not held or not kind:
        return
    part = group.group(":Attachment")
    part.add(":AttachmentCompressionAlgorithm", "NONE")
    part.add(":AttachmentFormat", kind)
    part.add(":AttachmentEncoding", "BASE64")
    part.add(":AttachmentDescription", (document.description or document.reference)[: facturae.LONGEST_TEXT])
    part.add(":AttachmentData", held.content)
