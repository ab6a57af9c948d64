"""Small dictionaries the partials want: tickets, steps, tasks."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from activities import status
from activities.models import Contract, Mission, OrderLine
from activities.models.order import OrderLineKind
from activities.quote import kind_words
from activities.rules.order_changes import unit_price_words
from activities.units import LUMP_SUM, counted, unit_word
from countries.models import Country


def wizard_steps(mission: Mission | None, *, current: int) -> list[dict[str, Any]]:
    """The five steps; those behind are links."""
    labels = (_("Work"), _("Dates and place"), _("Function and risks"), _("Contract and price"), _("Check and send"))
    reached = mission.step if mission else 1
    return [
        {
            "label": label,
            "done": number < reached and number != current,
            "current": number == current,
            "url": _step_url(mission, number) if mission and number <= reached else "",
        }
        for number, label in enumerate(labels, start=1)
    ]


def mission_ticket(mission: Mission) -> dict[str, Any]:
    """A mission as a numbered ticket of the list."""
    shown = status.mission_status(mission, None)
    ticket: dict[str, Any] = {
        "title": mission.title or _("Mission without a title yet"),
        "url": reverse("activities:mission_detail", args=[mission.pk]),
        "text": str(mission.client or "") or mission.reference,
        "tone": shown.tone,
        "state": shown.label,
        "under_h1": True,
    }
    if mission.starts_on:
        ticket |= {"day": mission.starts_on, "under": mission.starts_on.year}
    if mission.amount is not None:
        ticket |= {"amount": mission.amount, "currency": mission.country.currency}
    return ticket


def contract_ticket(contract: Contract) -> dict[str, Any]:
    shown = status.contract_status(contract)
    return {
        "title": contract.function,
        "url": reverse("activities:contract_detail", args=[contract.pk]),
        "text": contract.reference,
        "day": contract.starts_on,
        "under": contract.starts_on.year,
        "amount": contract.gross,
        "currency": contract.country.currency,
        "tone": shown.tone,
        "state": shown.label,
        "under_h1": True,
    }


def quote_line(line: OrderLine, country: Country) -> dict[str, Any]:
    """A line of the quote as lists of the draft show it."""
    is_lump = line.unit == LUMP_SUM and line.quantity == 1
    count = counted(line.quantity.normalize(), line.unit)
    price = unit_price_words(line.unit_price, country.currency)
    kinds = (
        line.get_kind_display() if line.kind == OrderLineKind.EXPENSE else "",
        kind_words(country, line.service_kind),
    )
    detail = ", ".join(str(part) for part in kinds if part)
    return {
        "pk": line.pk,
        "description": line.description,
        "count": str(unit_word(line.unit)) if is_lump else f"{count} × {price}",
        "detail": detail,
        "net": line.net,
    }


def _step_url(mission: Mission, number: int) -> str:
    if number == 5:
        return reverse("activities:mission_check", args=[mission.pk])
    return reverse("activities:mission_step", args=[mission.pk, number])
