"""The lives of the documents of the books."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from smart.foundation.actors import CLIENT, MEMBER, STAFF, SYSTEM
from smart.foundation.states import Transitions

_STAFF = frozenset({STAFF, SYSTEM})
_ANY = frozenset({STAFF, SYSTEM, MEMBER, CLIENT})


class InvoiceState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ISSUED = "issued", pgettext_lazy("invoice", "Issued")
    SENT = "sent", pgettext_lazy("invoice", "Sent")
    PARTLY_PAID = "partly_paid", pgettext_lazy("invoice", "Partly paid")
    PAID = "paid", pgettext_lazy("invoice", "Paid")
    DISPUTED = "disputed", pgettext_lazy("invoice", "Disputed")
    CREDITED = "credited", pgettext_lazy("invoice", "Credited")
    WRITTEN_OFF = "written_off", pgettext_lazy("invoice", "Written off")


INVOICE_TRANSITIONS: Final[Transitions] = {
    "draft": {"issued": frozenset({STAFF, SYSTEM, MEMBER})},
    "issued": {
        "sent": _STAFF,
        "partly_paid": _STAFF,
        "paid": _STAFF,
        "credited": _STAFF,
        "disputed": _ANY,
    },
    "sent": {
        "partly_paid": _STAFF,
        "paid": _STAFF,
        "disputed": _ANY,
        "credited": _STAFF,
        "written_off": _STAFF,
    },
    "partly_paid": {
        "paid": _STAFF,
        "issued": _STAFF,  # what was paid went back
        "sent": _STAFF,
        "disputed": _ANY,
        "credited": _STAFF,
        "written_off": _STAFF,
    },
    "disputed": {
        "sent": _STAFF,
        "partly_paid": _STAFF,
        "paid": _STAFF,
        "credited": _STAFF,
        "written_off": _STAFF,
    },
    "paid": {
        "credited": _STAFF,
        "partly_paid": _STAFF,
        "issued": _STAFF,  # what was paid went back
        "sent": _STAFF,
    },
    "written_off": {"paid": _STAFF, "partly_paid": _STAFF},
}


class RunState(models.TextChoices):
    OPEN = "open", pgettext_lazy("payroll run", "Open")
    COMPUTING = "computing", _("Computing")
    COMPUTED = "computed", pgettext_lazy("payroll run", "Computed")
    APPROVED = "approved", pgettext_lazy("payroll run", "Approved")
    POSTED = "posted", pgettext_lazy("payroll run", "Posted")
    PAID = "paid", pgettext_lazy("payroll run", "Paid")


RUN_TRANSITIONS: Final[Transitions] = {
    "open": {"computing": _STAFF},
    "computing": {"computed": _STAFF},
    "computed": {"computing": _STAFF, "approved": _STAFF},
    "approved": {"posted": _STAFF},
    "posted": {"paid": _STAFF},
    "paid": {"posted": _STAFF},  # a salary came back from the bank and must be paid again
}


class LineState(models.TextChoices):
    PENDING = "pending", _("Waiting")
    COMPUTED = "computed", pgettext_lazy("payroll line", "Computed")
    FAILED = "failed", pgettext_lazy("payroll line", "Failed")
    EXCLUDED = "excluded", pgettext_lazy("payroll line", "Left out")


LINE_TRANSITIONS: Final[Transitions] = {
    "pending": {"computed": _STAFF, "failed": _STAFF, "excluded": _STAFF},
    "failed": {"pending": _STAFF, "excluded": _STAFF},
    "computed": {"pending": _STAFF, "excluded": _STAFF},
}


class TransferState(models.TextChoices):
    PREPARED = "prepared", pgettext_lazy("transfer file", "Prepared")
    RELEASED = "released", pgettext_lazy("transfer file", "Released")
    EXECUTED = "executed", _("Executed by the bank")
    CANCELLED = "cancelled", pgettext_lazy("transfer file", "Cancelled")


TRANSFER_TRANSITIONS: Final[Transitions] = {
    "prepared": {"released": _STAFF, "cancelled": _STAFF},
    "released": {"executed": _STAFF, "cancelled": _STAFF},
}


class PayableState(models.TextChoices):
    OPEN = "open", _("To be paid")
    IN_FILE = "in_file", _("In a file for the bank")
    PAID = "paid", pgettext_lazy("payment", "Paid")
    RETURNED = "returned", _("Came back from the bank")
    CANCELLED = "cancelled", pgettext_lazy("payment", "Cancelled")


PAYABLE_TRANSITIONS: Final[Transitions] = {
    "open": {"in_file": _STAFF, "cancelled": _STAFF},
    "in_file": {"open": _STAFF, "paid": _STAFF, "returned": _STAFF},
    "paid": {"returned": _STAFF},
    "returned": {"in_file": _STAFF, "cancelled": _STAFF},
}


class EntryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    MATCHED = "matched", pgettext_lazy("bank entry", "Matched")
    SET_ASIDE = "set_aside", pgettext_lazy("bank entry", "Set aside")


ENTRY_TRANSITIONS: Final[Transitions] = {
    "waiting": {"matched": _STAFF, "set_aside": _STAFF},
    "set_aside": {"waiting": _STAFF},
}


class EInvoiceState(models.TextChoices):
    PREPARED = "prepared", _("Being checked")
    WAITING = "waiting", _("Format not available yet")
    INVALID = "invalid", _("To mend")
    READY = "ready", _("Ready to send")
    SENT = "sent", pgettext_lazy("electronic invoice", "Sent")
    DELIVERED = "delivered", pgettext_lazy("electronic invoice", "Delivered")
    ACCEPTED = "accepted", pgettext_lazy("electronic invoice", "Accepted")
    REFUSED = "refused", pgettext_lazy("electronic invoice", "Refused")
    CANCELLED = "cancelled", _("Replaced or cancelled")


EINVOICE_TRANSITIONS: Final[Transitions] = {
    "prepared": {"waiting": _STAFF, "invalid": _STAFF, "ready": _STAFF, "cancelled": _STAFF},
    "waiting": {"sent": _STAFF, "cancelled": _STAFF},
    "invalid": {"cancelled": _STAFF},
    "ready": {"sent": _STAFF, "cancelled": _STAFF},
    "sent": {"delivered": _STAFF, "accepted": _STAFF, "refused": _STAFF},
    "delivered": {"accepted": _STAFF, "refused": _STAFF},
}


class DisputeState(models.TextChoices):
    OPEN = "open", pgettext_lazy("dispute", "Open")
    RESOLVED = "resolved", pgettext_lazy("dispute", "Resolved")
    WITHDRAWN = "withdrawn", pgettext_lazy("dispute", "Withdrawn")


DISPUTE_TRANSITIONS: Final[Transitions] = {"open": {"resolved": _STAFF, "withdrawn": _ANY}}


class ChangeState(models.TextChoices):
    OPEN = "open", _("Waiting for the cooperative")
    ANSWERED = "answered", pgettext_lazy("change", "Answered")


CHANGE_TRANSITIONS: Final[Transitions] = {"open": {"answered": _STAFF}}


class PeriodState(models.TextChoices):
    OPEN = "open", pgettext_lazy("month", "Open")
    CLOSING = "closing", _("To be closed")
    CLOSED = "closed", pgettext_lazy("month", "Closed")
    REOPENING = "reopening", _("To be reopened")


PERIOD_TRANSITIONS: Final[Transitions] = {
    "open": {"closing": _STAFF},
    "closing": {"closed": _STAFF, "open": _STAFF},
    "closed": {"reopening": _STAFF},
    "reopening": {"open": _STAFF, "closed": _STAFF},
}


class MoveState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("move", "Requested")
    APPROVED = "approved", pgettext_lazy("move", "Approved")
    REFUSED = "refused", pgettext_lazy("move", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("move", "Withdrawn")


MOVE_TRANSITIONS: Final[Transitions] = {
    "requested": {"approved": _STAFF, "refused": _STAFF | {MEMBER}, "withdrawn": _STAFF | {MEMBER}},
}


class ReminderState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for the member")
    HELD = "held", _("Held by the member")
    READY = "ready", _("Ready to go out")
    SENT = "sent", pgettext_lazy("reminder", "Sent")
    SKIPPED = "skipped", pgettext_lazy("reminder", "Skipped")


_MEMBER_OR_STAFF = frozenset({MEMBER, STAFF, SYSTEM})

REMINDER_TRANSITIONS: Final[Transitions] = {
    "proposed": {"held": _MEMBER_OR_STAFF, "ready": _MEMBER_OR_STAFF, "sent": _STAFF, "skipped": _STAFF},
    "held": {"ready": _MEMBER_OR_STAFF, "sent": _STAFF, "skipped": _STAFF},
    "ready": {"held": _MEMBER_OR_STAFF, "sent": _STAFF, "skipped": _STAFF},
}


class DecisionState(models.TextChoices):
    """What one person proposes and another decides."""

    PROPOSED = "proposed", _("Waits for a second person")
    DONE = "done", pgettext_lazy("decision", "Done")
    REFUSED = "refused", pgettext_lazy("decision", "Refused")


DECISION_TRANSITIONS: Final[Transitions] = {"proposed": {"done": _STAFF, "refused": _STAFF}}


class PromiseState(models.TextChoices):
    OPEN = "open", pgettext_lazy("promise", "Promised")
    KEPT = "kept", pgettext_lazy("promise", "Kept")
    BROKEN = "broken", pgettext_lazy("promise", "Broken")
    NOT_ASKED = "not_asked", _("No contract was asked for in time")
    CANCELLED = "cancelled", _("The mission was cancelled")


PROMISE_TRANSITIONS: Final[Transitions] = {
    "open": {"kept": _STAFF, "broken": _STAFF, "not_asked": _STAFF, "cancelled": _STAFF},
}


class SupplierState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("invoice", "Received")
    ROUTED = "routed", _("Put to an activity")
    APPROVED = "approved", pgettext_lazy("invoice", "Approved")
    REFUSED = "refused", pgettext_lazy("invoice", "Refused")
    DISPUTED = "disputed", pgettext_lazy("invoice", "Disputed")
    SUSPENDED = "suspended", pgettext_lazy("invoice", "Suspended")
    PAYABLE = "payable", _("To be paid")
    PAID = "paid", pgettext_lazy("invoice", "Paid")
    CREDITED = "credited", pgettext_lazy("invoice", "Credited")


_UNDECIDED = {"refused": _STAFF, "disputed": _STAFF, "suspended": _STAFF}

SUPPLIER_TRANSITIONS: Final[Transitions] = {
    "received": {"routed": _MEMBER_OR_STAFF, **_UNDECIDED},
    "routed": {"received": _STAFF, "approved": _STAFF, **_UNDECIDED},
    "disputed": {"received": _STAFF, "routed": _STAFF, "refused": _STAFF, "suspended": _STAFF},
    "suspended": {"received": _STAFF, "routed": _STAFF, "refused": _STAFF, "disputed": _STAFF},
    "approved": {"payable": _STAFF},
    "payable": {"paid": _STAFF, "credited": _STAFF},
    "paid": {"payable": _STAFF},  # the payment came back from the bank
}
