"""Information sessions and wishes for appointments as advisers see them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import actor_of, staff_page
from members.forms.meetings import MeetingForm, SessionForm
from members.forms.staff import ReasonForm
from members.models import Appointment, Meeting
from members.queries import staff_of
from members.rules import bookings, meetings
from members.states import AppointmentState, BookingState, MeetingState, Role
from smart.foundation.errors import RuleBroken

PAST = 20
TONES = {
    BookingState.BOOKED: "pen",
    BookingState.ATTENDED: "ok",
    BookingState.MISSED: "warn",
    BookingState.CANCELLED: "muted",
}


@require_GET
@staff_page("adviser")
def meeting_list(request: HttpRequest) -> HttpResponse:
    """What is ahead, the wishes that wait for an answer, and the last meetings."""
    now = timezone.now()
    every: QuerySet[Any] = Meeting.objects.with_places().select_related("adviser")
    context = {
        "ahead": every.ahead(now),  # type: ignore[attr-defined]
        "past": every.filter(starts_at__lte=now, state=MeetingState.PLANNED).order_by("-starts_at")[:PAST],
        "asked": Appointment.objects.filter(state=AppointmentState.ASKED)
        .select_related("membership__user")
        .order_by("asked_at"),
    }
    return render(request, "members/staff_meeting_list.html", context)


@require_http_methods(["GET", "POST"])
@staff_page("adviser")
def meeting_plan(request: HttpRequest) -> HttpResponse:
    """Plan an information session, once or every week."""
    where, people = request.country, staff_of(request.country, Role.ADVISER)
    initial = {"adviser": str(request.user.pk), "language": (where.languages or ["en"])[0]}
    form = SessionForm(
        request.POST if request.method == "POST" else None, where=where, advisers=people, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = meetings.plan_sessions(
                where, form.plan(), weeks=form.cleaned_data["weeks"], by=actor_of(request), now=timezone.now()
            )
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Sessions planned: %(count)d.") % {"count": len(made)})
            return redirect("members:staff_meeting_list")
    return render(request, "members/staff_meeting_plan.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@staff_page("adviser")
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _find(pk), ReasonForm(prefix="off"))


@require_POST
@staff_page("adviser")
def meeting_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _find(pk)
    present = {int(each) for each in request.POST.getlist("present") if each.isdigit()}
    try:
        there = meetings.record_attendance(meeting, present=present, by=actor_of(request), now=timezone.now())
    except RuleBroken as broken:
        return _page(request, meeting, ReasonForm(prefix="off"), refused=broken.message, status=422)
    messages.success(request, _("Recorded: %(count)d people were there.") % {"count": there})
    return redirect("members:staff_meeting", pk)


@require_POST
@staff_page("adviser")
def meeting_off(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, form = _find(pk), ReasonForm(request.POST, prefix="off")
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            meetings.cancel_meeting(meeting, reason=reason, by=actor_of(request), now=timezone.now())
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The meeting is called off and everybody who booked is told."))
            return redirect("members:staff_meeting_list")
    return _page(request, meeting, form, status=422)


@require_http_methods(["GET", "POST"])
@staff_page("adviser")
def appointment_arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a wish with a day and a place."""
    people = ("membership__user", "membership__country")
    asked = get_object_or_404(Appointment.objects.select_related(*people), pk=pk, state=AppointmentState.ASKED)
    initial = {"adviser": str(request.user.pk), "language": asked.language}
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        where=request.country,
        advisers=staff_of(request.country, Role.ADVISER),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            bookings.arrange_appointment(asked, form.plan(), by=actor_of(request), now=timezone.now())
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The appointment is arranged and the person is told."))
            return redirect("members:staff_meeting_list")
    context = {"form": form, "asked": asked}
    return render(request, "members/staff_appointment.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, meeting: Meeting, form: ReasonForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    booked = list(meeting.bookings.select_related("membership__user").order_by("booked_at"))  # type: ignore[attr-defined]
    context = {
        "meeting": meeting,
        "rows": [{"booking": each, "tone": TONES[BookingState(each.state)]} for each in booked],
        "has_begun": meeting.starts_at <= timezone.now(),
        "is_off": meeting.state == MeetingState.CANCELLED,
        "to_tick": any(each.state in {BookingState.BOOKED, BookingState.MISSED} for each in booked),
        "off_form": form,
        "refused": refused,
    }
    return render(request, "members/staff_meeting.html", context, status=status)


def _find(pk: int) -> Meeting:
    found: Meeting = get_object_or_404(Meeting.objects.select_related("adviser"), pk=pk)
    return found
