"""Lines, allowances and tax items of ebInterface."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from invoicing.einvoice import ebinterface
from invoicing.einvoice.model import AllowanceCharge, Invoice, Item, Line, Price
from invoicing.einvoice.xml import Branch

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)


def money(value: Decimal | None) -> Decimal | None:
    """A figure of two decimals at most, as the schema wants it."""
    return _at_most(value, 2)


def _at_most(value: Decimal | None, digits: int) -> Decimal | None:
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    is_short = isinstance(exponent, int) and exponent >= -digits
    return value if is_short else value.quantize(ONE.scaleb(-digits), ROUND_HALF_UP)


def add_tax_item(group: Branch, base: Decimal | None, category: str, percent: Decimal | None) -> Branch:
    """A tax item with its base and rate; the caller adds the rest. Category O has a rate of 0 here."""
    item = group.group("e:TaxItem")
    item.add("e:TaxableAmount", money(base))
    item.add("e:TaxPercent", money(percent or ZERO), TaxCategoryCode=category or "O")
    return item


def add_lines(group: Branch, invoice: Invoice) -> None:
    """One item list with every line."""
    for line in invoice.lines:
        _line(group.group("e:ListLineItem"), invoice, line)


def _line(group: Branch, invoice: Invoice, line: Line) -> None:
    item, price = line.item or Item(), line.price or Price()
    if line.id.isascii() and line.id.isdigit() and int(line.id) > 0:
        group.add("e:PositionNumber", line.id)
    group.group("e:Description").element.text = item.name
    group.add_all("e:Description", item.description.splitlines())
    _articles(group, item)
    group.add("e:Quantity", _at_most(ONE if line.quantity is None else line.quantity, 4))
    group.element[-1].set("Unit", line.unit)
    net, per = ebinterface.four_decimals(price.net or ZERO, price.per_quantity or ONE)
    has_quantity = price.per_quantity is not None or per != ONE
    group.add("e:UnitPrice", _at_most(net, 4), BaseQuantity=format(per, "f") if has_quantity else "")
    extras = group.group("e:ReductionAndSurchargeListLineItemDetails")
    for name, parts in (("e:ReductionListLineItem", line.allowances), ("e:SurchargeListLineItem", line.charges)):
        for part in parts:
            _extra(extras.group(name), part)
    _period(group, line)
    if line.order_line:
        order = group.group("e:InvoiceRecipientsOrderReference")
        order.add("e:OrderID", invoice.order_reference or ebinterface.NOT_KNOWN)
        order.add("e:OrderPositionNumber", line.order_line)
    _more(group, line, item)
    add_tax_item(group, line.net, line.vat_category, line.vat_percent)
    group.add("e:LineItemAmount", money(line.net))


def _articles(group: Branch, item: Item) -> None:
    group.add("e:ArticleNumber", item.seller_id, ArticleNumberType="BillersArticleNumber")
    group.add("e:ArticleNumber", item.buyer_id, ArticleNumberType="InvoiceRecipientsArticleNumber")
    if item.standard_id and item.standard_id.scheme == ebinterface.GTIN:
        group.add("e:ArticleNumber", item.standard_id.value, ArticleNumberType="GTIN")


def _period(group: Branch, line: Line) -> None:
    period = line.period
    if not period or not (period.starts_on or period.ends_on):
        return
    delivery = group.group("e:Delivery")
    starts_on, ends_on = period.starts_on or period.ends_on, period.ends_on or period.starts_on
    if starts_on == ends_on:
        delivery.add("e:Date", starts_on)
        return
    days = delivery.group("e:Period")
    days.add("e:FromDate", starts_on)
    days.add("e:ToDate", ends_on)


def _more(group: Branch, line: Line, item: Item) -> None:
    if item.standard_id and item.standard_id.scheme != ebinterface.GTIN:
        group.add("e:Classification", item.standard_id.value, ClassificationSchema=f"ICD{item.standard_id.scheme}")
    for code in item.classifications:
        group.add("e:Classification", code.value, ClassificationSchema=code.scheme)
    rows = [
        (ebinterface.NOTE, line.note),
        (ebinterface.ACCOUNTING, line.accounting_reference),
        (ebinterface.ORIGIN, item.origin_country),
        *((part.name, part.value) for part in item.attributes),
    ]
    for key, text in rows:
        group.add("e:AdditionalInformation", text, Key=key)


def add_extras(group: Branch, invoice: Invoice) -> None:
    """Allowances and charges of the document, each with its rate."""
    for name, parts in (("e:Reduction", invoice.allowances), ("e:Surcharge", invoice.charges)):
        for part in parts:
            extra = group.group(name)
            _extra(extra, part)
            add_tax_item(extra, part.amount or ZERO, part.vat_category, part.vat_percent)


def _extra(group: Branch, part: AllowanceCharge) -> None:
    has_base = part.base is not None and part.percent is not None
    group.add("e:BaseAmount", money(part.base if has_base else part.amount or ZERO))
    group.add("e:Percentage", money(part.percent))
    group.add("e:Amount", money(part.amount))
    group.add("e:Comment", part.reason)
    group.add("e:Classification", part.reason_code)
