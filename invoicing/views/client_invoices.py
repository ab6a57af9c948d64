"""An invoice behind the client's signed link: the page, the paper, and the way to disagree, in the invoice's language."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invoicing.forms_invoices import DisputeForm
from invoicing.jobs import PAPER
from invoicing.models import Dispute, Invoice
from invoicing.rules import client_link, disputes, einvoices
from invoicing.rules.invoice_paper import transfer_code
from invoicing.rules.parties import grouped_iban
from invoicing.states import EInvoiceState
from invoicing.views.invoices_shown import detail_context
from members.access import client_actor, unlisted_page
from members.models import Document
from members.rules import documents
from smart.foundation.actors import CLIENT
from smart.foundation.errors import RuleBroken


@require_safe
@unlisted_page
def client_invoice(request: HttpRequest, token: str) -> HttpResponse:
    """The client's page, opened by the signed link of the mail, in the language of the invoice."""
    invoice = _found(token)
    with translation.override(invoice.language):
        context = detail_context(invoice)
        dispute = context["dispute"]
        context |= {
            "token": token,
            "iban": grouped_iban(invoice.seller["iban"]),
            "due": context["open"],
            "may_withdraw": dispute is not None and dispute.opened_kind == CLIENT,
            "qr_text": transfer_code(invoice, context["open"]) if (context["open"] or 0) > 0 else "",
            "has_xml": _xml(invoice) is not None,
        }
        return render(request, "invoicing/invoice_client.html", context)


@require_safe
@unlisted_page
def client_invoice_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The paper itself; 404 until it is made."""
    paper = documents.latest_document(_found(token), PAPER)
    if paper is None:
        raise Http404
    name = f"{paper.title}.pdf".replace("/", "-")
    return HttpResponse(
        documents.read_document(paper),
        content_type=paper.content_type,
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@require_safe
@unlisted_page
def client_invoice_xml(request: HttpRequest, token: str) -> HttpResponse:
    """The electronic document, when the invoice has one that may leave; 404 otherwise."""
    paper = _xml(_found(token))
    if paper is None:
        raise Http404
    name = f"{slugify(paper.title) or 'invoice'}.xml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(documents.read_document(paper), content_type="application/xml", headers=headers)


@require_http_methods(["GET", "POST"])
@unlisted_page
def client_dispute(request: HttpRequest, token: str) -> HttpResponse:
    """The client says why they do not agree; the page of the invoice then shows who answers and until when."""
    invoice = _found(token)
    with translation.override(invoice.language):
        form = DisputeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            by = client_actor(request, form.cleaned_data["who"])
            try:
                on, now = request.country.today(), timezone.now()
                disputes.open_dispute(invoice, on=on, now=now, by=by, **form.cleaned_data)
            except RuleBroken as broken:
                form.add_rule_error(broken)
            else:
                return redirect("invoicing:client_invoice", token)
        context = {"form": form, "invoice": invoice, "token": token}
        return render(request, "invoicing/client_dispute.html", context, status=422 if form.errors else 200)


@require_POST
@unlisted_page
def client_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The client takes their dispute back."""
    invoice = _found(token)
    dispute = Dispute.objects.open().filter(invoice=invoice, opened_kind=CLIENT).first()
    if dispute is None:
        raise Http404
    by = client_actor(request, dispute.opened_label)
    disputes.withdraw_dispute(dispute, words="", on=request.country.today(), now=timezone.now(), by=by)
    return redirect("invoicing:client_invoice", token)


def _found(token: str) -> Invoice:
    invoice = client_link.invoice_of_token(token)
    if invoice is None:
        raise Http404
    return invoice


def _xml(invoice: Invoice) -> Document | None:
    """The XML of the attempt that counts, unless it waits to be mended."""
    current = einvoices.current_of(invoice)
    if current is None or current.state in {EInvoiceState.INVALID, EInvoiceState.PREPARED, EInvoiceState.WAITING}:
        return None
    return einvoices.paper_of(current)
