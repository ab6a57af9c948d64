"""Statements: the member's own and the staff's, on the page, as a table file, and on paper by a worker."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.models import Activity
from invoicing.forms_accounting import SpanForm
from invoicing.queries.statements import Statement, statement_of
from invoicing.rules import statement_paper as papers
from invoicing.rules.ledger import Kind
from invoicing.rules.statement_stairs import statement_stairs
from invoicing.spans import Span, spans_until
from invoicing.views.accounting import document_url
from members.access import actor_of, records_page, staff_page
from members.models import Membership
from members.rules.documents import latest_document

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose statement, over what time, of which activities."""

    membership: Membership
    every: list[Activity]
    activities: list[Activity]
    span: Span
    spans: list[Span]

    @property
    def activity(self) -> Activity | None:
        return self.activities[0] if len(self.activities) == 1 else None

    @property
    def query(self) -> str:
        one = f"&activity={self.activities[0].pk}" if len(self.activities) < len(self.every) else ""
        return f"span={self.span.code}{one}"


@require_safe
@records_page
def statement(request: HttpRequest) -> HttpResponse:
    """My statement, of all activities or one."""
    return _page(request, _asked(request, request.membership), base="base_member.html")


@require_safe
@records_page
def statement_file(request: HttpRequest) -> HttpResponse:
    return _file(request, _asked(request, request.membership))


@require_POST
@records_page
def statement_paper(request: HttpRequest) -> HttpResponse:
    return _paper(request, _asked(request, request.membership), page="invoicing:statement")


@require_safe
@staff_page()
def staff_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's statement; every line opens its event."""
    return _page(request, _asked(request, _membership(request, pk)), base="base_staff.html")


@require_safe
@staff_page()
def staff_statement_file(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(request, _asked(request, _membership(request, pk)))


@require_POST
@staff_page()
def staff_statement_paper(request: HttpRequest, pk: int) -> HttpResponse:
    return _paper(request, _asked(request, _membership(request, pk)), page="invoicing:staff_statement", pk=pk)


def _membership(request: HttpRequest, pk: int) -> Membership:
    rows = Membership.objects.filter(country=request.country, restricted_at=None).select_related("user")
    found: Membership = get_object_or_404(rows, pk=pk)
    return found


def _asked(request: HttpRequest, membership: Membership) -> Asked:
    """What the address names; this month and all activities when it names nothing. Raises Http404 for what is not there."""
    facts = request.POST if request.method == "POST" else request.GET
    every = papers.activities_of(membership)
    today: datetime.date = request.country.today()
    since = min((each.opened_on for each in every), default=today)
    spans = spans_until(today, since=since)
    span = papers.span_of(facts.get("span") or spans[0].code)
    wanted = facts.get("activity", "")
    chosen = [each for each in every if not wanted or str(each.pk) == wanted]
    if span is None or (wanted and not chosen):
        raise Http404
    return Asked(membership, every, chosen, span, spans)


def _page(request: HttpRequest, asked: Asked, *, base: str) -> HttpResponse:
    told = _statement(request, asked)
    is_staff = base == "base_staff.html"
    about = papers.subject_of(asked.activities, asked.membership)
    spans = asked.spans if asked.span in asked.spans else [asked.span, *asked.spans]
    one = asked.activity.pk if asked.activity is not None and len(asked.every) > 1 else ""
    form = SpanForm({"span": asked.span.code, "activity": str(one)}, spans=spans, activities=asked.every)
    form.is_valid()
    context = {
        "base": base,
        "is_staff": is_staff,
        "member": asked.membership,
        "form": form,
        "span": asked.span,
        "activity": asked.activity,
        "statement": told,
        "sections": [_section(section, is_staff=is_staff) for section in papers.read_sections(told)],
        "fall": statement_stairs(told),
        "paper": latest_document(about, papers.paper_kind(asked.span)),
        "query": asked.query,
    }
    return render(request, "invoicing/statement.html", context)


def _file(request: HttpRequest, asked: Asked) -> HttpResponse:
    told = _statement(request, asked)
    title = str(asked.activity) if asked.activity is not None else asked.membership.user.full_name
    response = HttpResponse(papers.statement_xlsx(told, title=title), content_type=XLSX)
    name = f"statement-{asked.membership.number}-{asked.span.code}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def _paper(request: HttpRequest, asked: Asked, *, page: str, pk: int | None = None) -> HttpResponse:
    papers.ask_paper(asked.membership, activity=asked.activity, span=asked.span, by=actor_of(request))
    messages.success(request, _("The PDF is being made. It appears on this page and among the documents."))
    return redirect(f"{reverse(page, args=[pk] if pk is not None else [])}?{asked.query}")


def _statement(request: HttpRequest, asked: Asked) -> Statement:
    return statement_of(asked.activities, asked.span, currency=request.country.currency)


def _section(section: papers.ReadSection, *, is_staff: bool) -> dict[str, Any]:
    rows = [{"row": row, "url": _url(row, is_staff=is_staff)} for row in section.rows]
    return {"section": section, "rows": rows}


def _url(row: papers.ReadRow, *, is_staff: bool) -> str:
    """Staff open the event; a member the document it is about, when there is a page of theirs for it."""
    if is_staff:
        return document_url(row.item.subject) or reverse("invoicing:accounting_event", args=[row.item.transaction_id])
    if row.item.kind == Kind.TEAM:  # the invoice is the leader's: a co-worker has no page of it
        return ""
    table, pk = row.item.subject
    name = MEMBER_PAGES.get(table)
    return reverse(name, args=[pk]) if name else ""


MEMBER_PAGES = {
    "invoicing_invoice": "invoicing:invoice_detail",
    "invoicing_payslip": "invoicing:payslip_detail",
    "invoicing_activitymove": "invoicing:move_detail",
}
