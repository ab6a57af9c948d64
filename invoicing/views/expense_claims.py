"""A member's claim: what it is made of, what it takes from the activity, sent, followed until it is paid."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities import status
from activities.models import ExpenseClaim, Receipt
from activities.queries import events_of
from activities.rules.expense_claims import cancel_claim
from activities.states import ExpenseState
from activities.views.expenses_shown import receipt_line
from invoicing.queries.received import received
from invoicing.rules import expense_claims as rules
from invoicing.views.expense_csv import expenses_file
from members.access import actor_of, member_page
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.money import ZERO

PAGE, LIST = "invoicing:expense_claim", "activities:expense_list"


@require_safe
@member_page
def expense_claim(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@require_POST
@member_page
def expense_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to be checked; what is refused is said on the page."""
    found = _found(request, pk)
    try:
        rules.send_claim(found, by=actor_of(request), now=timezone.now())
    except Conflict:
        raise
    except RuleBroken as broken:
        return _page(request, found, refused=broken)
    messages.success(request, _("The claim is on its way. You are told what becomes of it."))
    return redirect(PAGE, pk)


@require_POST
@member_page
def expense_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    on = request.country.today()
    return _step(request, pk, lambda found: rules.withdraw_claim(found, by=actor_of(request), on=on))


@require_POST
@member_page
def expense_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Put everything back into the drawer."""
    _step(request, pk, lambda found: cancel_claim(found, by=actor_of(request)))
    return redirect(LIST)


@require_safe
@member_page
def expense_csv(request: HttpRequest) -> HttpResponse:
    rows = Receipt.objects.of_user(request.user.pk)
    return expenses_file(rows, name=f"expenses-{request.country.today().isoformat()}.csv")


def _step(request: HttpRequest, pk: int, rule: Callable[[ExpenseClaim], object]) -> HttpResponse:
    try:
        rule(_found(request, pk))
    except Conflict:
        raise
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return redirect(PAGE, pk)


def _found(request: HttpRequest, pk: int) -> ExpenseClaim:
    rows = ExpenseClaim.objects.of_user(request.user.pk).select_related("activity__membership__user", "country")
    found: ExpenseClaim = get_object_or_404(rows, pk=pk)
    return found


def _page(request: HttpRequest, found: ExpenseClaim, refused: RuleBroken | None = None) -> HttpResponse:
    rows = list(found.receipts.select_related("file", "country").order_by("day", "pk"))
    paid = [row for row in rows if not row.is_refused]
    charged = sum((row.charged for row in paid), ZERO)
    money = received(found.activity) if found.is_writable else None
    context = {
        "claim": found,
        "status": status.claim_status(found),
        "rows": [receipt_line(row) for row in rows],
        "gross": sum((row.gross for row in paid), ZERO),
        "vat": sum((row.vat_deducted for row in paid), ZERO),
        "charged": charged,
        "money": money,
        "left": money.spendable - charged if money else None,
        "refused": refused,
        "events": events_of(found),
        "may_withdraw": found.state == ExpenseState.SUBMITTED,
    }
    return render(request, "invoicing/expense_claim.html", context, status=422 if refused else 200)
