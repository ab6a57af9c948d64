"""The model to FatturaPA 1.2.2, in the order of its schema; how the terms are told is said in `fatturapa.py`."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from invoicing.einvoice import fatturapa
from invoicing.einvoice.fatturapa_write_lines import add_goods, amount
from invoicing.einvoice.fatturapa_write_parties import add_header, add_place
from invoicing.einvoice.latin import fitted, fitted_ascii, pieces, to_ascii
from invoicing.einvoice.model import Invoice, PaymentMeans, SupportingDocument
from invoicing.einvoice.xml import Branch, finish, new_root

INSTALMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d) (\d+\.\d\d)")
"""A line of the payment terms (BT-20) that is one of several payments: its day and its amount."""
NOT_KNOWN: Final = "NA"
IBAN: Final = re.compile("[A-Za-z]{2}[0-9]{2}[A-Za-z0-9]{11,30}")
BIC: Final = re.compile("[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?")
UNSAID: Final = PaymentMeans(code="1")
"""Means of payment left open, as in a credit note: nothing is written for it alone."""


def write_fatturapa(invoice: Invoice) -> bytes:
    """Write the document as UTF-8. Letters are spelled in Latin-1 and texts cut to their fields; checks are another step."""
    return write_lot([invoice])


def write_lot(invoices: Sequence[Invoice]) -> bytes:
    """Write several documents of one seller to one buyer as one file; the parties are those of the first."""
    first = invoices[0]
    prefixes = {**fatturapa.PREFIXES, "p": fatturapa.NAMESPACE}
    root = new_root(f"p:{fatturapa.ROOT}", prefixes, namespaces={"p": fatturapa.NAMESPACE})
    root.element.set("versione", fatturapa.format_of(first))
    add_header(root.group(":FatturaElettronicaHeader"), first)
    for invoice in invoices:
        body = root.group(":FatturaElettronicaBody")
        _general(body.group(":DatiGenerali"), invoice)
        add_goods(body.group(":DatiBeniServizi"), invoice)
        _payment(body, invoice)
        for document in invoice.supporting_documents:
            _attachment(body, document)
    return finish(root)


def kind_of(invoice: Invoice) -> str:
    """TipoDocumento: the one BT-23 asks for, else that of the type code."""
    asked = fatturapa.DOCUMENT.fullmatch(invoice.process)
    return invoice.process if asked else fatturapa.DOCUMENTS.get(invoice.type_code, "TD01")


def _general(branch: Branch, invoice: Invoice) -> None:
    head = branch.group(":DatiGeneraliDocumento")
    head.add(":TipoDocumento", kind_of(invoice))
    head.add(":Divisa", invoice.currency)
    head.add(":Data", invoice.issued_on)
    head.add(":Numero", to_ascii(invoice.number))  # never cut: half a number is another number
    if fatturapa.owes_stamp_duty(invoice):
        duty = head.group(":DatiBollo")
        duty.add(":BolloVirtuale", "SI")
        duty.add(":ImportoBollo", fatturapa.STAMP_DUTY)
    _own_discounts(head, invoice)
    head.add(":ImportoTotaleDocumento", amount(invoice.totals.with_vat))
    head.add(":Arrotondamento", amount(invoice.totals.rounding))
    head.add_all(":Causale", sentences(invoice))
    _references(branch, invoice)
    _transport(branch, invoice)


def _own_discounts(head: Branch, invoice: Invoice) -> None:
    for kind, parts in (("SC", invoice.allowances), ("MG", invoice.charges)):
        for part in parts:
            if not part.vat_category:
                group = head.group(":ScontoMaggiorazione")
                group.add(":Tipo", kind)
                group.add(":Importo", amount(part.amount, most=8))


def sentences(invoice: Invoice) -> Iterator[str]:
    """The Causale: notes, then what has no field of its own."""
    for note in invoice.notes:
        yield from pieces(note.text, 200)
    if invoice.buyer_reference:
        yield fitted(fatturapa.REFERENCE + invoice.buyer_reference, 200)
    terms = [line for line in invoice.payment_terms.splitlines() if not INSTALMENT.fullmatch(line)]
    if terms:
        yield fitted(fatturapa.TERMS + " ".join(terms), 200)


def _references(branch: Branch, invoice: Invoice) -> None:
    codes = [(":CodiceCUP", invoice.project_reference), (":CodiceCIG", invoice.tender_reference)]
    on_order = bool(invoice.order_reference) or not invoice.contract_reference
    if invoice.order_reference or (on_order and any(code for _, code in codes)):
        group = branch.group(":DatiOrdineAcquisto")
        group.add(":IdDocumento", fitted_ascii(invoice.order_reference, 20) or NOT_KNOWN)
        _codes(group, codes)
    for position, line in enumerate(invoice.lines, start=1):
        if line.order_line:
            group = branch.group(":DatiOrdineAcquisto")
            group.add(":RiferimentoNumeroLinea", str(position))
            group.add(":IdDocumento", fitted_ascii(invoice.order_reference, 20) or NOT_KNOWN)
            group.add(":NumItem", fitted_ascii(line.order_line, 20))
    if invoice.contract_reference:
        group = branch.group(":DatiContratto")
        group.add(":IdDocumento", fitted_ascii(invoice.contract_reference, 20))
        _codes(group, [] if on_order else codes)
    if invoice.receipt_reference:
        branch.group(":DatiRicezione").add(":IdDocumento", fitted_ascii(invoice.receipt_reference, 20))
    for earlier in invoice.preceding_invoices:
        group = branch.group(":DatiFattureCollegate")
        group.add(":IdDocumento", to_ascii(earlier.number))
        group.add(":Data", earlier.issued_on)


def _codes(group: Branch, codes: list[tuple[str, str]]) -> None:
    project = dict(codes).get(":CodiceCUP", "")
    if len(project) > 15:
        group.add(":CodiceCommessaConvenzione", fitted(project, 100))
    for name, code in codes:
        if len(code) <= 15:
            group.add(name, fitted_ascii(code, 15))


def _transport(branch: Branch, invoice: Invoice) -> None:
    delivery = invoice.delivery
    delivered_on = delivery.delivered_on if delivery else None
    if invoice.despatch_reference:
        note = branch.group(":DatiDDT")
        note.add(":NumeroDDT", fitted_ascii(invoice.despatch_reference, 20))
        note.add(":DataDDT", delivered_on or invoice.issued_on)
    if delivery:
        group = branch.group(":DatiTrasporto")
        if delivery.address:
            add_place(group.group(":IndirizzoResa"), delivery.address)
        group.add(":DataOraConsegna", f"{delivered_on}T00:00:00" if delivered_on else None)


def instalments(invoice: Invoice) -> list[tuple[date | None, Decimal | None]]:
    """Day and amount of each payment: those of the terms when they add up to what is due, else the one due date."""
    found = filter(None, map(INSTALMENT.fullmatch, invoice.payment_terms.splitlines()))
    parts = [(date.fromisoformat(part[1]), Decimal(part[2])) for part in found]
    if parts and sum(value for _, value in parts) == invoice.totals.due:
        return [*parts]
    return [(invoice.due_on, invoice.totals.due)]


def _payment(body: Branch, invoice: Invoice) -> None:
    is_told = any(means != UNSAID for means in invoice.payment_means)
    if not (is_told or invoice.due_on or invoice.totals.paid):
        return
    parts, means = instalments(invoice), list(invoice.payment_means) or [PaymentMeans()]
    group = body.group(":DatiPagamento")
    group.add(":CondizioniPagamento", "TP01" if len(parts) > 1 else "TP02")
    for position, (day, value) in enumerate(parts):
        _detail(group, invoice, means[min(position, len(means) - 1)], day=day, value=value)


def _detail(group: Branch, invoice: Invoice, means: PaymentMeans, *, day: date | None, value: Decimal | None) -> None:
    detail, account = group.group(":DettaglioPagamento"), means.account
    payee = (account.name if account else "") or (invoice.payee.name if invoice.payee else "")
    detail.add(":Beneficiario", fitted(payee, 200))
    kept = fatturapa.MEANS_KEPT.match(means.text)
    detail.add(":ModalitaPagamento", kept[0] if kept else fatturapa.MEANS.get(means.code, "MP05"))
    detail.add(":DataScadenzaPagamento", day)
    detail.add(":ImportoPagamento", amount(value))
    if account:
        iban, bic = account.number.replace(" ", ""), account.provider.replace(" ", "").upper()
        is_iban = bool(IBAN.fullmatch(iban))
        detail.add(":IBAN", iban if is_iban else None)
        detail.add(":BIC", bic if is_iban and BIC.fullmatch(bic) else None)
    detail.add(":CodicePagamento", fitted_ascii(means.remittance, 60))


def _attachment(body: Branch, document: SupportingDocument) -> None:
    if not document.attachment:
        return
    group = body.group(":Allegati")
    group.add(":NomeAttachment", fitted(document.attachment.file_name or document.reference, 60))
    group.add(":FormatoAttachment", fatturapa.FILES.get(document.attachment.mime_type))
    group.add(":DescrizioneAttachment", fitted(document.description, 100))
    group.add(":Attachment", document.attachment.content)
