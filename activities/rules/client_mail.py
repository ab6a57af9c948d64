"""The mail that brings a client into their space, in the client's language. The text goes into the outbox."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from activities.models import ClientAccess
from countries.addresses import country_address
from members.rules.notices import mail_to

DOOR = "invoicing:client_door"


def mail_link(access: ClientAccess, *, token: str, now: datetime) -> None:
    """Send the link; the same one at most once an hour, however often it is asked for."""
    client = access.client
    with translation.override(client.language):
        subject = _("Your orders and invoices: the link of %(client)s") % {"client": client.name}
        context = {
            "title": subject,
            "client": client,
            "access": access,
            "link": country_address(access.country, DOOR, token),
        }
        mail_to(
            access.email,
            key=f"client-link:{access.pk}:{access.key.hex[:8]}:{now:%Y-%m-%dT%H}",
            language=client.language,
            subject=subject,
            text=render_to_string("email/activities_client_link.txt", context),
            html=render_to_string("email/activities_client_link.html", context),
        )
