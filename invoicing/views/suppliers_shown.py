"""What the pages about an invoice of a supplier share: its facts, the original beside them, and its door."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.http import HttpResponse
from django.utils.text import slugify

from activities.queries import events_of
from invoicing.einvoice.words import EinvoiceError
from invoicing.models import SupplierInvoice
from invoicing.rules import einvoices_findings
from invoicing.rules.supplier_files import readable
from invoicing.rules.supplier_receiving import ORIGINAL
from invoicing.states import SupplierState
from invoicing.supplier_codes import reason_words
from members.models import Document
from members.rules import documents
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm
from smart.foundation.uploads import file_response

TONES: Final = {
    SupplierState.RECEIVED: "warn",
    SupplierState.ROUTED: "warn",
    SupplierState.APPROVED: "ok",
    SupplierState.REFUSED: "bad",
    SupplierState.DISPUTED: "bad",
    SupplierState.SUSPENDED: "muted",
    SupplierState.PAYABLE: "pen",
    SupplierState.PAID: "ok",
    SupplierState.CREDITED: "muted",
}
PICTURES: Final = frozenset({"image/jpeg", "image/png"})
BEHIND: Final = ("entity", "country", "membership__user", "wanted", "corrects")


def shown(invoice: SupplierInvoice) -> dict[str, Any]:
    """An invoice as lists show it."""
    return {
        "invoice": invoice,
        "tone": TONES[SupplierState(invoice.state)],
        "label": invoice.get_state_display(),
        "title": str(invoice),
    }


def page_context(invoice: SupplierInvoice) -> dict[str, Any]:
    """The facts and the original, side by side (six queries)."""
    original = documents.latest_document(invoice, ORIGINAL)
    return {
        **shown(invoice),
        "lines": _lines(invoice.document),
        "groups": _groups(invoice.document),
        "address": invoice.document.get("seller", {}).get("address", {}),
        "terms": invoice.document.get("payment_terms", ""),
        "findings": einvoices_findings.shown_findings(invoice.findings),
        "applied": invoice.rules.get("applied", []),
        "original": original,
        "is_picture": original is not None and original.content_type in PICTURES,
        "rows": _rows(original),
        "events": events_of(invoice),
        "reason": reason_words(invoice.reason_code),
        "proposals": [
            {"proposal": each, "reason": reason_words(each.reason_code)}
            for each in invoice.proposals.select_related("activity").order_by("-pk")
        ],
    }


def handed_in(
    form: SmartForm, rule: Callable[[dict[str, Any]], list[SupplierInvoice]]
) -> tuple[list[SupplierInvoice], int | None]:
    """What the rule received, or nothing and, for a duplicate, the id of the first; the form then says why."""
    if not form.is_valid():
        return [], None
    try:
        return rule(form.cleaned_data), None
    except RuleBroken as broken:
        form.add_rule_error(broken)
        return [], broken.params.get("first")


def original_response(invoice: SupplierInvoice) -> HttpResponse:
    """The file that is kept, proved by its hash: a photo is shown, the rest is a download, and no browser runs any of it."""
    document = documents.latest_document(invoice, ORIGINAL)
    assert document is not None, "an invoice is received with its original"
    name = f"{slugify(str(invoice)) or 'invoice'}.{document.storage_name.rpartition('.')[2]}"
    content = documents.read_document(document)
    return file_response(content, content_type=document.content_type, name=name, is_shown=True)


def _lines(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines with the fields the table shows, empty where the document says nothing."""
    return [
        {
            "name": each.get("item", {}).get("name", "") or each.get("note", ""),
            "quantity": _figure(each.get("quantity", "")),
            "unit_price": _figure(each.get("price", {}).get("net", "")),
            "vat_percent": _figure(each.get("vat_percent", "")),
            "net": _figure(each.get("net", "")),
        }
        for each in document.get("lines", [])
    ]


def _groups(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The VAT of each rate, its figures as numbers."""
    figures = ("percent", "base", "amount")
    return [
        each | {name: _figure(each.get(name, "")) for name in figures} for each in document.get("vat_breakdown", [])
    ]


def _figure(told: str) -> Decimal | None:
    """A figure of the document as a number the reader's language can write; None where it says none."""
    try:
        return Decimal(told) if told else None
    except InvalidOperation:
        return None


def _rows(original: Document | None) -> list[dict[str, str]]:
    """An XML as a table a person can read."""
    if original is None or original.content_type != "application/xml":
        return []
    try:
        return readable(documents.read_document(original))
    except EinvoiceError:
        return []
