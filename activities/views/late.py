"""The page for a mission that comes too late: why, and the ways that are still open."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities import perms, place, queries
from activities.forms.late import LateForm
from activities.models import LateWay, Mission
from activities.rules import late as rules
from activities.rules.rows import already_sent
from members.access import actor_of, member_page
from smart.foundation import formats
from smart.foundation.errors import RuleBroken


@require_http_methods(["GET", "POST"])
@member_page
def mission_late(request: HttpRequest, pk: int) -> HttpResponse:
    """Never a dead end and never a false date: only the days ahead, the adviser, or cancelling."""
    mission: Mission = get_object_or_404(queries.missions_of(request.user.pk), pk=pk)
    if not perms.may_edit_mission(actor_of(request), mission):
        raise already_sent(mission)
    late = rules.lateness(mission, country=request.country, now=timezone.now())
    if late is None:
        return redirect("activities:mission_check", pk)
    initial = {"way": LateWay.COMING if late.coming else LateWay.ASK}
    form = LateForm(request.POST if request.method == "POST" else None, late=late, initial=initial)
    if form.is_valid():
        try:
            return _go(request, mission, form)
        except RuleBroken as broken:
            form.add_rule_error(broken)
    context = {"form": form, "mission": mission, "late": late, **_words(request, late)}
    return render(request, "activities/mission_late.html", context, status=422 if form.errors else 200)


def _go(request: HttpRequest, mission: Mission, form: LateForm) -> HttpResponse:
    words, by, now = form.cleaned_data["words"], actor_of(request), timezone.now()
    if form.cleaned_data["way"] == LateWay.ASK:
        rules.ask_about_late_days(mission, words=words, by=by, now=now)
        messages.success(request, _("Your adviser has your words. The draft stays as it is until they answer."))
        return redirect("activities:mission_detail", mission.pk)
    before = mission.amount
    kept = rules.declare_coming_days(mission, words=words, by=by, now=now)
    if kept.amount != before and kept.amount is not None and before is not None:
        currency = request.country.currency
        facts = {"now": formats.money(kept.amount, currency), "before": formats.money(before, currency)}
        messages.warning(request, _("The price follows the days: %(now)s instead of %(before)s. Check it.") % facts)
    else:
        messages.warning(request, _("The mission has only the days still ahead. Check the price too."))
    return redirect("activities:mission_check", mission.pk)


def _words(request: HttpRequest, late: rules.Lateness) -> dict[str, Any]:
    """The reason in the country's own clock."""
    return {
        "begins": place.clock(request.country, late.begins),
        "now": place.clock(request.country, timezone.now()),
    }
