"""Pay that was set aside: what is due of a month, chosen and opened as a run of one-off pay."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from activities.views.staff_queue import decided
from invoicing.forms_later_pay import LaterPayForm
from invoicing.forms_payroll import MonthForm
from invoicing.models import PayrollRun
from invoicing.rules import one_off_runs, payroll
from invoicing.rules.one_off_runs import Proposal
from members.access import actor_of, staff_page
from smart.foundation.forms import SmartForm
from smart.foundation.money import ZERO


@require_http_methods(["GET", "POST"])
@staff_page("payroll")
def later_pay(request: HttpRequest) -> HttpResponse:
    """What ended contracts are owed, with what was set aside for it; the chosen ones become a run."""
    if not request.country.has_payroll:
        return redirect("invoicing:staff_payroll_waiting")
    months = one_off_runs.due_months()
    asked = MonthForm(request.GET or None, months=months)
    month = asked.cleaned_data["month"] if asked.is_bound and asked.is_valid() else next(iter(months), None)
    proposals = one_off_runs.proposals_of(month) if month else []
    posted = request.POST if request.method == "POST" else None
    form = LaterPayForm(posted, choices=[(each.due.key, each.due.contract.reference) for each in proposals])
    run = opened_by(form, lambda data: _open(request, month, data)) if posted is not None and month else None
    if run is not None:
        return redirect("invoicing:staff_run", run.pk)
    context = {
        "months": months,
        "month": month,
        "month_form": asked if asked.is_bound else MonthForm(initial={"month": month}, months=months),
        "form": form,
        "rows": _rows(proposals, posted.getlist("chosen") if posted is not None else None),
        "totals": _totals(proposals),
    }
    return render(request, "invoicing/later_pay.html", context, status=422 if form.errors else 200)


def opened_by(form: SmartForm, rule: Callable[[dict[str, Any]], PayrollRun]) -> PayrollRun | None:
    """The run a form opened; None when it could not be read or the rule refused, which the form then says."""
    made: list[PayrollRun] = []
    decided(form, lambda data: made.append(rule(data)))
    return made[0] if made else None


def _open(request: HttpRequest, month: datetime.date, data: dict[str, Any]) -> PayrollRun:
    with transaction.atomic():
        run = one_off_runs.open_one_off_run(month, chosen=data["chosen"], by=actor_of(request))
        return payroll.start_computing(run, by=actor_of(request))


def _rows(proposals: Sequence[Proposal], chosen: Sequence[str] | None) -> list[dict[str, Any]]:
    return [
        {
            "proposal": each,
            "label": each.name,
            "is_checked": each.is_suggested if chosen is None else each.due.key in chosen,
        }
        for each in proposals
    ]


def _totals(proposals: Sequence[Proposal]) -> dict[str, Any]:
    payable = [each for each in proposals if each.result is not None]
    return {
        "count": len(payable),
        "provisioned": sum((each.due.provisioned for each in payable), ZERO),
        "cost": sum((each.result.employer_cost for each in payable if each.result is not None), ZERO),
        "net": sum((each.result.net for each in payable if each.result is not None), ZERO),
        "difference": sum((each.difference for each in payable), ZERO),
    }
