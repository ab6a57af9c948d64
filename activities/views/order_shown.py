"""The order as its member sees it: the link to share, what happened to it, and how to reach who confirms it."""

from typing import Any

from django.utils.translation import gettext as _

from activities import queries
from activities.models import Order
from activities.rules.orders import order_link
from activities.states import OrderState
from members.models import OutgoingMail


def order_shown(order: Order, *, membership_id: int) -> dict[str, Any]:
    """`link` (empty once answered or over), `events` newest first, `phone` of the member's own contact. Two queries."""
    is_open = order.state == OrderState.SENT
    phones = [
        contact.phone
        for contact in queries.contacts_of(membership_id, client_id=order.mission.client_id)
        if contact.email == order.contact_email and contact.phone
    ]
    return {
        "link": order_link(order) if is_open else "",
        "events": order_events(order),
        "phone": phones[0] if phones else "",
        "tel": "".join(sign for sign in phones[0] if sign.isdigit() or sign == "+") if phones else "",
    }


def order_events(order: Order) -> list[dict[str, Any]]:
    """Sent, reminded, answered by whom: of the version the client has in hand. One query."""
    if order.sent_at is None:
        return []
    found: list[dict[str, Any]] = [
        {"at": order.sent_at, "text": _("Sent to %(email)s") % {"email": order.contact_email}}
    ]
    key = f"order-reminder:{order.pk}:{order.version}"
    reminded = OutgoingMail.objects.filter(key=key).first()
    if reminded is not None:
        found.append({"at": reminded.created_at, "text": _("Reminded by mail")})
    if order.answered_at is not None:
        answer: dict[str, Any] = {
            "at": order.answered_at,
            "text": str(order.get_state_display()),
            "who": order.answered_by,
        }
        found.append(answer | ({"note": order.answer_comment} if order.answer_comment else {}))
    found.sort(key=lambda event: event["at"], reverse=True)
    found[0]["now"] = True
    return found
