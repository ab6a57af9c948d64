"""The written order to take a share out of pay: each word of the member with its day, and a paper of every order.

The text is that of templates/members/_share_order.html; a changed text is a new version (a test compares them), and orders keep
the paper of theirs.
"""

from typing import Any, Final

from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from members.models import Document, SharePayWord, ShareSubscription
from members.models.document import Visibility
from members.queries import profile_of
from members.rules.documents import issue_document
from members.rules.share_schedule import rule_shown
from smart.foundation import formats, jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.pdf import render_pdf

TEXTS: Final = {"2026-11-26": "69514ea6cb0cb329"}
"""The versions, oldest first, each with the beginning of the SHA-256 of its template. A changed text is added, none is altered."""
VERSION: Final = next(reversed(TEXTS))
KIND: Final = "share_order"
JOB: Final = "render_share_order"


def keep_word(share: ShareSubscription, *, agrees: bool, by: Actor) -> SharePayWord:
    """Write down the order, or that there is none (any more); the same word again is the first. The caller has checked who says it."""
    last = SharePayWord.objects.filter(subscription_id=share.pk).order_by("-pk").first()
    if last is not None and last.is_order == agrees:
        return last
    facts = {"version": VERSION, "language": get_language() or "en", "at": timezone.now(), "ip": by.ip}
    made: SharePayWord = SharePayWord.objects.create(subscription=share, is_order=agrees, **facts)
    if agrees:
        jobs.enqueue(JOB, key=str(made.pk), payload={"word": made.pk})
    return made


def last_words(shares: list[ShareSubscription]) -> dict[int, SharePayWord]:
    """The last word about each subscription, by its id. One query."""
    rows = SharePayWord.objects.filter(subscription_id__in=[each.pk for each in shares]).order_by("pk")
    return {row.subscription_id: row for row in rows}


def papers_of(words: list[SharePayWord]) -> dict[int, Document]:
    """The papers that are made, by the id of the word. One query, none without words."""
    ids = [each.pk for each in words]
    about = Document.objects.filter(subject_table=SharePayWord._meta.db_table, subject_id__in=ids, kind=KIND)
    return {paper.subject_id: paper for paper in about.order_by("version")} if ids else {}


def print_order(word_id: int) -> Document:
    """Make the paper of an order in the language in which it was read. Made again it is the same bytes."""
    people = ("subscription__membership__user", "subscription__membership__country")
    word = SharePayWord.objects.select_related(*people).get(pk=word_id)
    membership = word.subscription.membership
    where = membership.country
    token = formats.set_country(where.code.code, where.currency)
    try:
        with translation.override(word.language), timezone.override(where.time_zone):
            return issue_document(
                subject=word,
                kind=KIND,
                title=_("Order to take %(reference)s out of pay") % {"reference": word.subscription.reference},
                content=render_pdf(
                    "pdf/share_order.html", paper_context(word), language=word.language, issued_at=word.at
                ),
                language=word.language,
                membership=membership,
                visible_to=Visibility.MEMBER,
                retention_class="accounting",
                by=PORTAL,
            )
    finally:
        formats.reset_country(token)


def paper_context(word: SharePayWord) -> dict[str, Any]:
    """What templates/pdf/share_order.html shows."""
    share = word.subscription
    membership, held = share.membership, profile_of(share.membership)
    return {
        "country": membership.country.code.code,
        "place": str(membership.country),
        "currency": membership.country.currency,
        "copy": _("Copy of the member"),
        "reference": share.reference,
        "version": word.version,
        "name": held.legal_name if held is not None else membership.user.full_name,
        "number": membership.number,
        "count": share.count,
        "nominal": share.nominal,
        "rule": rule_shown(share.rule),
        "at": word.at,
        "ip": word.ip,
    }
