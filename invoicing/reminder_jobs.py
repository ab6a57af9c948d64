"""Background work about unpaid invoices and the guarantee: letters and their mail, decisions, promises. Each step may run again."""

from collections.abc import Callable, Iterable

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from activities.models import Mission
from countries.addresses import country_address, country_url
from invoicing.models import Reminder
from invoicing.rules import client_link, guarantee, promises
from invoicing.rules.reminder_paper import letter_context
from invoicing.rules.reminder_words import letter_words
from members.rules import documents, notices
from smart.foundation.actors import PORTAL
from smart.foundation.jobs import Job
from smart.foundation.pdf import render_pdf

LETTER = "reminder"
"""The kind under which the vault keeps reminders."""


def render_reminder(job: Job) -> Iterable[Callable[[], None]]:
    """Make the letter of a sent reminder, mail its link to the client, and tell the member."""
    reminder_id = job.payload["reminder"]
    return [lambda: _make_letter(reminder_id), lambda: _send(reminder_id)]


def evaluate_guarantee(job: Job) -> Iterable[Callable[[], None]]:
    """Decide again whether a mission is guaranteed."""

    def evaluate() -> None:
        mission = Mission.objects.get(pk=job.payload["mission"])
        guarantee.decide_guarantee(mission, because=job.payload["because"], on=mission.country.today(), by=PORTAL)

    return [evaluate]


def record_promise(job: Job) -> Iterable[Callable[[], None]]:
    """Write down what was promised when the mission was confirmed."""

    def record() -> None:
        mission = Mission.objects.get(pk=job.payload["mission"])
        promises.record_promise(mission, on=mission.country.today(), by=PORTAL)

    return [record]


def _make_letter(reminder_id: int) -> None:
    reminder = _reminder(reminder_id)
    if documents.latest_document(reminder, LETTER) is not None:
        return
    assert reminder.sent_at is not None, "only sent reminders have a letter"
    invoice = reminder.invoice
    content = render_pdf(
        "pdf/reminder.html", letter_context(reminder), language=invoice.language, issued_at=reminder.sent_at
    )
    with translation.override(invoice.language):
        title = letter_words(reminder)["heading"]
    documents.issue_document(
        subject=reminder,
        kind=LETTER,
        title=title,
        content=content,
        language=invoice.language,
        membership=invoice.activity.membership,
        visible_to="client",
        retention_class="invoice",
        by=PORTAL,
    )


def _send(reminder_id: int) -> None:
    reminder = _reminder(reminder_id)
    _mail_client(reminder)
    _tell_member(reminder)


def _mail_client(reminder: Reminder) -> None:
    invoice = reminder.invoice
    with translation.override(invoice.language):
        words = letter_words(reminder)
        token = client_link.invoice_token(invoice)
        facts = {
            "heading": words["heading"],
            "tone": reminder.tone,
            "invoice": invoice,
            "pay_by": reminder.pay_by,
            "member": invoice.activity.membership.user.full_name,
            "has_charges": bool(reminder.interest or reminder.compensation),
            "address": client_link.invoice_address(invoice, reminder.country),
            "letter": country_address(reminder.country, "invoicing:client_reminder_pdf", token, reminder.pk),
            "LANGUAGE_CODE": invoice.language,
        }
        notices.mail_to(
            str(invoice.buyer.get("billing_email") or invoice.buyer["email"]),
            key=f"reminder-{reminder.pk}",
            language=invoice.language,
            subject=f"{words['heading']} · {invoice.seller['name']}",
            text=render_to_string("email/invoicing_reminder.txt", facts),
            html=render_to_string("email/invoicing_reminder.html", facts),
        )


def _tell_member(reminder: Reminder) -> None:
    invoice = reminder.invoice
    user = invoice.activity.membership.user
    with translation.override(user.language):
        title = _("%(client)s was reminded of invoice %(number)s")
        text = _("You can read the letter in the portal. Write down there what the client tells you.")
    notices.notify(
        user,
        event="reminder_sent",
        key=f"reminder-sent-{reminder.pk}",
        title=title % {"client": invoice.buyer["name"], "number": invoice.number},
        text=text,
        url=country_url(invoice.country, "invoicing:invoice_reminders", invoice.pk),
        mail=False,
    )


def _reminder(reminder_id: int) -> Reminder:
    rows = Reminder.objects.select_related("country", "invoice__country", "invoice__activity__membership__user")
    found: Reminder = rows.get(pk=reminder_id)
    return found
