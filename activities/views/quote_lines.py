"""The lines of a draft's quote: one page to see and add, one to change, all of it without JavaScript too."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities import perms, queries
from activities.forms.quote import LineForm
from activities.models import Mission, OrderLine
from activities.rules import order_lines
from activities.rules.rows import already_sent
from activities.views.shown import quote_line
from members.access import actor_of, member_page
from smart.foundation.errors import RuleBroken


@require_http_methods(["GET", "POST"])
@member_page
def mission_lines(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines with their total, and a form for one more."""
    mission = _draft(request, pk)
    if request.method == "GET":
        return _page(request, mission, LineForm(initial=LineForm.initial_of(None), country=request.country))
    form = LineForm(request.POST, country=request.country)
    if _is_preview(request):
        return _preview(request, mission, form)
    if form.is_valid():
        try:
            order_lines.add_line(mission, by=actor_of(request), after=form.cleaned_data["after"], **form.facts())
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return redirect("activities:mission_lines", pk)
    return _page(request, mission, form, status=422)


@require_http_methods(["GET", "POST"])
@member_page
def mission_line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Change one line."""
    mission = _draft(request, pk)
    found = _line(mission, line)
    if request.method == "GET":
        form = LineForm(initial=LineForm.initial_of(found), country=request.country)
        return _page(request, mission, form, found=found)
    form = LineForm(request.POST, country=request.country)
    if _is_preview(request):
        return _preview(request, mission, form, found=found)
    if form.is_valid():
        try:
            order_lines.change_line(found, by=actor_of(request), **form.facts())
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return redirect("activities:mission_lines", pk)
    return _page(request, mission, form, found=found, status=422)


@require_POST
@member_page
def mission_line_remove(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    mission = _draft(request, pk)
    order_lines.remove_line(_line(mission, line), by=actor_of(request))
    messages.success(request, _("The line is gone."))
    return redirect("activities:mission_lines", pk)


def _draft(request: HttpRequest, pk: int) -> Mission:
    mission: Mission = get_object_or_404(queries.missions_of(request.user.pk), pk=pk)
    if not perms.may_edit_mission(actor_of(request), mission):
        raise already_sent(mission)
    return mission


def _line(mission: Mission, pk: int) -> OrderLine:
    lines = OrderLine.objects.select_related("order__mission").filter(order__mission_id=mission.pk)
    found: OrderLine = get_object_or_404(lines, pk=pk)
    return found


def _is_preview(request: HttpRequest) -> bool:
    return request.POST.get("action") == "preview"


def _preview(request: HttpRequest, mission: Mission, form: LineForm, *, found: OrderLine | None = None) -> HttpResponse:
    """What the line comes to, without keeping anything or complaining about what is not typed yet."""
    unsaved = LineForm(initial=request.POST.dict(), country=request.country)
    return _page(request, mission, unsaved, found=found, net=form.net())


def _page(
    request: HttpRequest,
    mission: Mission,
    form: LineForm,
    *,
    found: OrderLine | None = None,
    net: Any = None,
    status: int = 200,
) -> HttpResponse:
    lines = queries.lines_of(mission)
    context = {
        "mission": mission,
        "form": form,
        "line": found,
        "net": net,
        "lines": [quote_line(line, request.country) for line in lines],
        "count": len(lines),
        "total": sum(line.net for line in lines),
    }
    return render(request, "activities/mission_lines.html", context, status=status)
