"""“Like last time”: one page on which a mission is declared again with new days."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from activities import queries
from activities.forms.repeating import RepeatForm
from activities.models import Mission, Order
from activities.rules import missions, repeating
from activities.views.answers import mission_answers
from members.access import actor_of, member_page
from smart.foundation import formats
from smart.foundation.errors import RuleBroken

GROUPS = (1, 3, 4)
"""The pages of the wizard whose answers stay as they were; the second is the one with the days."""


@require_http_methods(["GET", "POST"])
@member_page
def mission_repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the days of the same work again and send it; “Change” goes on in the wizard with a draft."""
    mission = get_object_or_404(queries.missions_of(request.user.pk), pk=pk)
    order = queries.order_of(mission)
    assert order is not None
    if request.method == "GET":
        return _page(request, mission, order, _form(request, mission, order))
    if request.POST.get("action") != "send":
        return _change(request, mission)
    form = _form(request, mission, order)
    if not form.is_valid():
        return _page(request, mission, order, form, status=422)
    try:
        again = repeating.repeat_with_days(mission, by=actor_of(request), **form.cleaned_data)
        missions.send_mission(again, by=actor_of(request), now=timezone.now())
    except RuleBroken as broken:
        if broken.code == "already_sent":
            raise
        if broken.code == "late_declaration":
            return redirect("activities:mission_late", again.pk)
        form.add_rule_error(broken)
        return _page(request, mission, order, form, mend=broken.params.get("step"), status=422)
    return redirect("activities:mission_detail", again.pk)


def _form(request: HttpRequest, mission: Mission, order: Order) -> RepeatForm:
    initial = {"amount": mission.amount, "submission_id": uuid.uuid4()}
    return RepeatForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        currency=request.country.currency,
        has_lines=order.lines.exists(),
        length=_length(mission),
    )


def _length(mission: Mission) -> str:
    """What an open last day means."""
    if not mission.days:
        return _("Left empty, one day.")
    facts = {"days": formats.number(mission.days)}
    text = ngettext(
        "Left empty, as long as last time: %(days)s day.",
        "Left empty, as long as last time: %(days)s days.",
        1 if mission.days == 1 else 2,
    )
    return text % facts


def _change(request: HttpRequest, mission: Mission) -> HttpResponse:
    """A draft like the mission, and the page of the wizard that was asked for: the days unless another is named."""
    again = missions.repeat_mission(mission, submission_id=_key(request), by=actor_of(request))
    wanted = str(request.POST.get("action", "")).removeprefix("step-")
    step = int(wanted) if wanted in {"1", "3", "4"} else 2
    return redirect("activities:mission_step", again.pk, step if again.client_id else 1)


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(str(request.POST.get("submission_id", "")))
    except ValueError:
        return uuid.uuid4()


def _page(
    request: HttpRequest, mission: Mission, order: Order, form: RepeatForm, *, mend: Any = None, status: int = 200
) -> HttpResponse:
    groups = mission_answers(mission, order, country=request.country, with_links=False)
    kept = [groups[step - 1] | {"step": step} for step in GROUPS]
    context = {"form": form, "mission": mission, "order": order, "groups": kept, "mend": mend}
    return render(request, "activities/mission_repeat.html", context, status=status)
