"""One mail a day with everything that waited, for who chose it (members.rules.notice_choices)."""

import datetime
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.addresses import country_url
from countries.models import Country
from members.models import Notification
from members.rules.notices import in_language_of, mail_to, written_for


@transaction.atomic
def send_digests(where: Country, *, on: datetime.date) -> int:
    """Write the mails of the day: one for each person with notices that wait, read ones left out. Returns how many.

    A second call on the same day finds nothing that waits, and sends nobody a second mail.
    """
    rows = list(Notification.objects.filter(waits=True).select_related("user").order_by("user_id", "pk"))
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(waits=False)
    sent = 0
    for user, group in groupby(rows, key=lambda row: row.user):
        unread = [notice for notice in group if notice.read_at is None]
        if not unread or not user.is_active:
            continue
        with in_language_of(user):
            title = ngettext("%(number)d piece of news", "%(number)d pieces of news", len(unread)) % {
                "number": len(unread)
            }
            subject = _("Smart in %(country)s: %(news)s") % {"country": where, "news": title}
        lines = [
            {
                "title": notice.title,
                "text": notice.text,
                "link": f"{settings.SITE_URL}{notice.url}" if notice.url else "",
            }
            for notice in unread
        ]
        page = country_url(where, "members:notification_list")
        written = written_for(user, "members_digest", url=page, title=title, lines=lines)
        mail_to(user.email, key=f"digest:{on}", language=user.language, subject=subject, **written)
        sent += 1
    return sent
