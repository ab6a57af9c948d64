"""The staff's list of claims for expenses."""

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import ExpenseClaim, Receipt
from activities.states import ExpenseState
from activities.views.expenses_shown import claim_line
from activities.views.staff_queue import paged
from invoicing.views.expense_csv import expenses_file
from members.access import staff_page
from members.models import Profile


def _tabs() -> dict[str, tuple[str, str]]:
    """Tab → its words and its state, in the order of the page."""
    return {
        "check": (_("To check"), ExpenseState.SUBMITTED),
        "returned": (_("Returned"), ExpenseState.RETURNED),
        "pay": (_("To be paid"), ExpenseState.APPROVED),
        "done": (_("Paid back"), ExpenseState.REIMBURSED),
    }


@require_safe
@staff_page("accounting", "adviser")
def staff_expense_list(request: HttpRequest) -> HttpResponse:
    """The claims of a tab, those that wait longest first; as many queries for one as for fifty."""
    tabs = _tabs()
    name = request.GET.get("tab", "")
    name = name if name in tabs else "check"
    typed = request.GET.get("q", "").strip()[:60]
    rows = ExpenseClaim.objects.filter(state=tabs[name][1]).select_related("activity__membership__user", "country")
    rows = rows.annotate(asked=Sum("receipts__gross", filter=Q(receipts__refused_reason="")))
    if typed:
        members = Profile.objects.named(typed).values("membership_id")
        rows = rows.filter(Q(reference__startswith=typed.upper()) | Q(activity__membership__in=members))
    page, query = paged(request, rows.order_by("submitted_at", "pk") if name == "check" else rows.order_by("-pk"))
    counts = dict(ExpenseClaim.objects.order_by().values_list("state").annotate(count=Count("pk")))
    context = {
        "tabs": [
            {"url": f"?tab={key}", "label": words, "count": counts.get(state, 0), "name": key}
            for key, (words, state) in tabs.items()
        ],
        "tab": name,
        "typed": typed,
        "page": page,
        "query": query,
        "rows": [claim_line(claim) for claim in page],
    }
    return render(request, "invoicing/expense_staff_list.html", context)


@require_safe
@staff_page("accounting", "adviser")
def staff_expense_csv(request: HttpRequest) -> HttpResponse:
    """Every receipt that was claimed; drawers are the members' own."""
    claimed = Receipt.objects.filter(claim__submitted_at__isnull=False)
    return expenses_file(claimed, name=f"expenses-{request.country.today().isoformat()}.csv")
