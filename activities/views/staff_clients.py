"""Clients as advisers see them: the new ones to review, each compared with a register, corrected, blocked."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities.forms.client import ClientForm
from activities.forms.client_staff import BlockForm
from activities.forms.staff import DecisionForm, QueueFilter, client_states
from activities.models import Client
from activities.models.client_access import ProposalState
from activities.rules import clients
from activities.states import MissionState
from activities.status import TONES
from activities.views.client_parts import staff_parts
from activities.views.staff_queue import decided, paged
from members.access import actor_of, staff_page
from members.models import User
from smart.foundation.forms import SmartForm

PAGE = "activities:staff_client_detail"
SHOWN = 10


@require_GET
@staff_page("adviser")
def staff_client_list(request: HttpRequest) -> HttpResponse:
    """Every client by name, or by state; as many queries for 5 rows as for 50."""
    hint = _("The beginning of the name, or of the VAT or company number.")
    filters = QueueFilter(request.GET, states=client_states(), hint=hint)
    wanted = filters.wanted()
    page, query = paged(request, _filtered(wanted, on=request.country.today()))
    context = {
        "filters": filters,
        "page": page,
        "query": query,
        "is_filtered": bool(wanted),
        "rows": [_row(client) for client in page],
        "waiting": Client.objects.to_review().count(),
    }
    return render(request, "activities/staff_client_list.html", context)


@require_http_methods(["GET", "POST"])
@staff_page("adviser")
def staff_client_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The client's facts, to compare and correct."""
    client = get_object_or_404(Client.objects.all(), pk=pk)
    if request.method == "GET":
        return detail_page(request, client)
    form = ClientForm(request.POST, country=request.country)
    if not decided(form, lambda data: clients.edit_client(client, by=actor_of(request), **data)):
        return detail_page(request, get_object_or_404(Client.objects.all(), pk=pk), facts=form)
    messages.success(request, _("The facts are saved. Issued invoices keep the old ones."))
    return redirect(PAGE, pk)


@require_POST
@staff_page("adviser")
def staff_client_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the facts were compared with a register, and go on with the next new client."""
    client = get_object_or_404(Client.objects.all(), pk=pk)
    form = DecisionForm(request.POST, prefix="review")
    if not decided(form, lambda _data: clients.review_client(client, by=actor_of(request))):
        return detail_page(request, client, review=form)
    messages.success(request, _("%(name)s is reviewed.") % {"name": client})
    following = Client.objects.to_review().first()
    return redirect(PAGE, following.pk) if following else redirect("activities:staff_client_list")


@require_POST
@staff_page("adviser")
def staff_client_block(request: HttpRequest, pk: int) -> HttpResponse:
    client = get_object_or_404(Client.objects.all(), pk=pk)
    form = BlockForm(request.POST, prefix="block")
    if not decided(form, lambda data: clients.block_client(client, by=actor_of(request), **data)):
        return detail_page(request, client, block=form)
    messages.warning(request, _("No new mission can be declared for %(name)s.") % {"name": client})
    return redirect(PAGE, pk)


@require_POST
@staff_page("adviser")
def staff_client_unblock(request: HttpRequest, pk: int) -> HttpResponse:
    client = get_object_or_404(Client.objects.all(), pk=pk)
    form = DecisionForm(request.POST, prefix="unblock")
    if not decided(form, lambda _data: clients.unblock_client(client, by=actor_of(request))):
        return detail_page(request, client, unblock=form)
    messages.success(request, _("Missions for %(name)s are possible again.") % {"name": client})
    return redirect(PAGE, pk)


def detail_page(request: HttpRequest, client: Client, **refused: SmartForm) -> HttpResponse:
    """The client with its missions; a refused form comes back in its place with what was typed (422)."""
    people = {
        user.pk: user.full_name for user in User.objects.filter(pk__in=[client.added_by_id, client.reviewed_by_id])
    }
    missions = client.missions.exclude(state=MissionState.DRAFT).select_related("activity__membership__user")
    context = {
        "client": client,
        "tone": _row(client)["tone"],
        "state": _row(client)["state"],
        "added_by": people.get(client.added_by_id, _("the portal")),
        "reviewed_by": people.get(client.reviewed_by_id or 0, ""),
        "missions": [_mission(each) for each in missions.order_by("-id")[:SHOWN]],
        "facts_form": refused.get("facts")
        or ClientForm(initial=ClientForm.initial_of(client), country=request.country),
        "block_form": refused.get("block") or BlockForm(prefix="block", initial=_block_of(client)),
        **staff_parts(client, on=request.country.today(), refused=refused),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "activities/staff_client_detail.html", context, status=422 if refused else 200)


def _filtered(wanted: dict[str, str], *, on: datetime.date) -> Any:
    rows, typed = Client.objects.standing().order_by("folded_name", "id"), wanted.get("q", "")
    match wanted.get("state"):
        case "new":
            rows = rows.filter(reviewed_at__isnull=True)
        case "changed":
            rows = Client.objects.changed_since_review()
        case "proposed":
            rows = rows.filter(proposals__state=ProposalState.OPEN)
        case "block_due":
            rows = Client.objects.blocks_to_look_at(on)
        case "merged":
            rows = Client.objects.filter(merged_into__isnull=False).order_by("folded_name", "id")
        case "reviewed":
            rows = rows.filter(reviewed_at__isnull=False, blocked_reason="")
        case "blocked":
            rows = rows.exclude(blocked_reason="")
    if not typed:
        return rows
    number = "".join(typed.upper().split())
    by_name, by_number = (
        rows.filter(folded_name__startswith=clients.fold(typed)),
        rows.filter(vat_number__startswith=number),
    )
    return by_name | by_number | rows.filter(company_number__startswith=number)


def _row(client: Client) -> dict[str, Any]:
    if client.merged_into_id is not None:
        tone, state = "muted", _("Merged")
    elif client.blocked_reason:
        tone, state = "bad", _("Blocked")
    elif client.reviewed_at is None:
        tone, state = "warn", _("To review")
    elif clients.is_changed_since_review(client):
        tone, state = "warn", _("Changed since its review")
    else:
        tone, state = "ok", _("Reviewed")
    return {"client": client, "url": reverse(PAGE, args=[client.pk]), "tone": tone, "state": state}


def _mission(mission: Any) -> dict[str, Any]:
    return {
        "url": reverse("activities:staff_mission_review", args=[mission.pk]),
        "title": str(mission),
        "who": mission.activity.membership.user.full_name,
        "starts_on": mission.starts_on,
        "amount": mission.amount,
        "tone": TONES[mission.state],
        "state": mission.get_state_display(),
    }


def _block_of(client: Client) -> dict[str, Any]:
    return {"reason": client.blocked_reason, "until": client.blocked_until}
