"""The page for a mission that comes too late: why, and the ways the law of its country leaves open."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities import perms, place, queries
from activities.forms.late import LateForm
from activities.late_words import duty_words
from activities.models import LateWay, Mission
from activities.models.late_statement import OUTSIDE
from activities.rules import late as rules
from activities.rules import late_decisions, late_leaving, late_ways
from activities.rules.rows import already_sent
from countries.late_ways import LateLaw
from members.access import actor_of, member_page
from smart.foundation import formats
from smart.foundation.errors import RuleBroken


@require_http_methods(["GET", "POST"])
@member_page
def mission_late(request: HttpRequest, pk: int) -> HttpResponse:
    """Never a dead end and never a false date: only what the law of the country allows this mission today."""
    mission: Mission = get_object_or_404(queries.missions_of(request.user.pk), pk=pk)
    if not perms.may_edit_mission(actor_of(request), mission):
        raise already_sent(mission)
    country, now = request.country, timezone.now()
    late = rules.lateness(mission, country=country, now=now)
    decision = late_decisions.decision_for(mission)
    if late is None or (decision is not None and decision.way == LateWay.GRANTED):
        return redirect("activities:mission_check", pk)
    law = late_ways.law_here(country)
    ways = late_ways.ways_of(mission, late, country=country, now=now)
    data = request.POST if request.method == "POST" else None
    form = LateForm(data, late=late, ways=ways, is_written=law is not None)
    if form.is_valid():
        try:
            return _go(request, mission, form)
        except RuleBroken as broken:
            form.add_rule_error(broken)
    context = {
        "form": form,
        "mission": mission,
        "late": late,
        "law": _law(law, ways, has_begun=late.has_begun),
        "decision": decision,
        "begins": place.clock(country, late.begins),
        "now": place.clock(country, now),
    }
    return render(request, "activities/mission_late.html", context, status=422 if form.errors else 200)


def _go(request: HttpRequest, mission: Mission, form: LateForm) -> HttpResponse:
    """Do what was chosen, and go where it goes on."""
    way, said = LateWay(form.cleaned_data["way"]), {"words": form.cleaned_data["words"]}
    by, now = actor_of(request), timezone.now()
    if way == LateWay.COMING:
        return _keep_coming(request, mission, said["words"])
    if way in OUTSIDE:
        late_leaving.leave_with_mission(mission, way=way, by=by, now=now, **said)
        messages.success(
            request, _("The mission is cancelled here; your words are kept. Bill the client for the true days.")
        )
    elif way == LateWay.LATE:
        late_decisions.ask_to_declare_late(mission, by=by, now=now, **said)
        messages.success(request, _("Your adviser decides whether it can be declared late. The draft stays as it is."))
    else:
        rules.ask_about_late_days(mission, by=by, now=now, **said)
        messages.success(request, _("Your adviser has your words. The draft stays as it is until they answer."))
    return redirect("activities:mission_detail", mission.pk)


def _keep_coming(request: HttpRequest, mission: Mission, words: str) -> HttpResponse:
    before = mission.amount
    kept = rules.declare_coming_days(mission, words=words, by=actor_of(request), now=timezone.now())
    if kept.amount != before and kept.amount is not None and before is not None:
        currency = request.country.currency
        facts = {"now": formats.money(kept.amount, currency), "before": formats.money(before, currency)}
        messages.warning(request, _("The price follows the days: %(now)s instead of %(before)s. Check it.") % facts)
    else:
        messages.warning(request, _("The mission has only the days still ahead. Check the price too."))
    return redirect("activities:mission_check", mission.pk)


def _law(law: LateLaw | None, ways: Any, *, has_begun: bool) -> dict[str, Any]:
    """What the page shows of the law: what it says of begun work, where that stands, and the source of each way."""
    if law is None:
        return {"words": duty_words(None)}
    sources = [
        {"name": str(LateWay(way.code).label), "source": way.source, "confidence": way.confidence} for way in ways
    ]
    duty = {"source": law.duty.source, "confidence": law.duty.confidence} if has_begun else {}
    return {"words": duty_words(law), "duty": duty, "sources": sources}
