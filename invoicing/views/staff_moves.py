"""Money between activities as staff decide it: the queue, one request, the decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.forms.decisions import ReasonForm
from activities.queries import events_of
from activities.views.staff_queue import decided, paged
from invoicing.models import ActivityMove
from invoicing.queries import balances
from invoicing.rules import activity_moves
from invoicing.states import MoveState
from invoicing.views.moves import refuse_form, shown
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken


@require_safe
@staff_page("adviser", "accounting")
def staff_move_list(request: HttpRequest) -> HttpResponse:
    """What waits first, then what was decided, newest first."""
    rows = ActivityMove.objects.select_related("source", "target").order_by("-state", "-pk")
    page, query = paged(request, rows)
    context = {"page": page, "query": query, "rows": [shown(asked) for asked in page], "base": "base_staff.html"}
    return render(request, "invoicing/accounting_move_list.html", context)


@require_safe
@staff_page("adviser", "accounting")
def staff_move_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(pk))


@require_POST
@staff_page("adviser", "accounting")
def staff_move_approve(request: HttpRequest, pk: int) -> HttpResponse:
    by, on = actor_of(request), request.country.today()
    try:
        activity_moves.approve_move(_found(pk), by=by, on=on, now=timezone.now())
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("The money has moved."))
    return redirect("invoicing:staff_move_detail", pk)


@require_POST
@staff_page("adviser", "accounting")
def staff_move_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _found(pk), refuse_form(request.POST)
    by, now = actor_of(request), timezone.now()
    if not decided(form, lambda data: activity_moves.refuse_move(found, reason=data["reason"], by=by, now=now)):
        return _page(request, found, form=form)
    return redirect("invoicing:staff_move_list")


def _found(pk: int) -> ActivityMove:
    found: ActivityMove = get_object_or_404(ActivityMove.objects.select_related(*activity_moves.BEHIND), pk=pk)
    return found


def _page(request: HttpRequest, found: ActivityMove, form: ReasonForm | None = None) -> HttpResponse:
    held = balances.activity_balances([found.source, found.target])
    context = {
        **shown(found),
        "source_balance": held[found.source_id],
        "target_balance": held[found.target_id],
        "events": events_of(found),
        "is_waiting": found.state == MoveState.REQUESTED,
        "refuse_form": form or refuse_form(),
        "form": form,
    }
    return render(request, "invoicing/accounting_staff_move.html", context, status=422 if form is not None else 200)
