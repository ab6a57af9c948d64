"""Invoices of suppliers as CSV: one row for each activity that bears one, amounts with a point, credit notes below zero."""

import csv
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from invoicing.models import SupplierPart
from smart.foundation.tables import safe_cell

CHUNK = 500


def purchases_file(parts: Any, *, name: str) -> HttpResponse:
    """The file of a query of SupplierPart, with the invoice and the activity of each."""
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Cache-Control": "private, no-store"})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    titles = [_("Supplier"), _("Number"), _("Day"), _("State"), _("Activity"), _("Currency")]
    writer.writerow([*titles, pgettext("amount", "Part"), _("Taken from the activity")])
    for part in parts.select_related("invoice", "activity").order_by("pk").iterator(chunk_size=CHUNK):
        writer.writerow(_row(part))
    return response


def _row(part: SupplierPart) -> list[Any]:
    about = part.invoice
    sign = -1 if about.is_credit else 1
    facts = [about.supplier_name, about.number, about.issued_on, about.get_state_display(), part.activity.code]
    charged = sign * part.charged if about.booked_on is not None else ""
    return [*map(safe_cell, [*facts, about.currency]), sign * part.amount, charged]
