"""A client's space: what waits for them, their orders and missions, invoices and statement. Only their own."""

from typing import Any, Final

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import ClientProposal, Mission, Order
from activities.rules import client_asks, orders
from activities.status import TONES as ORDER_TONES
from invoicing.models import Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.queries import client_space as queries
from invoicing.queries.client_statement import first_day
from invoicing.rules import client_credits
from invoicing.rules.client_link import invoice_token
from invoicing.rules.invoice_words import DOCUMENTS
from invoicing.spans import spans_until
from invoicing.views.client_door import client_page
from invoicing.views.invoices_shown import TONES
from smart.foundation.money import ZERO

PER_PAGE: Final = 25
PLACES: Final = ("space", "orders", "invoices", "facts", "ask")


@require_safe
@client_page
def client_space(request: HttpRequest) -> HttpResponse:
    """What waits for the client: orders to answer, invoices to pay, and work that is going on."""
    client, on = request.client_access.client, request.country.today()
    unpaid = queries.unpaid_of(client)
    context = {
        "waiting": [order_row(order) for order in queries.orders_to_answer(client, on=on)],
        "unpaid": [invoice_row(invoice, left) | {"late": _late(invoice, on)} for invoice, left in unpaid],
        "owed": sum((left for _invoice, left in unpaid), ZERO),
        "kept": sum((left for _credit, left in client_credits.credits_of(client)), ZERO),
        "missions": [mission_row(each) for each in queries.missions_of(client, on=on, is_past=False)[:PER_PAGE]],
        "proposal": ClientProposal.objects.open().filter(client=client).first(),
        "can_ask": bool(client_asks.known_activities(client)) and not client.blocked_reason,
    }
    return space_page(request, "space", context)


@require_safe
@client_page
def client_orders(request: HttpRequest) -> HttpResponse:
    """Every order the client was sent, and the work that is over."""
    client, on = request.client_access.client, request.country.today()
    page = Paginator(queries.orders_of(client), PER_PAGE).get_page(request.GET.get("page"))
    over = queries.missions_of(client, on=on, is_past=True)
    context = {
        "page": page,
        "rows": [order_row(order) for order in page],
        "past": [mission_row(each) for each in over[:PER_PAGE]],
    }
    return space_page(request, "orders", context)


@require_safe
@client_page
def client_invoice_list(request: HttpRequest) -> HttpResponse:
    """Every invoice and credit note with its papers, and the statements that can be had."""
    client = request.client_access.client
    page = Paginator(queries.invoices_of(client), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    left, (papers, written) = queries.open_of(rows), queries.files_of(rows)
    files = {row.pk: {"paper": row.pk in papers, "xml": row.pk in written} for row in rows}
    since = first_day(client)
    spans = spans_until(request.country.today(), since=since) if since else []
    context = {
        "page": page,
        "rows": [invoice_row(row, left.get(row.pk)) | files[row.pk] for row in rows],
        "spans": [span for span in spans if since is not None and span.last >= since],
    }
    return space_page(request, "invoices", context)


def space_page(request: HttpRequest, place: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the space with its places and languages; client_<place>.html."""
    access = request.client_access  # type: ignore[attr-defined]
    shown = {
        "client": access.client,
        "access": access,
        "nav": _places(place),
        "language": translation.get_language(),
        "languages": settings.LANGUAGES,
        "currency": request.country.currency,  # type: ignore[attr-defined]
        **context,
    }
    return render(request, f"invoicing/client_{place}.html", shown, status=status)


def order_row(order: Order) -> dict[str, Any]:
    mission = order.mission
    return {
        "url": reverse("activities:order_client", args=[orders.order_token(order)]),
        "title": mission.title,
        "who": mission.activity.membership.user.full_name,
        "starts_on": mission.starts_on,
        "ends_on": mission.ends_on,
        "place": mission.city,
        "amount": mission.amount,
        "valid_until": order.valid_until,
        "tone": ORDER_TONES[order.state],
        "state": order.get_state_display(),
    }


def mission_row(mission: Mission) -> dict[str, Any]:
    return {
        "title": mission.title,
        "who": mission.activity.membership.user.full_name,
        "starts_on": mission.starts_on,
        "ends_on": mission.ends_on,
        "days": mission.days,
        "place": mission.city,
    }


def invoice_row(invoice: Invoice, left: Any) -> dict[str, Any]:
    token = invoice_token(invoice)
    is_note = invoice.kind == InvoiceKind.CREDIT_NOTE
    return {
        "invoice": invoice,
        "url": reverse("invoicing:client_invoice", args=[token]),
        "pdf_url": reverse("invoicing:client_invoice_pdf", args=[token]),
        "xml_url": reverse("invoicing:client_invoice_xml", args=[token]),
        "kind": _(DOCUMENTS[InvoiceKind(invoice.kind)]),
        "who": invoice.activity.membership.user.full_name,
        "total": -invoice.total if is_note else invoice.total,
        "open": left,
        "tone": "muted" if is_note else TONES[invoice.state],
        "state": "" if is_note else invoice.get_state_display(),
    }


def _late(invoice: Invoice, on: Any) -> int:
    return max((on - invoice.due_on).days, 0) if invoice.due_on else 0


def _places(current: str) -> list[dict[str, Any]]:
    words = {
        "space": (_("To do"), "invoicing:client_space"),
        "orders": (_("Orders"), "invoicing:client_orders"),
        "invoices": (_("Invoices"), "invoicing:client_invoice_list"),
        "facts": (_("Our facts"), "invoicing:client_facts"),
        "ask": (_("Ask for work"), "invoicing:client_ask"),
    }
    return [{"label": words[p][0], "url": reverse(words[p][1]), "current": p == current} for p in PLACES]
