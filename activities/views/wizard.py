"""Declaring a mission: five short pages, a draft kept on the server at each, one mission however often it is sent."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities import perms, queries
from activities.forms.mission import DatesForm, FunctionForm, PriceForm, SendForm, WorkForm
from activities.models import Activity, Client, Mission
from activities.rules import missions
from activities.rules.rows import already_sent
from activities.rules.team_parts import team_of
from activities.views.answers import mission_answers
from activities.views.shown import quote_line, wizard_steps
from activities.views.team_shown import share_row
from countries.rules.settings import setting_value
from members.access import actor_of, member_page
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm


@require_http_methods(["GET", "POST"])
@member_page
def mission_start(request: HttpRequest) -> HttpResponse:
    """Step 1 of a new mission: the first save makes the draft."""
    activities = list(queries.activities_of(request.user.pk).open())
    if not activities:
        messages.info(request, _("Open an activity first: missions belong to it."))
        return redirect("activities:activity_open")
    submission_id = _submission_id(request)
    initial = {"activity": request.GET.get("activity", ""), "work_setting": "agreed"}
    form = _work_form(request, activities=activities, initial=initial)
    context = {"form": form, "submission_id": submission_id, "mission": None, "resumable": _resumable(request)}
    if request.method == "GET" or _action(request) == "search":
        return _page(request, 1, context)
    activity = _chosen_activity(activities, request)
    if _action(request) == "new_client":
        mission = missions.start_mission(activity, submission_id=submission_id, by=actor_of(request))
        return _add_client(request, mission, form)
    if not form.is_valid():
        return _page(request, 1, context, status=422)
    try:
        mission = missions.start_mission(activity, submission_id=submission_id, by=actor_of(request))
        missions.save_step(mission, step=1, values=_work_values(form), by=actor_of(request))
    except RuleBroken as broken:
        if broken.code == "already_sent":
            raise
        form.add_rule_error(broken)
        return _page(request, 1, context, status=422)
    return redirect("activities:mission_step", mission.pk, 2)


@require_http_methods(["GET", "POST"])
@member_page
def mission_step(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """One page of the draft. Back and “finish later” keep what is typed; Change comes back to the check page."""
    if step not in missions.STEP_FIELDS:
        raise Http404
    mission = _draft(request, pk)
    form = _form(request, mission, step)
    context = {"form": form, "mission": mission, "submission_id": mission.submission_id}
    action = _action(request)
    if request.method == "GET" or action == "search":
        return _page(request, step, context)
    if action == "new_client":
        return _add_client(request, mission, form)
    if action in {"back", "later", "lines"}:
        form.is_valid()
        missions.keep_step(mission, step=step, values=_values(form, step), by=actor_of(request))
        return _leave(mission, step, action)
    if not form.is_valid():
        return _page(request, step, context, status=422)
    try:
        missions.save_step(mission, step=step, values=_values(form, step), by=actor_of(request))
    except RuleBroken as broken:
        form.add_rule_error(broken)
        return _page(request, step, context, status=422)
    if request.GET.get("to") == "check" or step == 4:
        return redirect("activities:mission_check", mission.pk)
    return redirect("activities:mission_step", mission.pk, step + 1)


@require_GET
@member_page
def mission_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 5: everything on one page, each line with its way back."""
    mission = _draft(request, pk)
    return _check_page(request, mission, SendForm(initial={"submission_id": mission.submission_id}))


@require_POST
@member_page
def mission_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it: the server's clock decides. A second click finds it sent and shows the same page."""
    mission = get_object_or_404(queries.missions_of(request.user.pk), pk=pk)
    form = SendForm(request.POST)
    if not form.is_valid() or form.cleaned_data["submission_id"] != mission.submission_id:
        messages.error(request, _("This page was out of date. Check the answers again, then send."))
        return redirect("activities:mission_detail", mission.pk)
    try:
        missions.send_mission(mission, by=actor_of(request), now=timezone.now())
    except RuleBroken as broken:
        if not perms.may_edit_mission(actor_of(request), mission):
            raise
        if broken.code == "late_declaration":
            return redirect("activities:mission_late", mission.pk)
        form.add_rule_error(broken)
        return _check_page(request, mission, form, broken=broken, status=422)
    return redirect("activities:mission_detail", mission.pk)


def _draft(request: HttpRequest, pk: int) -> Mission:
    mission: Mission = get_object_or_404(queries.missions_of(request.user.pk), pk=pk)
    if not perms.may_edit_mission(actor_of(request), mission):
        raise already_sent(mission)
    return mission


def _form(request: HttpRequest, mission: Mission, step: int) -> SmartForm:
    where, data = request.country, request.POST if request.method == "POST" else None
    match step:
        case 1:
            initial = WorkForm.initial_of(mission)
            return _work_form(request, activities=[mission.activity], initial=initial, chosen=mission.client)
        case 2:
            return DatesForm(data, initial=DatesForm.initial_of(mission, where))
        case 3:
            return FunctionForm(data, initial=FunctionForm.initial_of(mission), country=where)
    return _price_form(request, mission, data)


def _price_form(request: HttpRequest, mission: Mission, data: Any) -> PriceForm:
    """Step 4, with the member's own contacts at the client's; a quote in lines has no price to type."""
    order, where, today = queries.order_of(mission), request.country, request.country.today()
    assert order is not None
    contacts = queries.contacts_of(request.membership.pk, client_id=mission.client_id)
    return PriceForm(
        data,
        initial=PriceForm.initial_of(mission, order, today, contacts),
        country=where,
        contacts=contacts,
        has_lines=order.lines.exists(),
        draft_days=setting_value(where, "invoice.draft_lead_days", on=today, default=None),
    )


def _work_form(
    request: HttpRequest, *, activities: list[Activity], initial: dict[str, Any], chosen: Client | None = None
) -> WorkForm:
    """Step 1 with the clients to choose from: those found, the chosen one, and those of the last missions."""
    posted = request.POST if request.method == "POST" else None
    found = queries.clients_like(request.POST.get("q", "")) if _action(request) == "search" else []
    picked = _picked(posted) or chosen
    clients = {client.pk: client for client in [*([picked] if picked else []), *found]}
    if not found:
        clients |= {client.pk: client for client in queries.recent_clients(request.user.pk)}
    if _action(request) == "search" and posted is not None:
        return WorkForm(initial=initial | posted.dict(), activities=activities, clients=clients.values())
    return WorkForm(posted, initial=initial, activities=activities, clients=clients.values())


def _picked(posted: Any) -> Client | None:
    value = str((posted or {}).get("client", ""))
    found: Client | None = Client.objects.filter(pk=int(value)).first() if value.isdecimal() else None
    return found


def _chosen_activity(activities: list[Activity], request: HttpRequest) -> Activity:
    wanted = str(request.POST.get("activity", ""))
    return next((activity for activity in activities if str(activity.pk) == wanted), activities[0])


def _work_values(form: SmartForm) -> dict[str, Any]:
    known = {
        name: form.cleaned_data[name] for name in ("title", "description", "work_setting") if name in form.cleaned_data
    }
    chosen = form.cleaned_data.get("client")
    return known | ({"client": Client.objects.get(pk=int(chosen))} if chosen else {})


def _values(form: SmartForm, step: int) -> dict[str, Any]:
    if step == 1:
        return _work_values(form)
    return {name: value for name, value in form.cleaned_data.items() if name in missions.STEP_FIELDS[step]}


def _add_client(request: HttpRequest, mission: Mission, form: SmartForm) -> HttpResponse:
    """Keep what is typed and go to the page for a new client, which comes back here."""
    form.is_valid()
    missions.keep_step(mission, step=1, values=_work_values(form), by=actor_of(request))
    return redirect(f"{reverse('activities:client_add')}?mission={mission.pk}&name={request.POST.get('q', '')[:60]}")


def _leave(mission: Mission, step: int, action: str) -> HttpResponse:
    if action == "lines":
        return redirect("activities:mission_lines", mission.pk)
    if action == "back" and step > 1:
        return redirect("activities:mission_step", mission.pk, step - 1)
    return redirect("activities:mission_list")


def _check_page(
    request: HttpRequest, mission: Mission, form: SendForm, *, broken: RuleBroken | None = None, status: int = 200
) -> HttpResponse:
    order = queries.order_of(mission)
    assert order is not None
    groups = mission_answers(mission, order, country=request.country)
    context = {
        "form": form,
        "mission": mission,
        "order": order,
        "groups": groups,
        "team": [share_row(share) for share in team_of(mission)],
        "steps": wizard_steps(mission, current=5),
        "mend": broken.params.get("step") if broken else None,
    }
    return render(request, "activities/mission_check.html", context, status=status)


def _page(request: HttpRequest, step: int, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context |= {"step": step, "steps": wizard_steps(context["mission"], current=step)}
    if step == 4:
        context["lines"] = [quote_line(line, request.country) for line in queries.lines_of(context["mission"])]
    return render(request, f"activities/mission_step_{step}.html", context, status=status)


def _submission_id(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(str(request.POST.get("submission_id", "")))
    except ValueError:
        return uuid.uuid4()


def _resumable(request: HttpRequest) -> Mission | None:
    found: Mission | None = queries.missions_of(request.user.pk).filter(state="draft").first()
    return found


def _action(request: HttpRequest) -> str:
    return str(request.POST.get("action", "continue")) if request.method == "POST" else ""
