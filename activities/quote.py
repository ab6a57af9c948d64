"""A version of an order as people read it: on the client's page, on the member's, and on paper. Made of the kept terms alone."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries import countries as names

from activities.models import OrderAnswer, OrderVersion
from activities.models.order import OrderLineKind
from activities.place import in_language, pack_of
from activities.rules.order_changes import Terms, unit_price_words
from activities.units import LUMP_SUM, counted
from countries.models import Country
from smart.foundation import formats

Shown = dict[str, Any]


def shown_terms(terms: Terms, *, country: Country) -> Shown:
    """The terms with days, numbers and words of the active language; nothing is looked up but the names of things."""
    amount, deposit = Decimal(terms["amount_without_vat"] or 0), Decimal(terms.get("deposit") or 0)
    client = terms["client"]
    return {
        "reference": terms["reference"],
        "version": terms["version"],
        "title": terms["title"],
        "description": terms["description"],
        "member": terms["member"],
        "function": terms.get("function", ""),
        "contact": terms.get("contact", ""),
        "first_day": _day(terms["first_day"]),
        "last_day": _day(terms["last_day"]),
        "days": Decimal(terms["days"]) if terms["days"] else None,
        "place": _place(terms["place"]),
        "cooperative": terms["cooperative"] | {"address": _address(terms["cooperative"].get("address", []))},
        "client": client | {"address": _address([*client["address"][:3], _country(client["address"][-1])])},
        "lines": [_line(line, country=country, currency=terms["currency"]) for line in terms.get("lines", [])],
        "amount": amount,
        "deposit": deposit or None,
        "rest": amount - deposit,
        "currency": terms["currency"],
        "invoice_on": _day(terms.get("invoice_on")),
        "payment_days": int(terms["payment_days"]) if terms.get("payment_days") else None,
        "valid_until": _day(terms["valid_until"]),
    }


def shown_proof(version: OrderVersion, answer: OrderAnswer | None, *, country: Country) -> Shown | None:
    """Who answered, when by the server's clock and in which zone, from where, about which text; None before an answer."""
    if answer is None:
        return None
    at = country.local(answer.answered_at)
    return {
        "kind": answer.kind,
        "label": answer.get_kind_display(),
        "name": answer.name,
        "at": answer.answered_at,
        "moment": f"{formats.moment(at.replace(tzinfo=None))}:{at:%S} ({at.tzname()}, {country.time_zone})",
        "ip": answer.answered_from,
        "reference": version.terms["reference"],
        "version": version.version,
        "sha256": answer.sha256,
        "purchase_order": answer.purchase_order,
        "comment": answer.comment,
        "offer": offer_words(answer, currency=version.terms["currency"]),
    }


def offer_words(answer: OrderAnswer, *, currency: str) -> list[dict[str, str]]:
    """The counter-offer as lines of label and value; empty when none was made."""
    found = []
    if answer.proposed_total is not None:
        found.append(
            {"label": _("Price without VAT they propose"), "value": formats.money(answer.proposed_total, currency)}
        )
    if answer.proposed_starts_on is not None:
        found.append({"label": _("First day they propose"), "value": formats.day(answer.proposed_starts_on)})
    if answer.proposed_ends_on is not None:
        found.append({"label": _("Last day they propose"), "value": formats.day(answer.proposed_ends_on)})
    return found


def kind_words(country: Country, code: str) -> str:
    """The kind of service in the reader's language; nothing when the line follows the mission."""
    label = dict(pack_of(country).pack.service_kinds).get(code)
    return in_language(dict(label), get_language() or "en") if label else ""


def _line(line: Terms, *, country: Country, currency: str) -> Shown:
    quantity = Decimal(line["quantity"])
    is_lump = line["unit"] == LUMP_SUM and quantity == 1
    kind = _("Expense") if line["kind"] == OrderLineKind.EXPENSE else ""
    return {
        "description": line["description"],
        "detail": ", ".join(part for part in (kind, kind_words(country, line["service_kind"])) if part),
        "quantity": "" if is_lump else counted(quantity, line["unit"]),
        "unit_price": "" if is_lump else unit_price_words(Decimal(line["unit_price"]), currency),
        "net": Decimal(line["net"]),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _place(parts: list[str]) -> str:
    return ", ".join(part for part in (parts[0], _country(parts[-1])) if part)


def _country(code: str) -> str:
    return str(names.name(code)) if code else ""


def _address(parts: list[str]) -> list[str]:
    """Street; postal code and town on one line; country where it is known."""
    street, postal_code, city, *rest = [*parts, "", "", ""][: max(3, len(parts))]
    return [line for line in (street, f"{postal_code} {city}".strip(), *rest) if line]
