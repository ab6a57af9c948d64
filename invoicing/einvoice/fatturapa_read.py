"""FatturaPA 1.2 to the model; what of it the model has no word for is said in `fatturapa.py`."""

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from invoicing.einvoice import fatturapa
from invoicing.einvoice.fatturapa_read_lines import read_breakdown, read_extras, read_lines, read_totals
from invoicing.einvoice.fatturapa_read_parties import read_buyer, read_place, read_representative, read_seller
from invoicing.einvoice.findings import total
from invoicing.einvoice.model import (
    Account,
    Attachment,
    Delivery,
    Invoice,
    Note,
    Payee,
    PaymentMeans,
    PrecedingInvoice,
    SupportingDocument,
    Totals,
)
from invoicing.einvoice.words import EinvoiceError, gettext_noop
from invoicing.einvoice.xml import Element, Node

ORDER = "DatiGenerali/DatiOrdineAcquisto"
CONTRACT = "DatiGenerali/DatiContratto"
MIME_TYPES = {said: mime for mime, said in fatturapa.FILES.items()} | {"JPEG": "image/jpeg"}


def read_fatturapa(root: Element) -> Invoice:
    """Read the one invoice of the file. Raises EinvoiceError when it holds none or several."""
    found = read_lot(root)
    if len(found) == 1:
        return found[0]
    text = gettext_noop(
        "The file holds %(found)s invoices (FatturaElettronicaBody); expected one. Read it as a lot, or ask the sender"
        " for one file per invoice."
    )
    raise EinvoiceError(text, found=len(found))


def read_lot(root: Element) -> tuple[Invoice, ...]:
    """Read every invoice of the file; they share seller, buyer and recipient. Raises EinvoiceError when there is none."""
    node = Node(root, fatturapa.PREFIXES)
    header = node.one("FatturaElettronicaHeader")
    start = Invoice(
        specification=f"{fatturapa.NAMESPACE}#{node.attribute('versione')}",
        seller=read_seller(header.one("CedentePrestatore")),
        buyer=read_buyer(header),
        tax_representative=read_representative(header.one("RappresentanteFiscale/DatiAnagrafici")),
    )
    by_customer = header.code("SoggettoEmittente") == fatturapa.BY_CUSTOMER
    found = tuple(_invoice(body, start, by_customer=by_customer) for body in node.all("FatturaElettronicaBody"))
    if found:
        return found
    text = gettext_noop(
        "The file holds %(found)s invoices (FatturaElettronicaBody); expected one at least. Ask the sender for a whole file."
    )
    raise EinvoiceError(text, found=0)


def _invoice(body: Node, start: Invoice, *, by_customer: bool) -> Invoice:
    head = body.one("DatiGenerali/DatiGeneraliDocumento")
    kind = head.code("TipoDocumento")
    type_code = fatturapa.TYPE_CODES.get(kind, "389" if by_customer else "380")
    is_plain = kind in (fatturapa.DOCUMENTS.get(type_code), "")
    invoice = dataclasses.replace(
        start,
        number=head.text("Numero"),
        issued_on=head.day("Data"),
        type_code=type_code,
        process="" if is_plain else kind,
        currency=head.code("Divisa"),
        tax_point_code="432" if "D" in _texts(body, "DatiBeniServizi/DatiRiepilogo/EsigibilitaIVA") else "",
        vat_breakdown=read_breakdown(body, buyer=start.buyer),
    )
    invoice = _with_references(body, _with_sentences(head, invoice))
    invoice = read_lines(body, read_extras(body, invoice))
    invoice = dataclasses.replace(invoice, totals=read_totals(head, invoice), supporting_documents=_attachments(body))
    return _with_payment(body, invoice)


def _texts(node: Node, path: str) -> list[str]:
    return [part.code() for part in node.all(path) if part.code()]


def _first(node: Node, *paths: str) -> str:
    return next((text for path in paths for text in _texts(node, path)), "")


def _with_sentences(head: Node, invoice: Invoice) -> Invoice:
    notes, reference, terms = [], "", ""
    for said in (part.text() for part in head.all("Causale")):
        if said.startswith(fatturapa.REFERENCE) and not reference:
            reference = said.removeprefix(fatturapa.REFERENCE)
        elif said.startswith(fatturapa.TERMS) and not terms:
            terms = said.removeprefix(fatturapa.TERMS)
        elif said:
            notes.append(Note(text=said))
    for part in head.all("DatiRitenuta"):
        facts = (part.code(name) for name in ("TipoRitenuta", "ImportoRitenuta", "AliquotaRitenuta"))
        notes.append(Note(text=f"{fatturapa.WITHHELD} {' '.join(facts)}"))
    return dataclasses.replace(invoice, notes=tuple(notes), buyer_reference=reference, payment_terms=terms)


def _with_references(body: Node, invoice: Invoice) -> Invoice:
    project = _first(body, f"{ORDER}/CodiceCUP", f"{CONTRACT}/CodiceCUP", f"{ORDER}/CodiceCommessaConvenzione")
    order = _first(body, f"{ORDER}/IdDocumento")
    return dataclasses.replace(
        invoice,
        order_reference="" if order == "NA" else order,
        contract_reference=_first(body, f"{CONTRACT}/IdDocumento"),
        receipt_reference=_first(body, "DatiGenerali/DatiRicezione/IdDocumento"),
        project_reference=project or _first(body, f"{CONTRACT}/CodiceCommessaConvenzione"),
        tender_reference=_first(body, f"{ORDER}/CodiceCIG", f"{CONTRACT}/CodiceCIG"),
        despatch_reference=_first(body, "DatiGenerali/DatiDDT/NumeroDDT"),
        preceding_invoices=tuple(
            PrecedingInvoice(number=part.code("IdDocumento"), issued_on=part.day("Data"))
            for part in body.all("DatiGenerali/DatiFattureCollegate")
        ),
        delivery=_delivery(body),
    )


def _delivery(body: Node) -> Delivery | None:
    transport = body.one("DatiGenerali/DatiTrasporto")
    delivered_on = transport.day("DataOraConsegna")
    if delivered_on is None:
        delivered_on = body.day("DatiGenerali/DatiDDT/DataDDT")
    place = transport.one("IndirizzoResa")
    found = Delivery(delivered_on=delivered_on, address=read_place(place) if place else None)
    return None if found == Delivery() else found


def _attachments(body: Node) -> tuple[SupportingDocument, ...]:
    found = []
    for part in body.all("Allegati"):
        name = part.text("NomeAttachment")
        said = (part.code("FormatoAttachment") or name.rpartition(".")[2]).upper()
        content = "".join(part.text("Attachment").split())
        attachment = Attachment(content=content, mime_type=MIME_TYPES.get(said, ""), file_name=name)
        description = part.text("DescrizioneAttachment")
        found.append(SupportingDocument(reference=name, description=description, attachment=attachment))
    return tuple(found)


def _with_payment(body: Node, invoice: Invoice) -> Invoice:
    details = body.all("DatiPagamento/DettaglioPagamento")
    if not details:
        return dataclasses.replace(invoice, totals=_asked_for(invoice.totals, None))
    means = [_means(part) for part in details]
    days = [day for part in details if (day := _due(part))]
    found = {repr(part): part for part in means}
    terms = "\n".join(filter(None, [*_instalments(details), invoice.payment_terms]))
    return dataclasses.replace(
        invoice,
        totals=_asked_for(invoice.totals, total(part.number("ImportoPagamento") for part in details)),
        due_on=min(days, default=None),
        payment_terms=terms,
        payment_means=tuple(means if len(found) > 1 else found.values()),
        payee=_payee(details[0], invoice),
    )


def _asked_for(totals: Totals, asked: Decimal | None) -> Totals:
    whole = (totals.with_vat or Decimal(0)) + (totals.rounding or Decimal(0))
    due = whole if asked is None else asked
    return dataclasses.replace(totals, due=due, paid=whole - due if whole != due else None)


def _due(detail: Node) -> date | None:
    day, start = detail.day("DataScadenzaPagamento"), detail.day("DataRiferimentoTerminiPagamento")
    days = detail.code("GiorniTerminiPagamento")
    return start + timedelta(days=int(days)) if day is None and start and days.isdigit() else day


def _instalments(details: list[Node]) -> Iterator[str]:
    if len(details) > 1 and all(_due(part) for part in details):
        yield from (f"{_due(part)} {part.code('ImportoPagamento')}" for part in details)


def _means(detail: Node) -> PaymentMeans:
    kind, iban = detail.code("ModalitaPagamento"), detail.code("IBAN")
    is_transfer = kind == "MP05" and bool(iban)
    code = "58" if is_transfer else fatturapa.MEANS_CODES.get(kind, "1")
    account = Account(number=iban, name=detail.text("Beneficiario"), provider=detail.code("BIC"))
    is_plain = is_transfer or kind in fatturapa.MEANS_CODES
    return PaymentMeans(
        code=code,
        text="" if is_plain else kind,
        remittance=detail.text("CodicePagamento"),
        account=account if iban else None,
    )


def _payee(detail: Node, invoice: Invoice) -> Payee | None:
    name = detail.text("Beneficiario")
    return Payee(name=name) if name and not detail.code("IBAN") and name != invoice.seller.name else None
