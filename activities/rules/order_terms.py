"""The words of an order: what the client agrees to, in one canonical text whose hash is the proof."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from activities.models import Order


def order_terms(order: Order) -> dict[str, Any]:
    """The facts of the order as plain values; the same facts always give the same text."""
    mission, client = order.mission, order.mission.client
    entity = mission.activity.entity
    assert client is not None
    return {
        "reference": mission.reference,
        "version": order.version,
        "cooperative": {"name": entity.name, "company_number": entity.company_number, "vat_number": entity.vat_number},
        "client": {
            "name": client.name,
            "vat_number": client.vat_number,
            "company_number": client.company_number,
            "address": [client.street, client.postal_code, client.city, str(client.place.code)],
        },
        "member": mission.activity.membership.user.full_name,
        "title": mission.title,
        "description": mission.description,
        "place": [mission.city, str(mission.place.code)],
        "first_day": _text(mission.starts_on),
        "last_day": _text(mission.ends_on),
        "start_time": _text(mission.start_time),
        "days": _text(mission.days),
        "amount_without_vat": _text(mission.amount),
        "currency": mission.country.currency,
        "valid_until": _text(order.valid_until),
    }


def terms_text(order: Order) -> str:
    """The canonical text of the terms."""
    return json.dumps(order_terms(order), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def terms_hash(order: Order) -> str:
    """The SHA-256 of the canonical text, kept with the client's answer."""
    return hashlib.sha256(terms_text(order).encode()).hexdigest()


def _text(value: Any) -> str:
    """Numbers without trailing zeros, so that a value read back from the table gives the same text."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
