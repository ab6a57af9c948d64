"""The accountants' desk: what was invoiced, what is open, payments, credit notes."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.models import Mission
from activities.rules.clients import fold
from invoicing import perms
from invoicing.forms import CreditForm, InvoiceFilterForm, PaymentForm
from invoicing.models import Invoice, LedgerEntry
from invoicing.models.invoice import InvoiceKind
from invoicing.queries.invoices import missions_to_invoice
from invoicing.rules import credit_notes, invoices, ledger, payments
from invoicing.states import InvoiceState
from invoicing.views.invoices import TONES, detail_context
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.states import history

PER_PAGE = 50


@require_safe
@staff_page()
def staff_invoice_list(request: HttpRequest) -> HttpResponse:
    """Every document by state, client and period, with what is still open; confirmed missions not invoiced yet on top."""
    form = InvoiceFilterForm(request.GET or None)
    found = _filtered(form)
    page = Paginator(found.select_related("client", "mission"), PER_PAGE).get_page(request.GET.get("page"))
    left = payments.open_amounts([row for row in page if row.kind != InvoiceKind.CREDIT_NOTE])
    by = actor_of(request)
    context = {
        "form": form,
        "page": page,
        "rows": [{"invoice": row, "tone": TONES[InvoiceState(row.state)], "open": left.get(row.pk)} for row in page],
        "totals": _totals(found),
        "query": _query(request),
        "undecided": Invoice.objects.vat_to_decide().count(),
        "waiting": list(
            missions_to_invoice(on=request.country.today(), lead_days=0)
            .select_related("client")
            .order_by("starts_on")[:20]
        ),
        "may_issue": perms.may_issue_invoice(by),
    }
    return render(request, "invoicing/invoice_staff_list.html", context)


@require_safe
@staff_page()
def staff_invoice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Invoice.objects.select_related("client", "mission", "activity__membership__user", "corrects")
    return _detail(request, get_object_or_404(rows, pk=pk))


@require_http_methods(["GET", "POST"])
@staff_page("accounting")
def staff_invoice_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Register money that arrived for an invoice."""
    invoice = get_object_or_404(Invoice.objects.issued(), pk=pk)
    left = payments.open_amount(invoice)
    form = PaymentForm(request.POST or None, initial={"amount": left, "on": request.country.today()})
    form.fields["amount"].currency = invoice.currency
    if request.method == "POST" and form.is_valid():
        try:
            payments.record_payment(invoice, by=actor_of(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The payment is registered."))
            return redirect("invoicing:staff_invoice_detail", invoice.pk)
    context = {"form": form, "invoice": invoice, "open": left}
    return render(request, "invoicing/invoice_pay.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff_page("accounting")
def staff_invoice_credit(request: HttpRequest, pk: int) -> HttpResponse:
    """Credit an invoice in two steps: first what it takes back and from whom, then the credit note."""
    invoice = get_object_or_404(Invoice.objects.issued().select_related("activity", "mission"), pk=pk)
    form = CreditForm(request.POST or None)
    form.fields["amount"].currency = invoice.currency
    effects = None
    if request.method == "POST" and form.is_valid():
        try:
            effects = credit_notes.preview_credit(invoice, form.cleaned_data["amount"])
            if "confirm" in request.POST:
                return _credit(request, invoice, form)
        except RuleBroken as broken:
            form.add_rule_error(broken)
    context = {"form": form, "invoice": invoice, "effects": effects, "left": credit_notes.creditable(invoice)}
    return render(request, "invoicing/invoice_credit.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page("accounting", "adviser")
def staff_invoice_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a draft whose VAT is decided."""
    invoice = get_object_or_404(Invoice, pk=pk)
    issued = invoices.issue_invoice(invoice, on=request.country.today(), by=actor_of(request))
    messages.success(request, _("Invoice %(number)s is issued.") % {"number": issued.number})
    return redirect("invoicing:staff_invoice_detail", issued.pk)


@require_POST
@staff_page("accounting", "adviser")
def mission_invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """Invoice a confirmed mission now, without waiting for the work list."""
    mission = get_object_or_404(Mission, pk=pk)
    invoice = invoices.invoice_mission(mission, on=request.country.today(), by=actor_of(request))
    if invoice.state == InvoiceState.DRAFT:
        messages.warning(request, _("Its VAT must be decided before it can be issued."))
    else:
        messages.success(request, _("Invoice %(number)s is issued.") % {"number": invoice.number})
    return redirect("invoicing:staff_invoice_detail", invoice.pk)


@require_POST
@staff_page("accounting", "adviser")
def pull_invoices(request: HttpRequest) -> HttpResponse:
    """Put every confirmed mission without an invoice on the work list."""
    count = invoices.enqueue_due_invoices(on=request.country.today(), by=actor_of(request))
    messages.success(request, _("%(count)s missions are on the list to be invoiced.") % {"count": count})
    return redirect("invoicing:staff_invoice_list")


def _credit(request: HttpRequest, invoice: Invoice, form: CreditForm) -> HttpResponse:
    note = credit_notes.credit_invoice(invoice, on=request.country.today(), by=actor_of(request), **form.cleaned_data)
    messages.success(request, _("Credit note %(number)s is issued.") % {"number": note.number})
    return redirect("invoicing:staff_invoice_detail", note.pk)


def _detail(request: HttpRequest, invoice: Invoice) -> HttpResponse:
    by = actor_of(request)
    context = {
        **detail_context(invoice),
        "events": [
            {"at": change.at, "text": InvoiceState(change.to_state).label, "who": change.by_label}
            for change in history(invoice)
        ],
        "postings": _postings(invoice),
        "may_keep_books": perms.may_keep_books(by),
        "may_issue": perms.may_issue_invoice(by),
        "is_payable": invoice.kind != InvoiceKind.CREDIT_NOTE and invoice.state in payments.PAYABLE,
        "is_creditable": credit_notes.is_creditable(invoice),
    }
    return render(request, "invoicing/invoice_staff_detail.html", context)


def _postings(invoice: Invoice) -> list[dict[str, Any]]:
    """The ledger's entries about this document, oldest first; the side says the sign."""
    entries = LedgerEntry.objects.filter(
        transaction__subject_table=Invoice._meta.db_table, transaction__subject_id=invoice.pk
    )
    rows = entries.select_related("transaction", "account").order_by("id")
    return [
        {
            "code": row.account.code,
            "on": row.transaction.on,
            "debit": row.amount if row.amount > 0 else None,
            "credit": -row.amount if row.amount < 0 else None,
        }
        for row in rows
    ]


def _filtered(form: InvoiceFilterForm) -> QuerySet[Any]:
    rows: QuerySet[Any] = Invoice.objects.all().newest_first()
    if not form.is_bound or not form.is_valid():
        return rows
    asked = form.cleaned_data
    if asked["state"]:
        rows = rows.filter(state=asked["state"])
    if asked["client"]:
        rows = rows.filter(client__folded_name__startswith=fold(asked["client"]))
    if asked["since"]:
        rows = rows.filter(issued_on__gte=asked["since"])
    if asked["until"]:
        rows = rows.filter(issued_on__lte=asked["until"])
    return rows


def _totals(found: QuerySet[Any]) -> dict[str, Any]:
    """Net, VAT and total of what was found, credit notes taken off, and what of it is open."""
    issued = found.order_by().issued()
    is_credit = Q(kind=InvoiceKind.CREDIT_NOTE)
    billed, credited = (
        rows.aggregate(net=Sum("net"), vat=Sum("vat"), total=Sum("total"))
        for rows in (issued.exclude(is_credit), issued.filter(is_credit))
    )
    totals = {part: (billed[part] or ZERO) - (credited[part] or ZERO) for part in billed}
    about = found.order_by().values("pk")
    entries = LedgerEntry.objects.of_account(ledger.RECEIVABLE).filter(
        transaction__subject_table=Invoice._meta.db_table, transaction__subject_id__in=about
    )
    totals["open"] = entries.aggregate(total=Sum("amount"))["total"] or ZERO
    return totals


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""
