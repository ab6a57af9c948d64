"""The client's statement of account: on the page, as a table file, and on paper by a worker."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from invoicing.queries.client_statement import ClientStatement, client_statement
from invoicing.rules import client_statement_paper as papers
from invoicing.spans import read_span
from invoicing.views.client_door import client_page
from invoicing.views.client_space import space_page
from invoicing.views.invoice_csv import plain_cell
from members.access import client_actor
from members.rules.documents import read_document
from smart.foundation.limits import limited


@require_safe
@client_page
def client_account(request: HttpRequest, span: str) -> HttpResponse:
    """What was claimed, credited and paid in the time, with what was open after each event."""
    statement = _statement(request, span)
    context = {
        "statement": statement,
        "rows": papers.read_lines(statement.lines),
        "paper": papers.paper_of(request.client_access.client, statement),
    }
    return space_page(request, "account", context)


@require_safe
@client_page
def client_account_csv(request: HttpRequest, span: str) -> HttpResponse:
    """The same for a spreadsheet: semicolons, decimal points, days as 2026-11-30."""
    statement = _statement(request, span)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="statement-{statement.span.code}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Day"), _("Event"), _("Document"), _("Payment reference"), _("Amount"), _("Open after it")])
    writer.writerow([statement.span.first, _("At the beginning"), "", "", "", statement.opening])
    for row in papers.read_lines(statement.lines):
        line = row["line"]
        cells = (line.on, row["event"], line.number, line.reference)
        writer.writerow([*map(plain_cell, cells), line.amount, line.balance])
    writer.writerow([statement.span.last, _("At the end"), "", "", "", statement.closing])
    return response


@require_POST
@client_page
@limited("client-statement", per_minute=10)
def client_account_make(request: HttpRequest, span: str) -> HttpResponse:
    """Have the PDF made; the page offers it as soon as it is there."""
    access = request.client_access
    papers.ask_paper(access.client, _statement(request, span), by=client_actor(request, access.email))
    return redirect("invoicing:client_account", span)


@require_safe
@client_page
def client_account_pdf(request: HttpRequest, span: str) -> HttpResponse:
    """The paper, while nothing was booked since."""
    paper = papers.paper_of(request.client_access.client, _statement(request, span))
    if paper is None:
        raise Http404
    response = HttpResponse(read_document(paper), content_type=paper.content_type)
    response["Content-Disposition"] = f'attachment; filename="{slugify(paper.title)}.pdf"'
    return response


def _statement(request: HttpRequest, code: str) -> ClientStatement:
    try:
        span = read_span(code)
    except ValueError:
        raise Http404 from None
    return client_statement(request.client_access.client, span, currency=request.country.currency)
