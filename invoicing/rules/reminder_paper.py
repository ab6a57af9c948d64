"""A reminder as the dictionary its letter is made of: what is open, what the law adds line by line, and how to pay."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from invoicing.models import Reminder
from invoicing.rules.parties import grouped_iban
from invoicing.rules.reminder_words import letter_words
from smart.foundation import formats


def letter_context(reminder: Reminder) -> dict[str, Any]:
    """What templates/pdf/reminder.html shows, in the invoice's language. Reads the copies on the invoice."""
    invoice = reminder.invoice
    with translation.override(invoice.language):
        return {
            "country": reminder.country.code.code,
            "currency": invoice.currency,
            "copy": _("Client's copy"),
            "number": invoice.number,
            "sent_on": reminder.sent_on,
            "pay_by": reminder.pay_by,
            "seller": {**invoice.seller, "phone": ""},
            "buyer": invoice.buyer,
            **letter_words(reminder),
            "rows": charge_rows(reminder),
            "open": reminder.open_amount,
            "total": reminder.claimed,
            "laws": laws_named(reminder),
            "payment": payment_of(reminder),
        }


def charge_rows(reminder: Reminder) -> list[dict[str, Any]]:
    """Interest per half-year and open amount, and the fixed sum, as a table in the active language."""
    rows: list[dict[str, Any]] = [
        {
            "label": _("Interest from %(first)s to %(last)s")
            % {
                "first": formats.day(datetime.date.fromisoformat(line["first"])),
                "last": formats.day(datetime.date.fromisoformat(line["last"])),
            },
            "detail": _("%(amount)s × %(rate)s × %(days)s days / 365")
            % {
                "amount": formats.money(Decimal(line["amount"]), reminder.invoice.currency),
                "rate": formats.percent(Decimal(line["rate"])),
                "days": line["days"],
            },
            "amount": Decimal(line["interest"]),
        }
        for line in reminder.charges.get("lines", [])
    ]
    computed = sum((row["amount"] for row in rows), Decimal("0.00"))
    if reminder.compensation:
        rows.append(
            {"label": _("Fixed compensation for recovery costs"), "detail": "", "amount": reminder.compensation}
        )
    if computed > reminder.interest:  # part of it was paid after an earlier letter
        rows.append({"label": _("Paid of it already"), "detail": "", "amount": reminder.interest - computed})
    return rows


def laws_named(reminder: Reminder) -> list[str]:
    """The sources of what is charged, each once."""
    if not reminder.interest and not reminder.compensation:
        return []
    named = [reminder.charges.get("source", ""), *(line["source"] for line in reminder.charges.get("lines", []))]
    found = [source for names in named for source in names.split("; ")]
    return [source for position, source in enumerate(found) if source and source not in found[:position]]


def payment_of(reminder: Reminder) -> dict[str, str] | None:
    """How to pay what the letter asks; None for a seller without an account."""
    invoice = reminder.invoice
    if not invoice.seller["iban"]:
        return None
    return {
        "iban": grouped_iban(invoice.seller["iban"]),
        "bic": invoice.seller["bic"],
        "reference": invoice.payment_reference,
        "account_name": invoice.seller["account_name"],
        "qr_text": _transfer_code(reminder),
    }


def _transfer_code(reminder: Reminder) -> str:
    """The text of the EPC069-12 code a bank's app reads; only transfers in euro have one."""
    invoice = reminder.invoice
    if invoice.currency != "EUR":
        return ""
    compact = invoice.payment_reference.replace(" ", "")
    structured, free = (compact, "") if compact.startswith("RF") else ("", invoice.payment_reference)
    amount, name = f"EUR{reminder.claimed:.2f}", invoice.seller["account_name"][:70]
    lines = [
        "BCD",
        "002",
        "1",
        "SCT",
        invoice.seller["bic"],
        name,
        invoice.seller["iban"],
        amount,
        "",
        structured,
        free,
    ]
    return "\n".join(lines)
