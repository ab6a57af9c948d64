"""CII lines, allowances, charges and periods to the model."""

from invoicing.einvoice import cii
from invoicing.einvoice.model import AllowanceCharge, Identifier, Item, ItemAttribute, Line, Period, Price
from invoicing.einvoice.xml import Node


def read_period(node: Node) -> Period | None:
    """BG-14 or BG-26; None when absent."""
    period = Period(
        starts_on=node.day("ram:StartDateTime/udt:DateTimeString"),
        ends_on=node.day("ram:EndDateTime/udt:DateTimeString"),
    )
    return period if node else None


def read_object(node: Node) -> Identifier | None:
    """BT-18 or BT-128: the scheme stands in an element of its own."""
    value = node.code("ram:IssuerAssignedID")
    return Identifier(value=value, scheme=node.code("ram:ReferenceTypeCode")) if value else None


def read_allowances(node: Node, *, charges: bool) -> tuple[AllowanceCharge, ...]:
    """The charges or the allowances directly below the element."""
    found = node.all("ram:SpecifiedTradeAllowanceCharge")
    wanted = [part for part in found if (part.code("ram:ChargeIndicator/udt:Indicator") in {"true", "1"}) == charges]
    return tuple(_allowance(part) for part in wanted)


def _allowance(node: Node) -> AllowanceCharge:
    return AllowanceCharge(
        amount=node.number("ram:ActualAmount"),
        base=node.number("ram:BasisAmount"),
        percent=node.number("ram:CalculationPercent"),
        reason=node.text("ram:Reason"),
        reason_code=node.code("ram:ReasonCode"),
        vat_category=node.code("ram:CategoryTradeTax/ram:CategoryCode"),
        vat_percent=node.number("ram:CategoryTradeTax/ram:RateApplicablePercent"),
    )


def read_line(node: Node) -> Line:
    """BG-25."""
    document = node.one("ram:AssociatedDocumentLineDocument")
    agreement = node.one("ram:SpecifiedLineTradeAgreement")
    quantity = node.one("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")
    settlement = node.one("ram:SpecifiedLineTradeSettlement")
    product = node.one("ram:SpecifiedTradeProduct")
    return Line(
        id=document.code("ram:LineID"),
        note=document.texts("ram:IncludedNote/ram:Content"),
        object_id=_line_object(settlement),
        quantity=quantity.number("."),
        unit=quantity.attribute("unitCode"),
        net=settlement.number("ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"),
        order_line=agreement.code("ram:BuyerOrderReferencedDocument/ram:LineID"),
        accounting_reference=settlement.text("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
        period=read_period(settlement.one("ram:BillingSpecifiedPeriod")),
        allowances=read_allowances(settlement, charges=False),
        charges=read_allowances(settlement, charges=True),
        price=_price(agreement),
        vat_category=settlement.code("ram:ApplicableTradeTax/ram:CategoryCode"),
        vat_percent=settlement.number("ram:ApplicableTradeTax/ram:RateApplicablePercent"),
        item=_item(product) if product else None,
    )


def _line_object(node: Node) -> Identifier | None:
    documents = node.all("ram:AdditionalReferencedDocument")
    objects = [part for part in documents if part.code("ram:TypeCode") == cii.OBJECT] or documents
    return read_object(objects[0]) if objects else None


def _price(node: Node) -> Price | None:
    net = node.one("ram:NetPriceProductTradePrice")
    gross = node.one("ram:GrossPriceProductTradePrice")
    basis = net.one("ram:BasisQuantity") or gross.one("ram:BasisQuantity")
    price = Price(
        net=net.number("ram:ChargeAmount"),
        discount=gross.number("ram:AppliedTradeAllowanceCharge/ram:ActualAmount"),
        gross=gross.number("ram:ChargeAmount"),
        per_quantity=basis.number("."),
        per_unit=basis.attribute("unitCode"),
    )
    return None if price == Price() else price


def _item(node: Node) -> Item:
    return Item(
        name=node.text("ram:Name"),
        description=node.text("ram:Description"),
        seller_id=node.code("ram:SellerAssignedID"),
        buyer_id=node.code("ram:BuyerAssignedID"),
        standard_id=node.identifier("ram:GlobalID"),
        classifications=tuple(filter(None, map(_classification, node.all("ram:DesignatedProductClassification")))),
        origin_country=node.code("ram:OriginTradeCountry/ram:ID"),
        attributes=tuple(
            ItemAttribute(name=part.text("ram:Description"), value=part.text("ram:Value"))
            for part in node.all("ram:ApplicableProductCharacteristic")
        ),
    )


def _classification(node: Node) -> Identifier | None:
    return node.identifier("ram:ClassCode", scheme="listID", version="listVersionID")
