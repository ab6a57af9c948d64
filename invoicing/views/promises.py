"""Promises of payment: a member's own, and all of a country with what staff must explain."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activities.forms.decisions import ReasonForm
from activities.views.staff_queue import decided
from invoicing.models import PayPromise
from invoicing.queries.promises import kept_promises, payslips_behind, promises_for_staff, promises_of
from invoicing.rules.promises import explain_promise
from invoicing.states import PromiseState
from members.access import actor_of, member_page, staff_page

PER_PAGE = 25
TONES = {
    PromiseState.OPEN: "pen",
    PromiseState.KEPT: "ok",
    PromiseState.BROKEN: "bad",
    PromiseState.NOT_ASKED: "muted",
    PromiseState.CANCELLED: "muted",
}


@require_safe
@member_page
def promise_list(request: HttpRequest) -> HttpResponse:
    """What was promised to the member, the latest day first."""
    page = Paginator(promises_of(request.user.pk), PER_PAGE).get_page(request.GET.get("page"))
    slips = payslips_behind(list(page), membership_id=request.membership.pk)
    context = {"page": page, "tickets": [_ticket(row, slips.get(row.mission_id)) for row in page]}
    return render(request, "invoicing/promise_list.html", context)


@require_safe
@staff_page()
def staff_promise_list(request: HttpRequest) -> HttpResponse:
    """Kept and broken promises of the country; the broken ones nobody has explained on top."""
    page = Paginator(promises_for_staff(), PER_PAGE).get_page(request.GET.get("page"))
    explain = PayPromise.objects.to_explain().select_related("mission__activity__membership__user", "mission__client")
    context = {
        "page": page,
        "rows": [_row(row) for row in page],
        "to_explain": [_row(row) for row in explain[:PER_PAGE]],
        "figures": kept_promises(),
    }
    return render(request, "invoicing/promise_staff_list.html", context)


@require_http_methods(["GET", "POST"])
@staff_page()
def promise_explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down why a promise was broken."""
    rows = PayPromise.objects.select_related("mission__activity__membership__user", "mission__client")
    promise = get_object_or_404(rows, pk=pk)
    form = ReasonForm(request.POST or None, label=_("Why was the member not paid on the day?"))
    if request.method == "POST" and decided(
        form, lambda data: explain_promise(promise, reason=data["reason"], by=actor_of(request))
    ):
        messages.success(request, _("It is written down."))
        return redirect("invoicing:staff_promise_list")
    context = {"form": form, **_row(promise)}
    return render(request, "invoicing/promise_explain.html", context, status=422 if form.errors else 200)


def _row(promise: PayPromise) -> dict[str, Any]:
    late = (promise.paid_on - promise.promised_on).days if promise.paid_on else None
    return {"promise": promise, "tone": TONES[PromiseState(promise.state)], "late": late if late and late > 0 else None}


def _ticket(promise: PayPromise, payslip_id: int | None) -> dict[str, Any]:
    """It opens the payment that kept it, and before there is one the mission."""
    if payslip_id is not None:
        url = reverse("invoicing:payment_of_pay", args=[payslip_id])
    else:
        url = reverse("activities:mission_detail", args=[promise.mission_id])
    return {
        "day": promise.promised_on,
        "title": str(promise.mission),
        "text": _("About what was estimated when your client confirmed, as net pay.") if promise.net_estimate else "",
        "url": url,
        "amount": promise.net_estimate,
        "currency": promise.currency,
        "tone": TONES[PromiseState(promise.state)],
        "state": promise.get_state_display(),
        "under_h1": True,
    }
