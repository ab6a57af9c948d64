"""The life of a membership."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from smart.foundation.actors import MEMBER, STAFF, SYSTEM
from smart.foundation.states import Transitions


class MembershipState(models.TextChoices):
    APPLIED = "applied", _("Applied")
    CONSULTED = "consulted", _("Met an adviser")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    LEFT = "left", _("Left")


_STAFF = frozenset({STAFF, SYSTEM})
_BOTH = frozenset({STAFF, SYSTEM, MEMBER})

MEMBERSHIP_TRANSITIONS: Final[Transitions] = {
    "applied": {"consulted": _STAFF, "active": _BOTH, "left": _BOTH},
    "consulted": {"active": _BOTH, "left": _BOTH},
    "active": {"suspended": _STAFF, "left": _BOTH},
    "suspended": {"active": _STAFF, "left": _BOTH},
    "left": {"applied": _BOTH},
}


class Role(models.TextChoices):
    ADVISER = "adviser", _("Adviser")
    PAYROLL = "payroll", _("Payroll officer")
    ACCOUNTING = "accounting", _("Accountant")
    COUNTRY_ADMIN = "country_admin", _("Country administrator")
