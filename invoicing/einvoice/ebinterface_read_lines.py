"""Lines, allowances and rates of ebInterface."""

import re
from decimal import Decimal
from typing import Final

from invoicing.einvoice import ebinterface
from invoicing.einvoice.findings import to_cents
from invoicing.einvoice.model import AllowanceCharge, Identifier, Item, ItemAttribute, Line, Period, Price
from invoicing.einvoice.xml import Node

OWN_KEYS: Final = frozenset({ebinterface.NOTE, ebinterface.ACCOUNTING, ebinterface.ORIGIN})
NO_KEY: Final = "Information"
"""Name of an item attribute that came without one; the norm wants a name."""
OWN_ARTICLES: Final = frozenset({"BillersArticleNumber", "InvoiceRecipientsArticleNumber", "GTIN"})
REASON_CODE: Final = re.compile("[A-Z0-9]{2,3}")


def rate_of(tax_item: Node) -> tuple[str, Decimal | None]:
    """Category and percentage of a tax item; the lower rate's own code is S, and O has no percentage."""
    category = tax_item.one("e:TaxPercent").attribute("TaxCategoryCode")
    percent = tax_item.number("e:TaxPercent")
    return "S" if category == ebinterface.LOWER_RATE else category, None if category == "O" else percent


def read_lines(node: Node) -> tuple[Line, ...]:
    """BG-25 of every item list; a line without a number, or with one that came before, gets its position."""
    lines: list[Line] = []
    used: set[str] = set()
    for position, part in enumerate(node.all("e:Details/e:ItemList/e:ListLineItem"), start=1):
        number = part.code("e:PositionNumber")
        lines.append(_line(part, number=number if number and number not in used else _free(position, used)))
        used.add(lines[-1].id)
    return tuple(lines)


def _free(position: int, used: set[str]) -> str:
    while str(position) in used:
        position += 1
    return str(position)


def _line(node: Node, *, number: str) -> Line:
    extras = node.one("e:ReductionAndSurchargeListLineItemDetails")
    category, percent = rate_of(node.one("e:TaxItem"))
    per = node.one("e:UnitPrice").attribute("BaseQuantity")
    information = {part.attribute("Key"): part.text() for part in node.all("e:AdditionalInformation")}
    other_taxes = tuple(map(_other_tax, extras.all("e:OtherVATableTaxListLineItem")))
    return Line(
        id=number,
        note=information.get(ebinterface.NOTE, ""),
        quantity=node.number("e:Quantity"),
        unit=node.one("e:Quantity").attribute("Unit"),
        net=node.number("e:LineItemAmount"),
        order_line=node.text("e:InvoiceRecipientsOrderReference/e:OrderPositionNumber"),
        accounting_reference=information.get(ebinterface.ACCOUNTING, ""),
        period=_period(node.one("e:Delivery")),
        allowances=tuple(map(_extra, extras.all("e:ReductionListLineItem"))),
        charges=(*map(_extra, extras.all("e:SurchargeListLineItem")), *other_taxes),
        price=Price(net=node.number("e:UnitPrice"), per_quantity=Decimal(per) if per else None),
        vat_category=category,
        vat_percent=percent,
        item=_item(node, origin=information.get(ebinterface.ORIGIN, "")),
    )


def _period(node: Node) -> Period | None:
    day = node.day("e:Date")
    starts_on, ends_on = day or node.day("e:Period/e:FromDate"), day or node.day("e:Period/e:ToDate")
    return Period(starts_on=starts_on, ends_on=ends_on) if starts_on or ends_on else None


def _item(node: Node, *, origin: str) -> Item:
    said = [part.text() for part in node.all("e:Description")]
    articles = [(part.attribute("ArticleNumberType"), part.text()) for part in node.all("e:ArticleNumber")]
    held = dict(reversed(articles))
    codes = [(part.attribute("ClassificationSchema"), part.text()) for part in node.all("e:Classification")]
    standard = Identifier(value=held["GTIN"], scheme=ebinterface.GTIN) if held.get("GTIN") else None
    foreign = [(kind, value) for kind, value in codes if kind.startswith("ICD")]
    if not standard and foreign:
        standard = Identifier(value=foreign[0][1], scheme=foreign[0][0].removeprefix("ICD"))
        codes.remove(foreign[0])
    others = [*codes, *((kind, value) for kind, value in articles if kind not in OWN_ARTICLES)]
    return Item(
        name=said[0] if said else "",
        description="\n".join(filter(None, said[1:])),
        seller_id=held.get("BillersArticleNumber", ""),
        buyer_id=held.get("InvoiceRecipientsArticleNumber", ""),
        standard_id=standard,
        classifications=tuple(Identifier(value=value, scheme=kind) for kind, value in others if value),
        origin_country=origin,
        attributes=tuple(
            ItemAttribute(name=part.attribute("Key") or NO_KEY, value=part.text())
            for part in node.all("e:AdditionalInformation")
            if part.attribute("Key") not in OWN_KEYS
        ),
    )


def read_extras(node: Node) -> tuple[tuple[AllowanceCharge, ...], tuple[AllowanceCharge, ...]]:
    """BG-20 and BG-21: reductions; surcharges and other taxes that bear VAT themselves or come on top of it."""
    details = node.one("e:ReductionAndSurchargeDetails")
    charges = [*map(_extra, details.all("e:Surcharge")), *map(_other_tax, details.all("e:OtherVATableTax"))]
    for part in node.all("e:Tax/e:OtherTax"):
        amount = part.number("e:TaxAmount")
        if amount:
            charges.append(AllowanceCharge(amount=amount, reason=part.text("e:Comment"), vat_category="O"))
    return tuple(map(_extra, details.all("e:Reduction"))), tuple(charges)


def _extra(node: Node) -> AllowanceCharge:
    base, percent, amount = (node.number(f"e:{name}") for name in ("BaseAmount", "Percentage", "Amount"))
    if amount is None:
        amount = to_cents((base or Decimal(0)) * (Decimal(100) if percent is None else percent) / 100)
    tax_item, code = node.one("e:TaxItem"), node.code("e:Classification")
    category, rate = rate_of(tax_item) if tax_item else ("", None)
    is_code = bool(REASON_CODE.fullmatch(code))
    return AllowanceCharge(
        amount=amount,
        base=None if percent is None else base,
        percent=percent,
        reason=node.text("e:Comment") or ("" if is_code else code),
        reason_code=code if is_code else "",
        vat_category=category,
        vat_percent=rate,
    )


def _other_tax(node: Node) -> AllowanceCharge:
    category, percent = rate_of(node)
    base, amount = node.number("e:TaxableAmount"), node.number("e:TaxAmount")
    if amount is None:
        amount = to_cents((base or Decimal(0)) * (percent or Decimal(0)) / 100)
    reason = node.text("e:Comment") or node.text("e:TaxID")
    return AllowanceCharge(amount=amount, reason=reason, vat_category=category, vat_percent=percent)
