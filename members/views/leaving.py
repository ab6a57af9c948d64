"""Leaving: what is still to settle, asking, and taking the request back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.access import actor_of, member_page
from members.forms.leaving import LeaveForm
from members.models import Leaving
from members.rules import leaving as rules
from members.rules.share_register import holding_of
from smart.foundation.errors import RuleBroken


@require_http_methods(["GET", "POST"])
@member_page
def leave(request: HttpRequest) -> HttpResponse:
    """The list of what must be settled; without an open request the form, with one the way back."""
    member, today = request.membership, request.country.today()
    form = LeaveForm(request.POST if request.method == "POST" else None, initial={"leaves_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            rules.ask_to_leave(member, **form.cleaned_data, by=actor_of(request), on=today)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("We have your request. Your adviser will speak with you."))
            return redirect("members:leave")
    context = {
        "form": form,
        "leaving": rules.open_leaving(member),
        "tasks": tasks_of(rules.clearance_of(member)),
        "held": holding_of(member.pk),
        "repay_on": rules.repayment_day(member, on=today),
    }
    return render(request, "members/leave.html", context, status=422 if form.errors else 200)


@require_POST
@member_page
def leave_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Leaving, pk=pk, membership_id=request.membership.pk)
    try:
        rules.withdraw_leaving(found, by=actor_of(request))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("Your request is withdrawn. You stay a member."))
    return redirect("members:leave")


def tasks_of(items: list[rules.Clearance]) -> list[dict[str, Any]]:
    """The clearance as a task list; what is found is said under each."""
    return [
        {
            "label": item.label,
            "url": "" if item.is_clear else item.url,
            "tone": "ok" if item.is_clear else "warn",
            "state": _("Settled") if item.is_clear else _("To settle"),
            "note": item.found,
        }
        for item in items
    ]
