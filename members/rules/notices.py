"""The portal tells people what happened: a row in the portal, and a mail that a worker sends after commit."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from countries.addresses import country_url
from countries.models import Country
from members.models import Notification, OutgoingMail, User
from members.notice_groups import optional_group
from members.rules.notice_choices import Way, stop_token, way_of
from smart.foundation import jobs
from smart.foundation.tenancy import active_country_id


@contextmanager
def in_language_of(person: User) -> Iterator[None]:
    """Write in the language of the person who will read."""
    with translation.override(person.language):
        yield


def notify(
    user: User,
    *,
    event: str,
    key: str,
    title: str,
    text: str = "",
    url: str = "",
    mail: bool = True,
    reply_to: str = "",
    references: str = "",
) -> None:
    """Tell a person once per `key` (unique for the person): in the portal and, unless `mail` is off or they chose otherwise, by e-mail.

    Who chose one mail a day gets it then: members.rules.digests.
    `url` is a path of the portal; an answer to the mail goes to `reply_to` when it is given, and `references` are the
    Message-IDs it goes on from. Titles and texts carry no amounts and no sealed data: they travel by mail. Whose account is
    closed is told nothing: there is nobody to read it.
    """
    if not user.is_active:
        return
    way = way_of(user, event=event) if mail else Way.NONE
    said = {"event": event, "title": title[:200], "text": text, "url": url, "waits": way == Way.DAILY}
    _notice, made = Notification.objects.get_or_create(
        user=user, key=key, defaults={**said, "created_at": timezone.now()}
    )
    if made and way == Way.AT_ONCE:
        stop = stop_address(user, event=event)
        written = written_for(
            user, "members_notice", title=title, text=text, url=url, is_answered=bool(reply_to), stop=stop
        )
        more = {"reply_to": reply_to, "references": references, "stop_url": stop, **written}
        mail_to(user.email, key=key, language=user.language, subject=title, **more)


def stop_address(user: User, *, event: str) -> str:
    """The address that ends mails like this one; blank where they may not be stopped."""
    group = optional_group(event)
    if not group:
        return ""
    where = Country.objects.get(pk=active_country_id())
    return f"{settings.SITE_URL}{country_url(where, 'members:notice_stop', stop_token(user, group=group))}"


def mail_to(
    to: str,
    *,
    key: str,
    language: str,
    subject: str,
    text: str,
    html: str = "",
    attachments: Iterable[int] = (),
    reply_to: str = "",
    references: str = "",
    stop_url: str = "",
) -> OutgoingMail:
    """Write one mail to the outbox, once per (key, to), and put its sending on the work list.

    `attachments` are ids of papers in the vault, read when the mail is sent.
    """
    mail, made = OutgoingMail.objects.get_or_create(
        key=key,
        to=to,
        defaults={
            "language": language,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "html": html,
            "attachments": list(attachments),
            "reply_to": reply_to,
            "references": references,
            "stop_url": stop_url,
            "created_at": timezone.now(),
        },
    )
    if made:
        jobs.enqueue("send_mail", key=str(mail.pk), payload={"mail": mail.pk})
    return mail


def written_for(user: User, template: str, *, url: str, **said: Any) -> dict[str, Any]:
    """A mail as text and HTML, in the person's language."""
    link = f"{settings.SITE_URL}{url}" if url.startswith("/") else url
    context = {"link": link, "person": user, **said}
    with in_language_of(user):
        return {
            "text": render_to_string(f"email/{template}.txt", context),
            "html": render_to_string(f"email/{template}.html", context),
        }
