"""An issued invoice as the dictionary its PDF is made of. Reads the copies on the invoice, never the living registers."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from countries.models import Country
from countries.rules import settings
from invoicing.models import Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import vat
from invoicing.rules.parties import grouped_iban
from invoicing.rules.vat_groups import VatGroup, vat_groups
from smart.foundation.money import ZERO

UNITS = {"C62": ""}
"""UN/ECE codes of units as people read them; a plain piece needs no word."""


def paper_context(invoice: Invoice, country: Country) -> dict[str, Any]:
    """What templates/pdf/invoice.html shows, in the invoice's language. Costs four queries."""
    with translation.override(invoice.language):
        return {
            "country": country.code.code,
            "currency": invoice.currency,
            "copy": _("Client's copy"),
            "kind": invoice.kind,
            "number": invoice.number,
            "title": invoice.mission.title if invoice.mission else invoice.number,
            "issued_on": invoice.issued_on,
            "due_on": invoice.due_on,
            "supply_from": invoice.mission.starts_on if invoice.mission else invoice.supplied_on,
            "supply_to": invoice.supplied_on,
            "corrects": _corrected(invoice),
            "seller": _seller(invoice.seller),
            "buyer": _buyer(invoice.buyer),
            "lines": [_line(line) for line in invoice.lines.order_by("position")],
            "vat_rows": [_vat_row(group) for group in vat_groups(invoice)],
            "totals": {
                "net": invoice.net,
                "vat": invoice.vat,
                "gross": invoice.total,
                "paid": ZERO,
                "due": invoice.total,
            },
            "references": list(_references(invoice)),
            "payment": _payment(invoice),
            "notes": [],
            "mentions": _mentions(invoice, country),
        }


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
        "vat_number": copied["vat_number"] or copied["company_number"],
        "registration": "",
        "email": "",
        "phone": "",
        "attention": copied["attention"],
    }


def _line(line: Any) -> dict[str, Any]:
    return {
        "description": line.description,
        "detail": "",
        "quantity": line.quantity.normalize(),
        "unit": UNITS.get(line.unit, line.unit),
        "unit_price": line.unit_price.quantize(Decimal("0.01")),
        "vat_rate": line.vat_rate if line.vat_category == "S" else None,
        "net": line.net,
    }


def _vat_row(group: VatGroup) -> dict[str, Any]:
    return {
        "category": group.category,
        "rate": group.rate if group.category == "S" else None,
        "base": group.base,
        "amount": group.vat,
        "mention": group.mention,
    }


def _references(invoice: Invoice) -> Iterable[dict[str, str]]:
    if invoice.purchase_order:
        yield {"label": _("Purchase order"), "value": invoice.purchase_order}
    if invoice.mission is not None:
        yield {"label": _("Mission"), "value": invoice.mission.reference}


def _payment(invoice: Invoice) -> dict[str, str] | None:
    if invoice.kind == InvoiceKind.CREDIT_NOTE or not invoice.seller["iban"]:
        return None
    return {
        "iban": grouped_iban(invoice.seller["iban"]),
        "bic": invoice.seller["bic"],
        "reference": invoice.payment_reference,
        "account_name": invoice.seller["account_name"],
        "qr_text": _transfer_code(invoice),
    }


def _transfer_code(invoice: Invoice) -> str:
    """The text of the EPC069-12 code a bank's app reads; only transfers in euro have one."""
    if invoice.currency != "EUR":
        return ""
    compact = invoice.payment_reference.replace(" ", "")
    structured, free = (compact, "") if compact.startswith("RF") else ("", invoice.payment_reference)
    amount = f"EUR{invoice.total:.2f}"
    name = invoice.seller["account_name"][:70]
    return "\n".join(
        ["BCD", "002", "1", "SCT", invoice.seller["bic"], name, invoice.seller["iban"], amount, "", structured, free]
    )


def _mentions(invoice: Invoice, country: Country) -> list[str]:
    """The decision's mention in the country's first language too, and the country's own sentences for the foot."""
    legal = country.languages[0]
    found = []
    own = vat.mention_of(invoice.vat_decision, invoice.language)
    if legal != invoice.language and (lawful := vat.mention_of(invoice.vat_decision, legal)) and lawful != own:
        found.append(lawful)
    assert invoice.issued_on is not None, "only issued invoices are printed"
    rows = settings.setting_value(country, "invoice.mentions", on=invoice.issued_on, default=[])
    spoken = {row["language"] for row in rows}
    language = invoice.language if invoice.language in spoken else legal
    return found + [row["text"] for row in rows if row["language"] == language]
