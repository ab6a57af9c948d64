"""The portal tells people what happened: a row in the portal, and a mail that a worker sends after commit."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from members.models import Notification, OutgoingMail, User
from members.rules.notice_choices import wants_mail
from smart.foundation import jobs


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

    `url` is a path of the portal; an answer to the mail goes to `reply_to` when it is given, and `references` are the
    Message-IDs it goes on from. Titles and texts carry no amounts and no sealed data: they travel by mail.
    """
    _notice, made = Notification.objects.get_or_create(
        user=user,
        key=key,
        defaults={"event": event, "title": title[:200], "text": text, "url": url, "created_at": timezone.now()},
    )
    if made and mail and wants_mail(user, event=event):
        written = _written(user, title=title, text=text, url=url, is_answered=bool(reply_to))
        more = {"reply_to": reply_to, "references": references, **written}
        mail_to(user.email, key=key, language=user.language, subject=title, **more)


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
            "created_at": timezone.now(),
        },
    )
    if made:
        jobs.enqueue("send_mail", key=str(mail.pk), payload={"mail": mail.pk})
    return mail


def _written(user: User, *, title: str, text: str, url: str, is_answered: bool) -> dict[str, Any]:
    """The mail of a notice as text and HTML, in the person's language."""
    link = f"{settings.SITE_URL}{url}" if url.startswith("/") else url
    context = {"title": title, "text": text, "link": link, "person": user, "is_answered": is_answered}
    with in_language_of(user):
        return {
            "text": render_to_string("email/members_notice.txt", context),
            "html": render_to_string("email/members_notice.html", context),
        }
