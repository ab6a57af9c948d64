"""Money between activities as members see it: asking, consenting, refusing, taking back."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.forms.decisions import ReasonForm
from activities.models import Activity
from activities.queries import events_of
from activities.views.staff_queue import decided, paged
from invoicing.forms_accounting import SOMEBODY_ELSE, MoveForm
from invoicing.models import ActivityMove
from invoicing.queries import balances
from invoicing.rules import activity_moves
from invoicing.states import MoveState
from members.access import actor_of, member_page
from smart.foundation.errors import RuleBroken

TONES: Final = {
    MoveState.REQUESTED: "warn",
    MoveState.APPROVED: "ok",
    MoveState.REFUSED: "bad",
    MoveState.WITHDRAWN: "muted",
}


@require_safe
@member_page
def move_list(request: HttpRequest) -> HttpResponse:
    """Every move that leaves or reaches one of my activities, newest first."""
    rows = ActivityMove.objects.of_user(request.user.pk).select_related("source", "target").newest_first()
    page, query = paged(request, rows)
    context = {"page": page, "query": query, "rows": [shown(asked) for asked in page]}
    return render(request, "invoicing/accounting_move_list.html", context | {"base": "base_member.html"})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def move_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that money of one of my activities moves to another."""
    source = get_object_or_404(Activity.objects.of_user(request.user.pk).select_related("membership"), pk=pk)
    targets = list(Activity.objects.of_user(request.user.pk).open().exclude(pk=pk).order_by("code"))
    form = MoveForm(request.POST if request.method == "POST" else None, targets=targets)
    made: list[ActivityMove] = []
    if form.is_bound and decided(form, lambda data: made.append(_request(request, source, data))):
        messages.success(request, _("Your request is with your advisers."))
        return redirect("invoicing:move_detail", made[0].pk)
    context = {"form": form, "source": source, "balance": balances.activity_balance(source)}
    return render(request, "invoicing/accounting_move_start.html", context, status=422 if form.errors else 200)


@require_safe
@member_page
def move_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@require_POST
@member_page
def move_consent(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    rule = activity_moves.consent_to_move
    return _step(request, found, lambda: rule(found, by=actor_of(request), now=timezone.now()))


@require_POST
@member_page
def move_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    rule = activity_moves.withdraw_move
    return _step(request, found, lambda: rule(found, by=actor_of(request), now=timezone.now()))


@require_POST
@member_page
def move_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The member who would receive the money refuses it."""
    found, form = _found(request, pk), refuse_form(request.POST)
    by, now = actor_of(request), timezone.now()
    if not decided(form, lambda data: activity_moves.refuse_move(found, reason=data["reason"], by=by, now=now)):
        return _page(request, found, form=form)
    return redirect("invoicing:move_detail", pk)


def shown(asked: ActivityMove) -> dict[str, Any]:
    """A move as lists and pages show it."""
    return {"move": asked, "tone": TONES[MoveState(asked.state)], "label": asked.get_state_display()}


def refuse_form(data: object = None) -> ReasonForm:
    return ReasonForm(data, prefix="refuse", label=_("Why is it refused?"))


def _request(request: HttpRequest, source: Activity, data: dict[str, Any]) -> ActivityMove:
    facts = {"amount": data["amount"], "reason": data["reason"], "by": actor_of(request), "now": timezone.now()}
    return activity_moves.request_move(source, target=_target(data), **facts)


def _target(data: dict[str, Any]) -> Activity:
    """The activity chosen, or the one whose code was typed. Raises RuleBroken("unknown_activity", field code)."""
    rows = Activity.objects.select_related("membership__user", "entity")
    if data["target"] != SOMEBODY_ELSE:
        chosen: Activity = rows.get(pk=int(data["target"]))
        return chosen
    code = data["code"].strip()
    found: Activity | None = rows.filter(code=code).first() if code else None
    if found is None:
        raise RuleBroken(
            "unknown_activity",
            _("No activity has the code “%(code)s”. Ask the other member how theirs is written.") % {"code": code},
            field="code",
        )
    return found


def _found(request: HttpRequest, pk: int) -> ActivityMove:
    rows = ActivityMove.objects.of_user(request.user.pk).select_related(*activity_moves.BEHIND)
    found: ActivityMove = get_object_or_404(rows, pk=pk)
    return found


def _step(request: HttpRequest, found: ActivityMove, rule: Callable[[], object]) -> HttpResponse:
    try:
        rule()
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return redirect("invoicing:move_detail", found.pk)


def _page(request: HttpRequest, found: ActivityMove, form: ReasonForm | None = None) -> HttpResponse:
    is_waiting, user_id = found.state == MoveState.REQUESTED, request.user.pk
    is_receiver = found.target.membership.user_id == user_id and found.needs_consent
    context = {
        **shown(found),
        "events": events_of(found),
        "may_consent": is_waiting and is_receiver and found.consented_at is None,
        "may_refuse": is_waiting and is_receiver,
        "may_withdraw": is_waiting and user_id in {found.asked_by_id, found.source.membership.user_id},
        "refuse_form": form or refuse_form(),
        "form": form,
    }
    return render(request, "invoicing/accounting_move.html", context, status=422 if form is not None else 200)
