"""Is this order guaranteed, and why: condition by condition, for the member and for staff."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.models import Mission
from invoicing import perms
from invoicing.models import GuaranteeDecision
from invoicing.rules import guarantee
from invoicing.rules.guarantee_words import condition_rows
from members.access import actor_of, applicant_page, staff_page


@require_safe
@applicant_page
def mission_guarantee(request: HttpRequest, pk: int) -> HttpResponse:
    """The member's own mission, or staff: as a piece of the mission's page, or as a page of its own."""
    mission = _mission(pk)
    by = actor_of(request)
    if not perms.may_see_activity_money(by, mission.activity):
        raise Http404
    is_own = mission.activity.membership.user_id == by.user_id
    if request.headers.get("HX-Request"):
        return render(request, "invoicing/_guarantee.html", _context(request, mission, is_staff=not is_own))
    if not is_own:
        return redirect("invoicing:staff_mission_guarantee", pk)
    return render(request, "invoicing/mission_guarantee.html", _context(request, mission, is_staff=False))


@require_safe
@staff_page()
def staff_mission_guarantee(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "invoicing/mission_guarantee.html", _context(request, _mission(pk), is_staff=True))


@require_POST
@staff_page("adviser", "accounting")
def staff_guarantee_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide again now, because something was mended."""
    mission = _mission(pk)
    guarantee.decide_guarantee(mission, because="asked", on=request.country.today(), by=actor_of(request))
    messages.success(request, _("The guarantee was decided again."))
    return redirect("invoicing:staff_mission_guarantee", pk)


def _mission(pk: int) -> Mission:
    rows = Mission.objects.select_related("country", "client", "activity__membership__user")
    found: Mission = get_object_or_404(rows, pk=pk)
    return found


def _context(request: HttpRequest, mission: Mission, *, is_staff: bool) -> dict[str, Any]:
    """The decision that counts; before the first one, how things stand."""
    decision = guarantee.latest_decision(mission)
    found = decision.conditions if decision else guarantee.evaluate_guarantee(mission, on=request.country.today())
    earlier = list(GuaranteeDecision.objects.filter(mission=mission).order_by("-pk")[:10])
    return {
        "base": "base_staff.html" if is_staff else "base_member.html",
        "is_staff": is_staff,
        "mission": mission,
        "decision": decision,
        "is_guaranteed": all(each["met"] for each in found),
        "checks": condition_rows(found, currency=mission.country.currency),
        "events": [
            {"at": each.at, "text": _("Guaranteed") if each.is_guaranteed else _("Not guaranteed")} for each in earlier
        ],
    }
