"""The queue of invoices whose VAT the law leaves to an accountant."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from invoicing.forms import VatForm
from invoicing.models import Invoice
from invoicing.rules import invoices, vat
from invoicing.states import InvoiceState
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken


@require_safe
@staff_page("accounting")
def vat_queue(request: HttpRequest) -> HttpResponse:
    """Drafts that wait, the oldest first, each with its question."""
    waiting = Invoice.objects.vat_to_decide().select_related("client", "mission")
    rows = [{"invoice": invoice, "question": vat.question_of(invoice.vat_decision)} for invoice in waiting]
    return render(request, "invoicing/vat_queue.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@staff_page("accounting")
def vat_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide one; the invoice is issued with the decision."""
    drafts = Invoice.objects.filter(state=InvoiceState.DRAFT).select_related("client", "mission", "activity")
    invoice = get_object_or_404(drafts, pk=pk)
    form = VatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            settled = vat.settle_vat(invoice, by=actor_of(request), **form.cleaned_data)
            issued = invoices.issue_invoice(settled, on=request.country.today(), by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Invoice %(number)s is issued.") % {"number": issued.number})
            return redirect("invoicing:staff_invoice_detail", issued.pk)
    context = {"form": form, "invoice": invoice, "question": vat.question_of(invoice.vat_decision)}
    return render(request, "invoicing/vat_decide.html", context, status=422 if form.errors else 200)
