"""The applications that wait for an adviser, and what an adviser decides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from countries import calendars
from countries.rules.settings import setting_value, working_calendar
from members.access import actor_of, staff_page
from members.agreements import USE_AGREEMENT
from members.forms.staff import ReasonForm
from members.models import Consent, Membership
from members.rules import applications, join
from members.states import MembershipState
from members.views.staff import detail_page

OPEN = [MembershipState.APPLIED, MembershipState.CONSULTED]


@require_GET
@staff_page("adviser")
def application_list(request: HttpRequest) -> HttpResponse:
    """Those who have sent theirs first, the oldest on top; then those still being filled in."""
    where = request.country
    rows = list(
        Membership.objects.filter(country=where, state__in=OPEN, restricted_at=None)
        .select_related("user", "adviser")
        .order_by("applied_on", "id")
    )
    sent = dict(
        Consent.objects.filter(text=USE_AGREEMENT, membership_id__in=[row.pk for row in rows]).values_list(
            "membership_id", "accepted_at"
        )
    )
    days = setting_value(where, "membership.answer_days", on=where.today(), default=None)
    calendar = working_calendar(where)
    found = [
        {
            "membership": row,
            "sent_at": sent.get(row.pk),
            "answer_by": calendars.add_working_days(where.local(sent[row.pk]).date(), days, calendar)
            if days and row.pk in sent
            else None,
        }
        for row in rows
    ]
    found.sort(key=lambda each: each["sent_at"] is None)
    return render(request, "members/application_list.html", {"rows": found, "today": where.today()})


@require_POST
@staff_page("adviser")
def application_meet(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _find(request, pk)
    join.record_meeting(membership, by=actor_of(request))
    messages.success(request, _("The meeting is recorded."))
    return redirect("members:staff_member", pk)


@require_POST
@staff_page("adviser")
def application_admit(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _find(request, pk)
    applications.admit(membership, by=actor_of(request), on=request.country.today())
    messages.success(request, _("%(person)s is a member now.") % {"person": membership.user})
    return redirect("members:staff_member", pk)


@require_POST
@staff_page("adviser")
def application_decline(request: HttpRequest, pk: int) -> HttpResponse:
    membership, form = _find(request, pk), ReasonForm(request.POST, prefix="decline")
    if not form.is_valid():
        return detail_page(request, membership, decline=form, status=422)
    applications.decline_application(membership, reason=form.cleaned_data["reason"], by=actor_of(request))
    messages.success(request, _("The application is declined and the person is told why."))
    return redirect("members:staff_application_list")


def _find(request: HttpRequest, pk: int) -> Membership:
    shown = Membership.objects.select_related("user", "country").filter(restricted_at=None)
    return get_object_or_404(shown, pk=pk, country=request.country)
