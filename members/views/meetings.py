"""Information sessions as an applicant sees them: book, move, cancel; and asking for an appointment."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members.access import actor_of, applicant_page
from members.calendar_file import meeting_ics
from members.forms.meetings import AppointmentForm
from members.models import Appointment, Booking, Meeting, Membership
from members.models.meeting import MeetingKind
from members.rules import applications, bookings
from members.states import AppointmentState, BookingState, MembershipState
from smart.foundation.errors import RuleBroken

SHOWN = 12


@require_GET
@applicant_page
def meeting_page(request: HttpRequest) -> HttpResponse:
    return _page(request, _of(request))


@require_POST
@applicant_page
def meeting_book(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place, or move the one that is held."""
    membership, meeting = _of(request), get_object_or_404(Meeting, pk=pk, kind=MeetingKind.SESSION)
    held, by, now = bookings.booking_of(membership), actor_of(request), timezone.now()
    try:
        if held is None:
            bookings.book_session(meeting, membership=membership, by=by, now=now)
        else:
            bookings.move_booking(held, to=meeting, by=by, now=now)
    except RuleBroken as broken:
        return _page(request, membership, refused=broken.message, status=422)
    messages.success(request, _("Your place is booked. We remind you the day before."))
    return redirect("members:join_meeting")


@require_POST
@applicant_page
def meeting_cancel(request: HttpRequest) -> HttpResponse:
    membership = _of(request)
    held = bookings.booking_of(membership)
    if held is not None:
        try:
            bookings.cancel_booking(held, by=actor_of(request), now=timezone.now())
        except RuleBroken as broken:
            return _page(request, membership, refused=broken.message, status=422)
        messages.success(request, _("Your place is given back. Choose another day whenever you like."))
    return redirect("members:join_meeting")


@require_GET
@applicant_page
def meeting_calendar(request: HttpRequest) -> HttpResponse:
    """The booked meeting for the person's own calendar."""
    held = bookings.booking_of(_of(request))
    if held is None:
        raise Http404
    response = HttpResponse(meeting_ics(held.meeting, request.country), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="smart.ics"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
@applicant_page
def appointment_ask(request: HttpRequest) -> HttpResponse:
    membership, form = _of(request), AppointmentForm(request.POST, where=request.country)
    if form.is_valid():
        try:
            bookings.ask_appointment(membership, by=actor_of(request), now=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Your wish is with the advisers. One of them answers by mail."))
            return redirect("members:join_meeting")
    return _page(request, membership, form=form, status=422)


@require_POST
@applicant_page
def appointment_withdraw(request: HttpRequest) -> HttpResponse:
    asked = _asked(_of(request))
    if asked is not None:
        bookings.withdraw_appointment(asked, by=actor_of(request))
        messages.success(request, _("Your wish is taken back."))
    return redirect("members:join_meeting")


def _page(
    request: HttpRequest,
    membership: Membership,
    *,
    form: AppointmentForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    where, now = request.country, timezone.now()
    held = bookings.booking_of(membership)
    sessions = Meeting.objects.filter(kind=MeetingKind.SESSION).ahead(now).with_places().select_related("adviser")
    language = (get_language() or "en")[:2]
    context = {
        "membership": membership,
        "held": held,
        "has_met": Booking.objects.filter(membership_id=membership.pk, state=BookingState.ATTENDED).exists(),
        "is_needed": applications.needs_meeting(where, on=where.today()),
        "rows": [_row(each, held) for each in sessions[:SHOWN]],
        "asked": _asked(membership),
        "form": form or AppointmentForm(where=where, initial={"language": language}),
        "refused": refused,
    }
    return render(request, "members/join_meeting.html", context, status=status)


def _row(meeting: Any, held: Booking | None) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "left": max(meeting.capacity - meeting.taken, 0),
        "is_mine": held is not None and held.meeting_id == meeting.pk,
    }


def _asked(membership: Membership) -> Appointment | None:
    found: Appointment | None = Appointment.objects.filter(
        membership_id=membership.pk, state=AppointmentState.ASKED
    ).first()
    return found


def _of(request: HttpRequest) -> Membership:
    """The person's open application; nobody else has anything to book here."""
    membership: Membership | None = request.membership
    if membership is None or membership.state not in {MembershipState.APPLIED, MembershipState.CONSULTED}:
        raise Http404
    return membership
