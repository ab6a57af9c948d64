"""What reminders say: to the member before they go out, to the client when they do, and why one does not."""

from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.addresses import country_url
from invoicing.models import Reminder
from invoicing.models.reminder import Tone
from members.rules.notices import notify
from smart.foundation import formats

STOPPED: Final = {
    "paid": gettext_lazy("Nothing is open on the invoice any more."),
    "disputed": gettext_lazy("The client disputes the invoice: it is not reminded until the dispute is settled."),
    "paused": gettext_lazy("Reminders to this client are paused."),
    "plan": gettext_lazy("The client pays as agreed, on the days of the plan."),
}
NO_CHARGES: Final = {
    "no_law": gettext_lazy("The law of late payment of this country is not written down yet: nothing is charged."),
    "no_interest": gettext_lazy("The law gives nothing more here, or we do not compute it."),
    "no_clause": gettext_lazy("A consumer is charged only when the terms they accepted say so; ours do not."),
    "free_reminder": gettext_lazy("The first reminder is free, and the client has fourteen days after it."),
    "not_late": gettext_lazy("The invoice is not late yet."),
}


def stopped_sentence(code: str) -> str:
    return str(STOPPED[code])


def no_charges_sentence(code: str) -> str:
    return str(NO_CHARGES.get(code, ""))


def tell_proposed(reminder: Reminder) -> None:
    """Tell the member that a reminder will go out, in their language, before any client hears of it."""
    invoice = reminder.invoice
    user = invoice.activity.membership.user
    with translation.override(user.language):
        facts = {"client": invoice.buyer.get("name") or invoice.client.name, "number": invoice.number}
        facts["day"] = formats.day(reminder.goes_on)
        formal = reminder.tone == Tone.FORMAL
        title = _("Formal notice about %(number)s") if formal else _("Reminder about %(number)s")
        text = _(
            "%(client)s has not paid yet. We remind them after %(day)s. If you know more, hold it and say why;"
            " your pay does not depend on it."
        )
        if formal:
            text = _("%(client)s has not paid. Before the formal notice goes out we want to talk with you.")
    notify(
        user,
        event="reminder_proposed",
        key=f"reminder-{reminder.pk}",
        title=title % facts,
        text=text % facts,
        url=country_url(invoice.country, "invoicing:invoice_reminders", invoice.pk),
    )


def letter_words(reminder: Reminder) -> dict[str, Any]:
    """Heading and paragraphs of the letter, in the active language: friendly, firm or formal."""
    invoice = reminder.invoice
    assert invoice.issued_on is not None
    assert invoice.due_on is not None
    assert reminder.pay_by is not None
    facts = {
        "number": invoice.number,
        "issued": formats.day(invoice.issued_on),
        "due": formats.day(invoice.due_on),
        "amount": formats.money(reminder.open_amount, invoice.currency),
        "pay_by": formats.day(reminder.pay_by),
        "seller": invoice.seller["name"],
        "member": invoice.activity.membership.user.full_name,
    }
    heading, paragraphs = _LETTERS[Tone(reminder.tone)]
    return {"heading": str(heading) % facts, "paragraphs": [str(text) % facts for text in paragraphs]}


_LETTERS: Final = {
    Tone.FRIENDLY: (
        gettext_lazy("Reminder: invoice %(number)s"),
        (
            gettext_lazy(
                "Perhaps it escaped you: invoice %(number)s of %(issued)s for the work of %(member)s was to be paid"
                " by %(due)s. %(amount)s is still open."
            ),
            gettext_lazy("Please pay it by %(pay_by)s. If you have just done so, thank you, and forget this letter."),
            gettext_lazy("If something about the invoice is not right, tell us now, so that we can mend it."),
        ),
    ),
    Tone.FIRM: (
        gettext_lazy("Second reminder: invoice %(number)s"),
        (
            gettext_lazy(
                "Invoice %(number)s of %(issued)s for the work of %(member)s was due on %(due)s, and we have reminded"
                " you of it. %(amount)s is still open."
            ),
            gettext_lazy("Pay it by %(pay_by)s with the reference below, or tell us before that day what keeps you."),
        ),
    ),
    Tone.FORMAL: (
        gettext_lazy("Formal notice: invoice %(number)s"),
        (
            gettext_lazy(
                "Invoice %(number)s of %(issued)s for the work of %(member)s was due on %(due)s. In spite of our"
                " reminders %(amount)s is unpaid."
            ),
            gettext_lazy(
                "We hereby give you formal notice to pay by %(pay_by)s. After that day %(seller)s may claim the sum in"
                " court without any further letter."
            ),
        ),
    ),
}
