"""What a member may know of a client before choosing it: may it be chosen, and is new work guaranteed. Never a figure."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from activities.models import Client
from activities.rules.clients import require_standing_client, require_usable_client
from invoicing.queries.exposure import client_exposure
from smart.foundation.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Standing:
    """`tone` and a sentence; `is_usable` is false when a new mission would be refused."""

    tone: str
    sentence: str
    is_usable: bool


def standing_of(client: Client, *, on: date) -> Standing:
    """How the client stands today. The sentence names no amount: they are of other members too."""
    try:
        require_standing_client(client)
        require_usable_client(client)
    except RuleBroken as broken:
        return Standing(tone="bad", sentence=broken.message, is_usable=False)
    if client_exposure(client, on=on).is_over:
        sentence = _(
            "The cooperative carries as much of %(client)s as it can. Ask for payment first: "
            "new work for it is not guaranteed until it has paid."
        ) % {"client": client.name}
        return Standing(tone="warn", sentence=sentence, is_usable=True)
    if client.reviewed_at is None:
        sentence = _("%(client)s is new: an adviser still compares it with a register.") % {"client": client.name}
        return Standing(tone="pen", sentence=sentence, is_usable=True)
    return Standing(
        tone="ok",
        sentence=_("You can take work for %(client)s.") % {"client": client.name},
        is_usable=True,
    )
