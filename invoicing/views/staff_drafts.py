"""Staff mend the words of a draft and answer the member who waits for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from invoicing.forms_invoices import DraftForm, ReleaseForm
from invoicing.models import Invoice
from invoicing.models.invoice import LineKind
from invoicing.rules import draft_changes
from invoicing.states import ChangeState, InvoiceState
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken


@require_http_methods(["GET", "POST"])
@staff_page("accounting", "adviser")
def draft_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change line texts, order number, language and term; amounts are what the client agreed to."""
    invoice = _draft(pk)
    lines = list(invoice.lines.exclude(kind=LineKind.DEPOSIT).order_by("position"))
    form = DraftForm(request.POST or None, invoice=invoice, lines=lines)
    if request.method == "POST" and form.is_valid():
        try:
            draft_changes.edit_draft(invoice, by=actor_of(request), **form.facts())
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The draft is changed."))
            return redirect("invoicing:staff_invoice_detail", pk)
    wish = invoice.change_requests.filter(state=ChangeState.OPEN).first()
    context = {"form": form, "invoice": invoice, "wish": wish}
    return render(request, "invoicing/draft_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff_page("accounting", "adviser")
def draft_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the wish; the draft goes on its way."""
    invoice = _draft(pk)
    wish = get_object_or_404(invoice.change_requests.filter(state=ChangeState.OPEN))
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on, now, by = request.country.today(), timezone.now(), actor_of(request)
        released = draft_changes.release_draft(invoice, on=on, now=now, by=by, **form.cleaned_data)
        if released.number:
            messages.success(request, _("Invoice %(number)s is issued.") % {"number": released.number})
        else:
            messages.success(request, _("The draft goes out on its day."))
        return redirect("invoicing:staff_invoice_detail", pk)
    context = {"form": form, "invoice": invoice, "wish": wish}
    return render(request, "invoicing/draft_release.html", context, status=422 if form.errors else 200)


def _draft(pk: int) -> Invoice:
    rows = Invoice.objects.filter(state=InvoiceState.DRAFT).select_related("mission", "client")
    found: Invoice = get_object_or_404(rows, pk=pk)
    return found
