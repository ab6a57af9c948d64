"""What an activity has, and the events behind each figure."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from activities.models import Activity
from invoicing import perms
from invoicing.queries import balances
from invoicing.queries.received import received, spendable
from invoicing.rules import ledger
from members.access import actor_of, member_page, staff_page

MEMBER, STAFF = "base_member.html", "base_staff.html"
FIGURES = {
    "credited": (gettext_lazy("Credited"), gettext_lazy("What invoices brought, after the cooperative's share.")),
    "moved": (gettext_lazy("Moved"), gettext_lazy("Came from other activities, or went to them.")),
    "reserved": (
        gettext_lazy("Reserved"),
        gettext_lazy("Promised to contracts that are not paid yet, and held for expenses being checked."),
    ),
    "spent": (
        gettext_lazy("Spent"),
        gettext_lazy("Became pay, with its contributions and tax, or paid purchases and expenses."),
    ),
    "available": (gettext_lazy("Available"), gettext_lazy("What you can turn into a contract.")),
}
EXPENSES = (
    gettext_lazy("For expenses"),
    gettext_lazy("What clients have really paid of it: it may be spent on purchases and expenses."),
)
KINDS = {
    ledger.Kind.INVOICE_ISSUED: gettext_lazy("Invoice"),
    ledger.Kind.CREDIT_NOTE: gettext_lazy("Credit note"),
    ledger.Kind.RESERVED: gettext_lazy("Reserved for a contract"),
    ledger.Kind.RELEASED: gettext_lazy("Given back by a cancelled contract"),
    ledger.Kind.PAYROLL: gettext_lazy("Pay"),
    ledger.Kind.WRITTEN_OFF: gettext_lazy("Loss of an order without guarantee"),
    ledger.Kind.REVIVED: gettext_lazy("The client paid after all"),
    ledger.Kind.MOVED: gettext_lazy("Moved between activities"),
    ledger.Kind.SUPPLIER: gettext_lazy("Supplier’s invoice"),
    ledger.Kind.EXPENSE: gettext_lazy("Expenses"),
    ledger.Kind.EXPENSE_HELD: gettext_lazy("Held for expenses being checked"),
    ledger.Kind.EXPENSE_RELEASED: gettext_lazy("Given back by a claim for expenses"),
}


@require_safe
@member_page
def activity_balance(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.of_user(request.user.pk), pk=pk)
    return _balance(request, activity, base=MEMBER)


@require_safe
@member_page
def activity_lines(request: HttpRequest, pk: int, figure: str) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.of_user(request.user.pk), pk=pk)
    return _lines(request, activity, figure, base=MEMBER)


@require_safe
@staff_page()
def staff_activity_balance(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.select_related("membership__user"), pk=pk)
    return _balance(request, activity, base=STAFF)


@require_safe
@staff_page()
def staff_activity_lines(request: HttpRequest, pk: int, figure: str) -> HttpResponse:
    return _lines(request, get_object_or_404(Activity, pk=pk), figure, base=STAFF)


def _balance(request: HttpRequest, activity: Activity, *, base: str) -> HttpResponse:
    balance = balances.activity_balance(activity)
    figures = [
        {"name": name, "label": label, "text": text, "amount": getattr(balance, name)}
        for name, (label, text) in FIGURES.items()
        if name != "moved" or balance.moved
    ]
    label, text = EXPENSES
    figures.append({"name": "expenses", "label": label, "text": text, "amount": spendable(activity)})
    context = {"base": base, "is_staff": base == STAFF, "activity": activity, "balance": balance, "figures": figures}
    context["may_convert"] = balance.available > 0 and perms.may_convert_income(actor_of(request), activity)
    return render(request, "invoicing/balance_detail.html", context)


def _lines(request: HttpRequest, activity: Activity, figure: str, *, base: str) -> HttpResponse:
    if figure not in {*FIGURES, "expenses"}:
        raise Http404
    label, text = EXPENSES if figure == "expenses" else FIGURES[figure]
    if figure == "expenses":
        return _page_of_lines(request, activity, label, text, _for_expenses(activity), base=base)
    lines = [_line(line) for line in balances.ledger_lines(activity, figure)]
    return _page_of_lines(request, activity, label, text, lines, base=base)


def _page_of_lines(
    request: HttpRequest, activity: Activity, label: Any, text: Any, lines: list[dict[str, Any]], *, base: str
) -> HttpResponse:
    context = {
        "base": base,
        "is_staff": base == STAFF,
        "activity": activity,
        "figure": label,
        "text": text,
        "lines": lines,
        "total": sum((line["amount"] for line in lines), start=balances.ZERO),
    }
    return render(request, "invoicing/balance_lines.html", context)


def _line(line: balances.Line) -> dict[str, Any]:
    return {"on": line.on, "what": KINDS.get(line.kind, _("Other")), "label": line.label, "amount": line.amount}


def _for_expenses(activity: Activity) -> list[dict[str, Any]]:
    """What is available, less what clients have not paid yet; where that leaves less than nothing, nothing."""
    money, today = received(activity), activity.country.today()
    lines = [{"on": today, "what": FIGURES["available"][0], "label": "", "amount": money.available}]
    lines += [
        {
            "on": invoice.issued_on or today,
            "what": _("Not yet paid by the client"),
            "label": str(invoice),
            "amount": -share,
        }
        for invoice, share in money.to_come
    ]
    rest = money.spendable - (money.available - money.coming)
    if rest:
        lines.append({"on": today, "what": _("Spent already from what is not paid yet"), "label": "", "amount": rest})
    return lines
