"""A list of invoices as CSV: one row each, amounts with a point, credit notes below zero."""

import csv
from typing import Any

from django.utils.translation import gettext as _

from invoicing.models.invoice import InvoiceKind
from invoicing.rules.invoice_words import DOCUMENTS

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would compute when a cell begins with it."""
CHUNK = 500


def write_invoices(rows: Any, *, into: Any) -> None:
    """Write the rows of a query of invoices with their client and mission to a file of text."""
    writer = csv.writer(into, delimiter=";")
    writer.writerow(
        [
            _("Number"),
            _("Kind"),
            _("State"),
            _("Issued on"),
            _("To pay by"),
            _("Client"),
            _("Mission"),
            _("Currency"),
            _("Net"),
            _("VAT"),
            _("Total"),
            _("Payment reference"),
        ]
    )
    for row in rows.iterator(chunk_size=CHUNK):
        sign = -1 if row.kind == InvoiceKind.CREDIT_NOTE else 1
        facts = [
            row.number,
            _(DOCUMENTS[InvoiceKind(row.kind)]),
            row.get_state_display(),
            row.issued_on,
            row.due_on,
            row.client.name,
        ]
        about = [row.mission.reference if row.mission else "", row.currency]
        amounts = [sign * row.net, sign * row.vat, sign * row.total]
        writer.writerow([*map(plain_cell, facts + about), *amounts, plain_cell(row.payment_reference)])


def plain_cell(value: Any) -> str:
    """A text no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
