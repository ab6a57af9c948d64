"""UBL 2.1 lines, allowances, charges and periods to the model."""

from invoicing.einvoice import ubl
from invoicing.einvoice.model import AllowanceCharge, Identifier, Item, ItemAttribute, Line, Period, Price
from invoicing.einvoice.xml import Node


def read_period(node: Node) -> Period | None:
    """BG-14 or BG-26; None when absent or when only the code BT-8 stands in it."""
    period = Period(starts_on=node.day("cbc:StartDate"), ends_on=node.day("cbc:EndDate"))
    is_only_a_code = period == Period() and bool(node.code("cbc:DescriptionCode"))
    return period if node and not is_only_a_code else None


def read_allowances(node: Node, *, charges: bool) -> tuple[AllowanceCharge, ...]:
    """The charges or the allowances directly below the element."""
    found = node.all("cac:AllowanceCharge")
    wanted = [part for part in found if (part.code("cbc:ChargeIndicator") in {"true", "1"}) == charges]
    return tuple(_allowance(part) for part in wanted)


def _allowance(node: Node) -> AllowanceCharge:
    return AllowanceCharge(
        amount=node.number("cbc:Amount"),
        base=node.number("cbc:BaseAmount"),
        percent=node.number("cbc:MultiplierFactorNumeric"),
        reason=node.texts("cbc:AllowanceChargeReason"),
        reason_code=node.code("cbc:AllowanceChargeReasonCode"),
        vat_category=node.code("cac:TaxCategory/cbc:ID"),
        vat_percent=node.number("cac:TaxCategory/cbc:Percent"),
    )


def read_line(node: Node, *, quantity: str) -> Line:
    """BG-25; `quantity` is the element's name in an invoice or a credit note."""
    documents = node.all("cac:DocumentReference")
    objects = [part for part in documents if part.code("cbc:DocumentTypeCode") == ubl.OBJECT] or documents
    item = node.one("cac:Item")
    return Line(
        id=node.code("cbc:ID"),
        note=node.texts("cbc:Note"),
        object_id=objects[0].identifier("cbc:ID") if objects else None,
        quantity=node.number(quantity),
        unit=node.one(quantity).attribute("unitCode"),
        net=node.number("cbc:LineExtensionAmount"),
        order_line=node.code("cac:OrderLineReference/cbc:LineID"),
        accounting_reference=node.text("cbc:AccountingCost"),
        period=read_period(node.one("cac:InvoicePeriod")),
        allowances=read_allowances(node, charges=False),
        charges=read_allowances(node, charges=True),
        price=_price(node.one("cac:Price")),
        vat_category=item.code("cac:ClassifiedTaxCategory/cbc:ID"),
        vat_percent=item.number("cac:ClassifiedTaxCategory/cbc:Percent"),
        item=_item(item) if item else None,
    )


def _price(node: Node) -> Price | None:
    if not node:
        return None
    return Price(
        net=node.number("cbc:PriceAmount"),
        discount=node.number("cac:AllowanceCharge/cbc:Amount"),
        gross=node.number("cac:AllowanceCharge/cbc:BaseAmount"),
        per_quantity=node.number("cbc:BaseQuantity"),
        per_unit=node.one("cbc:BaseQuantity").attribute("unitCode"),
    )


def _item(node: Node) -> Item:
    return Item(
        name=node.text("cbc:Name"),
        description=node.texts("cbc:Description"),
        seller_id=node.code("cac:SellersItemIdentification/cbc:ID"),
        buyer_id=node.code("cac:BuyersItemIdentification/cbc:ID"),
        standard_id=node.identifier("cac:StandardItemIdentification/cbc:ID"),
        classifications=tuple(filter(None, map(_classification, node.all("cac:CommodityClassification")))),
        origin_country=node.code("cac:OriginCountry/cbc:IdentificationCode"),
        attributes=tuple(
            ItemAttribute(name=part.text("cbc:Name"), value=part.text("cbc:Value"))
            for part in node.all("cac:AdditionalItemProperty")
        ),
    )


def _classification(node: Node) -> Identifier | None:
    return node.identifier("cbc:ItemClassificationCode", scheme="listID", version="listVersionID")
