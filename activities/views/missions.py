"""A member's missions: the list by state, the page of one, and what can be done with it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities import milestones, perms, queries
from activities.forms.decisions import ReasonForm, ResendForm
from activities.forms.quote import WaiveForm
from activities.models import Mission, Order
from activities.quote import offer_words
from activities.rules import counter_offers, late, missions, orders
from activities.rules.team_parts import team_of
from activities.rules.usual import last_repeatable
from activities.states import OrderState
from activities.status import mission_status, order_status
from activities.views.answers import mission_answers
from activities.views.order_shown import order_shown
from activities.views.shown import contract_ticket, mission_ticket
from activities.views.team_shown import share_row, share_ticket
from activities.views.versions_shown import member_versions
from members.access import actor_of, member_page
from smart.foundation.errors import RuleBroken
from smart.foundation.states import may_move

PER_PAGE = 20
FILTERS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "": (gettext_lazy("All"), ()),
    "drafts": (gettext_lazy("Drafts"), ("draft", "returned")),
    "waiting": (gettext_lazy("Waiting"), ("submitted", "approved")),
    "confirmed": (pgettext_lazy("missions", "Confirmed"), ("confirmed", "closed")),
    "cancelled": (pgettext_lazy("missions", "Cancelled"), ("cancelled",)),
}


@require_GET
@member_page
def mission_list(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("show", "")
    states = FILTERS.get(wanted, FILTERS[""])[1]
    rows = queries.missions_of(request.user.pk)
    if states:
        rows = rows.filter(state__in=states)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    filters = [{"key": key, "label": label, "current": key == wanted} for key, (label, _states) in FILTERS.items()]
    context = {
        "page": page,
        "tickets": [mission_ticket(mission) for mission in page],
        "filters": filters,
        "query": f"show={wanted}&" if wanted else "",
        "is_filtered": bool(states),
        "again": None if states else last_repeatable(request.user.pk),
        "shares": [share_ticket(share) for share in queries.shares_open_of(request.user.pk)],
    }
    return render(request, "activities/mission_list.html", context)


@require_GET
@member_page
def mission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


@require_http_methods(["GET", "POST"])
@member_page
def mission_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel with a reason; the page says what it means before."""
    mission = _find(request, pk)
    if not perms.may_cancel_mission(actor_of(request), mission):
        messages.error(request, _("This mission can no longer be cancelled here. Ask your adviser."))
        return redirect("activities:mission_detail", pk)
    label = _("Why do you cancel it?")
    form = ReasonForm(request.POST if request.method == "POST" else None, label=label)
    if form.is_valid():
        try:
            missions.cancel_mission(mission, reason=form.cleaned_data["reason"], by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return redirect("activities:mission_detail", pk)
    context = {"form": form, "mission": mission}
    return render(request, "activities/mission_cancel.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@member_page
def mission_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, after one question."""
    mission = _find(request, pk)
    if request.method == "GET":
        return render(request, "activities/mission_delete.html", {"mission": mission})
    missions.delete_draft(mission, by=actor_of(request))
    messages.success(request, _("The draft is gone."))
    return redirect("activities:mission_list")


@require_POST
@member_page
def order_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the client a new link with a later last day."""
    mission = _find(request, pk)
    order = _order(mission)
    form = ResendForm(request.POST, prefix="send")
    if form.is_valid():
        until = form.cleaned_data["valid_until"]
        try:
            orders.extend_order(order, valid_until=until, by=actor_of(request), now=timezone.now())
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The order is on its way to %(email)s.") % {"email": order.contact_email})
            return redirect("activities:mission_detail", pk)
    return _page(request, mission, resend=form, status=422)


@require_POST
@member_page
def order_take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill the draft with the client's counter-offer; the check page shows it, and sending makes a new version."""
    counter_offers.take_over(_find(request, pk), by=actor_of(request))
    messages.success(request, _("The draft has what the client proposes. Check it and send it."))
    return redirect("activities:mission_check", pk)


@require_POST
@member_page
def order_waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on without the client's confirmation: the guarantee is lost, and the page says so."""
    mission = _find(request, pk)
    form = WaiveForm(request.POST, request.FILES, prefix="waive")
    if form.is_valid():
        reason, paper = form.cleaned_data["reason"], form.cleaned_data["file"]
        try:
            orders.waive_order(_order(mission), reason=reason, paper=paper, by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.warning(request, _("The order goes on without confirmation. The payment guarantee is lost."))
            return redirect("activities:mission_detail", pk)
    return _page(request, mission, waive=form, status=422)


def _find(request: HttpRequest, pk: int) -> Mission:
    mission: Mission = get_object_or_404(queries.missions_of(request.user.pk), pk=pk)
    return mission


def _order(mission: Mission) -> Order:
    order = queries.order_of(mission)
    assert order is not None
    return order


def _page(
    request: HttpRequest,
    mission: Mission,
    *,
    resend: ResendForm | None = None,
    waive: WaiveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    order, by = _order(mission), actor_of(request)
    is_running = mission.state in {"submitted", "approved"}
    can_send = is_running and order.state in {OrderState.SENT, OrderState.EXPIRED, OrderState.CHANGE_REQUESTED}
    contracts = list(queries.contracts_of(request.user.pk).filter(mission=mission).prefetch_related("signatures"))
    moves = queries.moves_of(mission, order)
    line = milestones.mission_line(
        mission,
        order,
        contracts=contracts,
        changes=[move for move in moves if move.table == Mission._meta.db_table],
        money=milestones.money_of(mission),
        country=request.country,
    )
    context = {
        "mission": mission,
        "order": order,
        "status": mission_status(mission, order),
        "line": line,
        "statements": late.statements_of(mission),
        **_team(mission),
        "order_status": order_status(order),
        "asked": order_shown(order, membership_id=request.membership.pk),
        "events": queries.events_of(mission, order, moves=moves),
        "groups": mission_answers(mission, order, country=request.country, with_links=False),
        "contracts": [contract_ticket(contract) | {"under_h1": False} for contract in contracts],
        "may_edit": perms.may_edit_mission(by, mission),
        "may_delete": mission.state == "draft" and mission.submitted_at is None,
        "may_cancel": perms.may_cancel_mission(by, mission) and mission.submitted_at is not None,
        "resend": resend or (_resend_form(order, request) if can_send else None),
        "waive": waive
        or (WaiveForm(prefix="waive") if is_running and may_move(order, to=OrderState.WAIVED, by=by) else None),
        **_quote(request, order),
        "form": resend or waive,
    }
    return render(request, "activities/mission_detail.html", context, status=status)


def _team(mission: Mission) -> dict[str, Any]:
    """The team the member leads, or the share this mission is. One query."""
    if mission.part_of_id is None:
        return {"team": [share_row(share) for share in team_of(mission)]}
    return {"share": queries.shares_of(mission.activity.membership.user_id).filter(part_id=mission.pk).first()}


def _quote(request: HttpRequest, order: Order) -> dict[str, Any]:
    """What the page shows of the order's life: its versions, the proof, a counter-offer, the paper that replaces a yes."""
    versions = member_versions(request, order)
    offer = counter_offers.open_counter_offer(order)
    return {
        "versions": versions,
        "proof": versions[0]["proof"] if versions else None,
        "offer": offer_words(offer, currency=request.country.currency) if offer else [],
        "signed_paper": queries.signed_paper_of(order) if order.state == OrderState.WAIVED else None,
    }


def _resend_form(order: Order, request: HttpRequest) -> ResendForm:
    return ResendForm(prefix="send", initial={"valid_until": max(order.valid_until, request.country.today())})
