"""The payroll officers' desk: open a run, watch it, mend what failed, have a colleague approve it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries.models import LegalEntity
from invoicing import perms
from invoicing.forms_payroll import LeaveOutForm, MonthForm
from invoicing.models import PayrollRun, Payslip, RunLine
from invoicing.models.payroll import RunKind
from invoicing.queries import runs
from invoicing.rules import employer_returns, payroll, posting
from invoicing.rules.posting import cost_to_bear
from invoicing.states import LineState, RunState
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken
from smart.foundation.states import history

PER_PAGE = 50
FAR = Decimal("0.25")
"""From this change against last month on, a line asks to be looked at."""
OFFICERS = ("payroll", "accounting")
TONES = {
    RunState.OPEN: "pen",
    RunState.COMPUTING: "pen",
    RunState.COMPUTED: "warn",
    RunState.APPROVED: "pen",
    RunState.POSTED: "warn",
    RunState.PAID: "ok",
}
LINE_TONES = {LineState.PENDING: "pen", LineState.COMPUTED: "ok", LineState.FAILED: "bad", LineState.EXCLUDED: "muted"}


@require_safe
@staff_page(*OFFICERS)
def staff_run_list(request: HttpRequest) -> HttpResponse:
    """Every run, the newest first, and the months that wait."""
    if not request.country.has_payroll:
        return redirect("invoicing:staff_payroll_waiting")
    rows = PayrollRun.objects.annotate(
        line_count=Count("lines", filter=~Q(lines__state=LineState.EXCLUDED)),
        failed_count=Count("lines", filter=Q(lines__state=LineState.FAILED)),
    ).order_by("-month", "-sequence")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"run": run, "tone": TONES[RunState(run.state)]} for run in page],
        "months": runs.payable_months(),
        "may_run": perms.may_run_payroll(actor_of(request)),
    }
    return render(request, "invoicing/run_list.html", context)


@require_http_methods(["GET", "POST"])
@staff_page("payroll")
def staff_run_open(request: HttpRequest) -> HttpResponse:
    """What a run of the month would pay, and who lacks what; then open it and compute."""
    if not request.country.has_payroll:
        return redirect("invoicing:staff_payroll_waiting")
    months = runs.payable_months()
    form = MonthForm(request.POST or request.GET or None, months=months)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                run = payroll.open_run(month=form.cleaned_data["month"], by=actor_of(request))
                payroll.start_computing(run, by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return redirect("invoicing:staff_run", run.pk)
    chosen = form.cleaned_data["month"] if form.is_bound and form.is_valid() else next(iter(months), None)
    shown = form if form.is_bound else MonthForm(initial={"month": chosen}, months=months)
    preview = runs.preview(chosen, on=request.country.today()) if chosen else None
    context = {"form": shown, "months": months, "preview": preview}
    return render(request, "invoicing/run_open.html", context, status=422 if form.errors else 200)


@require_safe
@staff_page(*OFFICERS)
def staff_run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: how far it is, what failed and why, what changed since last month, and the next step."""
    return _run_page(request, _run(pk))


@require_safe
@staff_page(*OFFICERS)
def staff_run_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The counters alone, asked every two seconds while work is on the list; then the page reads itself again."""
    run = _run(pk)
    progress = runs.progress_of(run)
    response = render(request, "invoicing/_run_progress.html", {"run": run, "progress": progress})
    if not progress.is_live:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@staff_page("payroll")
def staff_run_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute an open run, or a computed one afresh."""
    return _then_show(request, pk, lambda run: payroll.start_computing(run, by=actor_of(request)))


@require_POST
@staff_page(*OFFICERS)
def staff_run_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person's yes; who opened the run, or comes second, is told so."""
    return _then_show(
        request,
        pk,
        lambda run: payroll.approve_run(run, by=actor_of(request)),
        said=_("Approved. The payslips are numbered and are now booked."),
    )


@require_POST
@staff_page("payroll")
def staff_run_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again whatever failed, was refused by the books, or was given up by the workers."""

    def again(run: PayrollRun) -> None:
        payroll.retry_failed(run, by=actor_of(request))
        if run.state == RunState.APPROVED:
            posting.retry_posting(run, by=actor_of(request))

    return _then_show(request, pk, again)


@require_POST
@staff_page("payroll")
def staff_line_retry(request: HttpRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(RunLine.objects.select_related("run"), pk=pk)
    return _then_show(request, line.run_id, lambda run: payroll.retry_line(line, by=actor_of(request)))


@require_http_methods(["GET", "POST"])
@staff_page("payroll")
def staff_line_exclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave one contract out of the run, with a reason."""
    line = get_object_or_404(RunLine.objects.select_related("run", "contract__membership__user"), pk=pk)
    form = LeaveOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                payroll.exclude_line(line, reason=form.cleaned_data["reason"], by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(
                request, _("%(contract)s is left out of this run.") % {"contract": line.contract.reference}
            )
            return redirect("invoicing:staff_run", line.run_id)
    context = {"form": form, "line": line}
    return render(request, "invoicing/run_leave_out.html", context, status=422 if form.errors else 200)


@require_safe
@staff_page()
def staff_payroll_waiting(request: HttpRequest) -> HttpResponse:
    """Where the country's payroll is not open: the contracts that wait, the promises they carry, and an honest sentence."""
    page = Paginator(runs.waiting_contracts(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "is_open": request.country.has_payroll, "today": request.country.today()}
    return render(request, "invoicing/payroll_waiting.html", context)


def _run(pk: int) -> PayrollRun:
    found: PayrollRun = get_object_or_404(PayrollRun.objects.all(), pk=pk)
    return found


def _then_show(request: HttpRequest, pk: int, rule: Callable[[PayrollRun], Any], said: str = "") -> HttpResponse:
    """Do what was asked, then show the run; a refusal is shown on it with 409 and changes nothing."""
    run = _run(pk)
    try:
        with transaction.atomic():
            rule(run)
    except RuleBroken as broken:
        return _run_page(request, _run(pk), refusal=broken.message, status=409)
    if said:
        messages.success(request, said)
    return redirect("invoicing:staff_run", pk)


def _run_page(request: HttpRequest, run: PayrollRun, *, refusal: str = "", status: int = 200) -> HttpResponse:
    by, state = actor_of(request), request.GET.get("state", "")
    shown = runs.lines_of(run, state=state if state in LineState.values else "")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    before = runs.net_of_last_month(list(page))
    context = {
        "run": run,
        "tone": TONES[RunState(run.state)],
        "progress": runs.progress_of(run),
        "totals": runs.totals_of(run),
        "page": page,
        "lines": [_row(line, before) for line in page],
        "state": state,
        "query": f"state={state}&" if state else "",
        "states": LineState.choices,
        "events": runs.history_rows(run, history(run)),
        "transfers": list(run.transfers.order_by("-id")),
        "returns": _returns(request, run),
        "refusal": refusal,
        "may_run": perms.may_run_payroll(by),
        "is_mine": run.opened_by_id == by.user_id,
        "may_change": run.state in {RunState.OPEN, RunState.COMPUTING, RunState.COMPUTED},
    }
    return render(request, "invoicing/run_detail.html", context, status=status)


def _returns(request: HttpRequest, run: PayrollRun) -> list[dict[str, Any]]:
    """The employers in the run with their newest return of the month; nothing where the country has no such return."""
    if run.state not in employer_returns.READY or not employer_returns.is_offered(request.country):
        return []
    entities = LegalEntity.objects.filter(pk__in=run.lines.values("contract__entity_id")).order_by("id")
    return [{"entity": each, "newest": employer_returns.newest_return(run.month, entity=each)} for each in entities]


def _row(line: RunLine, before: dict[int, Any]) -> dict[str, Any]:
    payslip = next(iter(line.payslips.all()), None)
    last = before.get(line.contract.membership_id) if line.kind == RunKind.ORDINARY else None
    change = (payslip.net - last) / last if payslip is not None and last else None
    return {
        "line": line,
        "payslip": payslip,
        "tone": "bad" if line.error_code and line.state != LineState.EXCLUDED else LINE_TONES[LineState(line.state)],
        "last": last,
        "change": change,
        "is_far": change is not None and abs(change) >= FAR,
        "gross": payslip.gross if payslip is not None else line.due_amount or line.contract.gross,
        "corrects": line.corrects,
        "financed": _financed(line, payslip),
    }


def _financed(line: RunLine, payslip: Payslip | None) -> dict[str, Decimal] | None:
    """What one-off pay or a correction takes from the activity or gives back to it, once it is computed."""
    if payslip is None or line.kind == RunKind.ORDINARY:
        return None
    cost = cost_to_bear(payslip)
    difference = line.provisioned - cost
    return {"cost": cost, "difference": difference, "amount": abs(difference)}
