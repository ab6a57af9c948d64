"""The advisers' missions: the queue by first day of work, and the page on which one is decided."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from activities import perms, queries
from activities.forms.decisions import ReasonForm
from activities.models import Mission
from activities.rules import review
from activities.status import TONES, mission_status, order_status
from activities.views.answers import mission_answers
from activities.views.mission_checks import mission_checks
from countries.calendars import review_deadline
from countries.models import Country
from countries.rules.settings import setting_value, working_calendar
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken

PER_PAGE = 50
FILTERS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "": (gettext_lazy("To check"), ("submitted",)),
    "approved": (gettext_lazy("Waiting for the client"), ("approved",)),
    "returned": (gettext_lazy("With the member"), ("returned",)),
    "confirmed": (gettext_lazy("Confirmed"), ("confirmed", "closed")),
    "cancelled": (gettext_lazy("Cancelled"), ("cancelled",)),
}


@require_GET
@staff_page("adviser")
def staff_mission_queue(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("show", "")
    is_mine = request.GET.get("mine") == "1"
    states = FILTERS.get(wanted, FILTERS[""])[1]
    rows: QuerySet[Any] = (
        queries.missions_for_staff().filter(state__in=states).order_by("starts_on", "submitted_at", "id")
    )
    if is_mine:
        rows = rows.filter(activity__membership__adviser_id=request.user.pk)
    page = Paginator(rows.prefetch_related("orders"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(mission) for mission in page],
        "filters": [{"key": key, "label": label, "current": key == wanted} for key, (label, _s) in FILTERS.items()],
        "show": wanted,
        "is_mine": is_mine,
        "query": "&".join(part for part in (f"show={wanted}" if wanted else "", "mine=1" if is_mine else "") if part),
    }
    return render(request, "activities/staff_mission_queue.html", context)


@require_GET
@staff_page()
def staff_mission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _find(pk))


@require_POST
@staff_page("adviser")
def staff_mission_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve; of two who click, one wins and the other is told who and when (409)."""
    mission = review.approve_mission(_find(pk), by=actor_of(request))
    messages.success(request, _("“%(title)s” is approved.") % {"title": mission.title})
    following = Mission.objects.for_review().exclude(pk=pk).first()
    if following is None:
        return redirect("activities:staff_mission_queue")
    return redirect("activities:staff_mission_detail", following.pk)


@require_POST
@staff_page("adviser")
def staff_mission_return(request: HttpRequest, pk: int) -> HttpResponse:
    mission = _find(pk)
    form = _return_form(request.POST)
    if form.is_valid():
        try:
            review.return_mission(mission, reason=form.cleaned_data["reason"], by=actor_of(request))
        except RuleBroken as broken:
            if broken.field not in form.fields:
                raise
            form.add_rule_error(broken)
        else:
            messages.success(request, _("“%(title)s” is back with the member.") % {"title": mission.title})
            return redirect("activities:staff_mission_queue")
    return _page(request, mission, give_back=form, status=422)


@require_POST
@staff_page("adviser")
def staff_mission_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    mission = _find(pk)
    form = _cancel_form(request.POST)
    if form.is_valid():
        try:
            review.cancel_mission(mission, reason=form.cleaned_data["reason"], by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("“%(title)s” is cancelled.") % {"title": mission.title})
            return redirect("activities:staff_mission_queue")
    return _page(request, mission, cancel=form, status=422)


def _find(pk: int) -> Mission:
    mission: Mission = get_object_or_404(queries.missions_for_staff().exclude(submitted_at__isnull=True), pk=pk)
    return mission


def _row(mission: Mission) -> dict[str, Any]:
    order = next(iter(mission.orders.all()), None)
    return {
        "mission": mission,
        "member": mission.activity.membership.user.full_name,
        "tone": TONES[mission.state],
        "order": order,
        "order_tone": TONES[order.state] if order else "muted",
    }


def _return_form(data: Any = None) -> ReasonForm:
    return ReasonForm(data, prefix="return", label=_("What must the member change?"))


def _cancel_form(data: Any = None) -> ReasonForm:
    return ReasonForm(data, prefix="cancel", label=_("Why is it cancelled?"))


def _page(
    request: HttpRequest,
    mission: Mission,
    *,
    give_back: ReasonForm | None = None,
    cancel: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    order, by = queries.order_of(mission), actor_of(request)
    assert order is not None
    is_adviser = perms.may_review_mission(by)
    context = {
        "mission": mission,
        "member": mission.activity.membership.user,
        "order": order,
        "status": mission_status(mission, order),
        "order_status": order_status(order),
        "groups": mission_answers(mission, order, country=request.country, with_links=False),
        "checks": mission_checks(mission, order, country=request.country),
        "events": queries.events_of(mission, order),
        "answer_by": _answer_by(mission, request.country),
        "queue": list(queries.missions_for_staff().filter(state="submitted").order_by("starts_on", "submitted_at")[:8]),
        "may_approve": is_adviser and mission.state == "submitted",
        "give_back": give_back
        or (_return_form() if is_adviser and mission.state in {"submitted", "approved"} else None),
        "cancel": cancel or (_cancel_form() if is_adviser and perms.may_cancel_mission(by, mission) else None),
        "form": give_back or cancel,
    }
    return render(request, "activities/staff_mission_detail.html", context, status=status)


def _answer_by(mission: Mission, country: Country) -> Any:
    """Until when an answer was promised to the member; None without a promise."""
    if mission.state != "submitted" or mission.submitted_at is None:
        return None
    rule = setting_value(country, "review.promise", on=country.today(), default=None)
    if rule is None:
        return None
    return review_deadline(rule, sent_at=country.local(mission.submitted_at), calendar=working_calendar(country))
