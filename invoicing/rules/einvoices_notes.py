"""What the law of a country wants said in notes of an electronic invoice (BG-1) and as its process (BT-23). Pure.

France: the three mentions of article L441-9 of the Code de commerce stand each in a note of its own subject (BR-FR-05,
BR-FR-06 of the CTC rules V1.4.0.03), the kind of exchange in a fourth, and the process says what is invoiced.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from countries.identifiers import EU
from invoicing.einvoice.model import Note

FRENCH: Final = {
    "PMT": "Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €.",
    "PMD": "Pénalités de retard : taux de la Banque centrale européenne majoré de 10 points.",
    "AAB": "Pas d’escompte pour paiement anticipé.",
}
"""Code de commerce art. L441-9, L441-10 and D441-5 (40 euro)."""
SERVICES, SERVICES_PAID, SERVICES_AFTER_ADVANCE = "S1", "S2", "S4"


ONE_NOTE: Final = "peppol"
"""Peppol BIS takes one note (PEPPOL-EN16931-R002): there the mentions stand in the payment terms."""


def notes_of(*, seller: str, buyer: Mapping[str, Any], reason: str, format_name: str) -> tuple[Note, ...]:
    """The notes of an invoice of a country's seller; `reason` is why a credit note was issued."""
    said = [Note(text=reason)] if reason else []
    if seller == "FR" and format_name != ONE_NOTE:
        said = [Note(text=text, subject_code=code) for code, text in FRENCH.items()] + said
        said.append(Note(text=_exchange(buyer), subject_code="BAR"))
    return tuple(said)


def terms_of(*, seller: str, format_name: str) -> str:
    """What the law wants said beside the due date where there is no room for notes."""
    return " ".join(FRENCH.values()) if seller == "FR" and format_name == ONE_NOTE else ""


def process_of(*, seller: str, due: Decimal, has_deposit: bool) -> str:
    """BT-23 where the profile does not set it: the French frame of invoicing, for services."""
    if seller != "FR":
        return ""
    if has_deposit:
        return SERVICES_AFTER_ADVANCE
    return SERVICES if due else SERVICES_PAID


def _exchange(buyer: Mapping[str, Any]) -> str:
    """BAR: between whom. Other countries are the international ones; a public body counts as a business."""
    is_abroad = buyer["country"] != "FR"
    base = "B2C" if buyer["kind"] == "person" else "B2B"
    if base == "B2B" and not is_abroad and not buyer["vat_number"] and buyer["kind"] == "exempt":
        return "B2C"
    return f"{base}INT" if is_abroad else base


def place_of(*, seller: str, buyer: str) -> str:
    """Where the buyer is, seen from the seller: domestic, eu or outside."""
    if buyer == seller:
        return "domestic"
    return "eu" if buyer in EU else "outside"
