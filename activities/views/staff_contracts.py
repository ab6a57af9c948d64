"""The advisers' contracts: the queue, the page on which one is decided, the cooperative's signature."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from activities import perms, queries
from activities.findings import checks_shown
from activities.forms.decisions import ReasonForm, SignForm
from activities.models import Contract
from activities.rules import contract_checks, contracts, signatures
from activities.status import TONES, contract_status
from activities.views.answers import kind_label
from members.access import actor_of, ip_of, staff_page
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.forms import SmartForm

PER_PAGE = 50
FILTERS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "": (gettext_lazy("To validate"), ("submitted",)),
    "sign": (gettext_lazy("To declare and sign"), ("validated", "declared")),
    "returned": (gettext_lazy("With the member"), ("returned",)),
    "signed": (gettext_lazy("Signed"), ("signed", "ended")),
    "cancelled": (gettext_lazy("Cancelled"), ("cancelled",)),
}


@require_GET
@staff_page("adviser", "payroll")
def staff_contract_queue(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("show", "")
    states = FILTERS.get(wanted, FILTERS[""])[1]
    rows = queries.contracts_for_staff().filter(state__in=states).order_by("starts_on", "id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(contract, request) for contract in page],
        "filters": [{"key": key, "label": label, "current": key == wanted} for key, (label, _s) in FILTERS.items()],
        "query": f"show={wanted}&" if wanted else "",
        "is_payroll_open": request.country.has_payroll,
    }
    return render(request, "activities/staff_contract_queue.html", context)


@require_GET
@staff_page()
def staff_contract_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _find(pk))


@require_POST
@staff_page("adviser")
def staff_contract_validate(request: HttpRequest, pk: int) -> HttpResponse:
    """Validate; what blocks is shown and kept, of two who click one wins (409)."""
    contract = _find(pk)
    try:
        contracts.validate_contract(contract, by=actor_of(request), now=timezone.now())
    except Conflict:
        raise
    except RuleBroken as broken:
        form = SmartForm({})
        form.is_valid()
        form.add_rule_error(broken)
        return _page(request, _find(pk), refused=form, status=422)
    messages.success(request, _("%(reference)s is validated.") % {"reference": contract.reference})
    return redirect("activities:staff_contract_detail", pk)


@require_POST
@staff_page("adviser")
def staff_contract_return(request: HttpRequest, pk: int) -> HttpResponse:
    contract = _find(pk)
    form = _return_form(request.POST)
    if form.is_valid():
        contracts.return_contract(contract, reason=form.cleaned_data["reason"], by=actor_of(request))
        messages.success(request, _("%(reference)s is back with the member.") % {"reference": contract.reference})
        return redirect("activities:staff_contract_queue")
    return _page(request, contract, give_back=form, status=422)


@require_POST
@staff_page("adviser")
def staff_contract_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    contract = _find(pk)
    form = _cancel_form(request.POST)
    if form.is_valid():
        try:
            contracts.cancel_contract(contract, reason=form.cleaned_data["reason"], by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("%(reference)s is cancelled.") % {"reference": contract.reference})
            return redirect("activities:staff_contract_queue")
    return _page(request, contract, cancel=form, status=422)


@require_POST
@staff_page("adviser")
def staff_contract_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for the cooperative."""
    contract = _find(pk)
    form = SignForm(request.POST, prefix="sign")
    if form.is_valid():
        facts = {"name": form.cleaned_data["name"], "ip": ip_of(request), "now": timezone.now()}
        try:
            signatures.sign_contract(contract, role="employer", by=actor_of(request), **facts)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("You have signed for the cooperative."))
            return redirect("activities:staff_contract_detail", pk)
    return _page(request, contract, sign=form, status=422)


def _find(pk: int) -> Contract:
    contract: Contract = get_object_or_404(queries.contracts_for_staff().exclude(state="draft"), pk=pk)
    return contract


def _row(contract: Contract, request: HttpRequest) -> dict[str, Any]:
    blocking = sum(1 for found in contract.findings if found["severity"] == "blocks")
    return {
        "contract": contract,
        "member": contract.membership.user.full_name,
        "kind": kind_label(request.country, contract.kind),
        "tone": TONES[contract.state],
        "blocking": blocking,
        "warnings": len(contract.findings) - blocking,
    }


def _return_form(data: Any = None) -> ReasonForm:
    return ReasonForm(data, prefix="return", label=_("What must the member change?"))


def _cancel_form(data: Any = None) -> ReasonForm:
    return ReasonForm(data, prefix="cancel", label=_("Why is it cancelled?"))


def _page(
    request: HttpRequest,
    contract: Contract,
    *,
    give_back: ReasonForm | None = None,
    cancel: ReasonForm | None = None,
    sign: SignForm | None = None,
    refused: SmartForm | None = None,
    status: int = 200,
) -> HttpResponse:
    by, signed = actor_of(request), list(contract.signatures.order_by("signed_at"))
    is_adviser = perms.may_validate_contract(by)
    can_sign = (
        contract.state in signatures.SIGNABLE
        and perms.may_sign_for_employer(by, contract)
        and not any(one.role == "employer" for one in signed)
    )
    document = signatures.newest_document(contract) if contract.validated_at else None
    found = _findings(contract, request)
    context = {
        "contract": contract,
        "member": contract.membership.user,
        "status": contract_status(contract),
        "kind": kind_label(request.country, contract.kind),
        "checks": checks_shown(found),
        "is_blocked": any(finding["severity"] == "blocks" for finding in found),
        "days": list(contract.working_days.order_by("day")),
        "declarations": [{"row": row, "tone": TONES[row.state]} for row in contract.declarations.order_by("id")],
        "signatures": signed,
        "document": document,
        "events": queries.events_of(contract),
        "may_validate": is_adviser and contract.state == "submitted",
        "give_back": give_back or (_return_form() if is_adviser and contract.state == "submitted" else None),
        "cancel": cancel or (_cancel_form() if is_adviser and perms.may_cancel_contract(by, contract) else None),
        "sign": sign or (SignForm(prefix="sign") if can_sign and document else None),
        "is_paper_awaited": can_sign and document is None,
        "my_name": by.label,
        "is_payroll_open": request.country.has_payroll,
        "refused": refused,
        "form": refused or give_back or cancel or sign,
    }
    return render(request, "activities/staff_contract_detail.html", context, status=status)


def _findings(contract: Contract, request: HttpRequest) -> list[dict[str, Any]]:
    """Fresh for a contract that waits, as they were found for one that is decided. Nothing is written."""
    if contract.state != "submitted":
        return list(contract.findings)
    return contract_checks.find(contract, country=request.country, now=timezone.now())
