"""Requests to erase data as administrators decide them, and what is kept restricted as its keepers see it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import perms
from members.access import actor_of, staff_page
from members.models import Document, Erasure, ErasurePart, Membership
from members.queries import profile_of
from members.rules import erasure as rules
from members.rules.erasure_clock import extend_answer, may_still_be_extended
from members.rules.leaving import Clearance
from members.rules.legal_holds import held_classes
from members.states import ErasureState
from members.views.leaving import tasks_of
from smart.foundation.errors import RuleBroken
from smart.foundation.states import history
from smart.personal_data.forms import ConfirmForm, ExtendForm, RefuseForm
from smart.personal_data.keeping import record_look
from smart.personal_data.plan import plan_of

PER_PAGE = 50
TONES = {
    ErasureState.REQUESTED: "pen",
    ErasureState.WITHDRAWN: "muted",
    ErasureState.REFUSED: "warn",
    ErasureState.CONFIRMED: "pen",
    ErasureState.RESTRICTED: "ok",
    ErasureState.PURGED: "ok",
}


@require_safe
@staff_page("country_admin")
def erasure_list(request: HttpRequest) -> HttpResponse:
    """Requests, those to answer first, the earliest last day on top."""
    rows = Erasure.objects.select_related("membership__user").exclude(state=ErasureState.PURGED)
    today = request.country.today()
    waiting = rows.open().order_by("answer_by", "pk")  # type: ignore[attr-defined]
    decided = rows.exclude(state=ErasureState.REQUESTED).order_by("-decided_at", "-pk")
    page = Paginator(decided, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": [{"erasure": each, "days": (each.answer_by - today).days} for each in waiting],
        "decided": [{"erasure": each, "tone": TONES[ErasureState(each.state)]} for each in page],
        "page": page,
    }
    return render(request, "smart/personal_data/erasure_list.html", context)


@require_safe
@staff_page("country_admin")
def erasure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(pk))


@require_POST
@staff_page("country_admin")
def erasure_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it be carried out, with the box ticked."""
    found, form = _found(pk), ConfirmForm(request.POST)
    if form.is_valid():
        try:
            rules.confirm_erasure(found, by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("It is being carried out. The person hears of it by mail."))
            return redirect("personal_data:erasure_detail", pk)
    return _page(request, found, confirm=form)


@require_POST
@staff_page("country_admin")
def erasure_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _found(pk), RefuseForm(request.POST)
    if form.is_valid():
        try:
            rules.refuse_erasure(found, **form.cleaned_data, by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The request is refused, and the person is told why."))
            return redirect("personal_data:erasure_detail", pk)
    return _page(request, found, refuse=form)


@require_POST
@staff_page("country_admin")
def erasure_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Take longer than the month, once, with a reason."""
    found, form = _found(pk), ExtendForm(request.POST, prefix="more")
    if form.is_valid():
        try:
            extend_answer(found, **form.cleaned_data, by=actor_of(request), on=request.country.today())
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The time is extended, and the person is told why."))
            return redirect("personal_data:erasure_detail", pk)
    return _page(request, found, extend=form)


@require_safe
@staff_page("legal_hold")
def hold_list(request: HttpRequest) -> HttpResponse:
    """Everybody of whom something is kept restricted; for its keepers only."""
    require_keeper(request)
    rows = Erasure.objects.held().select_related("membership__user").order_by("-restricted_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "smart/personal_data/hold_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("legal_hold")
def hold_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept until when; asked for by a button, who it was and the papers, which leaves a trace."""
    require_keeper(request)
    found = get_object_or_404(Erasure.objects.held().select_related("membership__user"), pk=pk)
    parts = ErasurePart.objects.filter(erasure_id=found.pk).order_by("kept_until", "pk")
    context: dict[str, Any] = {"erasure": found, "parts": parts, "is_open": request.method == "POST"}
    context["held_classes"] = held_classes(found.membership_id)
    if request.method == "POST":
        record_look(found, by=actor_of(request))
        papers = Document.objects.filter(membership_id=found.membership_id).order_by("-created_at", "-pk")
        context |= {"held": profile_of(found.membership), "papers": papers}
    return render(request, "smart/personal_data/hold_detail.html", context)


def _page(request: HttpRequest, found: Erasure, **wrong: Any) -> HttpResponse:
    member: Membership = found.membership
    today, is_open = request.country.today(), found.state == ErasureState.REQUESTED
    items = rules.obstacles_of(member) if is_open else []
    context: dict[str, Any] = {
        "erasure": found,
        "member": member,
        "tone": TONES[ErasureState(found.state)],
        "is_open": is_open,
        "days": (found.answer_by - today).days,
        "may_decide": perms.may_decide_erasure(actor_of(request), found),
        "tasks": tasks_of([Clearance(i.label, i.is_clear, i.found, i.staff_url) for i in items if not i.is_clear]),
        "plan": plan_of(member, on=today) if is_open else None,
        "parts": [] if is_open else ErasurePart.objects.filter(erasure_id=found.pk).order_by("kept_until", "pk"),
        "held_classes": held_classes(member.pk),
        "ground": rules.GROUNDS.get(found.refused_law, ""),
        "events": _events(found),
        "may_extend": may_still_be_extended(found, on=today),
        "extend_form": wrong.get("extend") or ExtendForm(prefix="more"),
        "confirm_form": wrong.get("confirm") or ConfirmForm(),
        "refuse_form": wrong.get("refuse") or RefuseForm(),
        "form": next(iter(wrong.values()), None),
    }
    return render(request, "smart/personal_data/erasure_detail.html", context, status=422 if wrong else 200)


def _events(found: Erasure) -> list[dict[str, Any]]:
    """What happened to the request, the oldest first."""
    events: list[dict[str, Any]] = [
        {"at": each.at, "text": str(ErasureState(each.to_state).label), "who": each.by_label, "note": each.why}
        for each in history(found)
    ]
    if found.extended_at is not None:
        said = {"text": _("Time extended"), "who": found.extended_by_label, "note": found.extended_reason}
        events.append({"at": found.extended_at, **said})
    return sorted(events, key=lambda event: event["at"])


def _found(pk: int) -> Erasure:
    found: Erasure = get_object_or_404(Erasure.objects.select_related("membership__user", "membership__country"), pk=pk)
    return found


def require_keeper(request: HttpRequest) -> None:
    """An administrator of the country opens every page of the staff, but not this one."""
    if not perms.may_see_restricted(actor_of(request)):
        raise Http404
