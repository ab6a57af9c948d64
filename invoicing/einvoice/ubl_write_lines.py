"""The model's lines, allowances, charges and periods to UBL 2.1."""

from decimal import Decimal

from invoicing.einvoice import ubl
from invoicing.einvoice.model import AllowanceCharge, Item, Line, Period, Price
from invoicing.einvoice.xml import Branch


def add_period(branch: Branch, period: Period | None, *, code: str = "") -> None:
    """BG-14 with BT-8, or BG-26."""
    group = branch.group("cac:InvoicePeriod")
    if period:
        group.add("cbc:StartDate", period.starts_on)
        group.add("cbc:EndDate", period.ends_on)
    group.add("cbc:DescriptionCode", code)


def add_category(
    branch: Branch, name: str, *, category: str, percent: Decimal | None, reason_code: str = "", reason: str = ""
) -> None:
    """A VAT category, not written when there is none."""
    if not category and percent is None:
        return
    group = branch.group(name)
    group.add("cbc:ID", category)
    group.add("cbc:Percent", percent)
    group.add("cbc:TaxExemptionReasonCode", reason_code)
    group.add("cbc:TaxExemptionReason", reason)
    group.group("cac:TaxScheme").add("cbc:ID", "VAT")


def add_allowance(branch: Branch, part: AllowanceCharge, *, is_charge: bool, currency: str) -> None:
    """An allowance or a charge, of the document or of a line."""
    group = branch.group("cac:AllowanceCharge")
    group.add("cbc:ChargeIndicator", "true" if is_charge else "false")
    group.add("cbc:AllowanceChargeReasonCode", part.reason_code)
    group.add("cbc:AllowanceChargeReason", part.reason)
    group.add("cbc:MultiplierFactorNumeric", part.percent)
    group.add("cbc:Amount", part.amount, currencyID=currency)
    group.add("cbc:BaseAmount", part.base, currencyID=currency)
    add_category(group, "cac:TaxCategory", category=part.vat_category, percent=part.vat_percent)


def add_line(root: Branch, line: Line, *, kind: ubl.Kind, currency: str) -> None:
    """BG-25 as InvoiceLine or CreditNoteLine."""
    branch = root.group(kind.line)
    branch.add("cbc:ID", line.id)
    branch.add("cbc:Note", line.note)
    branch.add(kind.quantity, line.quantity, unitCode=line.unit)
    branch.add("cbc:LineExtensionAmount", line.net, currencyID=currency)
    branch.add("cbc:AccountingCost", line.accounting_reference)
    add_period(branch, line.period)
    branch.group("cac:OrderLineReference").add("cbc:LineID", line.order_line)
    if line.object_id:
        reference = branch.group("cac:DocumentReference")
        reference.add("cbc:ID", line.object_id)
        reference.add("cbc:DocumentTypeCode", ubl.OBJECT)
    for is_charge, parts in ((False, line.allowances), (True, line.charges)):
        for part in parts:
            add_allowance(branch, part, is_charge=is_charge, currency=currency)
    _item(branch.group("cac:Item"), line.item or Item(), line=line)
    if line.price:
        _price(branch.group("cac:Price"), line.price, currency=currency)


def _item(branch: Branch, item: Item, *, line: Line) -> None:
    branch.add("cbc:Description", item.description)
    branch.add("cbc:Name", item.name)
    branch.group("cac:BuyersItemIdentification").add("cbc:ID", item.buyer_id)
    branch.group("cac:SellersItemIdentification").add("cbc:ID", item.seller_id)
    branch.group("cac:StandardItemIdentification").add("cbc:ID", item.standard_id)
    branch.group("cac:OriginCountry").add("cbc:IdentificationCode", item.origin_country)
    for code in item.classifications:
        group = branch.group("cac:CommodityClassification")
        group.add("cbc:ItemClassificationCode", code.value, listID=code.scheme, listVersionID=code.version)
    add_category(branch, "cac:ClassifiedTaxCategory", category=line.vat_category, percent=line.vat_percent)
    for attribute in item.attributes:
        group = branch.group("cac:AdditionalItemProperty")
        group.add("cbc:Name", attribute.name)
        group.add("cbc:Value", attribute.value)


def _price(branch: Branch, price: Price, *, currency: str) -> None:
    branch.add("cbc:PriceAmount", price.net, currencyID=currency)
    branch.add("cbc:BaseQuantity", price.per_quantity, unitCode=price.per_unit)
    if price.discount is None and price.gross is None:
        return
    group = branch.group("cac:AllowanceCharge")
    group.add("cbc:ChargeIndicator", "false")
    group.add("cbc:Amount", price.discount if price.discount is not None else Decimal(0), currencyID=currency)
    group.add("cbc:BaseAmount", price.gross, currencyID=currency)
