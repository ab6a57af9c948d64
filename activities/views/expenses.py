"""A member's expenses: the drawer of receipts and the claims made of them."""

import datetime

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from activities.models import Activity, ExpenseClaim, Receipt
from activities.rules import expense_claims, expense_receipts
from activities.states import ExpenseState
from activities.views.expenses_shown import claim_line, drawer_groups
from activities.views.staff_queue import paged
from members.access import actor_of, member_page
from smart.foundation.errors import RuleBroken

MOST = 200
"""Receipts of the drawer on one page; more are claimed first."""
LIST = "activities:expense_list"


@require_GET
@member_page
def expense_list(request: HttpRequest) -> HttpResponse:
    """What lies in the drawer, to be claimed, and every claim with what happens next."""
    show = request.GET.get("show", "")
    states = _filters().get(show, (None, ()))[1]
    mine = ExpenseClaim.objects.of_user(request.user.pk)
    claims = mine.select_related("activity", "country").annotate(asked=_asked()).order_by("-pk")
    claims = claims.filter(state__in=states) if states else claims.exclude(state=ExpenseState.CANCELLED)
    page, query = paged(request, claims)
    rows = Receipt.objects.of_user(request.user.pk).in_drawer().select_related("activity", "file", "country")[:MOST]
    context = {
        "groups": drawer_groups(rows),
        "page": page,
        "query": query,
        "claims": [claim_line(claim) for claim in page],
        "show": show,
        "filters": [{"name": name, "label": label} for name, (label, _states) in _filters().items()],
        "has_activity": Activity.objects.of_user(request.user.pk).open().exists(),
    }
    return render(request, "activities/expense_list.html", context)


@require_POST
@member_page
def expense_gather(request: HttpRequest) -> HttpResponse:
    """Put what lies in the drawer for an activity and month into one claim."""
    typed = request.POST.get("activity", "")
    mine = Activity.objects.of_user(request.user.pk).select_related("membership__user")
    activity = get_object_or_404(mine, pk=int(typed) if typed.isdecimal() and len(typed) < 19 else 0)
    try:
        month = datetime.date.fromisoformat(request.POST.get("month", ""))
        claim = expense_claims.gather_claim(activity, month=month, by=actor_of(request), now=timezone.now())
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect(LIST)
    except ValueError:
        messages.error(request, _("Choose the month on the page again."))
        return redirect(LIST)
    return redirect("invoicing:expense_claim", claim.pk)


@require_POST
@member_page
def receipt_take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a receipt of an unsent claim back into the drawer."""
    row = get_object_or_404(Receipt.objects.of_user(request.user.pk).filter(claim__isnull=False), pk=pk)
    claim = row.claim_id
    back = expense_claims.take_out(row, by=actor_of(request))
    messages.success(request, _("“%(receipt)s” lies in your drawer again.") % {"receipt": back})
    return redirect("invoicing:expense_claim", claim)


@require_POST
@member_page
def receipt_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Receipt.objects.of_user(request.user.pk), pk=pk)
    back = reverse("invoicing:expense_claim", args=[row.claim_id]) if row.claim_id else reverse(LIST)
    expense_receipts.delete_receipt(row, by=actor_of(request))
    messages.success(request, _("The receipt is deleted."))
    return redirect(back)


def _asked() -> Sum:
    return Sum("receipts__gross", filter=Q(receipts__refused_reason=""))


def _filters() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Filter → its words and its states."""
    return {
        "open": (_("To send or being checked"), ("draft", "returned", "submitted")),
        "approved": (_("To be paid"), ("approved",)),
        "paid": (_("Paid back"), ("reimbursed",)),
        "cancelled": (pgettext("expense claim", "Given up"), ("cancelled",)),
    }
