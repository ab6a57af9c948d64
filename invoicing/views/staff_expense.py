"""One claim as staff check it: each receipt's photo beside its figures and checks, the VAT corrected, yes or no."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities import perms, status
from activities.forms.decisions import ReasonForm
from activities.models import ExpenseClaim, Receipt
from activities.queries import events_of
from activities.rules.expense_checks import checks_of
from activities.states import ExpenseState
from activities.views.expense_receipts import shown_file
from activities.views.expenses_shown import receipt_line
from activities.views.staff_queue import decided
from invoicing.forms_expenses import LineRefuseForm, LineVatForm
from invoicing.queries.received import spendable
from invoicing.rules import expense_claims as rules
from invoicing.rules.payables import payables_of
from members.access import actor_of, staff_page
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.forms import SmartForm
from smart.foundation.money import ZERO

PAGE, LIST = "invoicing:staff_expense", "invoicing:staff_expense_list"
BEHIND = ("activity__membership__user", "activity__entity", "country")


@require_safe
@staff_page("accounting", "adviser")
def staff_expense(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(pk))


@require_POST
@staff_page("accounting", "adviser")
def staff_expense_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Book it and owe it; what is refused is said on the page."""
    found = _found(pk)
    try:
        rules.approve_claim(found, by=actor_of(request), on=request.country.today())
    except Conflict:
        raise
    except RuleBroken as broken:
        return _page(request, found, broken=broken)
    messages.success(request, _("Claim %(claim)s is approved and waits among the payments to make.") % {"claim": found})
    return redirect(LIST)


@require_POST
@staff_page("accounting", "adviser")
def staff_expense_return(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _found(pk), _return_form(request.POST)
    by, on = actor_of(request), request.country.today()
    if not decided(form, lambda data: rules.return_claim(found, reason=data["reason"], by=by, on=on)):
        return _page(request, found, back=form)
    messages.success(request, _("Claim %(claim)s is with its member again.") % {"claim": found})
    return redirect(LIST)


@require_POST
@staff_page("accounting", "adviser")
def staff_line_vat(request: HttpRequest, pk: int) -> HttpResponse:
    row = _line(pk)
    form = LineVatForm(request.POST, receipt=row, currency=request.country.currency)
    by = actor_of(request)
    facts = ("vat", "vat_deducted")
    return _decide(
        request,
        row,
        form,
        lambda data: rules.correct_vat(row, note=data["vat_note"], by=by, **{name: data[name] for name in facts}),
    )


@require_POST
@staff_page("accounting", "adviser")
def staff_line_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    row = _line(pk)
    form, by = LineRefuseForm(request.POST, receipt=row), actor_of(request)
    return _decide(request, row, form, lambda data: rules.refuse_line(row, reason=data["reason"], by=by))


@require_POST
@staff_page("accounting", "adviser")
def staff_line_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay a refused receipt back after all."""
    row = _line(pk)
    rules.take_line_back(row, by=actor_of(request))
    return redirect(PAGE, row.claim_id)


@require_safe
@staff_page("accounting", "adviser")
def staff_line_photo(request: HttpRequest, pk: int) -> HttpResponse:
    row = _line(pk)
    if row.file is None:
        raise Http404
    return shown_file(row.file, is_download="download" in request.GET)


def _decide(
    request: HttpRequest, row: Receipt, form: SmartForm, rule: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    if decided(form, rule):
        return redirect(PAGE, row.claim_id)
    assert row.claim_id is not None
    return _page(request, _found(row.claim_id), line=(row.pk, form))


def _found(pk: int) -> ExpenseClaim:
    """A claim that was sent once: what a member still writes is nobody else's."""
    rows = ExpenseClaim.objects.filter(submitted_at__isnull=False).exclude(state=ExpenseState.CANCELLED)
    found: ExpenseClaim = get_object_or_404(rows.select_related(*BEHIND), pk=pk)
    return found


def _line(pk: int) -> Receipt:
    rows = Receipt.objects.filter(claim__submitted_at__isnull=False).select_related("claim", "file", "country")
    found: Receipt = get_object_or_404(rows, pk=pk)
    return found


def _return_form(data: Any = None) -> ReasonForm:
    return ReasonForm(data, label=_("What must the member change?"), prefix="back")


def _page(
    request: HttpRequest,
    found: ExpenseClaim,
    *,
    broken: RuleBroken | None = None,
    back: SmartForm | None = None,
    line: tuple[int, SmartForm] | None = None,
) -> HttpResponse:
    receipts = list(found.receipts.select_related("file", "claim", "country").order_by("day", "pk"))
    paid = [row for row in receipts if not row.is_refused]
    by, is_open = actor_of(request), found.state == ExpenseState.SUBMITTED
    may_decide = is_open and perms.may_review_expenses(by, found.activity.membership)
    checks = checks_of(found, receipts, country=request.country)
    charged = sum((row.charged for row in paid), ZERO)
    context = {
        "claim": found,
        "status": status.claim_status(found),
        "lines": [
            {**receipt_line(row), "checks": checks[row.pk], **(_line_forms(request, row, line) if may_decide else {})}
            for row in receipts
        ],
        "gross": sum((row.gross for row in paid), ZERO),
        "vat": sum((row.vat_deducted for row in paid), ZERO),
        "charged": charged,
        "more": charged - found.held if is_open and charged > found.held else None,
        "spendable": spendable(found.activity) if is_open else None,
        "payments": list(payables_of(found)),
        "events": events_of(found),
        "is_own": found.activity.membership.user_id == by.user_id,
        "is_open": is_open,
        "may_decide": may_decide,
        "back_form": back or _return_form(),
        "broken": broken,
        "form": back or (line[1] if line else None),
    }
    is_refused = bool(broken or back or line)
    return render(request, "invoicing/expense_staff_detail.html", context, status=422 if is_refused else 200)


def _line_forms(request: HttpRequest, row: Receipt, line: tuple[int, SmartForm] | None) -> dict[str, Any]:
    """The two small forms of a receipt; the refused one as it was typed."""
    refused = line[1] if line and line[0] == row.pk else None
    vat = refused if isinstance(refused, LineVatForm) else None
    refuse = refused if isinstance(refused, LineRefuseForm) else None
    return {
        "vat_form": vat or LineVatForm(receipt=row, currency=request.country.currency),
        "refuse_form": refuse or LineRefuseForm(receipt=row),
        "is_vat_open": vat is not None,
        "is_refuse_open": refuse is not None,
    }
