"""Work that comes back: start a series from a mission, see what it has drafted, stop it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities import queries
from activities.forms.quote import SeriesForm
from activities.models import OrderSeries
from activities.rules import series
from activities.views.shown import mission_ticket
from members.access import actor_of, member_page
from smart.foundation.errors import RuleBroken


@require_http_methods(["GET", "POST"])
@member_page
def mission_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how often a mission comes back; one that already does shows its series."""
    mission = get_object_or_404(queries.missions_of(request.user.pk), pk=pk)
    if mission.series_id is not None:
        return redirect("activities:series_detail", mission.series_id)
    form = SeriesForm(request.POST or None, initial={"rhythm": "month", "times": 3})
    if form.is_valid():
        try:
            started = series.start_series(mission, by=actor_of(request), now=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The series runs. Each draft waits for you to send it."))
            return redirect("activities:series_detail", started.pk)
    context = {"form": form, "mission": mission, "ahead": series.AHEAD.days}
    return render(request, "activities/mission_series.html", context, status=422 if form.errors else 200)


@require_GET
@member_page
def series_detail(request: HttpRequest, pk: int) -> HttpResponse:
    found: OrderSeries = get_object_or_404(queries.series_of(request.user.pk), pk=pk)
    missions = queries.missions_of(request.user.pk).filter(series=found).order_by("series_position")
    left = range(found.drafted + 1, found.times + 1) if found.stopped_at is None else ()
    context = {
        "series": found,
        "tickets": [mission_ticket(mission) | {"under_h1": False} for mission in missions],
        "coming": [series.occurrence(found, position) for position in left],
        "ahead": series.AHEAD.days,
    }
    return render(request, "activities/series_detail.html", context)


@require_POST
@member_page
def series_stop(request: HttpRequest, pk: int) -> HttpResponse:
    found: OrderSeries = get_object_or_404(queries.series_of(request.user.pk), pk=pk)
    series.stop_series(found, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The series is stopped. What is drafted already stays."))
    return redirect("activities:series_detail", pk)
