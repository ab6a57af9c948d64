"""What an activity has, and the events behind each figure."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from activities.models import Activity
from invoicing import perms
from invoicing.queries import balances
from invoicing.queries.received import received, spendable
from invoicing.rules import ledger
from members.access import actor_of, member_page, staff_page
from smart.foundation.tables import safe_cell

MEMBER, STAFF = "base_member.html", "base_staff.html"
FIGURES = {
    "credited": (
        pgettext_lazy("activity", "Credited"),
        gettext_lazy("What invoices brought, after the cooperative's share."),
    ),
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
EXPECTED = (
    gettext_lazy("Expected"),
    gettext_lazy("Missions declared and not invoiced yet, after the cooperative’s share."),
)
PAGES = {
    "invoicing_invoice": ("invoicing:invoice_detail", "invoicing:staff_invoice_detail"),
    "invoicing_payslip": ("invoicing:payslip_detail", "invoicing:staff_payslip"),
    "invoicing_activitymove": ("invoicing:move_detail", "invoicing:staff_move_detail"),
    "activities_contract": ("activities:contract_detail", "activities:staff_contract_review"),
    "activities_expenseclaim": ("invoicing:expense_claim", "invoicing:staff_expense"),
}
"""The page of the document behind an event, for its member and for staff."""
KINDS = {
    ledger.Kind.INVOICE_ISSUED: gettext_lazy("Invoice"),
    ledger.Kind.CREDIT_NOTE: gettext_lazy("Credit note"),
    ledger.Kind.RESERVED: gettext_lazy("Reserved for a contract"),
    ledger.Kind.RELEASED: gettext_lazy("Given back by a cancelled contract"),
    ledger.Kind.PAYROLL: gettext_lazy("Pay"),
    ledger.Kind.WRITTEN_OFF: gettext_lazy("Loss of an order without guarantee"),
    ledger.Kind.REVIVED: gettext_lazy("The client paid after all"),
    ledger.Kind.MOVED: gettext_lazy("Moved between activities"),
    ledger.Kind.TEAM: gettext_lazy("Shared among a team"),
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
@member_page
def activity_lines_file(request: HttpRequest, pk: int, figure: str) -> HttpResponse:
    """The same lines as a file for a spreadsheet."""
    activity = get_object_or_404(Activity.objects.of_user(request.user.pk), pk=pk)
    return _csv(activity, figure, _found(activity, figure, base=MEMBER)[2])


@require_safe
@staff_page()
def staff_activity_lines_file(request: HttpRequest, pk: int, figure: str) -> HttpResponse:
    activity = get_object_or_404(Activity, pk=pk)
    return _csv(activity, figure, _found(activity, figure, base=STAFF)[2])


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
    label, text = EXPECTED
    figures.append({"name": "expected", "label": label, "text": text, "amount": balance.expected})
    context = {"base": base, "is_staff": base == STAFF, "activity": activity, "balance": balance, "figures": figures}
    context["may_convert"] = balance.available > 0 and perms.may_convert_income(actor_of(request), activity)
    return render(request, "invoicing/balance_detail.html", context)


def _lines(request: HttpRequest, activity: Activity, figure: str, *, base: str) -> HttpResponse:
    label, text, lines = _found(activity, figure, base=base)
    context = {
        "base": base,
        "is_staff": base == STAFF,
        "activity": activity,
        "name": figure,
        "figure": label,
        "text": text,
        "lines": lines,
        "total": sum((line["amount"] for line in lines), start=balances.ZERO),
    }
    return render(request, "invoicing/balance_lines.html", context)


def _found(activity: Activity, figure: str, *, base: str) -> tuple[Any, Any, list[dict[str, Any]]]:
    """The figure's label and text, and the lines that sum to it. Raises Http404 for a figure that is none."""
    if figure == "expenses":
        return *EXPENSES, _for_expenses(activity)
    if figure == "expected":
        return *EXPECTED, _expected(activity, base=base)
    if figure not in FIGURES:
        raise Http404
    return *FIGURES[figure], [_line(line, base=base) for line in balances.ledger_lines(activity, figure)]


def _csv(activity: Activity, figure: str, lines: list[dict[str, Any]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{activity.code}-{figure}.csv"'
    response["Cache-Control"] = "no-store, private"
    response.write("\ufeff")  # or a spreadsheet reads it in the wrong alphabet
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Day"), _("What"), _("Document"), _("Amount")])
    for line in lines:
        writer.writerow([line["on"].isoformat(), *map(safe_cell, (line["what"], line["label"])), line["amount"]])
    return response


def _line(line: balances.Line, *, base: str) -> dict[str, Any]:
    pages = PAGES.get(line.subject_table)
    if line.kind == ledger.Kind.TEAM and base == MEMBER:  # the invoice is the leader's: a co-worker has no page of it
        pages = None
    url = reverse(pages[base == STAFF], args=[line.subject_id]) if pages else ""
    what = KINDS.get(line.kind, _("Other"))
    return {"on": line.on, "what": what, "label": line.label, "amount": line.amount, "url": url}


def _expected(activity: Activity, *, base: str) -> list[dict[str, Any]]:
    page = "activities:staff_mission_review" if base == STAFF else "activities:mission_detail"
    return [
        {
            "on": mission.starts_on or activity.country.today(),
            "what": mission.title or mission.reference,
            "label": mission.get_state_display(),
            "amount": amount,
            "url": reverse(page, args=[mission.pk]),
        }
        for mission, amount in balances.expected_lines(activity)
    ]


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
