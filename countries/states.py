"""The life of a country."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from smart.foundation.actors import ADMIN, SYSTEM
from smart.foundation.states import Transitions


class CountryState(models.TextChoices):
    INITIATIVE = "initiative", _("Initiative")
    STUDY = "study", _("Study")
    FUNDING = "funding", _("Looking for funding")
    BUILDING = "building", _("Being built")
    PILOT = "pilot", _("Pilot")
    ACTIVE = "active", pgettext_lazy("country", "Active")
    DORMANT = "dormant", pgettext_lazy("country", "Put to sleep")
    CLOSED = "closed", pgettext_lazy("country", "Closed")


_WHO = frozenset({ADMIN, SYSTEM})

COUNTRY_TRANSITIONS: Final[Transitions] = {
    "initiative": {"study": _WHO, "building": _WHO, "closed": _WHO},
    "study": {"funding": _WHO, "building": _WHO, "initiative": _WHO, "closed": _WHO},
    "funding": {"building": _WHO, "study": _WHO, "closed": _WHO},
    "building": {"pilot": _WHO, "dormant": _WHO, "closed": _WHO},
    "pilot": {"active": _WHO, "building": _WHO, "dormant": _WHO},
    "active": {"dormant": _WHO},
    "dormant": {"building": _WHO, "closed": _WHO},
}

OPEN_STATES: Final = frozenset({CountryState.PILOT, CountryState.ACTIVE})
"""States in which members declare and the cooperative invoices."""


class SettingState(models.TextChoices):
    ENTERED = "entered", _("Waiting for a second person")
    APPROVED = "approved", _("In force")
    REJECTED = "rejected", pgettext_lazy("setting", "Rejected")
