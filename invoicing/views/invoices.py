"""Invoices as their members see them: what goes out soon, what is owed, what is disputed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invoicing.forms_invoices import DisputeForm, WishForm
from invoicing.models import Dispute, Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.queries.invoices import OWED, held
from invoicing.rules import disputes, draft_changes, invoices
from invoicing.states import InvoiceState
from invoicing.views.einvoice_parts import member_part
from invoicing.views.invoices_shown import TONES as TONES
from invoicing.views.invoices_shown import detail_context as detail_context
from members.access import actor_of, member_page
from smart.foundation.errors import RuleBroken

PER_PAGE = 20
WAITING = 50
"""How many unfinished invoices the list shows above the others; nobody has more at once."""


@require_safe
@member_page
def invoice_list(request: HttpRequest) -> HttpResponse:
    """What goes out soon, what is disputed, overdue and owed; below it everything else, newest first."""
    own = Invoice.objects.of_user(request.user.pk).select_related("client", "mission", "corrects")
    unfinished = [InvoiceState.DRAFT, InvoiceState.DISPUTED, *OWED]
    is_waiting = {"state__in": unfinished, "kind__in": [InvoiceKind.INVOICE, InvoiceKind.DEPOSIT]}
    waiting = own.filter(**is_waiting).annotate(is_held=held()).order_by("planned_on", "due_on", "pk")[:WAITING]
    page = Paginator(own.exclude(**is_waiting).newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "groups": _groups(list(waiting), on=request.country.today()),
        "page": page,
        "tickets": [ticket(row) for row in page],
    }
    return render(request, "invoicing/invoice_list.html", context)


@require_safe
@member_page
def invoice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One invoice: what the client owes and what of it is the member's; a draft as it will look."""
    invoice = _own(request, pk)
    context = {**detail_context(invoice), **member_part(invoice)}
    context["terms"] = _terms(request, invoice)
    context["is_own_dispute"] = context["dispute"] is not None and context["dispute"].opened_by_id == request.user.pk
    return render(request, "invoicing/invoice_detail.html", context)


@require_POST
@member_page
def invoice_send(request: HttpRequest, pk: int) -> HttpResponse:
    """The member sends their draft now."""
    invoice = _own(request, pk)
    try:
        issued = invoices.issue_invoice(invoice, on=request.country.today(), by=actor_of(request))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("Invoice %(number)s is on its way to the client.") % {"number": issued.number})
    return redirect("invoicing:invoice_detail", pk)


@require_http_methods(["GET", "POST"])
@member_page
def invoice_change(request: HttpRequest, pk: int) -> HttpResponse:
    """The member asks for a change; the draft then waits for the cooperative."""
    invoice = _own(request, pk)
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft_changes.ask_for_change(invoice, now=timezone.now(), by=actor_of(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Your wish is sent. The draft waits until it is answered."))
            return redirect("invoicing:invoice_detail", pk)
    context = {"form": form, "invoice": invoice}
    return render(request, "invoicing/invoice_change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@member_page
def invoice_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """The member says that the client does not agree."""
    invoice = _own(request, pk)
    by = actor_of(request)
    form = DisputeForm(request.POST or None, known_as=by.label)
    if request.method == "POST" and form.is_valid():
        try:
            on, now = request.country.today(), timezone.now()
            disputes.open_dispute(invoice, who=by.label, on=on, now=now, by=by, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The cooperative looks at it. Nobody reminds the client meanwhile."))
            return redirect("invoicing:invoice_detail", pk)
    context = {"form": form, "invoice": invoice}
    return render(request, "invoicing/invoice_dispute.html", context, status=422 if form.errors else 200)


@require_POST
@member_page
def invoice_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The member takes back the dispute they opened."""
    invoice = _own(request, pk)
    dispute = get_object_or_404(Dispute.objects.open(), invoice=invoice, opened_by_id=request.user.pk)
    disputes.withdraw_dispute(dispute, words="", on=request.country.today(), now=timezone.now(), by=actor_of(request))
    messages.success(request, _("The dispute is withdrawn."))
    return redirect("invoicing:invoice_detail", pk)


def ticket(invoice: Invoice) -> dict[str, Any]:
    return {
        "day": invoice.issued_on or invoice.planned_on,
        "title": f"{invoice.number or _('Draft')} · {invoice.client.name}",
        "text": invoice.mission.title if invoice.mission else "",
        "url": reverse("invoicing:invoice_detail", args=[invoice.pk]),
        "amount": invoice.total,
        "currency": invoice.currency,
        "tone": TONES[InvoiceState(invoice.state)],
        "state": invoice.get_state_display(),
    }


def _groups(waiting: list[Any], *, on: Any) -> list[dict[str, Any]]:
    """The unfinished invoices by what they wait for; empty groups are left out."""
    named: dict[str, list[dict[str, Any]]] = {
        _("Drafts"): [_draft(row) for row in waiting if row.state == InvoiceState.DRAFT],
        pgettext("invoices", "Disputed"): [ticket(row) for row in waiting if row.state == InvoiceState.DISPUTED],
        pgettext("invoices", "Overdue"): [_late(row) for row in waiting if row.state in OWED and row.due_on < on],
        _("To be paid"): [ticket(row) for row in waiting if row.state in OWED and row.due_on >= on],
    }
    return [{"id": place, "title": title, "tickets": rows} for place, (title, rows) in enumerate(named.items()) if rows]


def _draft(row: Any) -> dict[str, Any]:
    if row.is_held:
        return {**ticket(row), "tone": "warn", "state": _("Waiting for your change")}
    if row.vat_decision.get("needs_staff"):
        return {**ticket(row), "tone": "warn", "state": _("Its VAT is being decided")}
    state = _("Goes out by itself on this day") if row.planned_on else row.get_state_display()
    return {**ticket(row), "state": state}


def _late(row: Any) -> dict[str, Any]:
    return {**ticket(row), "tone": "bad", "state": pgettext("invoice", "Overdue")}


def _terms(request: HttpRequest, invoice: Invoice) -> int | None:
    if invoice.state != InvoiceState.DRAFT:
        return None
    return invoices.terms_days(invoice, country=request.country, on=request.country.today())


def _own(request: HttpRequest, pk: int) -> Invoice:
    behind = ("client", "mission", "activity__membership__user", "corrects", "country")
    rows = Invoice.objects.of_user(request.user.pk).select_related(*behind)
    found: Invoice = get_object_or_404(rows, pk=pk)
    return found
