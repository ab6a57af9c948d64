"""Leaving: the member asks, everything is settled item by item, an adviser ends the membership, shares are repaid.

What must be settled and what happens at the end is told by the rooms above: `settings.CLEARANCE_CHECKS` and
`settings.LEAVING_STEPS`.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from countries.rules.settings import setting_value
from members import perms
from members.models import Leaving, Membership, ShareSubscription
from members.models.leaving import LeavingReason
from members.queries import staff_of
from members.rules import notices, shares
from members.rules.share_register import holding_of
from members.states import LeavingState, MembershipState, Role, ShareState
from smart.foundation import formats
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.said import Said, said_by
from smart.foundation.states import move


@dataclass(frozen=True, slots=True)
class Clearance:
    """One thing to settle before somebody leaves: what it is, whether it is done, what is found, where to go.

    `url` is the member's page, `staff_url` the staff's; both may be empty.
    """

    label: str
    is_clear: bool
    found: str = ""
    url: str = ""
    staff_url: str = ""


def clearance_of(membership: Membership) -> list[Clearance]:
    """Everything to settle, in the order of the settings."""
    return [item for path in settings.CLEARANCE_CHECKS for item in import_string(path)(membership)]


def open_leaving(membership: Membership) -> Leaving | None:
    """The request that is not settled yet. One query."""
    found: Leaving | None = Leaving.objects.open().filter(membership_id=membership.pk).first()
    return found


@transaction.atomic
def ask_to_leave(
    membership: Membership, *, reason: str, words: str, leaves_on: datetime.date, by: Actor, on: datetime.date
) -> Leaving:
    """Say that the member wants to leave from a day on; asking again returns the open request unchanged.

    Raises RuleBroken: "not_a_member", "day_passed", "unknown_reason".
    """
    if by.user_id is None or by.user_id != membership.user_id:
        raise NotAllowed(_("Only the member asks to leave."))
    if membership.state not in {MembershipState.ACTIVE, MembershipState.SUSPENDED}:
        raise RuleBroken("not_a_member", _("There is no membership to end."))
    if reason not in LeavingReason.values:
        raise RuleBroken("unknown_reason", _("Choose one of the reasons shown."), field="reason")
    if leaves_on < on:
        raise RuleBroken(
            "day_passed",
            _("%(day)s has passed. Choose today or a later day.") % {"day": formats.day(leaves_on)},
            field="leaves_on",
        )
    known = open_leaving(membership)
    if known is not None:
        return known
    made: Leaving = Leaving.objects.create(
        membership=membership, reason=reason, words=words.strip(), leaves_on=leaves_on, asked_at=timezone.now()
    )
    _tell_staff(made)
    return made


@transaction.atomic
def withdraw_leaving(leaving: Leaving, *, by: Actor) -> Leaving:
    """Take the request back, as long as the membership has not ended."""
    if by.user_id != leaving.membership.user_id:
        raise NotAllowed(_("Only the member takes the request back."))
    move(leaving, to=LeavingState.WITHDRAWN, by=by)
    return leaving


@transaction.atomic
def note_interview(leaving: Leaving, *, words: str, by: Actor) -> Leaving:
    """Keep what was said at the exit interview; the member does not read it. Written again, it replaces the first."""
    _require_settler(leaving, by)
    if not words.strip():
        raise RuleBroken(
            "words_missing", _("Write what was said, or that the member wants no interview."), field="words"
        )
    _require_open(leaving)
    leaving.interview, leaving.interviewed_by_label = words.strip(), by.label
    leaving.interviewed_at = timezone.now()
    leaving.save(update_fields=["interview", "interviewed_by_label", "interviewed_at"])
    return leaving


@transaction.atomic
def end_membership(leaving: Leaving, *, by: Actor, on: datetime.date, repay_on: datetime.date | None = None) -> Leaving:
    """End the membership once everything is settled: activities are archived, what was never paid is cancelled, shares are

    owed back. Where the country sets no time for the repayment, `repay_on` says the day. Raises RuleBroken: "not_open",
    "too_early", "interview_missing", "not_clear" (naming what is open), "repay_on_missing", "repay_on_late", "repay_on_passed".
    """
    _require_settler(leaving, by)
    locked: Leaving = Leaving.objects.select_for_update(of=("self",), no_key=True).get(pk=leaving.pk)
    _require_open(locked)
    _check_ready(locked, on=on)
    member: Membership = locked.membership
    if holding_of(member.pk).paid > 0:
        locked.repay_on = _repay_on(member, wanted=repay_on, on=on)
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at", "repay_on"])
    for share in ShareSubscription.objects.filter(membership_id=member.pk, state=ShareState.SUBSCRIBED):
        shares.cancel_share(share, reason=Said(gettext_noop("The member leaves")), on=on, by=PORTAL)
    for path in settings.LEAVING_STEPS:
        import_string(path)(locked, by=by)
    move(member, to=MembershipState.LEFT, by=by, reason=_why_words(locked))
    move(locked, to=LeavingState.ENDED, by=by)
    _tell_member(locked)
    return locked


def repayment_day(membership: Membership, *, on: datetime.date) -> datetime.date | None:
    """The last day to repay shares when a membership ends on a day; None where the country sets no time. One query."""
    months = setting_value(membership.country, "share.repayment_months", on=on, default=None)
    return months_after(on, int(months)) if months is not None else None


def owed_at_the_end(membership: Membership) -> Decimal:
    """What is paid back to the member: all they have paid in. One query."""
    return holding_of(membership.pk).paid


def _why_words(leaving: Leaving) -> Said:
    return said_by(lambda: str(LeavingReason(leaving.reason).label))


def _check_ready(leaving: Leaving, *, on: datetime.date) -> None:
    if on < leaving.leaves_on:
        raise RuleBroken(
            "too_early",
            _("The member leaves on %(day)s. The membership can be ended from that day.")
            % {"day": formats.day(leaving.leaves_on)},
        )
    if not leaving.interview:
        raise RuleBroken("interview_missing", _("Note the exit interview first, or that the member wants none."))
    waiting = [item.label for item in clearance_of(leaving.membership) if not item.is_clear]
    if waiting:
        raise RuleBroken("not_clear", _("Still to settle: %(items)s.") % {"items": "; ".join(waiting)})


def _repay_on(membership: Membership, *, wanted: datetime.date | None, on: datetime.date) -> datetime.date:
    last = repayment_day(membership, on=on)
    if wanted is None and last is None:
        raise RuleBroken(
            "repay_on_missing",
            _("The country sets no time to repay shares. Say by which day they are repaid."),
            field="repay_on",
        )
    day = wanted or last
    assert day is not None
    if last is not None and day > last:
        raise RuleBroken(
            "repay_on_late",
            _("%(day)s is too late: the shares are repaid by %(last)s at the latest.")
            % {"day": formats.day(day), "last": formats.day(last)},
            field="repay_on",
        )
    if day < on:
        raise RuleBroken("repay_on_passed", _("%(day)s has passed.") % {"day": formats.day(day)}, field="repay_on")
    return day


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    first = datetime.date(day.year + year, month + 1, 1)
    after = datetime.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (after - datetime.timedelta(days=1)).day))


def _require_settler(leaving: Leaving, by: Actor) -> None:
    if not perms.may_settle_leaving(by, leaving.membership):
        raise NotAllowed(_("Only an adviser of the country, and not the person concerned, may decide this."))


def _require_open(leaving: Leaving) -> None:
    if leaving.state != LeavingState.ASKED:
        raise RuleBroken("not_open", _("The request is “%(state)s”.") % {"state": LeavingState(leaving.state).label})


def _tell_staff(leaving: Leaving) -> None:
    member = leaving.membership
    people = [member.adviser] if member.adviser is not None else staff_of(member.country, Role.ADVISER)
    for person in people:
        with notices.in_language_of(person):
            notices.notify(
                person,
                event="leaving_asked",
                key=f"leaving:{leaving.pk}:asked",
                title=_("%(member)s wants to leave") % {"member": member.user.full_name},
                text=_("Look at what is still to settle, and agree on a talk."),
                url=f"/{member.country.slug}/staff/leaving/{leaving.pk}/",
            )


def _tell_member(leaving: Leaving) -> None:
    user = leaving.membership.user
    with notices.in_language_of(user):
        notices.notify(
            user,
            event="membership_ended",
            key=f"leaving:{leaving.pk}:ended",
            title=_("Your membership has ended"),
            text=_("Your documents and payslips stay open to you here. Thank you for the way we went together."),
            url=f"/{leaving.membership.country.slug}/documents/",
        )
