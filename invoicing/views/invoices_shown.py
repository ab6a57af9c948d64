"""One invoice as every page shows it: its lines, its tax, what is open, what is said against it."""

from decimal import Decimal
from typing import Any

from activities.rules.order_changes import unit_price_words
from activities.units import LUMP_SUM, counted
from invoicing.jobs import PAPER
from invoicing.models import Dispute, Invoice, InvoiceLine
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import disputes, payments, team_money
from invoicing.rules.invoice_paper import PIECE
from invoicing.rules.vat_groups import vat_groups
from invoicing.states import ChangeState, DisputeState, InvoiceState
from members.rules import documents
from smart.foundation import formats

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


def detail_context(invoice: Invoice) -> dict[str, Any]:
    """What every page of one invoice shows. Costs nine queries."""
    is_invoice = invoice.kind != InvoiceKind.CREDIT_NOTE
    lines = list(invoice.lines.order_by("position"))
    said = list(invoice.disputes.order_by("-pk")) if is_invoice else []
    team = team_money.shared_of(invoice)
    return {
        "invoice": invoice,
        "team": team,
        "own": invoice.credited - team,
        "tone": TONES[InvoiceState(invoice.state)],
        "lines": [_line(line, invoice.currency) for line in lines],
        "groups": vat_groups(invoice, lines),
        "open": payments.open_amount(invoice) if is_invoice and invoice.number else None,
        "notes": list(Invoice.objects.filter(corrects=invoice).issued()) if is_invoice else [],
        "paper": documents.latest_document(invoice, PAPER),
        "dispute": next((each for each in said if each.state == DisputeState.OPEN), None),
        "past_disputes": [each for each in said if each.state != DisputeState.OPEN],
        "wish": _wish(invoice),
        "may_be_disputed": disputes.may_be_disputed(invoice),
    }


def dispute_row(dispute: Dispute, *, on: Any) -> dict[str, Any]:
    """A dispute with its clock: days left, or days late."""
    left = (dispute.due_on - on).days
    return {"dispute": dispute, "left": max(left, 0), "late": max(-left, 0), "is_late": left < 0}


def _wish(invoice: Invoice) -> Any:
    if invoice.state != InvoiceState.DRAFT:
        return None
    return invoice.change_requests.filter(state=ChangeState.OPEN).first()


def _line(line: InvoiceLine, currency: str) -> dict[str, Any]:
    """A line in words; the count is left out where it says nothing."""
    is_plain = line.quantity == Decimal(1) and line.unit in {PIECE, LUMP_SUM}
    quantity = line.quantity.normalize()
    words = formats.number(quantity) if line.unit == PIECE else counted(quantity, line.unit)
    price = unit_price_words(line.unit_price, currency)
    return {
        "description": line.description,
        "count": "" if is_plain else f"{words} × {price}",
        "net": line.net,
        "kind": line.kind,
    }
