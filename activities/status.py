"""What a state means for the person who reads it: one sentence on what happens next, and when."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from activities.models import Contract, ExpenseClaim, Mission, Order
from smart.foundation import formats


@dataclass(frozen=True, slots=True)
class Status:
    """`tone` of the mark, `label` in a word, `next` what happens next and when."""

    tone: str
    label: str
    next: str


TONES = {
    "draft": "pen",
    "submitted": "pen",
    "returned": "warn",
    "approved": "pen",
    "confirmed": "ok",
    "closed": "muted",
    "cancelled": "muted",
    "validated": "pen",
    "declared": "pen",
    "signed": "ok",
    "ended": "muted",
    "sent": "pen",
    "accepted": "ok",
    "change_requested": "warn",
    "rejected": "bad",
    "expired": "warn",
    "waived": "warn",
    "prepared": "warn",
    "acknowledged": "ok",
    "refused": "bad",
    "open": "ok",
    "suspended": "warn",
    "closing": "warn",
    "archived": "muted",
    "reimbursed": "ok",
}


def mission_status(mission: Mission, order: Order | None) -> Status:
    """The mission as its member sees it; `order` is what the client has in hand."""
    return Status(TONES[mission.state], str(mission.get_state_display()), _mission_next(mission, order))


def contract_status(contract: Contract) -> Status:
    return Status(TONES[contract.state], str(contract.get_state_display()), _contract_next(contract))


def order_status(order: Order) -> Status:
    return Status(TONES[order.state], str(order.get_state_display()), _order_next(order))


def claim_status(claim: ExpenseClaim) -> Status:
    return Status(TONES[claim.state], str(claim.get_state_display()), _claim_next(claim))


def _claim_next(claim: ExpenseClaim) -> str:
    match claim.state:
        case "draft":
            return _("Check it and send it. Nobody else sees it yet.")
        case "submitted":
            return _(
                "Your adviser or the accountants check it. Its money is held meanwhile, so that nothing else takes it."
            )
        case "returned":
            return _("Mend what is asked and send it again: %(reason)s") % {"reason": claim.returned_reason}
        case "approved":
            return _("Approved on %(day)s. It is paid to your account with the next file for the bank.") % {
                "day": _day(claim.booked_on)
            }
        case "reimbursed":
            return _("The bank has paid it to your account.")
    return _("Given up. Its receipts lie in your drawer again.")


def _mission_next(mission: Mission, order: Order | None) -> str:
    starts = _day(mission.starts_on)
    match mission.state:
        case "draft":
            return _("Finish it and send it before the work starts. Nobody else sees it yet.")
        case "submitted" if order is not None and order.state in {"accepted", "waived"}:
            return _("The client agrees. Your adviser checks the mission before %(day)s.") % {"day": starts}
        case "submitted":
            return _("Your adviser checks the mission and the client answers the order, both before %(day)s.") % {
                "day": starts
            }
        case "returned":
            return _("Change what is asked and send it again before the work starts.")
        case "approved":
            return _("Approved. It is confirmed as soon as the client accepts, until %(day)s.") % {
                "day": _day(order.valid_until if order else None)
            }
        case "confirmed":
            return _("Work from %(day)s on. The cooperative invoices; then you convert the income into a contract.") % {
                "day": starts
            }
        case "closed":
            return _("Everything is done and paid. Nothing more is expected of you.")
    return _("Cancelled. Nothing happens any more; you can repeat it as a new mission.")


def _contract_next(contract: Contract) -> str:
    starts, promised = _day(contract.starts_on), _day(contract.promised_on)
    match contract.state:
        case "draft":
            return _("Ask for its validation before %(day)s.") % {"day": starts}
        case "submitted":
            return _("Your adviser validates it before %(day)s.") % {"day": starts}
        case "returned":
            return _("Change what is asked, or cancel it to get the budget back.")
        case "validated":
            return _("Sign it before %(day)s; the cooperative declares it to the authorities.") % {"day": starts}
        case "declared":
            return _("Declared. It must be signed by both sides before %(day)s.") % {"day": starts}
        case "signed":
            return _("Everything is in order. You are paid by %(day)s.") % {"day": promised}
        case "ended":
            return _("The work is done. You are paid by %(day)s.") % {"day": promised}
    return _("Cancelled. Its budget is available again.")


def _order_next(order: Order) -> str:
    until = _day(order.valid_until)
    match order.state:
        case "draft":
            return _("Goes to the client when you send the mission.")
        case "sent":
            return _("The client can answer until %(day)s.") % {"day": until}
        case "accepted":
            return _("The payment guarantee holds.")
        case "change_requested":
            return _("The client asks for a change: %(comment)s") % {"comment": order.answer_comment}
        case "rejected":
            return _("The client rejects it: %(comment)s") % {"comment": order.answer_comment}
        case "expired":
            return _("Nobody answered until %(day)s. Send it again with a later day.") % {"day": until}
    return _("No confirmation was asked: the payment guarantee is lost.")


def _day(day: date | None) -> str:
    return formats.day(day) if day else "…"
