"""Missions as advisers see them: what waits, the review with its checks, and the three decisions."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from activities import perms, queries, status
from activities.forms.decisions import ReasonForm
from activities.forms.staff import ALL, DecisionForm, QueueFilter, mission_states
from activities.mission_checks import answer_by, mission_checks
from activities.models import Client, Mission
from activities.rules import review
from activities.rules.team_parts import team_of
from activities.states import MissionState, OrderState
from activities.views.answers import mission_answers
from activities.views.staff_queue import BESIDE, beginning_with, decided, of_adviser, paged
from activities.views.team_shown import share_row
from activities.views.versions_shown import staff_versions
from countries.rules.settings import setting_value
from members.access import actor_of, staff_page
from members.queries import staff_of
from members.states import Role
from smart.foundation.forms import SmartForm

PAGE = "activities:staff_mission_review"


@require_GET
@staff_page("adviser")
def staff_mission_queue(request: HttpRequest) -> HttpResponse:
    """What waits, the earliest start first; other states by choice. As many queries for 5 rows as for 50."""
    filters = QueueFilter(
        request.GET,
        states=mission_states(),
        advisers=staff_of(request.country, Role.ADVISER),
        hint=_("The beginning of a reference, of the member's family name or of the client."),
    )
    wanted = filters.wanted()
    page, query = paged(request, _filtered(wanted))
    waiting = Mission.objects.for_review()
    context = {
        "filters": filters,
        "page": page,
        "query": query,
        "is_filtered": bool(wanted),
        "rows": _rows(request, list(page)),
        "waiting": waiting.count(),
        "new_today": waiting.filter(submitted_at__gte=_this_morning(request)).count(),
    }
    return render(request, "activities/staff_mission_queue.html", context)


@require_GET
@staff_page("adviser")
def staff_mission_review(request: HttpRequest, pk: int) -> HttpResponse:
    return review_page(request, get_object_or_404(_missions(), pk=pk))


@require_POST
@staff_page("adviser")
def staff_mission_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve and go on with the next that waits; of two who click one wins, the other is told who and when (409)."""
    mission = get_object_or_404(_missions(), pk=pk)
    form = DecisionForm(request.POST, prefix="approve")
    if not decided(form, lambda _data: review.approve_mission(mission, by=actor_of(request))):
        return review_page(request, mission, approve=form)
    messages.success(request, _("%(title)s is approved.") % {"title": mission})
    following = Mission.objects.for_review().first()
    return redirect(PAGE, following.pk) if following else redirect("activities:staff_mission_queue")


@require_POST
@staff_page("adviser")
def staff_mission_return(request: HttpRequest, pk: int) -> HttpResponse:
    mission = get_object_or_404(_missions(), pk=pk)
    form = _return_form(request.POST)
    if not decided(form, lambda data: review.return_mission(mission, reason=data["reason"], by=actor_of(request))):
        return review_page(request, mission, send_back=form)
    messages.success(request, _("%(title)s is back with its member, who reads your reason.") % {"title": mission})
    return redirect("activities:staff_mission_queue")


@require_POST
@staff_page("adviser")
def staff_mission_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    mission = get_object_or_404(_missions(), pk=pk)
    form = _cancel_form(request.POST)
    if not decided(form, lambda data: review.cancel_mission(mission, reason=data["reason"], by=actor_of(request))):
        return review_page(request, mission, cancel=form)
    done = _("%(title)s is cancelled; the member and a client who was asked are told.") % {"title": mission}
    messages.success(request, done)
    return redirect("activities:staff_mission_queue")


def review_page(request: HttpRequest, mission: Mission, **refused: SmartForm) -> HttpResponse:
    """The mission with its facts and checks; a refused form comes back in its place with what was typed (422)."""
    order, by, now = queries.order_of(mission), actor_of(request), timezone.now()
    assert order is not None
    versions, team = staff_versions(request, order), team_of(mission)
    context = {
        "mission": mission,
        "order": order,
        "status": status.mission_status(mission, order),
        "order_status": status.order_status(order),
        "checks": mission_checks(mission, order, country=request.country, now=now, team=team),
        "groups": mission_answers(mission, order, country=request.country, with_links=False),
        "events": queries.events_of(mission, order),
        "team": [share_row(share) for share in team],
        "whole": mission.part_of,
        "beside": _beside(request, mission),
        "versions": versions,
        "proof": versions[0]["proof"] if versions else None,
        "signed_paper": queries.signed_paper_of(order) if order.state == OrderState.WAIVED else None,
        "answer_by": answer_by(mission, country=request.country, promise=_promise(request)),
        "is_own": perms.is_holder(by, mission.activity.membership),
        "may_approve": mission.state == MissionState.SUBMITTED,
        "may_return": mission.state in {MissionState.SUBMITTED, MissionState.APPROVED},
        "may_cancel": perms.may_cancel_mission(by, mission),
        "approve_form": refused.get("approve") or DecisionForm(prefix="approve"),
        "return_form": refused.get("send_back") or _return_form(),
        "cancel_form": refused.get("cancel") or _cancel_form(),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "activities/staff_mission_review.html", context, status=422 if refused else 200)


def _missions() -> Any:
    """All but drafts: what a member has not sent is nobody else's."""
    return queries.missions_for_staff().exclude(state=MissionState.DRAFT).exclude(submitted_at__isnull=True)


def _filtered(wanted: dict[str, str]) -> Any:
    rows = _missions().prefetch_related("orders").order_by("starts_on", "submitted_at", "id")
    state = wanted.get("state") or MissionState.SUBMITTED
    rows = rows if state == ALL else rows.filter(state=state)
    rows = of_adviser(rows, wanted.get("adviser", ""), path="activity__membership")
    paths = {"reference": "reference", "member": "activity__membership_id", "client": "client_id"}
    return beginning_with(rows, wanted.get("q", ""), **paths)


def _promise(request: HttpRequest) -> Any:
    return setting_value(request.country, "review.promise", on=request.country.today(), default=None)


def _this_morning(request: HttpRequest) -> datetime:
    now: datetime = request.country.local(timezone.now())
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _beside(request: HttpRequest, mission: Mission) -> list[dict[str, Any]]:
    waiting = queries.missions_for_staff().for_review().prefetch_related("orders")[:BESIDE]
    return _rows(request, list(waiting), current=mission.pk)


def _rows(request: HttpRequest, missions: list[Mission], *, current: int = 0) -> list[dict[str, Any]]:
    """The lines of the queue; their orders were fetched with them."""
    promise, now = _promise(request), timezone.now()
    found = []
    for mission in missions:
        waits = mission.state == MissionState.SUBMITTED
        until = answer_by(mission, country=request.country, promise=promise) if waits else None
        is_late = until is not None and until <= now
        note = _client_note(mission.client)
        found.append(
            {
                "url": reverse(PAGE, args=[mission.pk]),
                "tone": _tone(mission, is_late=is_late, has_note=bool(note)),
                "title": str(mission),
                "reference": mission.reference,
                "who": mission.activity.membership.user.full_name,
                "client": str(mission.client or ""),
                "note": note,
                "answer": next((order.get_state_display() for order in mission.orders.all()), ""),
                "starts_on": mission.starts_on,
                "amount": mission.amount,
                "until": until,
                "is_late": is_late,
                "state": mission.get_state_display(),
                "is_current": current == mission.pk,
            }
        )
    return found


def _tone(mission: Mission, *, is_late: bool, has_note: bool) -> str:
    if mission.state != MissionState.SUBMITTED:
        return status.TONES[mission.state]
    if is_late:
        return "bad"
    return "warn" if has_note or mission.has_risks else "ok"


def _client_note(client: Client | None) -> str:
    if client is None or (client.reviewed_at and not client.blocked_reason):
        return ""
    return _("blocked") if client.blocked_reason else _("new, to review")


def _return_form(data: Any = None) -> ReasonForm:
    hint = _("They read it and can send the mission again. The client's link stops working.")
    return ReasonForm(data, prefix="return", label=_("What must the member change?"), help_text=hint)


def _cancel_form(data: Any = None) -> ReasonForm:
    hint = _("The member and the client read it.")
    return ReasonForm(data, prefix="cancel", label=_("Why is the mission cancelled?"), help_text=hint)
