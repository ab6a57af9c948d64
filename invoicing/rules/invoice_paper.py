"""An issued invoice as the dictionary its PDF is made of. Reads the copies on the invoice, never the living registers."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from activities.models.client import ClientKind
from activities.rules.order_changes import unit_price_words
from activities.units import LUMP_SUM, unit_word
from countries.models import Country
from countries.rules import settings
from invoicing.models import Invoice, InvoiceLine
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import verifactu
from invoicing.rules.invoice_words import also_words, second_language
from invoicing.rules.parties import grouped_iban
from invoicing.rules.vat_groups import VatGroup, vat_groups
from smart.foundation import formats
from smart.foundation.money import ZERO

PIECE: Final = "C62"
"""The unit of what is not counted in anything; on paper it needs no word."""
LATE_PAYMENT: Final = "late_payment"


def paper_context(invoice: Invoice, country: Country) -> dict[str, Any]:
    """What templates/pdf/invoice.html shows, in the invoice’s language and the country’s. Costs five queries, six in Spain."""
    token = formats.set_country(country.code.code, invoice.currency)
    try:
        with translation.override(invoice.language):
            return _context(invoice, country)
    finally:
        formats.reset_country(token)


def _context(invoice: Invoice, country: Country) -> dict[str, Any]:
    lines = list(invoice.lines.order_by("position"))
    second = second_language(invoice, country)
    groups = vat_groups(invoice, lines)
    return {
        "country": country.code.code,
        "currency": invoice.currency,
        "copy": _("Client's copy"),
        "kind": invoice.kind,
        "number": invoice.number,
        "title": invoice.mission.title if invoice.mission else invoice.number,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "supply_from": _supply_from(invoice),
        "supply_to": invoice.supplied_on,
        "corrects": _corrected(invoice),
        "seller": _seller(invoice.seller),
        "buyer": _buyer(invoice.buyer),
        "lines": [_line(line, invoice.currency) for line in lines],
        "vat_rows": [_vat_row(group, invoice=invoice, second=second) for group in groups],
        "totals": {
            "net": invoice.net,
            "vat": invoice.vat,
            "gross": invoice.total,
            "paid": invoice.prepaid,
            "due": invoice.total - invoice.prepaid,
        },
        "references": list(_references(invoice)),
        "payment": _payment(invoice),
        "tax_code": _tax_code(invoice, country),
        "notes": _notes(invoice, country),
        "mentions": _mentions(invoice, country),
        "also": also_words(invoice, language=second),
    }


def _supply_from(invoice: Invoice) -> datetime.date | None:
    """A deposit is for work that is still to come, so it has no days of work."""
    if invoice.kind == InvoiceKind.DEPOSIT or invoice.mission is None:
        return invoice.supplied_on
    return invoice.mission.starts_on


def _corrected(invoice: Invoice) -> dict[str, Any] | None:
    if invoice.corrects is None:
        return None
    return {
        "number": invoice.corrects.number,
        "issued_on": invoice.corrects.issued_on,
        "reason": invoice.reason,
    }


def _seller(copied: dict[str, Any]) -> dict[str, Any]:
    registration = " · ".join(
        part for part in (copied["legal_form"], copied["register"], copied["company_number"]) if part
    )
    return {
        "name": copied["name"],
        "lines": copied["lines"],
        "vat_number": copied["vat_number"],
        "registration": registration,
        "email": copied["email"],
        "phone": "",
    }


def _buyer(copied: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": copied["name"],
        "lines": copied["lines"],
        "vat_number": " · ".join(dict.fromkeys(filter(None, (copied["vat_number"], copied["company_number"])))),
        "registration": "",
        "email": "",
        "phone": "",
        "attention": copied["attention"],
    }


def _line(line: InvoiceLine, currency: str) -> dict[str, Any]:
    is_lump = line.unit == LUMP_SUM and line.quantity == 1
    return {
        "description": line.description,
        "detail": "",
        "quantity": line.quantity.normalize(),
        "unit": "" if is_lump or line.unit == PIECE else unit_word(line.unit),
        "unit_price": line.unit_price,
        "price_words": unit_price_words(line.unit_price, currency),
        "vat_rate": line.vat_rate if line.vat_category == "S" else None,
        "net": line.net,
    }


def _vat_row(group: VatGroup, *, invoice: Invoice, second: str) -> dict[str, Any]:
    mention = group.mention_in(second) if second else ""
    return {
        "category": group.category,
        "rate": group.rate if group.category == "S" else None,
        "base": group.base,
        "amount": group.vat,
        "mention": group.mention,
        "also": mention if mention != group.mention else "",
    }


def _references(invoice: Invoice) -> Iterable[dict[str, str]]:
    if invoice.purchase_order:
        yield {"label": _("Purchase order"), "value": invoice.purchase_order}
    if buyer_reference := invoice.buyer.get("buyer_reference"):
        yield {"label": _("Your reference"), "value": buyer_reference}
    if invoice.mission is not None:
        yield {"label": _("Mission"), "value": invoice.mission.reference}


def _payment(invoice: Invoice) -> dict[str, str] | None:
    due = invoice.total - invoice.prepaid
    if invoice.kind == InvoiceKind.CREDIT_NOTE or not invoice.seller["iban"] or due <= ZERO:
        return None
    return {
        "iban": grouped_iban(invoice.seller["iban"]),
        "bic": invoice.seller["bic"],
        "bankgiro": invoice.seller.get("bankgiro", ""),
        "reference": invoice.payment_reference,
        "account_name": invoice.seller["account_name"],
        "qr_text": transfer_code(invoice, due),
    }


def _tax_code(invoice: Invoice, country: Country) -> dict[str, str] | None:
    """The code and words Spanish law wants at the head of an invoice that is recorded. Costs a query there."""
    record = verifactu.record_of(invoice) if verifactu.is_spanish(country) else None
    if record is None or invoice.issued_on is None:
        return None
    return {
        "heading": verifactu.HEADING,
        "address": verifactu.check_address(record),
        "legend": verifactu.legend_of(country, on=invoice.issued_on),
    }


def transfer_code(invoice: Invoice, due: Decimal) -> str:
    """The text of the EPC069-12 code a bank's app reads; only transfers in euro have one."""
    if invoice.currency != "EUR":
        return ""
    compact = invoice.payment_reference.replace(" ", "")
    structured, free = (compact, "") if compact.startswith("RF") else ("", invoice.payment_reference)
    amount = f"EUR{due:.2f}"
    name = invoice.seller["account_name"][:70]
    return "\n".join(
        ["BCD", "002", "1", "SCT", invoice.seller["bic"], name, invoice.seller["iban"], amount, "", structured, free]
    )


def _notes(invoice: Invoice, country: Country) -> list[dict[str, str]]:
    """What happens when payment is late: said to businesses and public bodies only (2011/7/EU art. 1 (2), art. 2)."""
    if invoice.kind == InvoiceKind.CREDIT_NOTE or invoice.buyer.get("kind") == ClientKind.PERSON:
        return []
    texts = _sentences(invoice, country, is_late=True)
    return [{"heading": _("If payment is late"), "text": " ".join(texts)}] if texts else []


def _mentions(invoice: Invoice, country: Country) -> list[str]:
    """The country's own sentences for the foot."""
    return _sentences(invoice, country, is_late=False)


def _sentences(invoice: Invoice, country: Country, *, is_late: bool) -> list[str]:
    """Sentences of the setting in the invoice's language, or in the country's first when there are none."""
    assert invoice.issued_on is not None, "only issued invoices are printed"
    rows = settings.setting_value(country, "invoice.mentions", on=invoice.issued_on, default=[])
    wanted = [row for row in rows if (row["code"] == LATE_PAYMENT) == is_late]
    spoken = {row["language"] for row in wanted}
    language = invoice.language if invoice.language in spoken else str(country.languages[0])
    return [row["text"] for row in wanted if row["language"] == language]
