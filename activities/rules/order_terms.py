"""The words of an order: what the client agrees to, in one canonical text whose hash is the proof."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from activities.models import Order, OrderLine
from countries.rules.settings import setting_value


def order_terms(order: Order) -> dict[str, Any]:
    """The facts of the order as plain values; the same facts always give the same text (two queries)."""
    mission, client = order.mission, order.mission.client
    assert client is not None
    return {
        "reference": mission.reference,
        "version": order.version,
        "cooperative": _cooperative(order),
        "client": {
            "name": client.name,
            "vat_number": client.vat_number,
            "company_number": client.company_number,
            "address": [client.street, client.postal_code, client.city, str(client.place.code)],
        },
        "contact": order.contact_name,
        "member": mission.activity.membership.user.full_name,
        "title": mission.title,
        "description": mission.description,
        "function": mission.function,
        "place": [mission.city, str(mission.place.code)],
        "first_day": _text(mission.starts_on),
        "last_day": _text(mission.ends_on),
        "start_time": _text(mission.start_time),
        "days": _text(mission.days),
        "lines": [_line(line) for line in order.lines.order_by("position")],
        "amount_without_vat": _text(mission.amount),
        "deposit": _text(order.deposit),
        "currency": mission.country.currency,
        "invoice_on": _text(order.invoice_on),
        "payment_days": _text(_payment_days(order)),
        "valid_until": _text(order.valid_until),
    }


def terms_text(terms: Mapping[str, Any]) -> str:
    """The canonical text of the terms; terms read back from the table give the same text."""
    return json.dumps(terms, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def terms_sha256(terms: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical text."""
    return hashlib.sha256(terms_text(terms).encode()).hexdigest()


def terms_hash(order: Order) -> str:
    """The hash of the order as it stands now, kept with the client's answer."""
    return terms_sha256(order_terms(order))


def _cooperative(order: Order) -> dict[str, Any]:
    entity = order.mission.activity.entity
    return {
        "name": entity.name,
        "legal_form": entity.legal_form,
        "company_number": entity.company_number,
        "vat_number": entity.vat_number,
        "register": entity.register,
        "address": [entity.street, entity.postal_code, entity.city],
        "email": entity.email,
        "phone": entity.phone,
    }


def _line(line: OrderLine) -> dict[str, str]:
    return {
        "kind": line.kind,
        "service_kind": line.service_kind,
        "description": line.description,
        "quantity": _text(line.quantity),
        "unit": line.unit,
        "unit_price": _text(line.unit_price),
        "net": _text(line.net),
    }


def _payment_days(order: Order) -> int | None:
    """The client's own term, else the country's on the day the order was sent; None where neither says one."""
    client, country = order.mission.client, order.mission.country
    assert client is not None
    if client.terms_days is not None:
        return client.terms_days
    sent_on = country.local(order.sent_at).date() if order.sent_at else country.today()
    found = setting_value(country, "invoice.terms_days", on=sent_on, default=None)
    return int(found) if found is not None else None


def _text(value: Any) -> str:
    """Numbers without trailing zeros, so that a value read back from the table gives the same text."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
