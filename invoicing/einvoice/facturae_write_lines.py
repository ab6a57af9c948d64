"""Lines, taxes, discounts and surcharges of Facturae."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from invoicing.einvoice import facturae
from invoicing.einvoice.fatturapa_write_lines import described
from invoicing.einvoice.findings import total
from invoicing.einvoice.model import AllowanceCharge, Invoice, Item, Line, Price
from invoicing.einvoice.reasons import REASON_CODES, reason_said
from invoicing.einvoice.xml import Branch

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
NO_REASON: Final = {"E": "Operación exenta", "AE": "Inversión del sujeto pasivo"}
DISCOUNT: Final = "Descuento"
SURCHARGE: Final = "Recargo"


def add_taxes(group: Branch, invoice: Invoice) -> None:
    """One tax per rate and category, also where it is zero."""
    sign = facturae.sign_of(invoice)
    for part in invoice.vat_breakdown:
        _tax(group, part.category, part.percent, base=_times(sign, part.base), tax=_times(sign, part.amount))


def _tax(group: Branch, category: str, percent: Decimal | None, *, base: Decimal, tax: Decimal) -> None:
    row = group.group(":Tax")
    row.add(":TaxTypeCode", facturae.TAXES.get(category, facturae.TAXES["S"]))
    row.add(":TaxRate", facturae.figure(percent or ZERO, most=8))
    row.group(":TaxableBase").add(":TotalAmount", facturae.figure(base, most=8))
    row.group(":TaxAmount").add(":TotalAmount", facturae.figure(tax))


def _times(sign: int, value: Decimal | None) -> Decimal:
    return sign * (value or ZERO)


def event_of(category: str, *, invoice: Invoice) -> str:
    """Why a line bears no tax: 01 exempt, 02 not subject, empty when it does or when the buyer owes it at home."""
    if category in facturae.EXEMPT_CATEGORIES:
        return facturae.EXEMPT
    is_abroad = not facturae.is_resident(invoice.buyer)
    return facturae.NOT_SUBJECT if category == "O" or (category == "AE" and is_abroad) else ""


def reasons_of(invoice: Invoice) -> dict[str, str]:
    """The reason of each category without tax, its code in brackets."""
    found: dict[str, str] = {}
    for part in invoice.vat_breakdown:
        if part.category in facturae.EXEMPT_CATEGORIES | {"O", "AE"}:
            code = part.exemption_code or REASON_CODES.get(part.category, "")
            said = reason_said(part.exemption_reason, code, category="")
            found.setdefault(part.category, said or NO_REASON.get(part.category, code))
    return found


def add_lines(group: Branch, invoice: Invoice) -> None:
    """Every line, in its order."""
    reasons = reasons_of(invoice)
    for position, line in enumerate(invoice.lines):
        _line(group.group(":InvoiceLine"), invoice, line, is_first=position == 0, reasons=reasons)


def _line(group: Branch, invoice: Invoice, line: Line, *, is_first: bool, reasons: dict[str, str]) -> None:
    sign, item, net = facturae.sign_of(invoice), line.item or Item(), line.net or ZERO
    if line.order_line.isascii() and line.order_line.isdigit():
        group.add(":SequenceNumber", line.order_line)
    if is_first and invoice.despatch_reference:
        note = group.group(":DeliveryNotesReferences/:DeliveryNote")
        note.add(":DeliveryNoteNumber", invoice.despatch_reference[:30])
    group.add(":ItemDescription", described(item)[: facturae.LONGEST_TEXT] or "-")
    group.add(":Quantity", sign * (ONE if line.quantity is None else line.quantity))
    group.add(":UnitOfMeasure", facturae.UNITS.get(line.unit, facturae.OTHER_UNIT) if line.unit else None)
    group.add(":UnitPriceWithoutTax", facturae.figure(unit_price(line), most=8))
    cost = net + total(part.amount for part in line.allowances) - total(part.amount for part in line.charges)
    group.add(":TotalCost", facturae.figure(sign * cost, most=8))
    add_extras(group, line.allowances, line.charges, sign=sign, names=(":DiscountsAndRebates", ":Charges"))
    group.add(":GrossAmount", facturae.figure(sign * net, most=8))
    tax = net * (line.vat_percent or ZERO) / 100
    _tax(group.group(":TaxesOutputs"), line.vat_category, line.vat_percent, base=sign * net, tax=sign * tax)
    _period(group, line)
    group.add(":AdditionalLineItemInformation", "\n".join(_information(line))[: facturae.LONGEST_TEXT])
    if event := event_of(line.vat_category, invoice=invoice):
        special = group.group(":SpecialTaxableEvent")
        special.add(":SpecialTaxableEventCode", event)
        special.add(":SpecialTaxableEventReason", reasons.get(line.vat_category) or NO_REASON["E"])
    group.add(":ArticleCode", item.seller_id if len(item.seller_id) <= facturae.SHORT else None)


def unit_price(line: Line) -> Decimal:
    """The price of one unit."""
    price = line.price or Price()
    return (price.net or ZERO) / (price.per_quantity or ONE)


def _period(group: Branch, line: Line) -> None:
    period = line.period
    if period and (period.starts_on or period.ends_on):
        days = group.group(":LineItemPeriod")
        days.add(":StartDate", period.starts_on or period.ends_on)
        days.add(":EndDate", period.ends_on or period.starts_on)


def _information(line: Line) -> Iterator[str]:
    if line.unit and line.unit not in facturae.UNITS:
        yield f"{facturae.UNIT}{line.unit}"
    if line.note:
        yield line.note


def add_extras(
    group: Branch,
    allowances: Iterable[AllowanceCharge],
    charges: Iterable[AllowanceCharge],
    *,
    sign: int,
    names: tuple[str, str],
) -> None:
    """Discounts and surcharges, of a line or of the invoice."""
    words = (("Discount", DISCOUNT, allowances), ("Charge", SURCHARGE, charges))
    for name, (kind, usual, parts) in zip(names, words, strict=True):
        held = group.group(name)
        for part in parts:
            row = held.group(f":{kind}")
            row.add(f":{kind}Reason", (part.reason or part.reason_code or usual)[: facturae.LONGEST_TEXT])
            row.add(f":{kind}Rate", facturae.figure(part.percent, most=8))
            row.add(f":{kind}Amount", facturae.figure(_times(sign, part.amount), most=8))
