"""What the portal tells people, in groups: which of them a person may keep out of their mailbox, and why the others not.

In the portal itself every notice stands, whatever was chosen. An event this table does not know is mailed to everybody.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Group:
    """`why` is a sentence when the mails of the group cannot be stopped; blank when they can."""

    key: str
    label: str | Promise
    about: str | Promise
    why: str | Promise = ""

    @property
    def is_optional(self) -> bool:
        return not self.why


GROUPS: Final = {
    group.key: group
    for group in (
        Group(
            "missions",
            gettext_lazy("Missions"),
            gettext_lazy("Read by your adviser, confirmed or questioned by the client, cancelled"),
        ),
        Group(
            "questions",
            gettext_lazy("Questions"),
            gettext_lazy("Messages and answers in your conversations"),
        ),
        Group(
            "invoices",
            gettext_lazy("Invoices and clients"),
            gettext_lazy("Drafts, reminders, payments, disputes, purchases"),
        ),
        Group("expenses", gettext_lazy("Expenses"), gettext_lazy("Approved, sent back, paid")),
        Group(
            "meetings",
            gettext_lazy("Meetings"),
            gettext_lazy("Booked, tomorrow, cancelled"),
        ),
        Group(
            "contracts",
            gettext_lazy("Contracts"),
            gettext_lazy("Approved, sent back, cancelled, computed anew"),
            gettext_lazy("Whether you are employed, and from when, you must know before you work."),
        ),
        Group(
            "pay",
            gettext_lazy("Pay"),
            gettext_lazy("Payslips, statements, payments that came back"),
            gettext_lazy("A payslip must reach you."),
        ),
        Group(
            "membership",
            gettext_lazy("Membership"),
            gettext_lazy("Admission, papers, the use agreement, shares, your adviser"),
            gettext_lazy("These are decisions about your rights, with days that must be kept."),
        ),
        Group(
            "security",
            gettext_lazy("Security and your data"),
            gettext_lazy("Changes of your account, copies of your data"),
            gettext_lazy("If it was not you, you must learn of it at once."),
        ),
    )
}

EVENTS: Final = {
    event: group
    for group, events in {
        "missions": "mission_approved mission_cancelled mission_confirmed mission_returned mission_sent mission_granted mission_declined order_accepted"
        " order_change_requested order_rejected order_expired series_drafted client_asks team_asked team_answered team_over",
        "questions": "thread thread_late mail_held mail_files wording_shown wording_refused",
        "invoices": "invoice_draft invoice_sent invoice_wish draft_expiring dispute einvoice purchase reminder_proposed"
        " reminder_sent guarantee_changed written_off move_consent move_decided payment_taken_back"
        " team_credited team_taken_back",
        "expenses": "expense_approved expense_paid expense_returned",
        "meetings": "appointment_asked meeting_booked meeting_cancelled meeting_missed meeting_tomorrow",
        "contracts": "contract_cancelled contract_recomputed contract_returned contract_validated",
        "pay": "payslip_ready promise_broken statement_ready payment_back export_ready export_failed",
        "membership": "adviser_named agreement_changed application_declined application_received leaving_asked"
        " membership_active membership_ended membership_reactivated membership_suspended paper_ends paper_ready"
        " paper_returned share_of_the_year share_late_1 share_late_2 share_late_3",
        "security": "account_changed data_export_ready erasure_asked erasure_due erasure_extended erasure_refused"
        " hold_placed hold_ended hold_review hold_end_asked",
    }.items()
    for event in events.split()
}


def optional_group(event: str) -> str:
    """The group a person may have switched off, or nothing: then the mail goes in any case."""
    group = GROUPS.get(EVENTS.get(event, ""))
    return group.key if group is not None and group.is_optional else ""
