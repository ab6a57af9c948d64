"""The portal tells people what happened: a row in the portal, and a mail that a worker sends after commit."""

from django.utils import timezone

from members.models import Notification, OutgoingMail, User
from smart.foundation import jobs


def notify(user: User, *, event: str, key: str, title: str, text: str = "", url: str = "", mail: bool = True) -> None:
    """Tell a person once per `key` (unique for the person): in the portal and, unless `mail` is off, by e-mail.

    `url` is a path of the portal. Titles and texts carry no amounts and no sealed data: they travel by mail.
    """
    _notice, made = Notification.objects.get_or_create(
        user=user,
        key=key,
        defaults={"event": event, "title": title[:200], "text": text, "url": url, "created_at": timezone.now()},
    )
    if made and mail:
        mail_to(user.email, key=key, language=user.language, subject=title, text=_body(text, url))


def mail_to(to: str, *, key: str, language: str, subject: str, text: str, html: str = "") -> OutgoingMail:
    """Write one mail to the outbox, once per (key, to), and put its sending on the work list."""
    mail, made = OutgoingMail.objects.get_or_create(
        key=key,
        to=to,
        defaults={
            "language": language,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "html": html,
            "created_at": timezone.now(),
        },
    )
    if made:
        jobs.enqueue("send_mail", key=str(mail.pk), payload={"mail": mail.pk})
    return mail


def _body(text: str, url: str) -> str:
    from django.conf import settings

    link = f"{settings.SITE_URL}{url}" if url.startswith("/") else url
    return "\n\n".join(part for part in (text, link) if part)
