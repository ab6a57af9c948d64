"""Papers that a person hands in: kept in the vault, read by an adviser, accepted or sent back with a reason."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.rules.settings import setting_values
from members import perms
from members.models import MemberPaper, Membership, Profile
from members.models.document import Visibility
from members.papers import KINDS, AskedPaper, PaperKind, asked_papers
from members.queries import profile_of
from members.rules import notices, profiles
from members.rules.documents import issue_document
from members.states import MembershipState, PaperState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move
from smart.foundation.uploads import SafeFile

SIDES: Final = ("front", "back")
WARN_DAYS: Final = (60, 14)
"""Days before its end on which a person is asked for a newer paper."""


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """A line of the checklist: what is asked, what was handed in last, and what still counts."""

    asked: AskedPaper
    newest: MemberPaper | None
    accepted: MemberPaper | None

    @property
    def is_given(self) -> bool:
        return self.is_accepted or (self.newest is not None and self.newest.state == PaperState.GIVEN)

    @property
    def is_accepted(self) -> bool:
        return self.accepted is not None

    @property
    def is_returned(self) -> bool:
        return self.newest is not None and self.newest.state == PaperState.RETURNED


@dataclass(frozen=True, slots=True)
class Checklist:
    """The papers of a person; `needed` is what the country wants before membership: given or accepted."""

    papers: list[CheckedPaper]
    needed: str

    @property
    def is_given(self) -> bool:
        """Whether every required paper was handed in and not sent back."""
        return all(each.is_given for each in self.papers if each.asked.is_required)

    @property
    def is_enough(self) -> bool:
        """Whether a membership may begin."""
        required = [each for each in self.papers if each.asked.is_required]
        return all(each.is_accepted if self.needed == "accepted" else each.is_given for each in required)


def read_checklist(membership: Membership, *, on: datetime.date) -> Checklist:
    """What is asked and what is there; three queries."""
    return checklist_of(membership, profile_of(membership), on=on)


def checklist_of(membership: Membership, profile: Profile | None, *, on: datetime.date) -> Checklist:
    """The same for a profile that was read before; two queries."""
    values = setting_values(membership.country, on=on)
    rows = list(MemberPaper.objects.of_member(membership.pk))
    papers = [_checked(asked, rows, on) for asked in asked_papers(values, profile)]
    return Checklist(papers, values.get("membership.documents_needed", "accepted"))


@transaction.atomic
def give_paper(
    membership: Membership,
    *,
    kind: str,
    files: Sequence[SafeFile],
    by: Actor,
    on: datetime.date,
    expires_on: datetime.date | None = None,
) -> MemberPaper:
    """Keep a paper for an adviser to read; it takes the place of one that still waits or was sent back.

    An accepted paper counts on until the newer one is accepted. Raises RuleBroken about file, back or expires_on.
    """
    if not perms.may_edit_profile(by, membership):
        raise NotAllowed(_("Only the person or their adviser may hand in papers."))
    if membership.state == MembershipState.LEFT:
        raise RuleBroken("has_left", _("This membership is over; papers are no longer needed."))
    asked = _kind(kind)
    _check(asked, files, expires_on, on)
    Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    for old in MemberPaper.objects.of_member(membership.pk).filter(kind=kind).exclude(state=PaperState.ACCEPTED):
        move(old, to=PaperState.REPLACED, by=by)
    paper: MemberPaper = MemberPaper.objects.create(
        membership=membership, kind=kind, given_at=timezone.now(), expires_on=expires_on if asked.ends else None
    )
    for side, file in zip(SIDES, files, strict=False):
        _store(paper, asked, side, file, of=len(files), by=by)
    return paper


@transaction.atomic
def accept_paper(paper: MemberPaper, *, by: Actor) -> MemberPaper:
    """The adviser has read it and it is right; a permit is recorded as seen until its day."""
    locked = _to_decide(paper, by)
    older = MemberPaper.objects.filter(
        membership_id=locked.membership_id, kind=locked.kind, state=PaperState.ACCEPTED
    ).exclude(pk=locked.pk)
    for each in older:
        move(each, to=PaperState.REPLACED, by=by)
    _decide(locked, PaperState.ACCEPTED, by, "")
    if locked.kind == "right_to_work" and locked.expires_on is not None:
        profiles.record_permit(locked.membership, until=locked.expires_on, by=by)
    return locked


@transaction.atomic
def return_paper(paper: MemberPaper, *, reason: str, by: Actor) -> MemberPaper:
    """Send a paper back with a reason, which the person reads in the portal and by mail."""
    locked = _to_decide(paper, by)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Write the reason: the person will read it."), field="reason")
    _decide(locked, PaperState.RETURNED, by, reason.strip())
    person = locked.membership.user
    with notices.in_language_of(person):
        notices.notify(
            person,
            event="paper_returned",
            key=f"paper:{locked.pk}:returned",
            title=_("Please hand in again: %(paper)s") % {"paper": KINDS[locked.kind].label},
            text=locked.reason,
            url=f"/{locked.membership.country.slug}/papers/",
        )
    return locked


def remind_of_ends(*, on: datetime.date) -> int:
    """Ask active members for a newer paper 60 and 14 days before an accepted one ends; each once. Return how many."""
    last = on + datetime.timedelta(days=max(WARN_DAYS))
    ending = MemberPaper.objects.filter(
        state=PaperState.ACCEPTED, expires_on__range=(on, last), membership__state=MembershipState.ACTIVE
    ).select_related("membership__user", "membership__country")
    renewed = set(MemberPaper.objects.filter(state=PaperState.GIVEN).values_list("membership_id", "kind"))
    told = [paper for paper in ending if (paper.membership_id, paper.kind) not in renewed]
    for paper in told:
        _tell_of_end(paper, on)
    return len(told)


def _tell_of_end(paper: MemberPaper, on: datetime.date) -> None:
    assert paper.expires_on is not None
    days = (paper.expires_on - on).days
    step = min(each for each in WARN_DAYS if days <= each)
    person, where = paper.membership.user, paper.membership.country
    with notices.in_language_of(person):
        notices.notify(
            person,
            event="paper_ends",
            key=f"paper:{paper.pk}:ends:{step}",
            title=_("Soon over: %(paper)s") % {"paper": KINDS[paper.kind].label},
            text=_("It is valid until %(day)s. Hand in the new one as soon as you have it.")
            % {"day": formats.day(paper.expires_on)},
            url=f"/{where.slug}/papers/",
        )


def _checked(asked: AskedPaper, rows: list[MemberPaper], on: datetime.date) -> CheckedPaper:
    mine = [row for row in rows if row.kind == asked.kind.code]
    valid = [row for row in mine if row.state == PaperState.ACCEPTED and (not row.expires_on or row.expires_on >= on)]
    return CheckedPaper(asked, mine[0] if mine else None, valid[0] if valid else None)


def _kind(code: str) -> PaperKind:
    if code not in KINDS:
        raise RuleBroken("no_such_paper", _("No paper of this kind is asked for."))
    return KINDS[code]


def _check(asked: PaperKind, files: Sequence[SafeFile], expires_on: datetime.date | None, on: datetime.date) -> None:
    if not files:
        raise RuleBroken("file_missing", _("Choose a file, or take a photo."), field="front")
    if len(files) > asked.sides:
        raise RuleBroken("too_many_files", _("One file is enough for this paper."), field="back")
    if asked.ends and expires_on is None:
        raise RuleBroken("end_missing", _("Write until when it is valid: it stands on the paper."), field="expires_on")
    if asked.ends and expires_on is not None and expires_on < on:
        raise RuleBroken(
            "paper_over",
            _("It was valid until %(day)s. Hand in one that is still valid.") % {"day": formats.day(expires_on)},
            field="expires_on",
        )


def _store(paper: MemberPaper, asked: PaperKind, side: str, file: SafeFile, *, of: int, by: Actor) -> None:
    titles = {"front": _("%(paper)s, front"), "back": _("%(paper)s, back")}
    person = paper.membership.user
    with notices.in_language_of(person):
        title = titles[side] % {"paper": asked.label} if of > 1 else str(asked.label)
    issue_document(
        subject=paper,
        kind=f"paper_{side}",
        title=title,
        content=file.content,
        language=person.language,
        visible_to=Visibility.MEMBER,
        retention_class="identity",
        by=by,
        membership=paper.membership,
        suffix=file.suffix,
        content_type=file.content_type,
    )


def _to_decide(paper: MemberPaper, by: Actor) -> MemberPaper:
    rows = MemberPaper.objects.select_for_update(of=("self",), no_key=True).select_related("membership__user")
    locked: MemberPaper = rows.get(pk=paper.pk)
    if not perms.may_decide_membership(by, locked.membership):
        raise NotAllowed(_("Only an adviser of the country, and not the person concerned, may decide this."))
    if locked.state != PaperState.GIVEN:
        raise RuleBroken(
            "paper_decided", _("This paper is “%(state)s” already.") % {"state": locked.get_state_display()}
        )
    return locked


def _decide(paper: MemberPaper, state: PaperState, by: Actor, reason: str) -> None:
    move(paper, to=state, by=by, reason=reason)
    paper.decided_at, paper.decided_by_label, paper.reason = timezone.now(), by.label, reason
    paper.save(update_fields=["decided_at", "decided_by_label", "reason"])
