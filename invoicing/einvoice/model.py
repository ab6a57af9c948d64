"""The semantic invoice of EN 16931-1:2017: every business term (BT) and group (BG), independent of any syntax.

Amounts, quantities and percentages are Decimals made from the text of the document, with the digits it gave them; a
percentage is the figure printed (21, not 0.21), because the norm defines it so. A text that is absent is empty, a
figure or date that is absent is None, a repeated group is a tuple. Amounts are in the invoice currency (BT-5), except
the tax total in the accounting currency (BT-111). A credit note carries positive amounts, as in the norm.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A value with the scheme that issued it (ISO 6523 or EAS code; UNTDID 7143 and its version for classifications)."""

    value: str
    scheme: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """BG-1: text BT-22 with its subject BT-21 (UNTDID 4451)."""

    text: str
    subject_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """BG-14 (BT-73, BT-74) for the invoice, BG-26 (BT-134, BT-135) for a line; both days belong to it."""

    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedingInvoice:
    """BG-3: an earlier invoice BT-25 and its day BT-26."""

    number: str
    issued_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """BG-5 (seller), BG-8 (buyer), BG-12 (tax representative), BG-15 (deliver to): BT-35 to BT-40, BT-162 and siblings."""

    line_1: str = ""
    line_2: str = ""
    line_3: str = ""
    city: str = ""
    post_code: str = ""
    subdivision: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """BG-6 (BT-41, BT-42, BT-43) of the seller, BG-9 (BT-56, BT-57, BT-58) of the buyer."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """BG-4 seller or BG-7 buyer.

    name BT-27/44, trading_name BT-28/45, identifiers BT-29/46, legal_id BT-30/47, vat_id BT-31/48, tax_registration BT-32
    (seller only), legal_information BT-33 (seller only), endpoint BT-34/49.
    """

    name: str = ""
    trading_name: str = ""
    identifiers: tuple[Identifier, ...] = ()
    legal_id: Identifier | None = None
    vat_id: str = ""
    tax_registration: str = ""
    legal_information: str = ""
    endpoint: Identifier | None = None
    address: Address | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """BG-10: who is paid when it is not the seller; BT-59, BT-60, BT-61."""

    name: str = ""
    identifier: Identifier | None = None
    legal_id: Identifier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRepresentative:
    """BG-11: BT-62, BT-63 and address BG-12."""

    name: str = ""
    vat_id: str = ""
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """BG-13: name BT-70, location_id BT-71, delivered_on BT-72, address BG-15."""

    name: str = ""
    location_id: Identifier | None = None
    delivered_on: date | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """BG-17: the account credited; number BT-84 (IBAN or national), name BT-85, provider BT-86 (BIC)."""

    number: str = ""
    name: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """BG-18: BT-87 (last digits only) and BT-88."""

    number: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectDebit:
    """BG-19: mandate BT-89 and the account debited BT-91. The creditor's identifier BT-90 is on the invoice."""

    mandate: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMeans:
    """BG-16, once per account as the syntaxes repeat it: code BT-81 (UNTDID 4461), text BT-82, remittance BT-83."""

    code: str = ""
    text: str = ""
    remittance: str = ""
    account: Account | None = None
    card: Card | None = None
    direct_debit: DirectDebit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceCharge:
    """BG-20 or BG-21 (BT-92 to BT-105) of the document, BG-27 or BG-28 (BT-136 to BT-145) of a line, without VAT there.

    The list it stands in says whether it is an allowance or a charge; the amount carries no sign.
    """

    amount: Decimal | None = None
    base: Decimal | None = None
    percent: Decimal | None = None
    reason: str = ""
    reason_code: str = ""
    vat_category: str = ""
    vat_percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """BG-22: BT-106 to BT-115."""

    lines: Decimal | None = None  # BT-106
    allowances: Decimal | None = None  # BT-107
    charges: Decimal | None = None  # BT-108
    without_vat: Decimal | None = None  # BT-109
    vat: Decimal | None = None  # BT-110
    vat_in_tax_currency: Decimal | None = None  # BT-111
    with_vat: Decimal | None = None  # BT-112
    paid: Decimal | None = None  # BT-113
    rounding: Decimal | None = None  # BT-114
    due: Decimal | None = None  # BT-115


@dataclass(frozen=True, slots=True, kw_only=True)
class VatBreakdown:
    """BG-23: base BT-116, amount BT-117, category BT-118, percent BT-119, exemption text BT-120 and code BT-121."""

    base: Decimal | None = None
    amount: Decimal | None = None
    category: str = ""
    percent: Decimal | None = None
    exemption_reason: str = ""
    exemption_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """BT-125: content as base64 without blanks, its MIME type and file name."""

    content: str = ""
    mime_type: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportingDocument:
    """BG-24: reference BT-122, description BT-123, location BT-124, attachment BT-125."""

    reference: str = ""
    description: str = ""
    location: str = ""
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """BG-29: net BT-146, discount BT-147, gross BT-148, per quantity BT-149 in unit BT-150."""

    net: Decimal | None = None
    discount: Decimal | None = None
    gross: Decimal | None = None
    per_quantity: Decimal | None = None
    per_unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAttribute:
    """BG-32: BT-160 and BT-161."""

    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """BG-31: name BT-153, description BT-154, identifiers BT-155 to BT-157, classifications BT-158, origin BT-159, BG-32."""

    name: str = ""
    description: str = ""
    seller_id: str = ""
    buyer_id: str = ""
    standard_id: Identifier | None = None
    classifications: tuple[Identifier, ...] = ()
    origin_country: str = ""
    attributes: tuple[ItemAttribute, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """BG-25.

    id BT-126, note BT-127, object_id BT-128, quantity BT-129, unit BT-130, net BT-131, order_line BT-132, accounting_reference
    BT-133, period BG-26, allowances BG-27, charges BG-28, price BG-29, vat_category BT-151, vat_percent BT-152, item BG-31.
    """

    id: str = ""
    note: str = ""
    object_id: Identifier | None = None
    quantity: Decimal | None = None
    unit: str = ""
    net: Decimal | None = None
    order_line: str = ""
    accounting_reference: str = ""
    period: Period | None = None
    allowances: tuple[AllowanceCharge, ...] = ()
    charges: tuple[AllowanceCharge, ...] = ()
    price: Price | None = None
    vat_category: str = ""
    vat_percent: Decimal | None = None
    item: Item | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """BG-0: the whole document, invoice or credit note as BT-3 says."""

    number: str = ""  # BT-1
    issued_on: date | None = None  # BT-2
    type_code: str = ""  # BT-3, UNTDID 1001
    currency: str = ""  # BT-5
    tax_currency: str = ""  # BT-6
    tax_point_on: date | None = None  # BT-7
    tax_point_code: str = ""  # BT-8, UNTDID 2005 (3, 35, 432)
    due_on: date | None = None  # BT-9
    buyer_reference: str = ""  # BT-10
    project_reference: str = ""  # BT-11
    contract_reference: str = ""  # BT-12
    order_reference: str = ""  # BT-13
    sales_order_reference: str = ""  # BT-14
    receipt_reference: str = ""  # BT-15
    despatch_reference: str = ""  # BT-16
    tender_reference: str = ""  # BT-17
    object_id: Identifier | None = None  # BT-18
    accounting_reference: str = ""  # BT-19
    payment_terms: str = ""  # BT-20
    notes: tuple[Note, ...] = ()  # BG-1
    process: str = ""  # BT-23
    specification: str = ""  # BT-24
    preceding_invoices: tuple[PrecedingInvoice, ...] = ()  # BG-3
    seller: Party = Party()  # BG-4
    buyer: Party = Party()  # BG-7
    payee: Payee | None = None  # BG-10
    tax_representative: TaxRepresentative | None = None  # BG-11
    delivery: Delivery | None = None  # BG-13
    period: Period | None = None  # BG-14
    creditor_id: str = ""  # BT-90
    payment_means: tuple[PaymentMeans, ...] = ()  # BG-16
    allowances: tuple[AllowanceCharge, ...] = ()  # BG-20
    charges: tuple[AllowanceCharge, ...] = ()  # BG-21
    totals: Totals = Totals()  # BG-22
    vat_breakdown: tuple[VatBreakdown, ...] = ()  # BG-23
    supporting_documents: tuple[SupportingDocument, ...] = ()  # BG-24
    lines: tuple[Line, ...] = ()  # BG-25
