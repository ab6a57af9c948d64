"""The life of a membership."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from smart.foundation.actors import MEMBER, STAFF, SYSTEM
from smart.foundation.states import Transitions


class MembershipState(models.TextChoices):
    APPLIED = "applied", _("Applied")
    CONSULTED = "consulted", _("Met an adviser")
    ACTIVE = "active", pgettext_lazy("membership", "Active")
    SUSPENDED = "suspended", pgettext_lazy("membership", "Suspended")
    LEFT = "left", pgettext_lazy("membership", "Left")


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
    LEGAL_HOLD = "legal_hold", _("Keeper of restricted data")


class PaperState(models.TextChoices):
    GIVEN = "given", _("To be read")
    ACCEPTED = "accepted", pgettext_lazy("paper", "Accepted")
    RETURNED = "returned", pgettext_lazy("paper", "Sent back")
    REPLACED = "replaced", _("Replaced by a newer one")


PAPER_TRANSITIONS: Final[Transitions] = {
    "given": {"accepted": _STAFF, "returned": _STAFF, "replaced": _BOTH},
    "returned": {"replaced": _BOTH},
    "accepted": {"returned": _STAFF, "replaced": _STAFF},
    "replaced": {},
}


class MeetingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


MEETING_TRANSITIONS: Final[Transitions] = {"planned": {"cancelled": _STAFF}, "cancelled": {}}


class BookingState(models.TextChoices):
    BOOKED = "booked", _("Booked")
    CANCELLED = "cancelled", pgettext_lazy("booking", "Cancelled")
    ATTENDED = "attended", _("Was there")
    MISSED = "missed", _("Was not there")


BOOKING_TRANSITIONS: Final[Transitions] = {
    "booked": {"cancelled": _BOTH, "attended": _STAFF, "missed": _STAFF},
    "missed": {"attended": _STAFF},
    "attended": {},
    "cancelled": {},
}


class AppointmentState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("appointment", "Asked for")
    ARRANGED = "arranged", pgettext_lazy("appointment", "Arranged")
    WITHDRAWN = "withdrawn", pgettext_lazy("appointment", "Withdrawn")


APPOINTMENT_TRANSITIONS: Final[Transitions] = {
    "asked": {"arranged": _STAFF, "withdrawn": _BOTH},
    "arranged": {},
    "withdrawn": {},
}


class ShareState(models.TextChoices):
    SUBSCRIBED = "subscribed", _("To pay")
    PARTLY_PAID = "partly_paid", pgettext_lazy("share", "Partly paid")
    PAID = "paid", pgettext_lazy("share", "Paid")
    ENDED = "ended", _("Repaid or handed on")
    CANCELLED = "cancelled", pgettext_lazy("share", "Cancelled")


_MONEY = frozenset({STAFF, SYSTEM})

SHARE_TRANSITIONS: Final[Transitions] = {
    "subscribed": {"partly_paid": _MONEY, "paid": _MONEY, "cancelled": _MONEY},
    "partly_paid": {"paid": _MONEY, "ended": _MONEY},
    "paid": {"ended": _MONEY},
    "ended": {"paid": _MONEY, "partly_paid": _MONEY},
}


class LeavingState(models.TextChoices):
    ASKED = "asked", _("Being settled")
    WITHDRAWN = "withdrawn", pgettext_lazy("leaving", "Withdrawn")
    ENDED = "ended", pgettext_lazy("leaving", "Left")


LEAVING_TRANSITIONS: Final[Transitions] = {"asked": {"withdrawn": _BOTH, "ended": _STAFF}}


class ThreadState(models.TextChoices):
    OPEN = "open", _("To answer")
    ANSWERED = "answered", pgettext_lazy("question", "Answered")
    CLOSED = "closed", pgettext_lazy("question", "Closed")


# A member's word opens, the cooperative's answers; either may close, and writing again takes it up again.
THREAD_TRANSITIONS: Final[Transitions] = {
    "open": {"answered": _STAFF, "closed": _BOTH},
    "answered": {"open": frozenset({MEMBER, SYSTEM}), "closed": _BOTH},
    "closed": {"open": frozenset({MEMBER, SYSTEM}), "answered": _STAFF},
}


class InboundState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("mail", "Received")
    WRITTEN = "written", _("In the conversation")
    HELD = "held", _("Waits for a person")
    IGNORED = "ignored", _("Automatic, left out")
    DISCARDED = "discarded", _("Discarded")


INBOUND_TRANSITIONS: Final[Transitions] = {
    "received": {"written": frozenset({SYSTEM}), "held": frozenset({SYSTEM}), "ignored": frozenset({SYSTEM})},
    "held": {"written": _STAFF, "discarded": _STAFF},
}


class ErasureState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("erasure", "Asked for")
    WITHDRAWN = "withdrawn", pgettext_lazy("erasure", "Withdrawn")
    REFUSED = "refused", pgettext_lazy("erasure", "Refused")
    CONFIRMED = "confirmed", pgettext_lazy("erasure", "Confirmed")
    RESTRICTED = "restricted", _("Kept restricted")
    PURGED = "purged", _("Gone")


ERASURE_TRANSITIONS: Final[Transitions] = {
    "requested": {"withdrawn": _BOTH, "refused": _STAFF, "confirmed": _STAFF},
    "confirmed": {"restricted": frozenset({SYSTEM})},
    "restricted": {"purged": frozenset({SYSTEM})},
}


class HoldState(models.TextChoices):
    HELD = "held", pgettext_lazy("hold", "Held")
    ENDING = "ending", _("The end waits for a second person")
    ENDED = "ended", pgettext_lazy("hold", "Ended")


HOLD_TRANSITIONS: Final[Transitions] = {
    "held": {"ending": frozenset({STAFF})},
    "ending": {"held": frozenset({STAFF}), "ended": frozenset({STAFF})},
}
