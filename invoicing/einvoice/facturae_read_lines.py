"""Lines, taxes, discounts and surcharges of Facturae."""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from invoicing.einvoice import facturae
from invoicing.einvoice.fatturapa_write_lines import SEPARATOR
from invoicing.einvoice.findings import to_cents, total
from invoicing.einvoice.model import AllowanceCharge, Invoice, Item, Line, Period, Price, VatBreakdown
from invoicing.einvoice.reasons import REASON, reason_read
from invoicing.einvoice.xml import Node

ZERO: Final = Decimal(0)


def signed(value: Decimal | None, sign: int) -> Decimal | None:
    """The figure as the model has it, where a credit note stands above zero."""
    return None if value is None else value * sign


def read_lines(node: Node, *, sign: int, literals: Iterable[str]) -> tuple[Line, ...]:
    """BG-25, numbered by position; the literals tell what the buyer owes at home."""
    is_reversed = any(map(_is_reversed, literals))
    parts = node.all("Items/InvoiceLine")
    return tuple(
        _line(part, sign=sign, number=str(position), is_reversed=is_reversed)
        for position, part in enumerate(parts, start=1)
    )


def _line(node: Node, *, sign: int, number: str, is_reversed: bool) -> Line:
    tax = node.one("TaxesOutputs/Tax")
    category, percent = category_of(node, is_reversed=is_reversed), tax.number("TaxRate")
    own, note = _information(node)
    kind = node.code("UnitOfMeasure")
    return Line(
        id=number,
        note=note,
        quantity=signed(node.number("Quantity"), sign),
        unit=own or facturae.UNIT_CODES.get(kind, "C62" if kind else ""),
        net=signed(node.number("GrossAmount"), sign),
        order_line=node.code("SequenceNumber"),
        period=read_period(node.one("LineItemPeriod")),
        allowances=_extras(node, "DiscountsAndRebates/Discount", sign=sign),
        charges=_extras(node, "Charges/Charge", sign=sign),
        price=Price(net=node.number("UnitPriceWithoutTax")),
        vat_category=category,
        vat_percent=None if category == "O" else percent,
        item=_item(node),
    )


def read_period(node: Node) -> Period | None:
    """BG-14 or BG-26."""
    return Period(starts_on=node.day("StartDate"), ends_on=node.day("EndDate")) if node else None


def _information(node: Node) -> tuple[str, str]:
    """The unit that has no code in the format, and the note."""
    first, _, rest = node.text("AdditionalLineItemInformation").partition("\n")
    if first.startswith(facturae.UNIT):
        return first.removeprefix(facturae.UNIT), rest
    return "", "\n".join(filter(None, (first, rest)))


def _item(node: Node) -> Item:
    name, _, description = node.text("ItemDescription").partition(SEPARATOR)
    return Item(name=name, description=description, seller_id=node.code("ArticleCode"))


def category_of(node: Node, *, is_reversed: bool) -> str:
    """BT-151 of a line: by its tax, and where there is none by the event and what its reason says."""
    tax = node.one("TaxesOutputs/Tax")
    taxed = facturae.TAX_CATEGORIES.get(tax.code("TaxTypeCode"), "S")
    if tax.number("TaxRate"):
        return taxed
    event = node.code("SpecialTaxableEvent/SpecialTaxableEventCode")
    reason = node.text("SpecialTaxableEvent/SpecialTaxableEventReason")
    if not event:
        return "AE" if is_reversed else "Z" if taxed == "S" else taxed
    found = REASON.fullmatch(reason)
    if found and found[2] in facturae.EXEMPTION_CODES:
        return facturae.EXEMPTION_CODES[found[2]]
    if _is_reversed(reason):
        return "AE"
    return "E" if event == facturae.EXEMPT else "O"


def _is_reversed(text: str) -> bool:
    return "[VATEX-EU-AE]" in text or bool(facturae.REVERSED.search(text))


def _extras(node: Node, path: str, *, sign: int) -> tuple[AllowanceCharge, ...]:
    kind = path.rpartition("/")[2]
    return tuple(
        AllowanceCharge(
            amount=signed(part.number(f"{kind}Amount"), sign),
            percent=part.number(f"{kind}Rate"),
            reason=part.text(f"{kind}Reason"),
        )
        for part in node.all(path)
    )


def read_breakdown(
    node: Node, lines: tuple[Line, ...], *, sign: int, literals: Iterable[str]
) -> tuple[VatBreakdown, ...]:
    """BG-23: the taxes of the invoice; those without a rate are the categories of the lines, found by their base."""
    reasons = _reasons(node, lines, literals)
    bare = list(dict.fromkeys(line.vat_category for line in lines if not line.vat_percent))
    sums = {name: total(line.net for line in lines if line.vat_category == name) for name in bare}
    found = []
    for part in node.all("TaxesOutputs/Tax"):
        base, percent = signed(part.number("TaxableBase/TotalAmount"), sign), part.number("TaxRate")
        category = facturae.TAX_CATEGORIES.get(part.code("TaxTypeCode"), "S")
        if not percent and bare:
            category = next((name for name in bare if sums[name] == base), bare[0])
            bare.remove(category)
        reason, code = reasons.get(category, ("", ""))
        found.append(
            VatBreakdown(
                base=base,
                amount=_tax(part, base, percent, sign=sign),
                category=category,
                percent=None if category == "O" else percent,
                exemption_reason=reason,
                exemption_code=code,
            )
        )
    return tuple(found)


def _tax(part: Node, base: Decimal | None, percent: Decimal | None, *, sign: int) -> Decimal:
    said = signed(part.number("TaxAmount/TotalAmount"), sign)
    return to_cents((base or ZERO) * (percent or ZERO) / 100) if said is None else said


def _reasons(node: Node, lines: tuple[Line, ...], literals: Iterable[str]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for line, part in zip(lines, node.all("Items/InvoiceLine"), strict=True):
        said = part.text("SpecialTaxableEvent/SpecialTaxableEventReason")
        if line.vat_category == "AE" and not said:
            said = next(filter(_is_reversed, literals), "")
        if said:
            found.setdefault(line.vat_category, reason_read(said, category=line.vat_category))
    return found


def with_extras(node: Node, invoice: Invoice, *, sign: int) -> Invoice:
    """BG-20 and BG-21, each in the tax whose base it changes."""
    totals = node.one("InvoiceTotals")
    left = {
        (part.category, part.percent): (part.base or ZERO)
        - total(line.net for line in invoice.lines if _is_in(line, part))
        for part in invoice.vat_breakdown
    }

    def placed(parts: tuple[AllowanceCharge, ...], *, way: int) -> tuple[AllowanceCharge, ...]:
        held = []
        for part in parts:
            changed = way * (part.amount or ZERO)
            key = next((key for key, rest in left.items() if rest * way > 0 and abs(rest) >= abs(changed)), None)
            key = key or next(iter(left), ("", None))
            left[key] = left.get(key, ZERO) - changed
            held.append(dataclasses.replace(part, vat_category=key[0], vat_percent=key[1]))
        return tuple(held)

    return dataclasses.replace(
        invoice,
        allowances=placed(_extras(totals, "GeneralDiscounts/Discount", sign=sign), way=-1),
        charges=placed(_extras(totals, "GeneralSurcharges/Charge", sign=sign), way=1),
    )


def _is_in(line: Line, part: VatBreakdown) -> bool:
    return (line.vat_category, line.vat_percent or ZERO) == (part.category, part.percent or ZERO)
