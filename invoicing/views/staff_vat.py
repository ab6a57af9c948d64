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
from invoicing.vat_words import service_words
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
    """Decide line by line; with the last decision the invoice is issued, or waits for its day."""
    drafts = Invoice.objects.filter(state=InvoiceState.DRAFT).select_related(
        "client", "mission", "activity__membership"
    )
    invoice = get_object_or_404(drafts, pk=pk)
    lines = list(invoice.lines.order_by("position"))
    line = vat.open_line(lines, invoice) or lines[0]
    form = VatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            settled = vat.settle_vat(invoice, by=actor_of(request), position=line.position, **form.cleaned_data)
            return _after(request, settled)
        except RuleBroken as broken:
            form.add_rule_error(broken)
    kind = line.service_kind or invoice.mission.service_kind
    context = {
        "form": form,
        "invoice": invoice,
        "line": line,
        "is_one_of_many": len(lines) > 1,
        "question": vat.question_of(vat.decision_of(line, invoice)),
        "row": vat.decision_of(line, invoice).get("row", ""),
        "service": service_words(request.country.code.code).get(kind, kind),
    }
    return render(request, "invoicing/vat_decide.html", context, status=422 if form.errors else 200)


def _after(request: HttpRequest, settled: Invoice) -> HttpResponse:
    """The next open line, or the invoice as it then is."""
    if not vat.is_decided(settled.vat_decision):
        messages.success(request, _("The VAT of this line is decided. The next one is open."))
        return redirect("invoicing:vat_decide", settled.pk)
    invoice = invoices.issue_if_ready(settled, on=request.country.today(), by=actor_of(request))
    if invoice.state == InvoiceState.DRAFT:
        messages.success(request, _("The VAT is decided. The draft goes out on its day."))
    else:
        messages.success(request, _("Invoice %(number)s is issued.") % {"number": invoice.number})
    return redirect("invoicing:staff_invoice_detail", invoice.pk)
