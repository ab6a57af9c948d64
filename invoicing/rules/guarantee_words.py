"""The conditions of the guarantee in sentences: why it is met or not, and what would mend it."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy
from django_countries import countries

from countries.presentation import choice_label
from smart.foundation import formats

_UNMENDABLE = gettext_lazy("Nothing mends it for this mission. Declare the next one before it starts.")
WORDS: Final[Mapping[str, tuple[Any, Any]]] = {
    "accepted": (gettext_lazy("%(who)s confirmed the order on %(day)s."), ""),
    "order_none": (
        gettext_lazy("No order has gone to the client yet."),
        gettext_lazy("Send the mission: the order goes out with it."),
    ),
    "order_draft": (
        gettext_lazy("No order has gone to the client yet."),
        gettext_lazy("Send the mission: the order goes out with it."),
    ),
    "order_sent": (
        gettext_lazy("The client has the order and has not answered yet."),
        gettext_lazy("Ask the client to answer by the link in the mail."),
    ),
    "order_change_requested": (
        gettext_lazy("The client asked for a change."),
        gettext_lazy("Change the order and send it again."),
    ),
    "order_rejected": (
        gettext_lazy("The client rejected the order."),
        gettext_lazy("Agree a new order with the client."),
    ),
    "order_expired": (
        gettext_lazy("The time to answer the order is over."),
        gettext_lazy("Send the order again with a later day."),
    ),
    "order_waived": (
        gettext_lazy("The client was not asked to confirm by the link."),
        gettext_lazy("Send the order to the client next time, even when a paper is signed."),
    ),
    "asked": (gettext_lazy("The client’s confirmation was not waived."), ""),
    "waived": (
        gettext_lazy("The client’s confirmation was waived because another proof exists."),
        gettext_lazy("Send the order to the client next time, even when a paper is signed."),
    ),
    "in_eu": (gettext_lazy("%(client)s is in %(place)s, in the European Union."), ""),
    "outside_eu": (
        gettext_lazy("%(client)s is in %(place)s, outside the European Union."),
        gettext_lazy("Ask for the payment before the work: you are paid as soon as the client has paid."),
    ),
    "in_time": (gettext_lazy("The mission was sent on %(day)s, before the work."), ""),
    "too_late": (
        gettext_lazy("The mission was sent on %(day)s, when the work had begun or was too near."),
        _UNMENDABLE,
    ),
    "not_sent": (
        gettext_lazy("The mission has not been sent to the cooperative."),
        gettext_lazy("Send it before the work starts."),
    ),
    "not_blocked": (gettext_lazy("%(client)s is not blocked."), ""),
    "blocked": (
        gettext_lazy("%(client)s is blocked: %(reason)s"),
        gettext_lazy("Talk with your adviser before you begin the work."),
    ),
    "no_limit": (gettext_lazy("No limit is set for %(client)s."), ""),
    "within": (gettext_lazy("With this order %(client)s owes %(amount)s; the limit is %(limit)s."), ""),
    "over": (
        gettext_lazy("With this order %(client)s would owe %(amount)s; the limit is %(limit)s."),
        gettext_lazy("Older invoices must be paid first, or your adviser asks for a higher limit."),
    ),
}


def condition_rows(conditions: list[dict[str, Any]], *, currency: str) -> list[dict[str, Any]]:
    """Each condition as partials/_checks.html shows it: the reason, and the remedy when it is not met."""
    return [_row(each, currency) for each in conditions]


def _row(found: dict[str, Any], currency: str) -> dict[str, Any]:
    sentence, remedy = WORDS[found["code"]]
    reason = str(sentence) % {name: _shown(name, value, currency) for name, value in found["facts"].items()}
    return {
        "title": choice_label(found["condition"]),
        "tone": "ok" if found["met"] else "bad",
        "text": reason if found["met"] else f"{reason} {remedy}",
    }


def _shown(name: str, value: str, currency: str) -> str:
    if name == "day" and value:
        return formats.day(datetime.date.fromisoformat(value))
    if name in {"amount", "limit"}:
        return formats.money(Decimal(value), currency)
    if name == "place":
        return str(countries.name(value))
    return value
