"""An issued invoice as the semantic invoice of EN 16931: the same facts as on its paper, none looked up again.

Everything comes from the row, its lines and the documents it names. Only where a document is to be delivered is read
from the client and the entity as they are today: an address can be mended without issuing the invoice again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from invoicing.einvoice import model, profiles
from invoicing.einvoice.profiles import EN16931
from invoicing.models import Invoice, InvoiceLine
from invoicing.models.invoice import InvoiceKind, LineKind
from invoicing.rules import einvoices_notes, einvoices_parties
from invoicing.rules.parties import receiver_of, sender_of
from invoicing.rules.vat_groups import VatGroup, vat_groups
from smart.foundation import formats
from smart.foundation.money import ZERO

TYPE_CODES: Final = {InvoiceKind.INVOICE: "380", InvoiceKind.DEPOSIT: "386", InvoiceKind.CREDIT_NOTE: "381"}
"""BT-3, UNTDID 1001: a correction is always a credit note and a new invoice, which every country accepts."""
UNTAXED: Final = "O"
SEPA_TRANSFER, TRANSFER, NOT_DEFINED = "58", "30", "1"
NAME_ROOM: Final = 100
STANDING_ORDER: Final = "ebinterface"
OWN_REFERENCE: Final = frozenset({"peppol", "ubl"})
"""Formats that want a reference of the buyer or an order number; our mission's reference stands in for a missing one."""


@dataclass(frozen=True, slots=True)
class IssuedInvoice:
    """What the mapping reads: the row with mission and `corrects` at hand, its lines, tax groups and earlier documents."""

    invoice: Invoice
    lines: Sequence[InvoiceLine]
    groups: Sequence[VatGroup]
    earlier: Sequence[Invoice]
    seller: Mapping[str, Any]
    buyer: Mapping[str, Any]


def read_issued(invoice: Invoice) -> IssuedInvoice:
    """Read what belongs to an issued invoice. Costs a query, two when a deposit is taken off, and the row's relations."""
    lines = list(invoice.lines.order_by("position"))
    earlier = [invoice.corrects] if invoice.corrects is not None else []
    if invoice.kind == InvoiceKind.INVOICE and any(line.kind == LineKind.DEPOSIT for line in lines):
        deposits = Invoice.objects.issued().filter(mission_id=invoice.mission_id, kind=InvoiceKind.DEPOSIT)
        earlier += list(deposits.order_by("pk"))
    seller = {**invoice.seller, **sender_of(invoice.entity)}
    buyer = {**invoice.buyer, **receiver_of(invoice.client)}
    return IssuedInvoice(invoice, lines, vat_groups(invoice, lines), earlier, seller, buyer)


def einvoice_of(invoice: Invoice, *, format_name: str = "ubl") -> model.Invoice:
    """The electronic invoice of an issued one, for a format. Costs the queries of `read_issued`."""
    return map_invoice(read_issued(invoice), format_name=format_name)


def map_invoice(issued: IssuedInvoice, *, format_name: str) -> model.Invoice:
    """Pure: the same rows always give the same document."""
    invoice, seller, buyer = issued.invoice, issued.seller, issued.buyer
    hides = format_name not in profiles.NATIONAL_SYNTAXES and any(group.category == UNTAXED for group in issued.groups)
    due = invoice.total - invoice.prepaid
    return model.Invoice(
        number=invoice.number,
        issued_on=invoice.issued_on,
        type_code=TYPE_CODES[InvoiceKind(invoice.kind)],
        currency=invoice.currency,
        due_on=invoice.due_on,
        buyer_reference=_buyer_reference(invoice, buyer, format_name),
        order_reference=_order_reference(invoice, buyer, format_name),
        payment_terms=_terms(invoice, einvoices_notes.terms_of(seller=seller["country"], format_name=format_name)),
        notes=einvoices_notes.notes_of(
            seller=seller["country"], buyer=buyer, reason=invoice.reason, format_name=format_name
        ),
        process=einvoices_notes.process_of(
            seller=seller["country"], due=due, has_deposit=invoice.kind == InvoiceKind.INVOICE and bool(issued.earlier)
        ),
        specification=EN16931,
        preceding_invoices=tuple(
            model.PrecedingInvoice(number=one.number, issued_on=one.issued_on) for one in issued.earlier
        ),
        seller=einvoices_parties.seller_party(
            seller, supplier_number=str(buyer["routing"].get("supplier_number", "")), hides_vat_number=hides
        ),
        buyer=einvoices_parties.buyer_party(buyer, format_name=format_name, hides_vat_number=hides),
        delivery=_delivery(invoice),
        period=_period(invoice),
        payment_means=_payment_means(invoice),
        totals=_totals(invoice, due=due),
        vat_breakdown=tuple(_vat_part(group) for group in issued.groups),
        lines=tuple(_line(line) for line in issued.lines),
    )


def _buyer_reference(invoice: Invoice, buyer: Mapping[str, Any], format_name: str) -> str:
    """BT-10: what the client wants to read; Peppol asks for it unless there is an order (PEPPOL-EN16931-R003)."""
    wanted = str(buyer["buyer_reference"])
    if wanted or invoice.purchase_order or format_name not in OWN_REFERENCE:
        return wanted
    return invoice.mission.reference if invoice.mission is not None else invoice.number


def _order_reference(invoice: Invoice, buyer: Mapping[str, Any], format_name: str) -> str:
    """BT-13. Austria's bodies give a standing order reference instead of an order number; it is kept with the client."""
    standing = str(buyer["buyer_reference"]) if format_name == STANDING_ORDER else ""
    return invoice.purchase_order or standing


def _terms(invoice: Invoice, law: str) -> str:
    """BT-20: the due date in the client's words, and what the law wants said beside it."""
    if invoice.due_on is None:
        return law
    with translation.override(invoice.language):
        own = _("To be paid by %(day)s.") % {"day": formats.day(invoice.due_on)}
    return f"{own} {law}".strip()


def _delivery(invoice: Invoice) -> model.Delivery | None:
    """BT-72; a deposit is asked before anything is supplied."""
    if invoice.kind == InvoiceKind.DEPOSIT or invoice.supplied_on is None:
        return None
    return model.Delivery(delivered_on=invoice.supplied_on)


def _period(invoice: Invoice) -> model.Period | None:
    """BG-14: the days of the mission, where they are more than one."""
    mission = invoice.mission
    if invoice.kind == InvoiceKind.DEPOSIT or mission is None or invoice.supplied_on is None:
        return None
    if mission.starts_on is None or mission.starts_on >= invoice.supplied_on:
        return None
    return model.Period(starts_on=mission.starts_on, ends_on=invoice.supplied_on)


def _payment_means(invoice: Invoice) -> tuple[model.PaymentMeans, ...]:
    """BG-16: our account and the reference to write. A credit note asks for no money; the means is left open."""
    seller = invoice.seller
    if invoice.kind == InvoiceKind.CREDIT_NOTE or not seller["iban"]:
        return (model.PaymentMeans(code=NOT_DEFINED),)
    return (
        model.PaymentMeans(
            code=SEPA_TRANSFER if invoice.currency == "EUR" else TRANSFER,
            remittance=invoice.payment_reference,
            account=model.Account(
                number=seller["iban"].replace(" ", ""), name=seller["account_name"], provider=seller["bic"]
            ),
        ),
    )


def _totals(invoice: Invoice, *, due: Decimal) -> model.Totals:
    return model.Totals(
        lines=invoice.net,
        without_vat=invoice.net,
        vat=invoice.vat,
        with_vat=invoice.total,
        paid=invoice.prepaid or None,
        due=due,
    )


def _vat_part(group: VatGroup) -> model.VatBreakdown:
    """BG-23. The text of an exemption is that of the invoice's language; only categories without tax have one."""
    is_taxed = group.category in {"S", "Z"}
    return model.VatBreakdown(
        base=group.base,
        amount=group.vat,
        category=group.category,
        percent=None if group.category == UNTAXED else _percent(group.rate),
        exemption_reason="" if is_taxed else group.mention,
        exemption_code="" if is_taxed else group.exemption_code,
    )


def _line(line: InvoiceLine) -> model.Line:
    """BG-25. A price is never negative (BR-27): what is taken off is a negative quantity of a positive price."""
    quantity, price = line.quantity, line.unit_price
    if price < ZERO:
        quantity, price = -quantity, -price
    name, description = _words(line.description)
    return model.Line(
        id=str(line.position),
        quantity=_plain(quantity),
        unit=line.unit,
        net=line.net,
        price=model.Price(net=_plain(price, places=2)),
        vat_category=line.vat_category,
        vat_percent=None if line.vat_category == UNTAXED else _percent(line.vat_rate),
        item=model.Item(name=name, description=description),
    )


def _words(text: str) -> tuple[str, str]:
    """BT-153 and BT-154: the first line as a name, the whole as a description when the name does not say it all."""
    parts: Iterable[str] = (" ".join(part.split()) for part in text.splitlines())
    lines = [part for part in parts if part]
    first = lines[0] if lines else ""
    name = first if len(first) <= NAME_ROOM else f"{first[: NAME_ROOM - 1].rstrip()}…"
    whole = " ".join(lines)
    return name, whole if whole != name else ""


def _percent(rate: Decimal) -> Decimal:
    return _plain(rate * 100)


def _plain(value: Decimal, *, places: int = 0) -> Decimal:
    """Without the zeros the column adds, down to a number of decimals: 2.0000 → 2, 150.0000 → 150.00."""
    exponent = value.normalize().as_tuple().exponent
    decimals = max(-exponent if isinstance(exponent, int) else 0, places)
    return value.quantize(Decimal(1).scaleb(-decimals))
