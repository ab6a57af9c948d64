"""The lives of the things of work: which state may follow which, and by whom."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from smart.foundation.actors import CLIENT, MEMBER, STAFF, SYSTEM
from smart.foundation.states import Transitions

_MEMBER = frozenset({MEMBER, SYSTEM})
_STAFF = frozenset({STAFF, SYSTEM})
_CLIENT = frozenset({CLIENT, SYSTEM})
_SYSTEM = frozenset({SYSTEM, STAFF, CLIENT})
_BOTH = frozenset({MEMBER, STAFF, SYSTEM})
_ANY = frozenset({MEMBER, STAFF, CLIENT, SYSTEM})


class ActivityState(models.TextChoices):
    OPEN = "open", pgettext_lazy("activity", "Open")
    SUSPENDED = "suspended", pgettext_lazy("activity", "Suspended")
    CLOSING = "closing", _("Closing")
    ARCHIVED = "archived", pgettext_lazy("activity", "Archived")


ACTIVITY_TRANSITIONS: Final[Transitions] = {
    "open": {"suspended": _STAFF, "closing": _BOTH},
    "suspended": {"open": _STAFF, "closing": _STAFF},
    "closing": {"open": _STAFF, "archived": _STAFF},
}


class OrderState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent to the client")
    ACCEPTED = "accepted", _("Accepted by the client")
    CHANGE_REQUESTED = "change_requested", _("The client asks for a change")
    REJECTED = "rejected", _("Rejected by the client")
    EXPIRED = "expired", pgettext_lazy("order", "Expired")
    WAIVED = "waived", _("Without confirmation (no guarantee)")


ORDER_TRANSITIONS: Final[Transitions] = {
    "draft": {"sent": _BOTH, "waived": _BOTH},
    "sent": {
        "accepted": _CLIENT,
        "change_requested": _CLIENT,
        "rejected": _CLIENT,
        "expired": _SYSTEM,
        "waived": _BOTH,
        "draft": _BOTH,
    },
    "change_requested": {
        "draft": _BOTH,
        "sent": _BOTH,
        "rejected": _CLIENT,
        "waived": _BOTH,
    },
    "expired": {"sent": _BOTH, "waived": _BOTH, "draft": _BOTH},
    "rejected": {"draft": _BOTH},
    # the mission goes back to the member: what was agreed no longer stands
    "accepted": {"draft": _STAFF},
    "waived": {"draft": _BOTH},
}


class MissionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Being checked")
    RETURNED = "returned", pgettext_lazy("mission", "Returned to you")
    APPROVED = "approved", _("Approved, waiting for the client")
    CONFIRMED = "confirmed", pgettext_lazy("mission", "Confirmed")
    CLOSED = "closed", pgettext_lazy("mission", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("mission", "Cancelled")


MISSION_TRANSITIONS: Final[Transitions] = {
    "draft": {"submitted": _BOTH, "cancelled": _BOTH},
    "submitted": {"returned": _ANY, "approved": _STAFF, "cancelled": _BOTH},
    "returned": {"submitted": _BOTH, "cancelled": _BOTH},
    "approved": {"confirmed": _ANY, "returned": _ANY, "cancelled": _BOTH},
    "confirmed": {"closed": _STAFF, "cancelled": _STAFF},
}


class ShareState(models.TextChoices):
    WAITING = "waiting", _("Waiting for their word")
    CONSENTED = "consented", _("Consented")
    CHANGE_WANTED = "change_wanted", _("Wants a change")
    REFUSED = "refused", pgettext_lazy("team share", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("team share", "Taken back")


SHARE_TRANSITIONS: Final[Transitions] = {
    "waiting": {"consented": _MEMBER, "change_wanted": _MEMBER, "refused": _MEMBER, "withdrawn": _MEMBER},
    "consented": {"waiting": _MEMBER, "change_wanted": _MEMBER, "refused": _MEMBER, "withdrawn": _MEMBER},
    "change_wanted": {"waiting": _MEMBER, "consented": _MEMBER, "refused": _MEMBER, "withdrawn": _MEMBER},
    "refused": {"waiting": _MEMBER, "withdrawn": _MEMBER},
}


class ContractState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Being checked")
    RETURNED = "returned", pgettext_lazy("contract", "Returned to you")
    VALIDATED = "validated", pgettext_lazy("contract", "Validated")
    DECLARED = "declared", pgettext_lazy("contract", "Declared")
    SIGNED = "signed", pgettext_lazy("contract", "Signed")
    ENDED = "ended", pgettext_lazy("contract", "Ended")
    CANCELLED = "cancelled", pgettext_lazy("contract", "Cancelled")


CONTRACT_TRANSITIONS: Final[Transitions] = {
    "draft": {"submitted": _BOTH, "cancelled": _BOTH},
    "submitted": {"returned": _STAFF, "validated": _STAFF, "cancelled": _BOTH},
    "returned": {"submitted": _BOTH, "cancelled": _BOTH},
    "validated": {"declared": _STAFF, "cancelled": _STAFF},
    "declared": {"signed": _BOTH, "cancelled": _STAFF},
    "signed": {"ended": _STAFF, "cancelled": _STAFF},
}


class DeclarationState(models.TextChoices):
    PREPARED = "prepared", pgettext_lazy("declaration", "Prepared")
    SENT = "sent", pgettext_lazy("declaration", "Sent")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    REFUSED = "refused", pgettext_lazy("declaration", "Refused")
    CANCELLED = "cancelled", pgettext_lazy("declaration", "Cancelled")


DECLARATION_TRANSITIONS: Final[Transitions] = {
    "prepared": {"sent": _STAFF, "cancelled": _STAFF},
    "sent": {"acknowledged": _STAFF, "refused": _STAFF, "cancelled": _STAFF},
    "refused": {"cancelled": _STAFF},
    "acknowledged": {"cancelled": _STAFF},
}


class ExpenseState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Being checked")
    RETURNED = "returned", pgettext_lazy("expense claim", "Returned to you")
    APPROVED = "approved", pgettext_lazy("expense claim", "Approved")
    REIMBURSED = "reimbursed", pgettext_lazy("expense claim", "Reimbursed")
    CANCELLED = "cancelled", pgettext_lazy("expense claim", "Cancelled")


EXPENSE_TRANSITIONS: Final[Transitions] = {
    "draft": {"submitted": _MEMBER, "cancelled": _MEMBER},
    "submitted": {"draft": _MEMBER, "returned": _STAFF, "approved": _STAFF},
    "returned": {"submitted": _MEMBER, "cancelled": _MEMBER},
    # the bank pays, and sometimes the money comes back
    "approved": {"reimbursed": _STAFF},
    "reimbursed": {"approved": _STAFF},
}
