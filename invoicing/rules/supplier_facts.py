"""What of an e-invoice the books need: who, how much, until when, to which account; and which of our companies it is for."""

import dataclasses
import re
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from activities.rules.clients import fold
from countries.models import LegalEntity
from invoicing.einvoice.document import to_document
from invoicing.einvoice.model import Invoice as Document
from invoicing.einvoice.model import Party, PaymentMeans
from invoicing.models.supplier import SupplierKind
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO, round_to

CREDIT_CODES: Final = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)
"""UNTDID 1001: the kinds of document that take an invoice back."""
IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")
BANKGIRO: Final = "SE:BANKGIRO"


def facts_of(document: Document) -> dict[str, Any]:
    """The fields of a SupplierInvoice that the document says. A total below zero is a credit note of the opposite sign.

    Raises RuleBroken("facts_missing") without a number, a day, a seller, a currency or totals.
    """
    _check_complete(document)
    totals = document.totals
    whole = totals.with_vat or ZERO
    sign = -1 if whole < 0 else 1
    is_credit = document.type_code in CREDIT_CODES or sign < 0
    due = totals.due if totals.due is not None else whole - (totals.paid or ZERO) + (totals.rounding or ZERO)
    vat = totals.vat if totals.vat is not None else whole - (totals.without_vat or whole)
    return {
        "kind": SupplierKind.CREDIT_NOTE if is_credit else SupplierKind.INVOICE,
        "number": plain_number(document.number),
        "issued_on": document.issued_on,
        "due_on": document.due_on,
        "currency": document.currency.upper()[:3],
        "net": round_to(sign * (whole - vat)),
        "vat": round_to(sign * vat),
        "total": round_to(sign * whole),
        "due": round_to(sign * due),
        **_supplier(document.seller),
        **_payment(document.payment_means),
        "order_reference": _references(document),
        "document": to_document(dataclasses.replace(document, payment_means=(), supporting_documents=())),
    }


def entity_of(buyer: Party) -> LegalEntity | None:
    """Our company that the buyer is, by VAT number, company number or electronic address; a name proves nothing."""
    said = {compact(buyer.vat_id)} | {compact(each.value) for each in (buyer.legal_id, *buyer.identifiers) if each}
    address = (buyer.endpoint.scheme, compact(buyer.endpoint.value)) if buyer.endpoint else ("", "")
    for entity in LegalEntity.objects.order_by("-is_default", "pk"):
        ours = {compact(entity.vat_number), compact(entity.company_number)} - {""}
        if ours & said or (entity.endpoint_id and (entity.endpoint_scheme, compact(entity.endpoint_id)) == address):
            return entity  # type: ignore[no-any-return]
    return None


def supplier_key(name: str, vat_number: str) -> str:
    """By what a supplier is the same one: the VAT number, else the folded name."""
    return compact(vat_number) or fold(name)


def plain_number(number: str) -> str:
    """The number of an invoice without the blanks that vary from one reading to the next."""
    return " ".join(number.split())[:60]


def compact(number: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def _check_complete(document: Document) -> None:
    facts = {
        _("number"): document.number.strip(),
        _("day"): document.issued_on,
        _("name of the seller"): document.seller.name or document.seller.trading_name,
        _("currency"): document.currency,
        _("total with VAT"): document.totals.with_vat,
    }
    missing = [str(label) for label, value in facts.items() if value in ("", None)]
    if missing:
        raise RuleBroken(
            "facts_missing",
            _("The file does not say: %(missing)s. Ask the supplier for a complete invoice.")
            % {"missing": ", ".join(missing)},
            field="file",
        )


def _supplier(seller: Party) -> dict[str, str]:
    name = (seller.name or seller.trading_name).strip()[:200]
    legal = seller.legal_id.value if seller.legal_id else ""
    return {
        "supplier_name": name,
        "supplier_vat": compact(seller.vat_id)[:30],
        "supplier_key": supplier_key(name, seller.vat_id or legal)[:200],
        "supplier_email": (seller.contact.email if seller.contact else "").strip()[:254],
    }


def _payment(means: tuple[PaymentMeans, ...]) -> dict[str, str]:
    """The first account to be paid to, with the reference the supplier wants to read."""
    for each in means:
        number = compact(each.account.number) if each.account else ""
        if each.account and each.account.provider.upper() == BANKGIRO:
            return {"iban": "", "bankgiro": number[:12], "structured": each.remittance.strip()[:40]}
        if IBAN.fullmatch(number):
            return {"iban": number, "bankgiro": "", "structured": each.remittance.strip()[:40]}
    return {"iban": "", "bankgiro": "", "structured": next((m.remittance.strip()[:40] for m in means), "")}


def _references(document: Document) -> str:
    """Everything the supplier wrote down of our order, in one line: a routing suggestion is looked for in it."""
    said = [
        document.order_reference,
        document.buyer_reference,
        document.project_reference,
        document.contract_reference,
        document.accounting_reference,
        *(line.accounting_reference for line in document.lines),
    ]
    return " · ".join(dict.fromkeys(" ".join(each.split()) for each in said if each.strip()))[:200]


def prepaid_of(document: dict[str, Any]) -> Decimal:
    """What of the invoice was paid before it came (BT-113)."""
    return Decimal(document.get("totals", {}).get("paid", "0"))
