"""A member's year: the page, the papers that belong to it, and its PDF; for the member, who left too, and for staff."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.rules.expected_documents import papers_of_year
from activities.views.expected_papers import papers_shown
from invoicing.rules import annual_paper
from invoicing.rules.annual_statement import annual_statement, years_of
from members.access import actor_of, records_page, staff_page
from members.models import Membership
from members.rules.documents import latest_document
from members.states import MembershipState

MEMBER, STAFF = "base_member.html", "base_staff.html"


@require_safe
@records_page
def year_list(request: HttpRequest) -> HttpResponse:
    """The newest year; the others are one tap away."""
    return redirect("invoicing:year_detail", request.country.today().year)


@require_safe
@records_page
def year_detail(request: HttpRequest, year: int) -> HttpResponse:
    return _page(request, request.membership, year, base=MEMBER)


@require_POST
@records_page
def year_paper(request: HttpRequest, year: int) -> HttpResponse:
    return _paper(request, request.membership, year, page=reverse("invoicing:year_detail", args=[year]))


@require_safe
@staff_page()
def staff_year_detail(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    return _page(request, _membership(request, pk), year, base=STAFF)


@require_POST
@staff_page()
def staff_year_paper(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    page = reverse("invoicing:staff_year_detail", args=[pk, year])
    return _paper(request, _membership(request, pk), year, page=page)


def _membership(request: HttpRequest, pk: int) -> Membership:
    rows = Membership.objects.filter(country=request.country, restricted_at=None).select_related("user", "country")
    found: Membership = get_object_or_404(rows, pk=pk)
    return found


def _page(request: HttpRequest, membership: Membership, year: int, *, base: str) -> HttpResponse:
    today, is_staff = request.country.today(), base == STAFF
    years = years_of(membership, today=today)
    if year not in years:
        raise Http404
    told = annual_statement(membership, year, currency=request.country.currency)
    context: dict[str, Any] = {
        "base": base,
        "is_staff": is_staff,
        "member": membership,
        "year": year,
        "years": years,
        "told": told,
        "rows": annual_paper.rows_of(told),
        "has_doors": not is_staff and membership.state != MembershipState.LEFT,
        "papers": papers_shown(papers_of_year(membership, year, on=today)),
        "paper": latest_document(membership, annual_paper.paper_kind(year)),
    }
    return render(request, "invoicing/annual_detail.html", context)


def _paper(request: HttpRequest, membership: Membership, year: int, *, page: str) -> HttpResponse:
    if year not in years_of(membership, today=request.country.today()):
        raise Http404
    annual_paper.ask_annual_statement(membership, year=year, by=actor_of(request))
    messages.success(request, _("The PDF is being made. It appears on this page and among the documents."))
    return redirect(page)
