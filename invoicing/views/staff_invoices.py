"""The accountants' desk: what was invoiced, what is open, payments, credit notes."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.models import Mission
from activities.views.client_parts import vat_part
from invoicing import perms
from invoicing.account_words import account_name
from invoicing.forms import CreditForm, InvoiceFilterForm, PaymentForm
from invoicing.models import Invoice, LedgerEntry
from invoicing.models.invoice import InvoiceKind
from invoicing.queries import invoice_lists
from invoicing.queries.invoices import OWED, missions_to_invoice
from invoicing.rules import credit_lines, credit_notes, invoices, payments
from invoicing.states import InvoiceState
from invoicing.views.einvoice_parts import staff_part
from invoicing.views.invoice_csv import write_invoices
from invoicing.views.invoices_shown import TONES, detail_context, dispute_row
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken
from smart.foundation.states import history

PER_PAGE = 50


@require_safe
@staff_page()
def staff_invoice_list(request: HttpRequest) -> HttpResponse:
    """Every document, or one of the lists that wait, by state, client and period; missions not invoiced yet on top."""
    on, name, form = request.country.today(), _list_name(request), InvoiceFilterForm(request.GET or None)
    found = invoice_lists.listed(name, _asked(form), on=on)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "list_name": name,
        "tabs": _tabs(name, counts=invoice_lists.counts(on=on)),
        "page": page,
        "rows": _rows(list(page), on=on),
        "totals": invoice_lists.totals(found),
        "query": _query(request),
        "waiting": list(missions_to_invoice(on=on, lead_days=0).select_related("client").order_by("starts_on")[:20]),
        "may_issue": perms.may_issue_invoice(actor_of(request)),
    }
    return render(request, "invoicing/invoice_staff_list.html", context)


@require_safe
@staff_page()
def staff_invoice_export(request: HttpRequest) -> HttpResponse:
    """What the list shows, as CSV for spreadsheets: semicolons, decimal points, days as 2026-11-30."""
    form = InvoiceFilterForm(request.GET or None)
    found = invoice_lists.listed(_list_name(request), _asked(form), on=request.country.today())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="invoices-{request.country.code}.csv"'
    write_invoices(found, into=response)
    return response


@require_safe
@staff_page()
def staff_invoice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Invoice.objects.select_related("client", "mission", "activity__membership__user", "corrects", "country")
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
    form = CreditForm(request.POST or None, invoice=invoice, lines=credit_lines.lines_left(invoice))
    effects = None
    if request.method == "POST" and form.is_valid():
        try:
            asked = form.cleaned_data
            effects = credit_notes.preview_credit(invoice, asked["amount"], positions=asked["positions"])
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
        messages.warning(request, _("It is a draft: it goes out on its day, once its VAT is decided."))
    else:
        messages.success(request, _("Invoice %(number)s is issued.") % {"number": invoice.number})
    return redirect("invoicing:staff_invoice_detail", invoice.pk)


@require_POST
@staff_page("accounting", "adviser")
def pull_invoices(request: HttpRequest) -> HttpResponse:
    """Put every confirmed mission without an invoice on the work list."""
    count = invoices.enqueue_due_invoices(on=request.country.today(), by=actor_of(request))
    said = ngettext(
        "%(count)s mission is on the list to be invoiced.", "%(count)s missions are on the list to be invoiced.", count
    )
    messages.success(request, said % {"count": count})
    return redirect("invoicing:staff_invoice_list")


def _credit(request: HttpRequest, invoice: Invoice, form: CreditForm) -> HttpResponse:
    note = credit_notes.credit_invoice(invoice, on=request.country.today(), by=actor_of(request), **form.cleaned_data)
    messages.success(request, _("Credit note %(number)s is issued.") % {"number": note.number})
    return redirect("invoicing:staff_invoice_detail", note.pk)


def _detail(request: HttpRequest, invoice: Invoice) -> HttpResponse:
    by = actor_of(request)
    shown = detail_context(invoice)
    context = {
        **shown,
        **staff_part(invoice, request.country),
        "clock": dispute_row(shown["dispute"], on=request.country.today()) if shown["dispute"] else None,
        "may_answer": perms.may_answer_dispute(by),
        "events": [
            {"at": change.at, "text": InvoiceState(change.to_state).label, "who": change.by_label}
            for change in history(invoice)
        ],
        "postings": _postings(invoice),
        "may_keep_books": perms.may_keep_books(by),
        "may_issue": perms.may_issue_invoice(by),
        "is_payable": invoice.kind != InvoiceKind.CREDIT_NOTE and invoice.state in payments.PAYABLE,
        "is_creditable": credit_notes.is_creditable(invoice),
        "vies": _vies(request, invoice),
    }
    return render(request, "invoicing/invoice_staff_detail.html", context)


def _vies(request: HttpRequest, invoice: Invoice) -> dict[str, Any] | None:
    """What to say of the client's VAT number when the customer owes the VAT and no check of it is good today."""
    if invoice.vat_decision.get("category") not in {"AE", "K"}:
        return None
    part = vat_part(invoice.client, on=request.country.today())  # type: ignore[attr-defined]
    return None if part is None or part["standing"].is_good else part


def _postings(invoice: Invoice) -> list[dict[str, Any]]:
    """The ledger's entries about this document, oldest first; the side says the sign."""
    entries = LedgerEntry.objects.filter(
        transaction__subject_table=Invoice._meta.db_table, transaction__subject_id=invoice.pk
    )
    rows = entries.select_related("transaction", "account").order_by("id")
    return [
        {
            "name": account_name(row.account.code),
            "on": row.transaction.on,
            "debit": row.amount if row.amount > 0 else None,
            "credit": -row.amount if row.amount < 0 else None,
        }
        for row in rows
    ]


def _list_name(request: HttpRequest) -> str:
    asked = request.GET.get("show", "")
    return asked if asked in invoice_lists.LISTS else invoice_lists.EVERYTHING


def _asked(form: InvoiceFilterForm) -> dict[str, Any]:
    return form.cleaned_data if form.is_bound and form.is_valid() else {}


def _tabs(current: str, *, counts: dict[str, int]) -> list[dict[str, Any]]:
    names = {
        invoice_lists.EVERYTHING: _("All"),
        "planned": _("Drafts"),
        "held": _("Change wanted"),
        "vat": _("VAT to settle"),
        "disputed": pgettext("invoices", "Disputed"),
        "overdue": pgettext("invoices", "Overdue"),
    }
    return [
        {"key": key, "label": label, "count": counts.get(key), "current": key == current}
        for key, label in names.items()
    ]


def _rows(rows: list[Invoice], *, on: Any) -> list[dict[str, Any]]:
    left = payments.open_amounts([row for row in rows if row.number and row.kind != InvoiceKind.CREDIT_NOTE])
    said = invoice_lists.disputes_of([row for row in rows if row.state == InvoiceState.DISPUTED])
    return [
        {
            "invoice": row,
            "tone": TONES[InvoiceState(row.state)],
            "open": left.get(row.pk),
            "clock": dispute_row(said[row.pk], on=on) if row.pk in said else None,
            "days_late": (on - row.due_on).days if row.due_on and row.state in OWED and row.due_on < on else 0,
        }
        for row in rows
    ]


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""
