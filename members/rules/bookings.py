"""A person's place in an information session, and the wish for an appointment of their own."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from members import perms
from members.models import Appointment, Booking, Meeting, Membership
from members.models.meeting import MeetingKind
from members.queries import staff_of
from members.rules import notices
from members.rules.meetings import MeetingPlan, lock_meeting, make_meeting, words_of
from members.states import AppointmentState, BookingState, MeetingState, MembershipState, Role
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move

UNDER_WAY = frozenset({MembershipState.APPLIED, MembershipState.CONSULTED})


@transaction.atomic
def book_session(meeting: Meeting, *, membership: Membership, by: Actor, now: datetime.datetime) -> Booking:
    """Give an applicant a place; the same session again gives the same place.

    Raises RuleBroken: not_an_application, meeting_off, meeting_begun, already_booked, already_met, meeting_full.
    """
    _require_own(membership, by)
    _lock_person(membership)
    locked = lock_meeting(meeting)
    held = _current(membership)
    if held is not None and held.meeting_id == locked.pk:
        return held
    if held is not None:
        raise RuleBroken(
            "already_booked",
            _("You already have a place: %(meeting)s. Move it or cancel it first.")
            % {"meeting": words_of(held.meeting, membership.country)},
        )
    return _book(locked, membership, now)


@transaction.atomic
def move_booking(booking: Booking, *, to: Meeting, by: Actor, now: datetime.datetime) -> Booking:
    """Give the place back and take one in another session; a full session leaves everything as it was."""
    _require_own(booking.membership, by)
    target, held = lock_meeting(to), _lock(booking)
    if held.meeting_id == target.pk:
        return held
    _give_back(held, by=by, now=now)
    return _book(target, held.membership, now)


@transaction.atomic
def cancel_booking(booking: Booking, *, by: Actor, now: datetime.datetime) -> Booking:
    """Give the place back, until the session begins."""
    _require_own(booking.membership, by)
    held = _lock(booking)
    _give_back(held, by=by, now=now)
    return held


@transaction.atomic
def ask_appointment(
    membership: Membership, *, words: str, language: str, by: Actor, now: datetime.datetime
) -> Appointment:
    """Ask to meet an adviser alone; one wish at a time. The advisers are told."""
    _require_own(membership, by)
    _require_application(membership)
    if not words.strip():
        raise RuleBroken("words_missing", _("Write when it suits you, and what you want to talk about."), field="words")
    open_one: Appointment | None = Appointment.objects.filter(
        membership_id=membership.pk, state=AppointmentState.ASKED
    ).first()
    if open_one is not None:
        raise RuleBroken("already_asked", _("You have asked already. An adviser will answer you by mail."))
    asked: Appointment = Appointment.objects.create(
        membership=membership, words=words.strip(), language=language, asked_at=now
    )
    for adviser in staff_of(membership.country, Role.ADVISER):
        with notices.in_language_of(adviser):
            notices.notify(
                adviser,
                event="appointment_asked",
                key=f"appointment:{asked.pk}",
                title=_("%(person)s asks for an appointment") % {"person": membership.user},
                text=asked.words,
                url=f"/{membership.country.slug}/staff/meetings/",
            )
    return asked


@transaction.atomic
def withdraw_appointment(appointment: Appointment, *, by: Actor) -> Appointment:
    """Take the wish back."""
    _require_own(appointment.membership, by)
    move(appointment, to=AppointmentState.WITHDRAWN, by=by)
    return appointment


@transaction.atomic
def arrange_appointment(
    appointment: Appointment, plan: MeetingPlan, *, by: Actor, now: datetime.datetime
) -> Appointment:
    """Answer the wish with a day: a meeting for one, whose place is booked. Another place they had is given back."""
    if not perms.may_decide_membership(by, appointment.membership):
        raise NotAllowed(_("Only the advisers of the country plan meetings."))
    membership = Membership.objects.select_related("user", "country").get(pk=appointment.membership_id)
    _require_application(membership)
    meeting = make_meeting(membership.country, plan, kind=MeetingKind.APPOINTMENT, day=plan.day, by=by, now=now)
    move(appointment, to=AppointmentState.ARRANGED, by=by)
    appointment.meeting = meeting
    appointment.save(update_fields=["meeting"])
    held = _current(membership)
    if held is not None:
        move(held, to=BookingState.CANCELLED, by=by)
    _book(meeting, membership, now)
    return appointment


def booking_of(membership: Membership) -> Booking | None:
    """The place the person has booked, if any."""
    return _current(membership)


def _book(meeting: Meeting, membership: Membership, now: datetime.datetime) -> Booking:
    _require_application(membership)
    if meeting.state != MeetingState.PLANNED:
        raise RuleBroken("meeting_off", _("This session was called off. Choose another one."))
    if meeting.starts_at <= now:
        raise RuleBroken("meeting_begun", _("This session has begun already. Choose another one."))
    if Booking.objects.filter(membership_id=membership.pk, state=BookingState.ATTENDED).exists():
        raise RuleBroken("already_met", _("You have been to a session; you need no other one."))
    taken = Booking.objects.filter(meeting_id=meeting.pk, state=BookingState.BOOKED).count()
    if taken >= meeting.capacity:
        raise RuleBroken("meeting_full", _("This session is full. Choose another one, or ask for an appointment."))
    booking: Booking = Booking.objects.create(meeting=meeting, membership=membership, booked_at=now)
    _confirm(booking)
    return booking


def _confirm(booking: Booking) -> None:
    membership = booking.membership
    with notices.in_language_of(membership.user):
        notices.notify(
            membership.user,
            event="meeting_booked",
            key=f"booking:{booking.pk}:booked",
            title=_("Your place is booked"),
            text=words_of(booking.meeting, membership.country),
            url=f"/{membership.country.slug}/join/meeting/",
        )


def _give_back(booking: Booking, *, by: Actor, now: datetime.datetime) -> None:
    if booking.state != BookingState.BOOKED:
        raise RuleBroken("not_booked", _("This place is “%(state)s” already.") % {"state": booking.get_state_display()})
    if booking.meeting.starts_at <= now:
        raise RuleBroken("meeting_begun", _("This meeting has begun already."))
    move(booking, to=BookingState.CANCELLED, by=by)


def _current(membership: Membership) -> Booking | None:
    held: Booking | None = (
        Booking.objects.filter(membership_id=membership.pk, state=BookingState.BOOKED)
        .select_related("meeting", "membership__country", "membership__user")
        .first()
    )
    return held


def _lock(booking: Booking) -> Booking:
    rows = Booking.objects.select_for_update(of=("self",), no_key=True)
    locked: Booking = rows.select_related("meeting", "membership__country", "membership__user").get(pk=booking.pk)
    return locked


def _lock_person(membership: Membership) -> None:
    """Two taps on two sessions give one place."""
    Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)


def _require_own(membership: Membership, by: Actor) -> None:
    if not perms.may_edit_profile(by, membership):
        raise NotAllowed(_("Only the person or their adviser may change this."))


def _require_application(membership: Membership) -> None:
    if membership.state not in UNDER_WAY:
        raise RuleBroken("not_an_application", _("There is no open application. Begin a new one first."))
