"""The model's lines, allowances, charges and periods to CII."""

from datetime import date

from invoicing.einvoice import cii
from invoicing.einvoice.model import AllowanceCharge, Identifier, Item, Line, Period, Price
from invoicing.einvoice.xml import Branch


def add_day(branch: Branch, path: str, *, day: date | None) -> None:
    """A day as CII writes it: 20261126 with format 102."""
    group, leaf = path.rsplit("/", 1)
    branch.group(group).add(leaf, day.strftime("%Y%m%d") if day else None, format="102")


def add_object(branch: Branch, reference: Identifier | None, *, code: str) -> None:
    """A document reference told apart by its type code: BT-17, BT-18, BT-128."""
    if reference:
        group = branch.group("ram:AdditionalReferencedDocument")
        group.add("ram:IssuerAssignedID", reference.value)
        group.add("ram:TypeCode", code)
        group.add("ram:ReferenceTypeCode", reference.scheme)


def add_period(branch: Branch, period: Period | None) -> None:
    """BG-14 or BG-26."""
    if period:
        group = branch.group("ram:BillingSpecifiedPeriod")
        add_day(group, "ram:StartDateTime/udt:DateTimeString", day=period.starts_on)
        add_day(group, "ram:EndDateTime/udt:DateTimeString", day=period.ends_on)


def add_allowance(branch: Branch, part: AllowanceCharge, *, is_charge: bool) -> None:
    """An allowance or a charge, of the document or of a line."""
    group = branch.group("ram:SpecifiedTradeAllowanceCharge")
    group.group("ram:ChargeIndicator").add("udt:Indicator", "true" if is_charge else "false")
    group.add("ram:CalculationPercent", part.percent)
    group.add("ram:BasisAmount", part.base)
    group.add("ram:ActualAmount", part.amount)
    group.add("ram:ReasonCode", part.reason_code)
    group.add("ram:Reason", part.reason)
    if part.vat_category or part.vat_percent is not None:
        tax = group.group("ram:CategoryTradeTax")
        tax.add("ram:TypeCode", "VAT")
        tax.add("ram:CategoryCode", part.vat_category)
        tax.add("ram:RateApplicablePercent", part.vat_percent)


def add_line(branch: Branch, line: Line) -> None:
    """BG-25."""
    document = branch.group("ram:AssociatedDocumentLineDocument")
    document.add("ram:LineID", line.id)
    document.group("ram:IncludedNote").add("ram:Content", line.note)
    _item(branch.group("ram:SpecifiedTradeProduct"), line.item or Item())
    agreement = branch.group("ram:SpecifiedLineTradeAgreement")
    agreement.group("ram:BuyerOrderReferencedDocument").add("ram:LineID", line.order_line)
    if line.price:
        _price(agreement, line.price)
    branch.group("ram:SpecifiedLineTradeDelivery").add("ram:BilledQuantity", line.quantity, unitCode=line.unit)
    _settlement(branch.group("ram:SpecifiedLineTradeSettlement"), line)


def _item(branch: Branch, item: Item) -> None:
    branch.add("ram:GlobalID", item.standard_id)
    branch.add("ram:SellerAssignedID", item.seller_id)
    branch.add("ram:BuyerAssignedID", item.buyer_id)
    branch.add("ram:Name", item.name)
    branch.add("ram:Description", item.description)
    for attribute in item.attributes:
        group = branch.group("ram:ApplicableProductCharacteristic")
        group.add("ram:Description", attribute.name)
        group.add("ram:Value", attribute.value)
    for code in item.classifications:
        group = branch.group("ram:DesignatedProductClassification")
        group.add("ram:ClassCode", code.value, listID=code.scheme, listVersionID=code.version)
    branch.group("ram:OriginTradeCountry").add("ram:ID", item.origin_country)


def _price(branch: Branch, price: Price) -> None:
    gross = price.gross
    if gross is None and price.discount and price.net is not None:
        gross = price.net + price.discount  # CII has a discount only beside the gross price: BT-148 = BT-146 + BT-147
    if gross is not None:
        group = branch.group("ram:GrossPriceProductTradePrice")
        group.add("ram:ChargeAmount", gross)
        group.add("ram:BasisQuantity", price.per_quantity, unitCode=price.per_unit)
        if price.discount is not None:
            applied = group.group("ram:AppliedTradeAllowanceCharge")
            applied.group("ram:ChargeIndicator").add("udt:Indicator", "false")
            applied.add("ram:ActualAmount", price.discount)
    net = branch.group("ram:NetPriceProductTradePrice")
    net.add("ram:ChargeAmount", price.net)
    net.add("ram:BasisQuantity", price.per_quantity, unitCode=price.per_unit)


def _settlement(branch: Branch, line: Line) -> None:
    if line.vat_category or line.vat_percent is not None:
        tax = branch.group("ram:ApplicableTradeTax")
        tax.add("ram:TypeCode", "VAT")
        tax.add("ram:CategoryCode", line.vat_category)
        tax.add("ram:RateApplicablePercent", line.vat_percent)
    add_period(branch, line.period)
    for is_charge, parts in ((False, line.allowances), (True, line.charges)):
        for part in parts:
            add_allowance(branch, part, is_charge=is_charge)
    branch.group("ram:SpecifiedTradeSettlementLineMonetarySummation").add("ram:LineTotalAmount", line.net)
    add_object(branch, line.object_id, code=cii.OBJECT)
    branch.group("ram:ReceivableSpecifiedTradeAccountingAccount").add("ram:ID", line.accounting_reference)
