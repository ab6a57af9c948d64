"""Invoices as members and clients see them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_safe

from invoicing.jobs import PAPER
from invoicing.models import Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import client_link, payments, vat
from invoicing.rules.parties import grouped_iban
from invoicing.states import InvoiceState
from members.access import member_page, public_page
from members.rules import documents

PER_PAGE = 20
TONES = {
    InvoiceState.DRAFT: "pen",
    InvoiceState.ISSUED: "pen",
    InvoiceState.SENT: "pen",
    InvoiceState.PARTLY_PAID: "warn",
    InvoiceState.PAID: "ok",
    InvoiceState.DISPUTED: "bad",
    InvoiceState.CREDITED: "muted",
    InvoiceState.WRITTEN_OFF: "muted",
}


@require_safe
@member_page
def invoice_list(request: HttpRequest) -> HttpResponse:
    """Everything invoiced for the member, newest first."""
    rows = Invoice.objects.of_user(request.user.pk).select_related("client", "mission").newest_first()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "invoicing/invoice_list.html", {"page": page, "tickets": [_ticket(row) for row in page]})


@require_safe
@member_page
def invoice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One invoice: what the client owes and what of it is the member's."""
    rows = Invoice.objects.of_user(request.user.pk).select_related("client", "mission", "activity", "corrects")
    invoice = get_object_or_404(rows, pk=pk)
    return render(request, "invoicing/invoice_detail.html", detail_context(invoice))


@require_safe
@public_page
def client_invoice(request: HttpRequest, token: str) -> HttpResponse:
    """The client's page, opened by the signed link of the mail, in the language of the invoice."""
    invoice = client_link.invoice_of_token(token)
    if invoice is None:
        raise Http404
    with translation.override(invoice.language):
        context = {
            **detail_context(invoice),
            "token": token,
            "iban": grouped_iban(invoice.seller["iban"]),
            "mention": vat.mention_of(invoice.vat_decision, invoice.language),
        }
        return render(request, "invoicing/invoice_client.html", context)


@require_safe
@public_page
def client_invoice_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The paper itself; 404 until it is made."""
    invoice = client_link.invoice_of_token(token)
    paper = documents.latest_document(invoice, PAPER) if invoice else None
    if paper is None:
        raise Http404
    name = f"{paper.title}.pdf".replace("/", "-")
    return HttpResponse(
        documents.read_document(paper),
        content_type=paper.content_type,
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def detail_context(invoice: Invoice) -> dict[str, Any]:
    """What every page of one invoice shows. Costs six queries."""
    is_invoice = invoice.kind != InvoiceKind.CREDIT_NOTE
    return {
        "invoice": invoice,
        "tone": TONES[InvoiceState(invoice.state)],
        "lines": list(invoice.lines.order_by("position")),
        "vat_rate": vat.rate_of(invoice.vat_decision),
        "open": payments.open_amount(invoice) if is_invoice and invoice.number else None,
        "notes": list(invoice.credit_notes.issued()) if is_invoice else [],
        "paper": documents.latest_document(invoice, PAPER),
    }


def _ticket(invoice: Invoice) -> dict[str, Any]:
    return {
        "day": invoice.issued_on,
        "title": f"{invoice.number or invoice.get_kind_display()} · {invoice.client.name}",
        "text": invoice.mission.title if invoice.mission else "",
        "url": f"{invoice.pk}/",
        "amount": invoice.total,
        "currency": invoice.currency,
        "tone": TONES[InvoiceState(invoice.state)],
        "state": invoice.get_state_display(),
        "under_h1": True,
    }
