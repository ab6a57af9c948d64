"""What the pages of an invoice say about its electronic document; what both sides of the outbox share."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from countries.models import Country
from invoicing.models import ElectronicInvoice, Invoice
from invoicing.rules import einvoices, einvoices_choice, verifactu
from invoicing.states import EInvoiceState, InvoiceState

TONES = {
    EInvoiceState.PREPARED: "pen",
    EInvoiceState.WAITING: "warn",
    EInvoiceState.INVALID: "bad",
    EInvoiceState.READY: "warn",
    EInvoiceState.SENT: "pen",
    EInvoiceState.DELIVERED: "ok",
    EInvoiceState.ACCEPTED: "ok",
    EInvoiceState.REFUSED: "bad",
    EInvoiceState.CANCELLED: "muted",
}


def staff_part(invoice: Invoice, country: Country) -> dict[str, Any]:
    """The part on the staff's page: the document, or the choice that was or would be made. Costs up to six queries."""
    current = einvoices.current_of(invoice)
    record = verifactu.record_of(invoice) if verifactu.is_spanish(country) else None
    if current is not None:
        tone = TONES[EInvoiceState(current.state)]
        return {"electronic": current, "electronic_tone": tone, "invoicing_record": record, **_made(current)}
    choice = einvoices_choice.choice_for(invoice, country, on=einvoices_choice.day_of_choice(invoice, country))
    return {
        "electronic": None,
        "electronic_tone": "",
        "invoicing_record": record,
        "electronic_why": einvoices_choice.reason_of(choice),
        "electronic_coming": einvoices_choice.coming_of(choice),
        "electronic_doubt": choice.confidence != "verified",
        "electronic_missing": choice.is_electronic and invoice.state != InvoiceState.DRAFT,
    }


def member_part(invoice: Invoice) -> dict[str, Any]:
    """The part on the member's page: where the document stands. Costs a query."""
    current = einvoices.current_of(invoice)
    tone = TONES[EInvoiceState(current.state)] if current is not None else ""
    return {"electronic": current, "electronic_tone": tone}


def why_of(electronic: ElectronicInvoice) -> str:
    """Why this format, as it was decided for the attempt."""
    choice = einvoices_choice.stored_choice(
        electronic.format, electronic.channel, electronic.is_mandatory, electronic.choice
    )
    return einvoices_choice.reason_of(choice)


def day_start(country: Country, on: datetime.date) -> datetime.datetime:
    """The first instant of a civil day in the country."""
    return datetime.datetime.combine(on, datetime.time(), tzinfo=ZoneInfo(country.time_zone))


def _made(current: ElectronicInvoice) -> dict[str, Any]:
    return {
        "electronic_why": why_of(current),
        "electronic_coming": "",
        "electronic_doubt": current.choice["confidence"] != "verified",
        "electronic_missing": False,
    }
