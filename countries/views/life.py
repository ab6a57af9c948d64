"""Network administrators: the countries, opening one, its tasks, and its moves between states."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries import perms
from countries.forms import OpenCountryForm, ReasonForm
from countries.models import Country, StateProposal
from countries.rules import life_cycle
from countries.rules.onboarding import Task, onboarding_tasks, open_country
from countries.states import COUNTRY_TRANSITIONS, CountryState
from countries.views.access import admin_actor, country_admin_page, network_admin_page
from smart.foundation.errors import RuleBroken
from smart.foundation.states import history
from smart.foundation.tenancy import country as enter

REGISTER_PAGES = {"basics", "entity", "office", "account"}
TASK_TONES = {"done": "ok", "waiting": "warn", "missing": "muted"}
STATE_TONES = {
    CountryState.ACTIVE: "ok",
    CountryState.PILOT: "warn",
    CountryState.BUILDING: "warn",
    CountryState.DORMANT: "muted",
    CountryState.CLOSED: "muted",
}


@require_safe
@network_admin_page
def country_list(request: HttpRequest) -> HttpResponse:
    """Every country with its state and how ready it is; costs a few queries per country that is or was built."""
    rows = [_list_row(row, request) for row in Country.objects.all()]
    rows.sort(key=lambda row: (not row["country"].is_tenant, str(row["country"])))
    return render(request, "countries/country_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@network_admin_page
def country_open(request: HttpRequest) -> HttpResponse:
    form = OpenCountryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_country(
                form.cleaned_data["code"], by=admin_actor(request), reason=form.cleaned_data["reason"]
            )
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("%(country)s is being built. Do the tasks in any order.") % {"country": opened})
            return redirect("countries:country_detail", opened.slug)
    return render(request, "countries/country_open.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@country_admin_page
def country_detail(request: HttpRequest, country: Country) -> HttpResponse:
    """The task list of a country, what can be done with it, and its history."""
    tasks = onboarding_tasks(country, on=country.today())
    proposal = StateProposal.objects.filter(decided_at__isnull=True).first()
    by = admin_actor(request)
    context = {
        "of": country,
        "tone": STATE_TONES.get(CountryState(country.state), "pen"),
        "tasks": [_task_line(task, country) for task in tasks],
        "done": sum(task.is_done for task in tasks),
        "total": len(tasks),
        "proposal": proposal,
        "may_decide": proposal is not None and perms.may_decide_proposal(by, proposal),
        "moves": _moves(country, is_ready=all(task.is_done for task in tasks), proposal=proposal),
        "events": [_event(change) for change in reversed(list(history(country)))],
        "home_url": f"/{country.slug}/" if country.is_tenant else "",
    }
    return render(request, "countries/country_detail.html", context)


@require_http_methods(["GET", "POST"])
@country_admin_page
def country_move(request: HttpRequest, country: Country, to: str) -> HttpResponse:
    """Ask for the reason, then move the country or propose the move to a second person."""
    if to not in COUNTRY_TRANSITIONS.get(country.state, {}):
        return redirect("countries:country_detail", country.slug)
    form = ReasonForm(request.POST or None)
    is_proposal = life_cycle.needs_second_person(country, to=to)
    if request.method == "POST" and form.is_valid():
        rule = life_cycle.propose_move if is_proposal else life_cycle.move_country
        try:
            rule(country, to=to, by=admin_actor(request), reason=form.cleaned_data["reason"])
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _said(country, to, is_proposal=is_proposal))
            return redirect("countries:country_detail", country.slug)
    context = {
        "of": country,
        "form": form,
        "to": CountryState(to),
        "label": _verb(country, to),
        "is_proposal": is_proposal,
    }
    return render(request, "countries/country_move.html", context, status=422 if form.errors else 200)


@require_POST
@country_admin_page
def proposal_decide(request: HttpRequest, country: Country, pk: int, answer: str) -> HttpResponse:
    proposal = get_object_or_404(StateProposal.objects.all(), pk=pk)
    if answer not in {"confirm", "decline"}:
        raise Http404
    if answer == "confirm":
        moved = life_cycle.confirm_move(proposal, by=admin_actor(request))
        messages.success(request, _said(moved, moved.state, is_proposal=False))
    else:
        life_cycle.decline_move(proposal, by=admin_actor(request))
        messages.success(request, _("The proposal is declined. The country stays as it was."))
    return redirect("countries:country_detail", country.slug)


def _list_row(row: Country, request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = {"country": row, "tone": STATE_TONES.get(CountryState(row.state), "pen"), "total": 0}
    if row.is_tenant:
        with enter(row, by=admin_actor(request)):
            tasks = onboarding_tasks(row, on=row.today())
        found |= {"done": sum(task.is_done for task in tasks), "total": len(tasks)}
    return found


def _task_line(task: Task, country: Country) -> dict[str, Any]:
    words = {"done": _("Done"), "waiting": _("Waits for a second person"), "missing": _("To do")}
    line: dict[str, Any] = {"label": task.label, "tone": TASK_TONES[task.state], "state": words[task.state]}
    if task.note:
        line["note"] = task.note
    if task.code in REGISTER_PAGES:
        line["url"] = reverse(f"countries:{task.code}_edit", args=[country.slug])
    elif "." in task.code:
        line["url"] = reverse("countries:setting_detail", args=[country.slug, task.code])
    elif task.url:
        line["url"] = task.url
    return line


def _moves(country: Country, *, is_ready: bool, proposal: StateProposal | None) -> list[dict[str, Any]]:
    found = []
    for to in COUNTRY_TRANSITIONS.get(country.state, {}):
        needs_tasks = to in {CountryState.PILOT, CountryState.ACTIVE}
        if needs_tasks and (not is_ready or proposal is not None):
            continue
        found.append({
            "label": _verb(country, to),
            "url": reverse("countries:country_move", args=[country.slug, to]),
            "is_main": needs_tasks,
            "is_dangerous": to in {CountryState.CLOSED, CountryState.DORMANT},
        })  # fmt: skip
    return found


def _verb(country: Country, to: str) -> str:
    if to == CountryState.BUILDING:
        return _("Wake") if country.state == CountryState.DORMANT else _("Start building")
    return {
        CountryState.PILOT: _("Propose the pilot"),
        CountryState.ACTIVE: _("Make active"),
        CountryState.DORMANT: pgettext("button", "Put to sleep"),
        CountryState.CLOSED: _("Close for good"),
        CountryState.STUDY: _("Move to study"),
        CountryState.FUNDING: _("Move to funding"),
        CountryState.INITIATIVE: _("Back to initiative"),
    }[CountryState(to)]


def _said(country: Country, to: str, *, is_proposal: bool) -> str:
    if is_proposal:
        return _("Proposed. Another administrator must now confirm it.")
    return _("%(country)s is now “%(state)s”.") % {"country": country, "state": CountryState(to).label}


def _event(change: Any) -> dict[str, Any]:
    event = {
        "at": change.at,
        "text": _("From “%(before)s” to “%(after)s”")
        % {"before": CountryState(change.from_state).label, "after": CountryState(change.to_state).label},
        "who": change.by_label,
    }
    return {**event, "note": change.reason} if change.reason else event
