"""Clients as staff see them: the new ones first, each compared with a register, corrected, blocked."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities.forms.client import ClientForm, ClientSearchForm
from activities.forms.decisions import ReasonForm
from activities.models import Client
from activities.rules import clients
from members.access import actor_of, staff_page
from members.models import User
from smart.foundation.errors import RuleBroken

PER_PAGE = 50


@require_GET
@staff_page("adviser", "accounting")
def staff_client_list(request: HttpRequest) -> HttpResponse:
    """New clients, oldest first; with a search, all whose name begins so."""
    searched, wanted = str(request.GET.get("q", "")), request.GET.get("show", "")
    rows = Client.objects.to_review()
    if searched:
        rows = Client.objects.named_like(clients.fold(searched))
    elif wanted == "all":
        rows = Client.objects.order_by("folded_name", "id")
    elif wanted == "blocked":
        rows = Client.objects.exclude(blocked_reason="").order_by("folded_name", "id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    filters = [("", _("To review")), ("all", _("All")), ("blocked", _("Blocked"))]
    context = {
        "form": ClientSearchForm(request.GET or None),
        "page": page,
        "filters": [{"key": key, "label": label, "current": key == wanted} for key, label in filters],
        "query": f"q={searched}&" if searched else (f"show={wanted}&" if wanted else ""),
        "searched": searched,
    }
    return render(request, "activities/staff_client_list.html", context)


@require_http_methods(["GET", "POST"])
@staff_page("adviser")
def staff_client_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The client's facts, to compare and correct."""
    client = _find(pk)
    if request.method == "GET":
        return _page(request, client)
    form = ClientForm(request.POST, country=request.country)
    if form.is_valid():
        try:
            clients.edit_client(client, by=actor_of(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The facts are saved. Issued invoices keep the old ones."))
            return redirect("activities:staff_client_detail", pk)
    return _page(request, client, form=form, status=422)


@require_POST
@staff_page("adviser")
def staff_client_review(request: HttpRequest, pk: int) -> HttpResponse:
    client = clients.review_client(_find(pk), by=actor_of(request))
    messages.success(request, _("%(name)s is reviewed.") % {"name": client.name})
    return redirect("activities:staff_client_list")


@require_POST
@staff_page("adviser")
def staff_client_block(request: HttpRequest, pk: int) -> HttpResponse:
    client = _find(pk)
    form = _block_form(request.POST)
    if form.is_valid():
        clients.block_client(client, reason=form.cleaned_data["reason"], by=actor_of(request))
        messages.warning(request, _("No new mission can be declared for %(name)s.") % {"name": client.name})
        return redirect("activities:staff_client_detail", pk)
    return _page(request, client, block=form, status=422)


@require_POST
@staff_page("adviser")
def staff_client_unblock(request: HttpRequest, pk: int) -> HttpResponse:
    client = clients.unblock_client(_find(pk), by=actor_of(request))
    messages.success(request, _("Missions for %(name)s are possible again.") % {"name": client.name})
    return redirect("activities:staff_client_detail", pk)


def _find(pk: int) -> Client:
    client: Client = get_object_or_404(Client.objects, pk=pk)
    return client


def _block_form(data: Any = None) -> ReasonForm:
    return ReasonForm(data, prefix="block", label=_("Why is the client blocked?"), help_text=_("Members read it."))


def _page(
    request: HttpRequest,
    client: Client,
    *,
    form: ClientForm | None = None,
    block: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = form or ClientForm(initial=ClientForm.initial_of(client), country=request.country)
    context = {
        "client": client,
        "facts": facts,
        "added_by": User.objects.filter(pk=client.added_by_id).first(),
        "missions": client.missions.exclude(state="draft").select_related("activity").order_by("-id")[:5],
        "block": block or _block_form(),
        "form": form or block,
    }
    return render(request, "activities/staff_client_detail.html", context, status=status)
