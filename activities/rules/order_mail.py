"""The mails a client receives about an order, in the client's language. The text goes into the outbox, never out directly."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from activities.models import Order
from members.models import OutgoingMail
from members.rules.notices import mail_to


def mail_order(order: Order, *, link: str, paper_link: str) -> None:
    """Ask the client to confirm, once per version of the order."""
    mission, client = order.mission, order.mission.client
    assert client is not None
    with translation.override(client.language):
        subject = _("Please confirm the order “%(title)s” of %(member)s") % {
            "title": mission.title,
            "member": mission.activity.membership.user.full_name,
        }
        context = {"order": order, "mission": mission, "link": link, "paper_link": paper_link, "title": subject}
        _send(order, kind="order", subject=subject, template="order", context=context)


def mail_reminder(order: Order, *, link: str) -> bool:
    """Say when the offer ends, once per version; return whether the mail is new."""
    client = order.mission.client
    assert client is not None
    with translation.override(client.language):
        subject = _("Your answer is awaited: order “%(title)s” of %(member)s") % {
            "title": order.mission.title,
            "member": order.mission.activity.membership.user.full_name,
        }
        context = {"order": order, "mission": order.mission, "link": link, "title": subject}
        return _send(order, kind="order-reminder", subject=subject, template="order_reminder", context=context)


def mail_cancelled(order: Order) -> None:
    """Tell the client that nothing more is expected of them."""
    client = order.mission.client
    assert client is not None
    with translation.override(client.language):
        subject = _("The order “%(title)s” is cancelled") % {"title": order.mission.title}
        context = {"order": order, "mission": order.mission, "title": subject}
        _send(order, kind="order-cancelled", subject=subject, template="order_cancelled", context=context)


def _send(order: Order, *, kind: str, subject: str, template: str, context: dict[str, object]) -> bool:
    assert order.mission.client is not None
    key = f"{kind}:{order.pk}:{order.version}"
    is_new = not OutgoingMail.objects.filter(key=key, to=order.contact_email).exists()
    mail_to(
        order.contact_email,
        key=key,
        language=order.mission.client.language,
        subject=subject,
        text=render_to_string(f"email/activities_{template}.txt", context),
        html=render_to_string(f"email/activities_{template}.html", context),
    )
    return is_new
