"""Members who leave, as their advisers settle it: the list, the clearance, the exit interview, the end."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.access import actor_of, staff_page
from members.forms.leaving import EndForm, InterviewForm
from members.models import Leaving
from members.rules import leaving as rules
from members.rules.share_register import holding_of
from members.states import LeavingState
from members.views.leaving import tasks_of
from smart.foundation.errors import RuleBroken
from smart.foundation.states import history

PER_PAGE = 50
TONES = {LeavingState.ASKED: "pen", LeavingState.WITHDRAWN: "muted", LeavingState.ENDED: "ok"}


@require_safe
@staff_page("adviser")
def leaving_list(request: HttpRequest) -> HttpResponse:
    """Requests, those to settle first."""
    rows = (
        Leaving.objects.filter(membership__restricted_at=None)
        .select_related("membership__user")
        .order_by("state", "leaves_on", "pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = [{"leaving": each, "tone": TONES[LeavingState(each.state)]} for each in page]
    return render(request, "members/staff_leaving_list.html", {"page": page, "rows": found})


@require_safe
@staff_page("adviser")
def leaving_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return leaving_page(request, _found(pk))


@require_POST
@staff_page("adviser")
def leaving_interview(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _found(pk), InterviewForm(request.POST, prefix="interview")
    return _decided(
        request,
        found,
        form,
        lambda data: rules.note_interview(found, words=data["words"], by=actor_of(request)),
        words=_("The interview is noted."),
        name="interview",
    )


@require_POST
@staff_page("adviser")
def leaving_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the membership: everything must be settled."""
    found, form = _found(pk), EndForm(request.POST, prefix="end")
    today = request.country.today()
    return _decided(
        request,
        found,
        form,
        lambda data: rules.end_membership(found, by=actor_of(request), on=today, repay_on=data["repay_on"]),
        words=_("The membership has ended. The shares are among the payments to make."),
        name="end",
    )


def leaving_page(request: HttpRequest, found: Leaving, **refused: Any) -> HttpResponse:
    member, is_open = found.membership, found.state == LeavingState.ASKED
    items = rules.clearance_of(member) if is_open else []
    context = {
        "leaving": found,
        "member": member,
        "tone": TONES[LeavingState(found.state)],
        "is_open": is_open,
        "tasks": tasks_of([rules.Clearance(i.label, i.is_clear, i.found, i.staff_url) for i in items]),
        "is_clear": all(item.is_clear for item in items),
        "held": holding_of(member.pk),
        "interview_form": refused.get("interview")
        or InterviewForm(prefix="interview", initial={"words": found.interview}),
        "end_form": refused.get("end") or EndForm(prefix="end"),
        "events": [
            {"at": each.at, "text": str(LeavingState(each.to_state).label), "who": each.by_label, "note": each.why}
            for each in history(found)
        ],
        "form": next(iter(refused.values()), None),
    }
    return render(request, "members/staff_leaving.html", context, status=422 if refused else 200)


def _decided(request: HttpRequest, found: Leaving, form: Any, rule: Any, *, words: str, name: str) -> HttpResponse:
    if form.is_valid():
        try:
            rule(form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, words)
            return redirect("members:staff_leaving", found.pk)
    return leaving_page(request, found, **{name: form})


def _found(pk: int) -> Leaving:
    rows = Leaving.objects.filter(membership__restricted_at=None)
    rows = rows.select_related("membership__user", "membership__country")
    return get_object_or_404(rows, pk=pk)
