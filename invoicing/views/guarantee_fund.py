"""The guarantee fund for the members it protects: what feeds it, what it bore, how long it lasts; every figure opens its lines."""

import csv
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.forms.decisions import ReasonForm
from activities.views.staff_queue import decided
from invoicing import perms
from invoicing.forms_reminders import EndowmentForm
from invoicing.models import FundEndowment
from invoicing.queries import guarantee_fund as queries
from invoicing.rules import guarantee_fund as rules
from invoicing.rules import ledger, payments
from invoicing.states import DecisionState
from members.access import actor_of, member_page, staff_page
from smart.foundation.forms import SmartForm

PER_PAGE = 50
KINDS = {
    ledger.Kind.INVOICE_ISSUED: gettext_lazy("Shares of invoices"),
    ledger.Kind.ENDOWED: gettext_lazy("Set aside by the cooperative"),
    ledger.Kind.REVIVED: gettext_lazy("Paid after all"),
    ledger.Kind.VAT_RECLAIMED: gettext_lazy("VAT taken back"),
    ledger.Kind.WRITTEN_OFF: gettext_lazy("Claims given up"),
    ledger.Kind.CREDIT_NOTE: gettext_lazy("Credit notes"),
}


@require_safe
@member_page
def guarantee_fund(request: HttpRequest) -> HttpResponse:
    """The fund today, for the members it protects."""
    return _fund(request, is_staff=False)


@require_safe
@staff_page()
def staff_guarantee_fund(request: HttpRequest) -> HttpResponse:
    return _fund(request, is_staff=True)


@require_safe
@member_page
def fund_lines(request: HttpRequest) -> HttpResponse:
    """The entries behind a figure: of a year, of a kind, or all."""
    return _lines(request, is_staff=False)


@require_safe
@staff_page()
def staff_fund_lines(request: HttpRequest) -> HttpResponse:
    return _lines(request, is_staff=True)


@require_safe
@member_page
def fund_claims(request: HttpRequest) -> HttpResponse:
    """The guaranteed claims still open: members see days and amounts, staff also whose they are."""
    return _claims(request, is_staff=False)


@require_safe
@staff_page()
def staff_fund_claims(request: HttpRequest) -> HttpResponse:
    return _claims(request, is_staff=True)


@require_safe
@member_page
def fund_csv(request: HttpRequest) -> HttpResponse:
    """Every entry of the fund as CSV, without the names of documents."""
    return _csv(request, is_staff=False)


@require_safe
@staff_page()
def staff_fund_csv(request: HttpRequest) -> HttpResponse:
    return _csv(request, is_staff=True)


@require_http_methods(["GET", "POST"])
@staff_page("accounting")
def fund_endow(request: HttpRequest) -> HttpResponse:
    """Enter an endowment for a second accountant to approve."""
    form = EndowmentForm(request.POST or None, initial={"on": request.country.today()})
    form.fields["amount"].currency = request.country.currency
    if request.method == "POST" and decided(form, lambda data: rules.propose_endowment(by=actor_of(request), **data)):
        messages.success(request, _("A second accountant must agree now."))
        return redirect("invoicing:staff_guarantee_fund")
    return render(request, "invoicing/fund_endow.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@staff_page("accounting")
def endowment_approve(request: HttpRequest, pk: int) -> HttpResponse:
    rules.approve_endowment(get_object_or_404(FundEndowment, pk=pk), by=actor_of(request))
    messages.success(request, _("The endowment is booked."))
    return redirect("invoicing:staff_guarantee_fund")


@require_http_methods(["GET", "POST"])
@staff_page("accounting")
def endowment_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    endowment = get_object_or_404(FundEndowment, pk=pk)
    form: SmartForm = ReasonForm(request.POST or None, label=_("Why is it refused?"))
    if request.method == "POST" and decided(
        form, lambda data: rules.refuse_endowment(endowment, reason=data["reason"], by=actor_of(request))
    ):
        messages.success(request, _("The endowment is refused."))
        return redirect("invoicing:staff_guarantee_fund")
    context = {"form": form, "endowment": endowment}
    return render(request, "invoicing/fund_refuse.html", context, status=422 if form.errors else 200)


def _fund(request: HttpRequest, *, is_staff: bool) -> HttpResponse:
    years = queries.by_year()
    shown = [kind for kind in KINDS if any(kind in year["kinds"] for year in years)]
    context = {
        **_base(is_staff),
        "fund": queries.fund(on=request.country.today()),
        "kinds": [KINDS[kind] for kind in shown],
        "years": [
            {**year, "cells": [{"kind": kind, "amount": year["kinds"].get(kind)} for kind in shown]} for year in years
        ],
        "waiting": list(FundEndowment.objects.filter(state=DecisionState.PROPOSED).order_by("pk")) if is_staff else [],
        "may_keep_books": is_staff and perms.may_keep_books(actor_of(request)),
    }
    return render(request, "invoicing/fund_detail.html", context)


def _lines(request: HttpRequest, *, is_staff: bool) -> HttpResponse:
    year, kind = _asked(request)
    page = Paginator(queries.lines(year=year, kind=kind), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_base(is_staff),
        "page": page,
        "rows": [_line(entry) for entry in page],
        "what": " · ".join(str(part) for part in (KINDS.get(kind), year) if part),
        "query": f"year={year or ''}&kind={kind}&",
    }
    return render(request, "invoicing/fund_lines.html", context)


def _claims(request: HttpRequest, *, is_staff: bool) -> HttpResponse:
    claims = queries.guaranteed_claims()
    left = payments.open_amounts(claims)
    rows = [{"claim": claim, "open": left[claim.pk]} for claim in claims if left[claim.pk] > 0]
    return render(request, "invoicing/fund_claims.html", {**_base(is_staff), "rows": rows})


def _csv(request: HttpRequest, *, is_staff: bool) -> HttpResponse:
    year, kind = _asked(request)
    headers = {"Content-Disposition": 'attachment; filename="guarantee-fund.csv"', "Cache-Control": "private, no-store"}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Day"), _("What"), *([_("Document")] if is_staff else []), _("Amount")])
    for entry in queries.lines(year=year, kind=kind).iterator(chunk_size=500):
        line = _line(entry)
        named = [line["label"]] if is_staff else []
        writer.writerow([line["on"].isoformat(), line["what"], *named, line["amount"]])
    return response


def _base(is_staff: bool) -> dict[str, Any]:
    """The frame of the page and the addresses of its neighbours."""
    side = "invoicing:staff_" if is_staff else "invoicing:"
    return {
        "base": "base_staff.html" if is_staff else "base_member.html",
        "is_staff": is_staff,
        "fund_url": reverse(f"{side}guarantee_fund"),
        "lines_url": reverse(f"{side}fund_lines"),
        "claims_url": reverse(f"{side}fund_claims"),
        "csv_url": reverse(f"{side}fund_csv"),
    }


def _asked(request: HttpRequest) -> tuple[int | None, str]:
    year, kind = request.GET.get("year", ""), request.GET.get("kind", "")
    return (int(year) if year.isdigit() and len(year) == 4 else None), kind if kind in KINDS else ""


def _line(entry: Any) -> dict[str, Any]:
    return {
        "on": entry.transaction.on,
        "what": str(KINDS.get(entry.transaction.kind, _("Other"))),
        "label": entry.transaction.label,
        "amount": -entry.amount,
    }
