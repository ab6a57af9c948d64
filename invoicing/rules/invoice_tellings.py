"""What people are told about drafts, wishes and disputes: in the portal and by mail, without amounts."""

import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from countries.addresses import country_url
from invoicing import thread_subjects
from invoicing.models import Dispute, Invoice, InvoiceChangeRequest
from invoicing.models.dispute import DisputeReason
from invoicing.rules import client_link
from members.models import User
from members.rules import threads
from members.rules.notices import in_language_of, mail_to, notify
from smart.foundation import formats
from smart.foundation.actors import Actor


def tell_of_draft(invoice: Invoice) -> None:
    """The member sees the draft before it goes out by itself."""
    user = _member(invoice)
    assert invoice.planned_on is not None, "a draft that is shown before has a planned day"
    with in_language_of(user):
        facts = {"mission": invoice.mission, "day": formats.day(invoice.planned_on)}
        title = _("The invoice of “%(mission)s” goes out on %(day)s") % facts
        text = _("It goes out by itself. Look at it: you can send it now or ask for a change before that day.")
    _notify(user, invoice, event="invoice_draft", key=f"invoice-draft-{invoice.pk}", words=(title, text))


def tell_of_wish(wish: InvoiceChangeRequest, *, to: list[User]) -> None:
    """Those who look after the member read what should change."""
    for user in to:
        with in_language_of(user):
            title = _("A change of a draft invoice is asked for: %(mission)s") % {"mission": wish.invoice.mission}
            text = _("%(who)s writes: %(words)s") % {"who": wish.asked_label, "words": wish.words}
        _notify(
            user, wish.invoice, event="invoice_wish", key=f"invoice-wish-{wish.pk}", words=(title, text), staff=True
        )


def tell_of_answer(wish: InvoiceChangeRequest) -> None:
    user = _member(wish.invoice)
    with in_language_of(user):
        title = _("Your wish about the invoice of “%(mission)s” is answered") % {"mission": wish.invoice.mission}
        text = wish.answer
    _notify(user, wish.invoice, event="invoice_wish", key=f"invoice-wish-answer-{wish.pk}", words=(title, text))


def tell_of_dispute(dispute: Dispute, *, owners: list[User]) -> None:
    """The member and whoever answers for it read who disagrees and why."""
    invoice, member = dispute.invoice, _member(dispute.invoice)
    key = f"dispute-{dispute.pk}"
    for user in [member, *owners]:
        with in_language_of(user):
            title = _("%(number)s is disputed by %(who)s") % {"number": invoice.number, "who": dispute.opened_label}
            facts = {"reason": DisputeReason(dispute.code).label, "words": dispute.words}
            text = _("%(reason)s: %(words)s") % facts
            text += "\n" + _("The cooperative answers by %(day)s.") % {"day": formats.day(dispute.due_on)}
        _notify(user, invoice, event="dispute", key=key, words=(title, text), staff=user.pk != member.pk)


def pass_on(invoice: Invoice, *, words: str, by: Actor) -> None:
    """What the member writes about an invoice reaches whoever answers for them."""
    subject = thread_subjects.invoice(invoice.pk)
    assert subject is not None
    threads.add_member_words(subject, text=words, by=by, now=timezone.now())


def keep_client_words(invoice: Invoice, *, who: str, words: str) -> None:
    """What the client wrote stands in the conversation about the invoice, where both sides read it."""
    with in_language_of(_member(invoice)):
        subject = thread_subjects.invoice(invoice.pk)
    assert subject is not None
    threads.add_client_words(subject, who=who, text=words, now=timezone.now())


def tell_of_outcome(dispute: Dispute, *, day: datetime.date) -> None:
    """The member and the client read how a dispute ended."""
    invoice, user = dispute.invoice, _member(dispute.invoice)
    with in_language_of(user):
        title = _("The dispute about %(number)s is over") % {"number": invoice.number}
    _notify(user, invoice, event="dispute", key=f"dispute-end-{dispute.pk}", words=(title, dispute.outcome))
    with translation.override(invoice.language):
        address = client_link.invoice_address(invoice, invoice.country)
        subject = _("Our answer about %(number)s") % {"number": invoice.number}
        text = _("On %(day)s we closed your dispute of %(number)s: %(outcome)s") % {
            "day": formats.day(day),
            "number": invoice.number,
            "outcome": dispute.outcome,
        }
        mail_to(
            invoice.buyer.get("billing_email") or invoice.buyer["email"],
            key=f"dispute-end-{dispute.pk}",
            language=invoice.language,
            subject=f"{subject} · {invoice.seller['name']}",
            text=f"{text}\n\n{address}\n",
        )


def _member(invoice: Invoice) -> User:
    found: User = invoice.activity.membership.user
    return found


def _notify(user: User, invoice: Invoice, *, event: str, key: str, words: tuple[str, str], staff: bool = False) -> None:
    page = "invoicing:staff_invoice_detail" if staff else "invoicing:invoice_detail"
    url = country_url(invoice.country, page, invoice.pk)
    notify(user, event=event, key=key, title=words[0], text=words[1], url=url)
