"""The lines and the VAT summary of FatturaPA; allowances and charges of the document are lines of their own kind."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from invoicing.einvoice import fatturapa
from invoicing.einvoice.latin import fitted, fitted_ascii, to_latin
from invoicing.einvoice.model import AllowanceCharge, Invoice, Item, Line, Period, Price, VatBreakdown
from invoicing.einvoice.reasons import reason_said
from invoicing.einvoice.xml import Branch

CENT: Final = Decimal("0.01")
LAST_DIGIT: Final = Decimal("0.00000001")
SEPARATOR: Final = " | "
"""Stands between the name and the description of an item, which share one field."""
NOTE: Final = "NOTA"
NATURA: Final = "Natura"
"""Name of the item attribute (BT-160) with the Natura of a line, where its category does not tell it."""
BY_SELLER: Final = "Fornitore"
BY_BUYER: Final = "Cliente"
GTIN: Final = "0160"
STANDARDS: Final = {GTIN: "EAN"}


def amount(value: Decimal | None, *, most: int = 2) -> str | None:
    """A figure with two to `most` decimals, as every amount of the schema wants it."""
    if value is None:
        return None
    rounded = value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    whole, _, digits = format(rounded, "f").partition(".")
    return f"{whole}.{digits.rstrip('0').ljust(2, '0')}"


def numbers(lines: tuple[Line, ...]) -> list[int]:
    """NumeroLinea of each line: its own number when all have one and none twice, else its position."""
    held = [int(line.id) for line in lines if line.id.isascii() and line.id.isdigit() and 0 < int(line.id) < 10_000]
    return held if len(set(held)) == len(lines) else list(range(1, len(lines) + 1))


def add_goods(group: Branch, invoice: Invoice) -> None:
    """DatiBeniServizi: lines, then the summary per rate and Natura."""
    mine = numbers(invoice.lines)
    for number, line in zip(mine, invoice.lines, strict=True):
        _line(group.group(":DettaglioLinee"), invoice, line, number=number)
    following = max(mine, default=0) + 1
    for number, (kind, part, value) in enumerate(_of_the_document(invoice), start=following):
        _extra(group.group(":DettaglioLinee"), invoice, part, number=number, kind=kind, value=value)
    for entry in invoice.vat_breakdown:
        _summary(group.group(":DatiRiepilogo"), invoice, entry)


def _of_the_document(invoice: Invoice) -> Iterator[tuple[str, AllowanceCharge, Decimal]]:
    for kind, sign, parts in (("SC", -1, invoice.allowances), ("AC", 1, invoice.charges)):
        for part in parts:
            if part.vat_category:
                yield kind, part, sign * (part.amount or Decimal(0))


def _extra(  # the reader finds it by its kind and its sign
    group: Branch, invoice: Invoice, part: AllowanceCharge, *, number: int, kind: str, value: Decimal
) -> None:
    group.add(":NumeroLinea", str(number))
    group.add(":TipoCessionePrestazione", kind)
    group.add(":Descrizione", fitted(part.reason or part.reason_code or kind, 1000))
    group.add(":PrezzoUnitario", amount(value, most=8))
    group.add(":PrezzoTotale", amount(value, most=8))
    group.add(":AliquotaIVA", amount(part.vat_percent or Decimal(0)))
    group.add(":Natura", None if part.vat_percent else fatturapa.natura_of_line(invoice, part.vat_category))


def _line(group: Branch, invoice: Invoice, line: Line, *, number: int) -> None:
    item, period = line.item or Item(), line.period or invoice.period or Period()
    group.add(":NumeroLinea", str(number))
    _article(group, item)
    group.add(":Descrizione", fitted(described(item), 1000) or "-")
    group.add(":Quantita", amount(abs(line.quantity) if line.quantity is not None else None, most=8))
    group.add(":UnitaMisura", fatturapa.UNITS.get(line.unit, fitted_ascii(line.unit, 10)) if line.quantity else None)
    group.add(":DataInizioPeriodo", period.starts_on)
    group.add(":DataFinePeriodo", period.ends_on)
    group.add(":PrezzoUnitario", amount(unit_price(line), most=8))
    for kind, parts in (("SC", line.allowances), ("MG", line.charges)):
        for part in parts:
            _per_unit(group.group(":ScontoMaggiorazione"), part, kind=kind, quantity=line.quantity)
    group.add(":PrezzoTotale", amount(line.net, most=8))
    group.add(":AliquotaIVA", amount(line.vat_percent or Decimal(0)))
    held = {part.name: part.value for part in item.attributes}
    own = held.get(NATURA) or fatturapa.natura_of_line(invoice, line.vat_category)
    group.add(":Natura", None if line.vat_percent else own)
    group.add(":RiferimentoAmministrazione", fitted_ascii(line.accounting_reference, 20))
    _more(group, line, item)


def unit_price(line: Line) -> Decimal:
    """The price of one unit, below zero where the quantity is: the format has no quantity below zero, nor one per price."""
    price = line.price or Price()
    sign = -1 if line.quantity is not None and line.quantity < 0 else 1
    return sign * (price.net or Decimal(0)) / (price.per_quantity or Decimal(1))


def described(item: Item) -> str:
    """Name and description in one text; a name that only shortens the description is left out."""
    if item.description.startswith(item.name.removesuffix("…").rstrip()):
        return item.description or item.name
    return SEPARATOR.join(filter(None, (item.name, item.description)))


def _per_unit(group: Branch, part: AllowanceCharge, *, kind: str, quantity: Decimal | None) -> None:
    value = part.amount or Decimal(0)
    group.add(":Tipo", kind)
    group.add(":Percentuale", amount(part.percent))
    group.add(":Importo", amount(value / (abs(quantity) if quantity else Decimal(1)), most=8))


def _article(group: Branch, item: Item) -> None:
    codes = [(BY_SELLER, item.seller_id), (BY_BUYER, item.buyer_id)]
    if item.standard_id:
        scheme = item.standard_id.scheme
        codes.append((STANDARDS.get(scheme, f"ICD{scheme}"), item.standard_id.value))
    codes += [(part.scheme, part.value) for part in item.classifications]
    for kind, value in codes:
        if value:
            code = group.group(":CodiceArticolo")
            code.add(":CodiceTipo", fitted_ascii(kind, 35) or "-")
            code.add(":CodiceValore", fitted(value, 35))


def _more(group: Branch, line: Line, item: Item) -> None:
    note = to_latin(line.note)
    rows = [(NOTE, note[start : start + 60]) for start in range(0, len(note), 60)]
    rows += [(part.name, part.value) for part in item.attributes if part.name != NATURA]
    for kind, text in rows:
        data = group.group(":AltriDatiGestionali")
        data.add(":TipoDato", fitted_ascii(kind, 10) or "-")
        data.add(":RiferimentoTesto", text if kind == NOTE else fitted(text, 60))


def _summary(group: Branch, invoice: Invoice, entry: VatBreakdown) -> None:
    group.add(":AliquotaIVA", amount(entry.percent or Decimal(0)))
    reason = entry.exemption_reason
    code = None if entry.percent else fatturapa.natura(entry.category, reason=reason, buyer=invoice.buyer)
    group.add(":Natura", code)
    group.add(":ImponibileImporto", amount(entry.base))
    group.add(":Imposta", amount(entry.amount))
    if not code:
        is_split = entry.category == fatturapa.SPLIT_PAYMENT
        group.add(":EsigibilitaIVA", "S" if is_split else "D" if invoice.tax_point_code == "432" else "I")
    words = fatturapa.NATURA.sub("", reason, count=1) if code else reason
    said = reason_said(words, entry.exemption_code, category=entry.category)
    group.add(":RiferimentoNormativo", fitted(said, 100))
