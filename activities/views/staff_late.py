"""Wishes to declare late, for advisers: what the member says, what the law allows, and the answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activities import place
from activities.forms.late import LateDecisionForm
from activities.models import LateStatement, LateWay
from activities.rules import late, late_decisions, late_ways
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken

_MEMBER = "mission__activity__membership"


@require_GET
@staff_page("adviser")
def staff_late_list(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the earliest start first. As many queries for 5 rows as for 50."""
    return render(request, "activities/staff_late_list.html", {"wishes": _waiting().order_by("first_day", "id")[:200]})


@require_http_methods(["GET", "POST"])
@staff_page("adviser")
def staff_late_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One wish: the mission with its true days, the member's words, the law, and the decision."""
    wish = get_object_or_404(_waiting(), pk=pk)
    mission, form = wish.mission, LateDecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        is_granted = form.cleaned_data["answer"] == LateWay.GRANTED
        by, reason = actor_of(request), form.cleaned_data["reason"]
        try:
            late_decisions.decide_late(mission, is_granted=is_granted, reason=reason, by=by, now=timezone.now())
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The member has your answer."))
            return redirect("activities:staff_late_list")
    context = {"form": form, "wish": wish, "mission": mission, **_law(request, wish)}
    return render(request, "activities/staff_late_decide.html", context, status=422 if form.errors else 200)


def _waiting() -> Any:
    return LateStatement.objects.to_decide().select_related(
        "mission__client", "mission__country", f"{_MEMBER}__user", f"{_MEMBER}__adviser"
    )


def _law(request: HttpRequest, wish: LateStatement) -> dict[str, Any]:
    """The row of law the answer rests on; none when it is not open any more."""
    country, now, mission = request.country, timezone.now(), wish.mission
    lateness = late.lateness(mission, country=country, now=now)
    ways = late_ways.ways_of(mission, lateness, country=country, now=now) if lateness else ()
    way = next((each for each in ways if each.code == LateWay.LATE), None)
    note = way.note_in(translation.get_language() or "en") if way else ""
    begins = place.clock(country, lateness.begins) if lateness else ""
    return {"way": way, "note": note, "begins": begins}
