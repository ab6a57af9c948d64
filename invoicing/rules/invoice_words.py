"""The words an invoice says in a second language: the country's first one, beside the client's when they differ."""

from collections.abc import Callable
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from countries.models import Country
from invoicing.models import Invoice
from invoicing.models.invoice import InvoiceKind
from smart.foundation import formats

LABELS: Final = {
    "work": gettext_noop("Work"),
    "quantity": gettext_noop("Quantity"),
    "unit_price": gettext_noop("Unit price"),
    "vat": gettext_noop("VAT"),
    "amount": gettext_noop("Amount"),
    "net": gettext_noop("Total without VAT"),
    "gross": gettext_noop("Total with VAT"),
    "credited": gettext_noop("Total credited"),
    "paid": gettext_noop("Already paid"),
    "references": gettext_noop("Your references"),
    "supplied": gettext_noop("Work done"),
    "vat_number": gettext_noop("VAT number"),
    "to_pay": gettext_noop("To pay"),
    "account_of": gettext_noop("Account of"),
    "reference": gettext_noop("Payment reference"),
}
"""What the template says by itself. The words are the same as there, so one translation serves both."""
DOCUMENTS: Final = {
    InvoiceKind.INVOICE: gettext_noop("Invoice"),
    InvoiceKind.DEPOSIT: gettext_noop("Deposit invoice"),
    InvoiceKind.CREDIT_NOTE: gettext_noop("Credit note"),
}


def second_language(invoice: Invoice, country: Country) -> str:
    """The country's first language when the invoice is written in another one, else ""."""
    legal = str(country.languages[0])
    return "" if legal == invoice.language else legal


def also_words(invoice: Invoice, *, language: str) -> dict[str, str]:
    """Every label in the second language; empty texts when there is none, or when both say the same."""
    first = {name: _in(invoice.language, text) for name, text in LABELS.items()}
    second = {name: _in(language, text) if language else "" for name, text in LABELS.items()}
    words = {name: text if text != first[name] else "" for name, text in second.items()}
    due_on, document = invoice.due_on, DOCUMENTS[InvoiceKind(invoice.kind)]
    return {
        **words,
        "language": language,
        "document": _in(language, document) if language else "",
        "due": said_in(language, lambda: _("To pay by %(date)s") % {"date": formats.day(due_on)}) if due_on else "",
    }


def said_in(language: str, make: Callable[[], str]) -> str:
    """A sentence made in a language; nothing without one."""
    if not language:
        return ""
    with translation.override(language):
        return make()


def _in(language: str, text: str) -> str:
    with translation.override(language):
        return _(text)
