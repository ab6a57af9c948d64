"""Closing and reopening months: the list, the task list of one month, and the steps two people take."""

import datetime
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from activities.forms.decisions import ReasonForm
from activities.queries import events_of
from activities.views.staff_queue import decided
from invoicing.models import Period
from invoicing.rules import periods
from invoicing.spans import read_span
from invoicing.states import PeriodState
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm

SHOWN: Final = 18
TONES: Final = {
    PeriodState.OPEN: "pen",
    PeriodState.CLOSING: "warn",
    PeriodState.CLOSED: "ok",
    PeriodState.REOPENING: "warn",
}
TASKS: Final = {
    "month_over": (gettext_lazy("The month is over"), ""),
    "balanced": (gettext_lazy("The books balance"), "invoicing:accounting_balance"),
    "earlier_months": (gettext_lazy("Every earlier month with postings is closed"), "invoicing:accounting_months"),
    "drafts": (gettext_lazy("No draft of an invoice is due"), "invoicing:staff_invoice_list"),
    "bank_entries": (gettext_lazy("Every entry of the bank is matched or set aside"), "invoicing:bank_entry_list"),
    "runs": (gettext_lazy("Every payroll run is posted"), ""),
    "transfers": (gettext_lazy("Every released transfer is executed"), ""),
}
DONE: Final = {
    "ask": gettext_lazy("The month waits for a second person."),
    "confirm": gettext_lazy("The month is closed."),
    "keep-open": gettext_lazy("The month stays open."),
    "reopen": gettext_lazy("The reopening waits for a second person."),
    "confirm-reopening": gettext_lazy("The month is open again."),
    "keep-closed": gettext_lazy("The month stays closed."),
}


@require_safe
@staff_page("accounting")
def accounting_months(request: HttpRequest) -> HttpResponse:
    """The last months, newest first, with their state."""
    today = request.country.today()
    place = today.year * 12 + today.month - 1
    months = [datetime.date(at // 12, at % 12 + 1, 1) for at in range(place, place - SHOWN, -1)]
    known = {period.month: period for period in Period.objects.filter(month__gte=months[-1])}
    latest_shut = max((month for month, period in known.items() if period.state in periods.SHUT), default=None)
    rows = [_row(month, known.get(month), latest_shut) for month in months]
    return render(request, "invoicing/accounting_months.html", {"rows": rows})


@require_safe
@staff_page("accounting")
def accounting_month(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _month(code))


@require_POST
@staff_page("accounting")
def accounting_month_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One step of one of the two people."""
    month = _month(code)
    rule = _steps(request, month).get(step)
    if rule is None:
        raise Http404
    if step == "reopen":
        form = _reason_form(request.POST)
        if not decided(form, lambda data: rule(data["reason"])):
            return _page(request, month, form=form)
    else:
        try:
            rule("")
        except RuleBroken as broken:
            messages.error(request, broken.message)
            return redirect("invoicing:accounting_month", code)
    messages.success(request, DONE[step])
    return redirect("invoicing:accounting_month", code)


def _steps(request: HttpRequest, month: datetime.date) -> dict[str, Callable[[str], object]]:
    """The rules by the name of their step. A step about a month nobody looked at finds an open one."""
    by, on, now = actor_of(request), request.country.today(), timezone.now()
    period = Period.objects.filter(month=month).first() or Period(month=month)
    return {
        "ask": lambda _reason: periods.ask_closing(month, by=by, on=on, now=now),
        "confirm": lambda _reason: periods.confirm_closing(period, by=by, on=on, now=now),
        "keep-open": lambda _reason: periods.keep_open(period, by=by),
        "reopen": lambda reason: periods.ask_reopening(period, reason=reason, by=by, now=now),
        "confirm-reopening": lambda _reason: periods.confirm_reopening(period, by=by, now=now),
        "keep-closed": lambda _reason: periods.keep_closed(period, by=by),
    }


def _page(request: HttpRequest, month: datetime.date, form: SmartForm | None = None) -> HttpResponse:
    period = Period.objects.filter(month=month).first()
    state = period.state if period is not None else PeriodState.OPEN
    is_open = state in {PeriodState.OPEN, PeriodState.CLOSING}
    checks = periods.checks_before_closing(month, on=request.country.today()) if is_open else []
    context = {
        "month": month,
        "code": f"{month:%Y-%m}",
        "period": period,
        "state": state,
        "label": PeriodState(state).label,
        "tone": TONES[PeriodState(state)],
        "tasks": [_task(check) for check in checks],
        "is_ready": all(check.is_done for check in checks),
        "is_mine": period is not None and period.asked_by_id == request.user.pk,
        "reason_form": form or _reason_form(),
        "form": form,
        "events": events_of(period) if period is not None else [],
    }
    return render(request, "invoicing/accounting_month.html", context, status=422 if form is not None else 200)


def _month(code: str) -> datetime.date:
    try:
        span = read_span(code)
    except ValueError:
        raise Http404 from None
    if len(code) != 7 or "q" in code:
        raise Http404
    return span.first


def _row(month: datetime.date, period: Period | None, latest_shut: datetime.date | None) -> dict[str, Any]:
    if period is None and latest_shut is not None and month < latest_shut:
        return {"month": month, "code": f"{month:%Y-%m}", "label": _("Closed with a later one"), "tone": "muted"}
    state = PeriodState(period.state) if period is not None else PeriodState.OPEN
    return {"month": month, "code": f"{month:%Y-%m}", "label": state.label, "tone": TONES[state], "period": period}


def _task(check: periods.Check) -> dict[str, Any]:
    label, name = TASKS[check.code]
    left = _("%(count)s left") % {"count": check.left}
    return {
        "label": label,
        "url": reverse(name) if name and not check.is_done else "",
        "tone": "ok" if check.is_done else "warn",
        "state": _("Done") if check.is_done else left,
    }


def _reason_form(data: object = None) -> ReasonForm:
    return ReasonForm(data, prefix="reopen", label=_("Why must it be opened again?"))
