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
from invoicing.rules import ledger
from members.access import actor_of, member_page, staff_page

MEMBER, STAFF = "base_member.html", "base_staff.html"
FIGURES = {
    "credited": (gettext_lazy("Credited"), gettext_lazy("What invoices brought, after the cooperative's share.")),
    "moved": (gettext_lazy("Moved"), gettext_lazy("Came from other activities, or went to them.")),
    "reserved": (gettext_lazy("Reserved"), gettext_lazy("Promised to contracts that are not paid yet.")),
    "spent": (gettext_lazy("Spent"), gettext_lazy("Became pay, with its contributions and tax.")),
    "available": (gettext_lazy("Available"), gettext_lazy("What you can turn into a contract.")),
}
KINDS = {
    ledger.Kind.INVOICE_ISSUED: gettext_lazy("Invoice"),
    ledger.Kind.CREDIT_NOTE: gettext_lazy("Credit note"),
    ledger.Kind.RESERVED: gettext_lazy("Reserved for a contract"),
    ledger.Kind.RELEASED: gettext_lazy("Given back by a cancelled contract"),
    ledger.Kind.PAYROLL: gettext_lazy("Pay"),
    ledger.Kind.WRITTEN_OFF: gettext_lazy("Loss of an order without guarantee"),
    ledger.Kind.REVIVED: gettext_lazy("The client paid after all"),
    ledger.Kind.MOVED: gettext_lazy("Moved between activities"),
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
    context = {"base": base, "is_staff": base == STAFF, "activity": activity, "balance": balance, "figures": figures}
    context["may_convert"] = balance.available > 0 and perms.may_convert_income(actor_of(request), activity)
    return render(request, "invoicing/balance_detail.html", context)


def _lines(request: HttpRequest, activity: Activity, figure: str, *, base: str) -> HttpResponse:
    if figure not in FIGURES:
        raise Http404
    label, text = FIGURES[figure]
    lines = balances.ledger_lines(activity, figure)
    context = {
        "base": base,
        "is_staff": base == STAFF,
        "activity": activity,
        "figure": label,
        "text": text,
        "lines": [_line(line) for line in lines],
        "total": sum((line.amount for line in lines), start=balances.ZERO),
    }
    return render(request, "invoicing/balance_lines.html", context)


def _line(line: balances.Line) -> dict[str, Any]:
    return {"on": line.on, "what": KINDS.get(line.kind, _("Other")), "label": line.label, "amount": line.amount}
