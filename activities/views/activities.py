"""A member's activities: the list, opening one, its page with the way to its money."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from activities import queries
from activities.forms.decisions import ActivityForm
from activities.models import Activity
from activities.rules.activities import open_activity
from activities.status import TONES
from activities.views.shown import contract_ticket, mission_ticket
from members.access import actor_of, member_page
from smart.foundation.errors import RuleBroken

SHOWN = 3


@require_GET
@member_page
def activity_list(request: HttpRequest) -> HttpResponse:
    rows = [
        {"activity": activity, "tone": TONES[activity.state]} for activity in queries.activities_of(request.user.pk)
    ]
    return render(request, "activities/activity_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@member_page
def activity_open(request: HttpRequest) -> HttpResponse:
    form = ActivityForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            activity = open_activity(request.membership, by=actor_of(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return redirect("activities:activity_detail", activity.pk)
    return render(request, "activities/activity_open.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@member_page
def activity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    activity: Activity = get_object_or_404(queries.activities_of(request.user.pk), pk=pk)
    missions = queries.missions_of(request.user.pk).filter(activity=activity)[:SHOWN]
    contracts = queries.contracts_of(request.user.pk).filter(activity=activity)[:SHOWN]
    context = {
        "activity": activity,
        "tone": TONES[activity.state],
        "missions": [mission_ticket(mission) | {"under_h1": False} for mission in missions],
        "contracts": [contract_ticket(contract) | {"under_h1": False} for contract in contracts],
    }
    return render(request, "activities/activity_detail.html", context)
