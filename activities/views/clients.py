"""Clients as members see them: shared by the country, found by the first letters, added when new."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activities import perms, queries
from activities.forms.client import ClientForm, ClientSearchForm
from activities.models import Client, Mission
from activities.rules import clients, missions
from members.access import actor_of, member_page
from smart.foundation.errors import RuleBroken

PER_PAGE = 30


@require_GET
@member_page
def client_list(request: HttpRequest) -> HttpResponse:
    form = ClientSearchForm(request.GET or None)
    searched = str(request.GET.get("q", ""))
    rows = (
        Client.objects.named_like(clients.fold(searched))
        if searched
        else Client.objects.standing().order_by("folded_name", "id")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": f"q={searched}&" if searched else "", "searched": searched}
    return render(request, "activities/client_list.html", context)


@require_http_methods(["GET", "POST"])
@member_page
def client_add(request: HttpRequest) -> HttpResponse:
    """Add a client; coming from a draft mission, go back to it with the client chosen."""
    mission = _mission(request)
    if request.method == "POST":
        form = ClientForm(request.POST, country=request.country)
    else:
        form = ClientForm(initial={"kind": "company", "name": request.GET.get("name", "")}, country=request.country)
    known = None
    if form.is_valid():
        try:
            client = clients.add_client(by=actor_of(request), **form.cleaned_data)
        except clients.ClientKnown as broken:
            known = broken.client
            form.add_rule_error(broken)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            _say_unchecked(request, client)
            return _back(request, client, mission)
    context = {"form": form, "mission": mission, "known": known}
    return render(request, "activities/client_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
@member_page
def client_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the client that is already known for the draft the member came from."""
    client: Client = get_object_or_404(Client.objects, pk=pk)
    return _back(request, client, _mission(request))


def _mission(request: HttpRequest) -> Mission | None:
    wanted = str(request.GET.get("mission", ""))
    if not wanted.isdecimal():
        return None
    mission: Mission = get_object_or_404(queries.missions_of(request.user.pk), pk=int(wanted))
    return mission if perms.may_edit_mission(actor_of(request), mission) else None


def _back(request: HttpRequest, client: Client, mission: Mission | None) -> HttpResponse:
    if mission is None:
        messages.success(request, _("%(name)s is among the clients.") % {"name": client.name})
        return redirect("activities:client_list")
    missions.keep_step(mission, step=1, values={"client": client}, by=actor_of(request))
    return redirect("activities:mission_step", mission.pk, 1)


def _say_unchecked(request: HttpRequest, client: Client) -> None:
    """A number nobody could check is accepted with a word to the person."""
    for field in clients.NUMBERS:
        number = getattr(client, field)
        if number:
            check = clients.check_number(field, number, place=str(client.place.code))
            if check.message:
                messages.warning(request, check.message)
