"""Background work of this room."""

from collections.abc import Iterable
from email.utils import formatdate
from pathlib import Path

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from members.models import Document, OutgoingMail
from members.rules.documents import read_document
from smart.foundation.jobs import Job, Step


def send_mail(job: Job) -> Iterable[Step]:
    """Send one mail of the outbox. Its Message-ID is made of its row, so a repetition is recognised by mail programs."""

    def send() -> None:
        mail = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=job.payload["mail"])
        if mail.sent_at is not None:
            return
        message = EmailMultiAlternatives(
            subject=mail.subject,
            body=mail.text,
            to=[mail.to],
            reply_to=[mail.reply_to] if mail.reply_to else None,
            headers={
                "Message-ID": f"<{mail.country_id}.{mail.pk}@portal.smart.example>",
                "Content-Language": mail.language,
                "Date": formatdate(mail.created_at.timestamp()),
            },
        )
        if mail.html:
            message.attach_alternative(mail.html, "text/html")
        for paper in Document.objects.filter(pk__in=mail.attachments).order_by("pk"):
            name = paper.title if Path(paper.title).suffix else f"{paper.title}{Path(paper.storage_name).suffix}"
            message.attach(name.replace("/", "-"), read_document(paper), paper.content_type)
        message.send()
        mail.sent_at = timezone.now()
        mail.save(update_fields=["sent_at"])

    return [send]
