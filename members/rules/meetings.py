"""Information sessions and appointments as staff plan them: when and where, called off, and who was there."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from members import perms
from members.models import Booking, Meeting, StaffRole, User
from members.models.meeting import MeetingKind
from members.rules import join, notices
from members.states import BookingState, MeetingState, MembershipState, Role
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move

MOST_WEEKS: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPlan:
    """What staff say of a meeting; day and hour are those of the country's clock."""

    day: datetime.date
    time: datetime.time
    minutes: int
    language: str
    adviser: User
    place: str = ""
    link: str = ""
    capacity: int = 12


@transaction.atomic
def plan_sessions(
    where: Country, plan: MeetingPlan, *, by: Actor, now: datetime.datetime, weeks: int = 1
) -> list[Meeting]:
    """Plan an information session, on the same weekday and hour for some weeks: also over the change of the clocks."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise RuleBroken(
            "too_many_weeks",
            _("At most %(most)d weeks can be planned at once.") % {"most": MOST_WEEKS},
            field="weeks",
        )
    step = datetime.timedelta(weeks=1)
    return [
        make_meeting(where, plan, kind=MeetingKind.SESSION, day=plan.day + week * step, by=by, now=now)
        for week in range(weeks)
    ]


def make_meeting(
    where: Country, plan: MeetingPlan, *, kind: str, day: datetime.date, by: Actor, now: datetime.datetime
) -> Meeting:
    """Write one meeting down after checking it."""
    if not perms.is_adviser(by):
        raise NotAllowed(_("Only the advisers of the country plan meetings."))
    starts_at = datetime.datetime.combine(day, plan.time, tzinfo=ZoneInfo(where.time_zone))
    _check(where, plan, starts_at, now)
    meeting: Meeting = Meeting.objects.create(
        kind=kind,
        starts_at=starts_at,
        minutes=plan.minutes,
        language=plan.language,
        place=plan.place.strip(),
        link=plan.link.strip(),
        capacity=1 if kind == MeetingKind.APPOINTMENT else plan.capacity,
        adviser=plan.adviser,
    )
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: Actor, now: datetime.datetime) -> Meeting:
    """Call a meeting off and tell everybody who had a place, with the reason."""
    locked = lock_meeting(meeting)
    if not perms.is_adviser(by):
        raise NotAllowed(_("Only the advisers of the country call a meeting off."))
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Write the reason: those who booked will read it."), field="reason")
    if locked.starts_at <= now:
        raise RuleBroken("meeting_begun", _("This meeting has begun already."))
    move(locked, to=MeetingState.CANCELLED, by=by, reason=reason.strip())
    for booking in _booked(locked):
        move(booking, to=BookingState.CANCELLED, by=by, reason=reason.strip())
        _tell(booking, locked, "meeting_cancelled", gettext_lazy("The meeting does not take place"), reason.strip())
    return locked


@transaction.atomic
def record_attendance(meeting: Meeting, *, present: Collection[int], by: Actor, now: datetime.datetime) -> int:
    """Say who of those who booked was there; they have met an adviser. Return how many were.

    Who was not there may book again. A person marked missing by mistake can be marked present later.
    """
    locked = lock_meeting(meeting)
    if not perms.is_adviser(by):
        raise NotAllowed(_("Only the advisers of the country say who was there."))
    if locked.state == MeetingState.CANCELLED:
        raise RuleBroken("meeting_off", _("This meeting was called off."))
    if locked.starts_at > now:
        raise RuleBroken("meeting_not_begun", _("The meeting has not begun yet: say afterwards who was there."))
    there = 0
    for booking in locked.bookings.filter(state__in=[BookingState.BOOKED, BookingState.MISSED]).select_related(
        "membership__user", "membership__country"
    ):
        if booking.pk in present:
            _was_there(booking, by)
            there += 1
        elif booking.state == BookingState.BOOKED:
            move(booking, to=BookingState.MISSED, by=by)
            text = gettext_lazy("We did not see you. Choose another day: it is never too late.")
            _tell(booking, locked, "meeting_missed", gettext_lazy("You missed the meeting"), text)
    return there


def remind_of_meetings(where: Country, *, on: datetime.date) -> int:
    """Remind everybody who has a place tomorrow, once. Return how many."""
    zone, tomorrow = ZoneInfo(where.time_zone), on + datetime.timedelta(days=1)
    begin = datetime.datetime.combine(tomorrow, datetime.time.min, tzinfo=zone)
    end = datetime.datetime.combine(tomorrow + datetime.timedelta(days=1), datetime.time.min, tzinfo=zone)
    bookings = Booking.objects.filter(
        state=BookingState.BOOKED, meeting__starts_at__gte=begin, meeting__starts_at__lt=end
    ).select_related("meeting", "membership__user", "membership__country")
    for booking in bookings:
        _tell(booking, booking.meeting, "meeting_tomorrow", gettext_lazy("Tomorrow: your meeting with Smart"), "")
    return len(bookings)


def lock_meeting(meeting: Meeting) -> Meeting:
    """The meeting, locked until the transaction ends, so that its last place is given once."""
    locked: Meeting = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)
    return locked


def words_of(meeting: Meeting, where: Country) -> str:
    """When and where, in the reader's language."""
    local = where.local(meeting.starts_at)
    return _("%(day)s at %(time)s: %(place)s") % {
        "day": formats.day(local.date(), form="weekday"),
        "time": formats.clock(local),
        "place": " ".join(part for part in (meeting.place, meeting.link) if part),
    }


def _was_there(booking: Booking, by: Actor) -> None:
    move(booking, to=BookingState.ATTENDED, by=by)
    membership = booking.membership
    if membership.state == MembershipState.APPLIED and perms.may_decide_membership(by, membership):
        join.record_meeting(membership, by=by)


def _booked(meeting: Meeting) -> list[Booking]:
    people = ("membership__user", "membership__country")
    return list(meeting.bookings.filter(state=BookingState.BOOKED).select_related(*people))  # type: ignore[attr-defined]


def _tell(booking: Booking, meeting: Meeting, event: str, title: Promise, text: Promise | str) -> None:
    membership = booking.membership
    with notices.in_language_of(membership.user):
        notices.notify(
            membership.user,
            event=event,
            key=f"booking:{booking.pk}:{event}",
            title=str(title),
            text=" ".join(part for part in (words_of(meeting, membership.country), str(text)) if part),
            url=f"/{membership.country.slug}/join/meeting/",
        )


def _check(where: Country, plan: MeetingPlan, starts_at: datetime.datetime, now: datetime.datetime) -> None:
    if starts_at <= now:
        raise RuleBroken("meeting_past", _("This moment is over. Choose one that is still to come."), field="day")
    if not plan.place.strip() and not plan.link.strip():
        raise RuleBroken("meeting_nowhere", _("Say where: a place, or the address of an online room."), field="place")
    if plan.capacity < 1:
        raise RuleBroken("no_places", _("A meeting needs one place at least."), field="capacity")
    if not StaffRole.objects.filter(user=plan.adviser, country=where, role=Role.ADVISER, until__isnull=True).exists():
        raise RuleBroken(
            "not_an_adviser",
            _("%(person)s is no adviser in %(country)s; choose one who is.")
            % {"person": plan.adviser, "country": where},
            field="adviser",
        )
