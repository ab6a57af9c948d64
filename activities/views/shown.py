"""Small dictionaries the partials want: tickets, steps, tasks."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from activities import status
from activities.models import Contract, Mission


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


def _step_url(mission: Mission, number: int) -> str:
    if number == 5:
        return reverse("activities:mission_check", args=[mission.pk])
    return reverse("activities:mission_step", args=[mission.pk, number])
