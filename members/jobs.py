"""Background work of this room."""

from collections.abc import Iterable
from email.utils import formatdate
from pathlib import Path

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.agreements import agreement_template, version_called
from members.models import Consent, Document, OutgoingMail
from members.models.document import Visibility
from members.queries import profile_of
from members.rules.documents import issue_document, read_document
from smart.foundation.actors import PORTAL
from smart.foundation.jobs import Job, Step
from smart.foundation.pdf import render_pdf


def send_mail(job: Job) -> Iterable[Step]:
    """Send one mail of the outbox. Its Message-ID is made of its row, so a repetition is recognised by mail programs."""

    def send() -> None:
        mail = OutgoingMail.objects.select_for_update(of=("self",)).filter(pk=job.payload["mail"]).first()
        if mail is None or mail.sent_at is not None:
            return  # sent before, or erased with everything else about the person
        stop = {"List-Unsubscribe": f"<{mail.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        goes_on = {"In-Reply-To": mail.references.split()[-1], "References": mail.references} if mail.references else {}
        message = EmailMultiAlternatives(
            subject=mail.subject,
            body=mail.text,
            to=[mail.to],
            reply_to=[mail.reply_to] if mail.reply_to else None,
            headers={
                "Message-ID": f"<{mail.country_id}.{mail.pk}@portal.smart.example>",
                "Content-Language": mail.language,
                "Date": formatdate(mail.created_at.timestamp()),
                "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office note answers it
                **goes_on,
                **(stop if mail.stop_url else {}),
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


def render_agreement(job: Job) -> Iterable[Step]:
    """Make the paper of an accepted use agreement, in the person's language. Rendered again it is the same bytes."""
    wanted = int(job.payload["consent"])
    return [lambda: _print_agreement(wanted)]


def _print_agreement(consent_id: int) -> None:
    consent = Consent.objects.select_related("membership__user", "membership__country").get(pk=consent_id)
    membership = consent.membership
    where, language = membership.country, membership.user.language
    version, held = version_called(str(where.code), consent.version), profile_of(membership)
    if version is None:
        return
    with translation.override(language), timezone.override(where.time_zone):
        context = {
            "country": where.code.code,
            "place": str(where),
            "currency": where.currency,
            "copy": _("Copy of the member"),
            "text": agreement_template(version, language),
            "version": version.code,
            "name": held.legal_name if held is not None else membership.user.full_name,
            "number": membership.number,
            "accepted_at": consent.accepted_at,
            "ip": consent.ip,
        }
        content = render_pdf("pdf/agreement.html", context, language=language, issued_at=consent.accepted_at)
        issue_document(
            subject=consent,
            kind="agreement",
            title=_("Use agreement, version %(version)s") % {"version": version.code},
            content=content,
            language=language,
            visible_to=Visibility.MEMBER,
            retention_class="contract",
            by=PORTAL,
            membership=membership,
        )
