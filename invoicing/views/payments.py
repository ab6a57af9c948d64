"""Payments to a member: the list, and each one from the client's euro to the account with the document of every figure."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from activities.rules.paper_facts import masked_iban
from invoicing.models import Payable, Payslip
from invoicing.models.payable import PayableKind
from invoicing.rules import payments_to_members as payments
from invoicing.rules.pay_words import pay_name
from invoicing.rules.payslip_paper import BEHIND
from invoicing.rules.reconciliation import Figure, Reconciliation, reconcile_pay
from invoicing.rules.reconciliation_of_payables import OF_MEMBERS, reconcile_payable
from members.access import records_page, staff_page
from members.states import MembershipState

MEMBER, STAFF = "base_member.html", "base_staff.html"
PAGES: Final = {
    MEMBER: {
        "Invoice": "invoicing:invoice_detail",
        "Contract": "activities:contract_detail",
        "Activity": "invoicing:activity_balance",
        "Payslip": "invoicing:payslip_detail",
        "ExpenseClaim": "invoicing:expense_claim",
    },
    STAFF: {
        "Invoice": "invoicing:staff_invoice_detail",
        "Contract": "activities:staff_contract_review",
        "Activity": "invoicing:staff_activity_balance",
        "Payslip": "invoicing:staff_payslip",
        "Payable": "invoicing:payable",
        "ExpenseClaim": "invoicing:staff_expense",
    },
}
"""The page of each kind of document, for whoever reads; a figure whose document has none stands without a link."""
FOR_LEAVERS: Final = frozenset({"Payslip"})
"""What somebody who has left the cooperative may still open."""


@require_safe
@records_page
def payment_list(request: HttpRequest) -> HttpResponse:
    """What was paid to me and what is due, the newest first."""
    rows = payments.payments_of(request.membership.pk)
    return render(request, "invoicing/payment_list.html", {"tickets": [_ticket(row) for row in rows]})


@require_safe
@records_page
def payment_of_pay(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Payslip.objects.of_member(request.membership.pk).select_related(*BEHIND, "contract__activity")
    return _pay(request, get_object_or_404(rows, pk=pk), base=MEMBER)


@require_safe
@records_page
def payment_of_payable(request: HttpRequest, pk: int) -> HttpResponse:
    payable = get_object_or_404(payments.payables_of(request.membership.pk), pk=pk)
    return _payable(request, payable, base=MEMBER)


@require_safe
@staff_page()
def staff_payment_of_pay(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Payslip.objects.approved().select_related(*BEHIND, "contract__activity")
    return _pay(request, get_object_or_404(rows, pk=pk), base=STAFF)


@require_safe
@staff_page("accounting", "payroll")
def staff_payment_of_payable(request: HttpRequest, pk: int) -> HttpResponse:
    payable = get_object_or_404(Payable, pk=pk)
    if payable.kind not in OF_MEMBERS:
        raise Http404
    return _payable(request, payable, base=STAFF)


def _pay(request: HttpRequest, payslip: Payslip, *, base: str) -> HttpResponse:
    title = pay_name(payslip) or payslip.contract.function
    return _page(request, reconcile_pay(payslip), base=base, title=title, about=payslip)


def _payable(request: HttpRequest, payable: Payable, *, base: str) -> HttpResponse:
    title = payable.remittance or str(payable.get_kind_display())
    return _page(request, reconcile_payable(payable), base=base, title=title, about=payable)


def _page(request: HttpRequest, told: Reconciliation, *, base: str, title: str, about: Any) -> HttpResponse:
    membership = getattr(request, "membership", None)
    has_left = membership is not None and membership.state == MembershipState.LEFT
    pages = {name: page for name, page in PAGES[base].items() if not has_left or name in FOR_LEAVERS}
    context = {
        "base": base,
        "is_staff": base == STAFF,
        "title": title,
        "about": about,
        "payslip": about if isinstance(about, Payslip) else None,
        "told": told,
        "stages": [
            {
                "heading": stage.heading,
                "rows": [_row(figure, pages) for figure in stage.figures],
                "total": _row(stage.total, pages),
            }
            for stage in told.stages
        ],
        "transfers": [_transfer(item, is_staff=base == STAFF) for item in told.items],
    }
    return render(request, "invoicing/payment_detail.html", context)


def _row(figure: Figure, pages: dict[str, str]) -> dict[str, Any]:
    name = pages.get(type(figure.document).__name__) if figure.document is not None else None
    return {"figure": figure, "url": reverse(name, args=[figure.document.pk]) if name else ""}


def _transfer(item: Any, *, is_staff: bool) -> dict[str, Any]:
    """One time the payment was in a file for the bank, and what became of it."""
    return {
        "item": item,
        "account": masked_iban(payments.account_paid_to(item)),
        "on": item.booked_on or payments.left_on(item.transfer),
        "url": reverse("invoicing:transfer_detail", args=[item.transfer_id]) if is_staff else "",
    }


def _ticket(row: payments.PaymentRow) -> dict[str, Any]:
    names = {"pay": _("Pay"), PayableKind.EXPENSE: _("Expenses"), PayableKind.SHARES: _("Shares paid back")}
    page = "invoicing:payment_of_pay" if row.kind == "pay" else "invoicing:payment_of_payable"
    return {
        "day": row.on,
        "under": row.on.year,
        "title": row.title or str(names[row.kind]),
        "text": names[row.kind],
        "url": reverse(page, args=[row.pk]),
        "amount": row.amount,
        "currency": row.currency,
        "tone": "ok" if row.is_paid else "pen",
        "state": pgettext("payment", "Paid") if row.is_paid else _("To be paid on this day"),
        "under_h1": True,
    }
