"""Expenses as CSV: one row for each receipt, amounts with a point."""

import csv
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from activities.models import Receipt
from activities.rules.expense_tariffs import category_words
from activities.views.expenses_shown import journey_words
from smart.foundation.tables import safe_cell

CHUNK = 500


def expenses_file(receipts: Any, *, name: str) -> HttpResponse:
    """The file of a query of Receipt, with the claim, the activity and what became of each."""
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Cache-Control": "private, no-store"})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    titles = [_("Day"), _("Category"), _("Bought from"), _("What for?"), _("Activity"), _("Claim"), _("State")]
    writer.writerow([*titles, _("Currency"), _("Amount"), _("VAT recovered"), _("Taken from the activity")])
    rows = receipts.select_related("activity", "claim", "country").order_by("day", "pk")
    for row in rows.iterator(chunk_size=CHUNK):
        writer.writerow(_row(row))
    return response


def _row(row: Receipt) -> list[Any]:
    if row.is_refused:
        state = _("Not paid back")
    else:
        state = row.claim.get_state_display() if row.claim is not None else _("In the drawer")
    place = row.supplier or journey_words(row)
    facts = [row.day, category_words(row.category), place, row.note, row.activity.code, row.claim or "", state]
    return [*map(safe_cell, [*facts, row.country.currency]), row.gross, row.vat_deducted, row.charged]
