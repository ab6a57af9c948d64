"""A client's statement of account on paper: made by a worker in the client's language and kept in the vault for them."""

from datetime import datetime
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities import perms
from activities.models import Client
from countries.entered import entered_country
from countries.models import Country, LegalEntity
from invoicing.models import LedgerTransaction
from invoicing.queries.client_statement import AccountLine, ClientStatement, client_statement
from invoicing.rules import ledger
from invoicing.spans import Span, read_span
from members.models import Document
from members.models.document import Visibility
from members.rules.documents import issue_document, latest_document
from smart.foundation import formats, jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed
from smart.foundation.pdf import render_pdf

JOB: Final = "render_client_statement"
EVENTS: Final = {
    ledger.Kind.INVOICE_ISSUED: gettext_lazy("Invoice"),
    ledger.Kind.CREDIT_NOTE: gettext_lazy("Credit note"),
    ledger.Kind.CLIENT_PAID: gettext_lazy("Your payment"),
    ledger.Kind.APPLIED: gettext_lazy("Paid from what we kept for you"),
    ledger.Kind.RETURNED: gettext_lazy("Payment taken back by the bank"),
    ledger.Kind.ON_ACCOUNT: gettext_lazy("Kept for you"),
    ledger.Kind.BANK_FEES: gettext_lazy("Bank fees we bear"),
    ledger.Kind.EXCHANGE: gettext_lazy("Exchange difference"),
}
"""The events of the ledger as the client reads them."""


def read_lines(lines: tuple[AccountLine, ...]) -> list[dict[str, Any]]:
    """The lines with their event in the active language, for the page, the table file and the paper alike."""
    other = _("Correction")
    return [{"line": line, "event": str(EVENTS.get(line.kind, other))} for line in lines]


def paper_kind(span: Span) -> str:
    return f"client-statement-{span.code}"


def paper_of(client: Client, statement: ClientStatement) -> Document | None:
    """The paper of this statement, unless something was booked since it was made. Two queries."""
    paper = latest_document(client, paper_kind(statement.span))
    if paper is None:
        return None
    booked = LedgerTransaction.objects.filter(pk=statement.newest).values_list("at", flat=True).first()
    return paper if booked is None or booked <= paper.created_at else None


def ask_paper(client: Client, statement: ClientStatement, *, by: Actor) -> jobs.Job:
    """Put the PDF on the work list, once until something new is booked. For the client itself and for staff."""
    if not perms.is_client(by) and not perms.may_route_client(by):
        raise NotAllowed(_("Only the client and the staff may have this statement."))
    payload = {"client": client.pk, "span": statement.span.code}
    return jobs.enqueue(JOB, key=f"{client.pk}:{statement.span.code}:{statement.newest}", payload=payload)


def issue_paper(client_id: int, *, span_code: str) -> Document:
    """Make the PDF and keep it where the client finds it."""
    client = Client.objects.get(pk=client_id)
    country, now = entered_country(), timezone.now()
    span = read_span(span_code)
    context = paper_context(client, span, country=country, now=now)
    body = render_pdf("pdf/client_statement.html", context, language=client.language, issued_at=now)
    return issue_document(
        subject=client,
        kind=paper_kind(span),
        title=context["file_title"],
        content=body,
        language=client.language,
        visible_to=Visibility.CLIENT,
        retention_class="accounting",
        by=PORTAL,
    )


def paper_context(client: Client, span: Span, *, country: Country, now: datetime) -> dict[str, Any]:
    """What templates/pdf/client_statement.html shows, in the client's language."""
    statement = client_statement(client, span, currency=country.currency)
    token = formats.set_country(country.code.code, country.currency)
    try:
        with translation.override(client.language):
            entity = LegalEntity.objects.filter(is_default=True).first()
            return {
                "country": country.code.code,
                "currency": statement.currency,
                "copy": _("Client's copy"),
                "file_title": _("Statement of account %(period)s, %(client)s")
                % {"period": span.label, "client": client.name},
                "period": span.label,
                "client": client,
                "seller": entity.name if entity else "",
                "issued_on": country.local(now).date(),
                "statement": statement,
                "rows": read_lines(statement.lines),
            }
    finally:
        formats.reset_country(token)
