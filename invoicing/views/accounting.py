"""The books as accountants read them: trial balance, journal, one event, the chart."""

import datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from invoicing.account_words import account_name, kind_name
from invoicing.forms_accounting import DaysForm, JournalForm
from invoicing.models import LedgerEntry, LedgerTransaction
from invoicing.queries import journal
from invoicing.queries.documents_behind import PAGES, Key
from invoicing.queries.journal import JournalLine, Wanted
from invoicing.queries.trial_balance import AccountBalance, trial_balance
from invoicing.rules import ledger
from invoicing.rules.chart import Numbering, numbering_of
from members.access import staff_page

PER_PAGE: Final = 50


@require_safe
@staff_page("accounting")
def accounting_balance(request: HttpRequest) -> HttpResponse:
    """Opening, debit, credit and closing of every account; each opens its lines."""
    form = DaysForm(request.GET or None)
    first, last = _days(request, form)
    balance = trial_balance(first, last)
    numbering = numbering_of(request.country, language=get_language() or "en")
    context = {
        "form": form,
        "balance": balance,
        "rows": [_balance_row(account, numbering, on=last) for account in balance.accounts],
        "query": f"first={first:%Y-%m-%d}&last={last:%Y-%m-%d}",
    }
    return render(request, "invoicing/accounting_balance.html", context)


@require_safe
@staff_page("accounting")
def accounting_journal(request: HttpRequest) -> HttpResponse:
    """The lines of some days, narrowed by event and account, with their sums."""
    form = JournalForm(request.GET or None)
    first, last = _days(request, form)
    asked = form.cleaned_data if form.is_bound else {}
    wanted = Wanted(first, last, kind=asked.get("kind") or "", account=asked.get("account") or "")
    page = Paginator(journal.with_facts(journal.entries_of(wanted)), PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    numbering = numbering_of(request.country, language=get_language() or "en")
    context = {
        "form": form,
        "page": page,
        "rows": [_line_row(line, numbering) for line in journal.lines_of(page, country=request.country)],
        "totals": journal.totals_of(wanted),
        "first": first,
        "last": last,
        "query": f"{kept.urlencode()}&" if kept else "",
    }
    return render(request, "invoicing/accounting_journal.html", context)


@require_safe
@staff_page("accounting", "payroll", "adviser")
def accounting_event(request: HttpRequest, pk: int) -> HttpResponse:
    """One transaction with its entries and the way to its document."""
    event = get_object_or_404(LedgerTransaction, pk=pk)
    entries = journal.with_facts(LedgerEntry.objects.filter(transaction=event)).order_by("pk")
    numbering = numbering_of(request.country, language=get_language() or "en")
    lines = journal.lines_of(entries, country=request.country)
    context = {
        "event": event,
        "kind": kind_name(event.kind),
        "rows": [_line_row(line, numbering) for line in lines],
        "document_url": document_url((event.subject_table, event.subject_id)),
        "behind": lines[0].behind if lines else None,
    }
    return render(request, "invoicing/accounting_event.html", context)


@require_safe
@staff_page("accounting")
def accounting_chart(request: HttpRequest) -> HttpResponse:
    """The national number of each account today, where it comes from, and what accountants decided instead."""
    today = request.country.today()
    numbering = numbering_of(request.country, language=get_language() or "en")
    rows = [
        {
            "code": code,
            "name": account_name(code),
            "account": numbering.account(code, on=today),
            "label": numbering.label(code, on=today),
            "is_own": numbering.override(code, on=today) is not None,
        }
        for code in ledger.CHART
    ]
    context = {"rows": rows, "chart": numbering.chart(on=today), "setting": "chart.overrides"}
    return render(request, "invoicing/accounting_chart.html", context)


def document_url(subject: Key) -> str:
    """The staff's page of a document, or nothing when its kind has none."""
    table, pk = subject
    return reverse(PAGES[table], args=[pk]) if table in PAGES else ""


def _days(request: HttpRequest, form: DaysForm) -> tuple[datetime.date, datetime.date]:
    """The days asked for; by default this month until today. A day that cannot be read counts as not given."""
    today: datetime.date = request.country.today()
    asked: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    last = asked.get("last") or today
    return asked.get("first") or last.replace(day=1), last


def _balance_row(account: AccountBalance, numbering: Numbering, *, on: datetime.date) -> dict[str, Any]:
    return {
        "account": account,
        "name": account_name(account.code),
        "number": numbering.account(account.code, on=on).base,
        "label": numbering.label(account.code, on=on),
    }


def _line_row(line: JournalLine, numbering: Numbering) -> dict[str, Any]:
    return {
        "line": line,
        "kind": kind_name(line.kind),
        "name": account_name(line.code),
        "number": numbering.number(line.code, line.activity_code, on=line.on),
        "url": document_url(line.subject),
    }
