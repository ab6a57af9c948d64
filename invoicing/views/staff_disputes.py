"""Staff open, take over and answer disputes; the list of them is one of the lists of invoices."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from invoicing.forms_invoices import DisputeForm, OutcomeForm
from invoicing.models import Dispute, Invoice
from invoicing.rules import disputes
from invoicing.views.invoices_shown import dispute_row
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken


@require_http_methods(["GET", "POST"])
@staff_page("accounting", "adviser")
def staff_dispute_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a client said by telephone or mail."""
    rows = Invoice.objects.issued().select_related("activity__membership__user", "mission", "country")
    invoice = get_object_or_404(rows, pk=pk)
    by = actor_of(request)
    form = DisputeForm(request.POST or None, known_as=by.label)
    if request.method == "POST" and form.is_valid():
        try:
            on, now = request.country.today(), timezone.now()
            disputes.open_dispute(invoice, who=by.label, on=on, now=now, by=by, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The dispute is recorded."))
            return redirect("invoicing:staff_invoice_detail", pk)
    context = {"form": form, "invoice": invoice}
    return render(request, "invoicing/dispute_open.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff_page("accounting", "adviser")
def dispute_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an open dispute."""
    dispute = get_object_or_404(Dispute.objects.open().select_related("invoice__client", "invoice__mission"), pk=pk)
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on, now, by = request.country.today(), timezone.now(), actor_of(request)
        disputes.resolve_dispute(dispute, on=on, now=now, by=by, **form.cleaned_data)
        messages.success(request, _("The dispute is answered; the client reads it by mail."))
        return redirect("invoicing:staff_invoice_detail", dispute.invoice_id)
    context = {"form": form, "invoice": dispute.invoice, "row": dispute_row(dispute, on=request.country.today())}
    return render(request, "invoicing/dispute_answer.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page("accounting", "adviser")
def dispute_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Become the owner of an open dispute."""
    dispute = get_object_or_404(Dispute.objects.open(), pk=pk)
    disputes.take_over(dispute, by=actor_of(request))
    messages.success(request, _("This dispute is yours now."))
    return redirect("invoicing:staff_invoice_detail", dispute.invoice_id)
