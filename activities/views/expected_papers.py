"""The papers of a contract and of a year: asking for one as a member, handing one over as staff."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from activities import queries
from activities.forms.expected_papers import HandOverForm
from activities.models import Contract
from activities.rules import employment_confirmation
from activities.rules import expected_documents as papers
from activities.rules.expected_documents import EXPECTED, LATE, READY, REQUEST, SENT, ExpectedRow
from members.access import actor_of, member_page, staff_page
from members.models import Membership
from smart.foundation import formats
from smart.foundation.errors import RuleBroken
from smart.foundation.uploads import read_upload

TONES: Final = {READY: "ok", SENT: "pen", EXPECTED: "pen", LATE: "warn", REQUEST: "muted"}
FIRST_YEAR: Final = 1998


@require_POST
@member_page
def contract_paper_ask(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Ask for one paper: the portal makes what it can by itself, a person is asked for the rest."""
    contract: Contract = get_object_or_404(queries.contracts_of(request.user.pk), pk=pk)
    try:
        if code == employment_confirmation.KIND:
            employment_confirmation.ask_confirmation(contract, by=actor_of(request))
            messages.success(request, _("It is being made. It appears in this list and among your documents."))
        else:
            papers.ask_for(contract, code=code, by=actor_of(request), now=timezone.now())
            messages.success(request, _("Your question is with the cooperative. The answer comes below."))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return redirect("activities:contract_detail", pk)


@require_http_methods(["GET", "POST"])
@staff_page("adviser", "payroll")
def staff_contract_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """What the member expects of this contract, and handing over what people make."""
    contract = get_object_or_404(queries.contracts_for_staff(), pk=pk)
    rows = papers.papers_of_contract(contract, on=request.country.today())
    form = _form(request, papers.for_staff(rows))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            file = read_upload(given["file"])
            papers.hand_over(contract, code=given["code"], file=file, by=actor_of(request), on=request.country.today())
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return _handed_over(request, "activities:staff_contract_papers", pk)
    return _page(request, form, rows, member=contract.membership, contract=contract)


@require_http_methods(["GET", "POST"])
@staff_page("adviser", "payroll")
def staff_year_papers(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The same for the papers of one year of a member."""
    today = request.country.today()
    if not FIRST_YEAR <= year <= today.year:
        raise Http404
    members = Membership.objects.filter(country=request.country, restricted_at=None).select_related("user", "country")
    membership = get_object_or_404(members, pk=pk)
    rows = papers.papers_of_year(membership, year, on=today)
    form = _form(request, papers.for_staff(rows))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            file = read_upload(given["file"])
            papers.hand_over_year(membership, year=year, code=given["code"], file=file, by=actor_of(request), on=today)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return _handed_over(request, "activities:staff_year_papers", pk, year)
    return _page(request, form, rows, member=membership, year=year)


def papers_shown(rows: list[ExpectedRow]) -> list[dict[str, Any]]:
    """The list as activities/_expected.html shows it."""
    return [
        {
            "row": row,
            "tone": TONES[row.state],
            "state": _state(row),
            "how": _how(row),
            "may_ask": _may_ask(row),
        }
        for row in rows
    ]


def _may_ask(row: ExpectedRow) -> bool:
    """People are asked for what they make; the portal for the one paper it makes on request."""
    is_made_on_request = row.document.made_by == "staff" or row.document.code == employment_confirmation.KIND
    return is_made_on_request and row.state in {LATE, REQUEST}


def _state(row: ExpectedRow) -> str:
    if row.state == EXPECTED and row.due_on is not None:
        return _("Expected by %(day)s") % {"day": formats.day(row.due_on)}
    words = {
        READY: _("Ready"),
        SENT: pgettext("paper", "Sent"),
        EXPECTED: _("Comes with the pay"),
        LATE: _("Late"),
        REQUEST: _("On request"),
    }
    return words[row.state]


def _how(row: ExpectedRow) -> str:
    by_portal = row.document.made_by == "portal"
    return _("Made by the portal.") if by_portal else _("Made by the payroll office, put here when it is there.")


def _form(request: HttpRequest, rows: list[ExpectedRow]) -> HandOverForm:
    is_sent = request.method == "POST"
    return HandOverForm(request.POST if is_sent else None, request.FILES if is_sent else None, rows=rows)


def _handed_over(request: HttpRequest, page: str, *args: Any) -> HttpResponse:
    messages.success(request, _("It is in the member’s documents, and they are told."))
    return redirect(page, *args)


def _page(
    request: HttpRequest,
    form: HandOverForm,
    rows: list[ExpectedRow],
    *,
    member: Membership,
    contract: Contract | None = None,
    year: int | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "papers": papers_shown(rows),
        "has_staff_papers": bool(papers.for_staff(rows)),
        "member": member,
        "contract": contract,
        "year": year,
    }
    return render(request, "activities/staff_papers.html", context, status=422 if form.errors else 200)
