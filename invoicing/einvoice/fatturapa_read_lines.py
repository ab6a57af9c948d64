"""Lines, document allowances, VAT summary and totals of a FatturaPA."""

import dataclasses
from decimal import Decimal
from typing import Final

from invoicing.einvoice import fatturapa
from invoicing.einvoice.fatturapa_write_lines import BY_BUYER, BY_SELLER, GTIN, NATURA, NOTE, SEPARATOR, STANDARDS
from invoicing.einvoice.findings import to_cents, total
from invoicing.einvoice.model import (
    AllowanceCharge,
    Identifier,
    Invoice,
    Item,
    ItemAttribute,
    Line,
    Party,
    Period,
    Price,
    Totals,
    VatBreakdown,
)
from invoicing.einvoice.reasons import reason_read
from invoicing.einvoice.xml import Node

ZERO: Final = Decimal(0)
DISCOUNTS: Final = frozenset({"SC", "PR", "AB"})
REASONS: Final = ("Sconto", "Maggiorazione")
"""What the format calls an allowance and a charge of a line, whose reason it does not tell."""
COSTS: Final = "AC"
STANDARD_SCHEMES: Final = {said: scheme for scheme, said in STANDARDS.items()} | {"GTIN": GTIN}
LINES: Final = "DatiBeniServizi/DettaglioLinee"


def read_breakdown(body: Node, *, buyer: Party) -> tuple[VatBreakdown, ...]:
    """BG-23; a Natura that is not the plain one of its category begins the reason."""
    return tuple(_entry(part, buyer=buyer) for part in body.all("DatiBeniServizi/DatiRiepilogo"))


def _entry(node: Node, *, buyer: Party) -> VatBreakdown:
    code, percent = node.code("Natura"), node.number("AliquotaIVA")
    taxed = fatturapa.SPLIT_PAYMENT if node.code("EsigibilitaIVA") == "S" else "S"
    category = fatturapa.category_of(code, buyer=buyer) if code else taxed
    said, reason_code = reason_read(node.text("RiferimentoNormativo"), category=category)
    is_plain = code in ("", fatturapa.plain_natura(category, buyer=buyer))
    return VatBreakdown(
        base=node.number("ImponibileImporto"),
        amount=node.number("Imposta"),
        category=category,
        percent=None if category == "O" else percent,
        exemption_reason=said if is_plain else f"{code} {said}".strip(),
        exemption_code=reason_code,
    )


def read_extras(body: Node, invoice: Invoice) -> Invoice:
    """BG-20 and BG-21: lines of kind SC, PR, AB or AC, contributions to a fund, and discounts of the document."""
    allowances, charges = [], []
    for node in body.all(LINES):
        if is_allowance(node):
            allowances.append(_extra(node, invoice, sign=-1))
        elif is_charge(node):
            charges.append(_extra(node, invoice, sign=1))
    head = body.one("DatiGenerali/DatiGeneraliDocumento")
    charges += [_contribution(part, invoice) for part in head.all("DatiCassaPrevidenziale")]
    for part in head.all("ScontoMaggiorazione"):
        (charges if part.code("Tipo") == "MG" else allowances).append(AllowanceCharge(amount=part.number("Importo")))
    return dataclasses.replace(invoice, allowances=tuple(allowances), charges=tuple(charges))


def is_allowance(node: Node) -> bool:
    """True for a line that takes something off the whole document."""
    return node.code("TipoCessionePrestazione") in DISCOUNTS and (node.number("PrezzoTotale") or ZERO) < 0


def is_charge(node: Node) -> bool:
    """True for a line that adds an accessory cost to the whole document."""
    return node.code("TipoCessionePrestazione") == COSTS and (node.number("PrezzoTotale") or ZERO) > 0


def _extra(node: Node, invoice: Invoice, *, sign: int) -> AllowanceCharge:
    category, percent, _ = _vat(node, invoice)
    return AllowanceCharge(
        amount=sign * (node.number("PrezzoTotale") or ZERO),
        reason=node.text("Descrizione"),
        vat_category=category,
        vat_percent=percent,
    )


def _contribution(node: Node, invoice: Invoice) -> AllowanceCharge:
    category, percent, _ = _vat(node, invoice)
    return AllowanceCharge(
        amount=node.number("ImportoContributoCassa"),
        reason=f"Contributo {node.code('TipoCassa')}",
        vat_category=category,
        vat_percent=percent,
    )


def _vat(node: Node, invoice: Invoice) -> tuple[str, Decimal | None, str]:
    """Category, rate, and the Natura where the category does not tell it."""
    code, percent = node.code("Natura"), node.number("AliquotaIVA")
    if not code:
        split = any(entry.category == fatturapa.SPLIT_PAYMENT for entry in invoice.vat_breakdown)
        return (fatturapa.SPLIT_PAYMENT if split else "S"), percent, ""
    category = fatturapa.category_of(code, buyer=invoice.buyer)
    is_told = fatturapa.natura_of_line(invoice, category) == code
    return category, None if category == "O" else percent, "" if is_told else code


def read_lines(body: Node, invoice: Invoice) -> Invoice:
    """BG-25 without the lines that are allowances or charges of the document."""
    orders = {
        number.code(): part.code("NumItem")
        for part in body.all("DatiGenerali/DatiOrdineAcquisto")
        for number in part.all("RiferimentoNumeroLinea")
    }
    nodes = [part for part in body.all(LINES) if not is_allowance(part) and not is_charge(part)]
    return dataclasses.replace(invoice, lines=tuple(_line(part, invoice, orders) for part in nodes))


def _line(node: Node, invoice: Invoice, orders: dict[str, str]) -> Line:
    category, percent, natura = _vat(node, invoice)
    quantity, price = node.number("Quantita"), node.number("PrezzoUnitario")
    unit = node.text("UnitaMisura")
    starts_on, ends_on = node.day("DataInizioPeriodo"), node.day("DataFinePeriodo")
    base = (price or ZERO) * (Decimal(1) if quantity is None else quantity)
    parts = [(part.code("Tipo"), _allowance(part, base, quantity)) for part in node.all("ScontoMaggiorazione")]
    return Line(
        id=node.code("NumeroLinea"),
        note="".join(part.text("RiferimentoTesto") for part in _data(node, is_note=True)),
        quantity=quantity,
        unit=fatturapa.UNIT_CODES.get(unit, unit),
        net=node.number("PrezzoTotale"),
        order_line=orders.get(node.code("NumeroLinea"), ""),
        accounting_reference=node.text("RiferimentoAmministrazione"),
        period=Period(starts_on=starts_on, ends_on=ends_on) if starts_on or ends_on else None,
        allowances=tuple(part for kind, part in parts if kind != "MG"),
        charges=tuple(part for kind, part in parts if kind == "MG"),
        price=Price(net=price),
        vat_category=category,
        vat_percent=percent,
        item=_item(node, natura=natura),
    )


def _allowance(node: Node, base: Decimal, quantity: Decimal | None) -> AllowanceCharge:
    percent, value = node.number("Percentuale"), node.number("Importo")
    if value is not None:
        whole = value * (Decimal(1) if quantity is None else quantity)
    else:
        whole = base * (percent or ZERO) / 100
    has_percent = percent is not None
    return AllowanceCharge(
        amount=to_cents(whole),
        base=to_cents(base) if has_percent else None,
        percent=percent,
        reason=REASONS[node.code("Tipo") == "MG"],
    )


def _data(node: Node, *, is_note: bool) -> list[Node]:
    return [part for part in node.all("AltriDatiGestionali") if (part.code("TipoDato") == NOTE) == is_note]


def _item(node: Node, *, natura: str) -> Item:
    name, _, description = node.text("Descrizione").partition(SEPARATOR)
    attributes = [_attribute(part) for part in _data(node, is_note=False)]
    if natura:
        attributes.append(ItemAttribute(name=NATURA, value=natura))
    item = Item(name=name, description=description, attributes=tuple(attributes))
    codes = [(part.code("CodiceTipo"), part.text("CodiceValore")) for part in node.all("CodiceArticolo")]
    for kind, value in codes:
        item = _with_code(item, kind, value)
    return item


def _with_code(item: Item, kind: str, value: str) -> Item:
    if kind == BY_SELLER and not item.seller_id:
        return dataclasses.replace(item, seller_id=value)
    if kind == BY_BUYER and not item.buyer_id:
        return dataclasses.replace(item, buyer_id=value)
    scheme = kind.removeprefix("ICD") if kind.startswith("ICD") else STANDARD_SCHEMES.get(kind, "")
    if scheme and not item.standard_id:
        return dataclasses.replace(item, standard_id=Identifier(value=value, scheme=scheme))
    return dataclasses.replace(item, classifications=(*item.classifications, Identifier(value=value, scheme=kind)))


def _attribute(node: Node) -> ItemAttribute:
    facts = (node.text("RiferimentoTesto"), node.code("RiferimentoNumero"), node.code("RiferimentoData"))
    return ItemAttribute(name=node.code("TipoDato"), value=" ".join(filter(None, facts)))


def read_totals(head: Node, invoice: Invoice) -> Totals:
    """BG-22 as far as the format tells it; what it leaves out is added up from the parts."""
    vat = total(part.amount for part in invoice.vat_breakdown)
    without_vat = total(part.base for part in invoice.vat_breakdown)
    stated = head.number("ImportoTotaleDocumento")
    return Totals(
        lines=to_cents(total(line.net for line in invoice.lines)),
        allowances=to_cents(total(part.amount for part in invoice.allowances)) if invoice.allowances else None,
        charges=to_cents(total(part.amount for part in invoice.charges)) if invoice.charges else None,
        without_vat=without_vat,
        vat=vat,
        with_vat=without_vat + vat if stated is None else stated,
        rounding=head.number("Arrotondamento"),
    )
