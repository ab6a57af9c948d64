"""The certificate of what a member holds, from the register, as a paper in the member's language."""

from typing import Any, Final

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from countries.models import LegalEntity
from members import perms
from members.models import Document, Membership, ShareMovement
from members.models.document import Visibility
from members.models.share import ShareCategory
from members.queries import profile_of
from members.rules.documents import issue_document, latest_document
from members.rules.share_register import category_of, holding_of
from smart.foundation import formats, jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.pdf import render_pdf

KIND: Final = "share_certificate"
JOB: Final = "render_share_certificate"


def ask_certificate(membership: Membership, *, by: Actor) -> jobs.Job:
    """Put the certificate on the work list, once for each state of the register. Raises RuleBroken("nothing_paid")."""
    if not (perms.may_edit_profile(by, membership) or perms.may_keep_register(by)):
        raise NotAllowed(_("Only the member and the staff may have this certificate."))
    last = ShareMovement.objects.filter(membership_id=membership.pk).order_by("-number").first()
    if last is None or holding_of(membership.pk).paid <= 0:
        raise RuleBroken("nothing_paid", _("Nothing is paid in yet: there is nothing to certify."))
    payload = {"membership": membership.pk, "number": last.number}
    return jobs.enqueue(JOB, key=f"{membership.pk}:{last.number}", payload=payload)


def certificate_of(membership: Membership) -> Document | None:
    """The newest certificate, unless something was registered since. Two queries."""
    paper = latest_document(membership, KIND)
    newer = Q(membership_id=membership.pk, at__gt=paper.created_at) if paper is not None else None
    return None if newer is None or ShareMovement.objects.filter(newer).exists() else paper


def issue_certificate(membership_id: int, *, number: int) -> Document:
    """Make the PDF of what the member holds after a line of the register, and keep it where the member finds it."""
    membership = Membership.objects.select_related("user", "country").get(pk=membership_id)
    line = ShareMovement.objects.get(number=number)
    language = membership.user.language
    context = paper_context(membership, line)
    body = render_pdf("pdf/share_certificate.html", context, language=language, issued_at=line.at)
    return issue_document(
        subject=membership,
        kind=KIND,
        title=context["file_title"],
        content=body,
        language=language,
        membership=membership,
        visible_to=Visibility.MEMBER,
        retention_class="accounting",
        by=PORTAL,
    )


def paper_context(membership: Membership, line: ShareMovement) -> dict[str, Any]:
    """What templates/pdf/share_certificate.html shows, in the member's language; as of the line of the register."""
    where, profile = membership.country, profile_of(membership)
    lines = list(ShareMovement.objects.filter(membership_id=membership.pk, number__lte=line.number).order_by("number"))
    category = next((each.category for each in reversed(lines) if each.category), category_of(membership))
    token = formats.set_country(where.code.code, where.currency)
    try:
        with translation.override(membership.user.language):
            entity = LegalEntity.objects.filter(is_default=True).first()
            return {
                "country": where.code.code,
                "currency": where.currency,
                "copy": _("Member's copy"),
                "file_title": _("Certificate of shares, %(number)s") % {"number": membership.number},
                "holder": profile.legal_name if profile is not None else membership.user.full_name,
                "number": membership.number,
                "cooperative": entity.name if entity else "",
                "company_number": entity.company_number if entity else "",
                "category": str(ShareCategory(category).label) if category else "",
                "shares": sum(each.shares for each in lines),
                "paid": sum(each.paid for each in lines),
                "as_of": where.local(line.at).date(),
                "line": line.number,
                "lines": [
                    {"number": each.number, "on": each.on, "kind": each.get_kind_display(), "line": each}
                    for each in lines
                ],
            }
    finally:
        formats.reset_country(token)


def is_being_made(membership: Membership) -> bool:
    """Whether the newest certificate is asked for and not there yet. One query."""
    open_jobs = jobs.Job.objects.filter(kind=JOB, payload__membership=membership.pk)
    return bool(open_jobs.exclude(state=jobs.JobState.DONE).filter(created_at__lte=timezone.now()).exists())
