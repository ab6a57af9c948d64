"""Expenses as pages show them: a receipt in a line, a drawer by activity and month, a claim with what happens next."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from activities import status
from activities.models import ExpenseClaim, Receipt
from activities.models.expense import ReceiptKind
from activities.rules.expense_tariffs import category_words
from smart.foundation import formats
from smart.foundation.money import ZERO


def receipt_line(row: Receipt) -> dict[str, Any]:
    """What a list says of a receipt."""
    about = [row.supplier, journey_words(row), row.note]
    return {
        "receipt": row,
        "what": category_words(row.category),
        "about": " · ".join(part for part in about if part),
        "how": computed_words(row),
    }


def journey_words(row: Receipt) -> str:
    """Where the trip went."""
    if row.kind != ReceiptKind.MILEAGE:
        return ""
    facts = {"start": row.facts.get("start", ""), "end": row.facts.get("end", "")}
    words = _("%(start)s to %(end)s and back") if row.facts.get("is_round_trip") else _("%(start)s to %(end)s")
    return words % facts


def computed_words(row: Receipt) -> str:
    """How a tariff led to the amount, with its source and since when it holds."""
    if not row.tariff or row.quantity is None:
        return ""
    currency = row.country.currency
    facts = {
        "quantity": formats.number(row.quantity),
        "unit": unit_words(row.tariff["unit"]),
        "most": formats.money(Decimal(row.tariff["most"]), currency),
        "since": formats.day(datetime.date.fromisoformat(row.tariff["since"])),
        "source": row.tariff["source"],
    }
    words = _("%(quantity)s %(unit)s: at most %(most)s, by the tariff in force since %(since)s (%(source)s).") % facts
    if row.tariff.get("confidence") == "memory":
        words += " " + _("The tariff still has to be compared with its source.")
    return words


def unit_words(unit: str) -> str:
    units = {"km": _("km"), "day": _("day"), "night": _("night"), "meal": _("meal")}
    return units.get(unit, unit)


def drawer_groups(rows: Iterable[Receipt]) -> list[dict[str, Any]]:
    """Receipts of no claim by activity and month, the newest month first, each group with its sum."""
    groups: dict[tuple[datetime.date, int], dict[str, Any]] = {}
    for row in rows:
        month = row.day.replace(day=1)
        key = (month, row.activity_id)
        group = groups.setdefault(key, {"month": month, "activity": row.activity, "rows": [], "total": ZERO})
        group["rows"].append(receipt_line(row))
        group["total"] += row.gross
    return [groups[key] for key in sorted(groups, key=lambda key: (key[0], -key[1]), reverse=True)]


def claim_line(claim: ExpenseClaim) -> dict[str, Any]:
    """A claim in a list; `claim.asked` is the sum of its receipts that are not refused (annotated)."""
    shown = status.claim_status(claim)
    total = claim.gross if claim.booked_on is not None else getattr(claim, "asked", None) or ZERO
    return {"claim": claim, "tone": shown.tone, "state": shown.label, "next": shown.next, "total": total}
