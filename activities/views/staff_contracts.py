"""Contracts as advisers see them: what waits, the review with its numbers and findings, the cooperative's signature."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from activities import perms, queries
from activities.findings import checks_shown, is_blocking, without_what_is_done
from activities.forms.decisions import ReasonForm, SignForm
from activities.forms.staff import ALL, DecisionForm, QueueFilter, contract_states
from activities.models import Contract
from activities.models.contract import SignatureRole
from activities.place import in_language, starts_at
from activities.rules import contract_checks, contracts, signatures
from activities.states import ContractState
from activities.status import TONES, contract_status
from activities.views.about_work import about_work
from activities.views.answers import kind_label
from activities.views.staff_queue import BESIDE, beginning_with, decided, of_adviser, paged
from countries.contract import Group
from members.access import actor_of, staff_page
from members.queries import staff_of
from members.rules.documents import latest_document
from members.states import Role
from smart.foundation.forms import SmartForm
from smart.foundation.origin import ip_of

PAGE = "activities:staff_contract_review"


@require_GET
@staff_page("adviser")
def staff_contract_queue(request: HttpRequest) -> HttpResponse:
    """What waits, the earliest start first; other states by choice. As many queries for 5 rows as for 50."""
    filters = QueueFilter(
        request.GET,
        states=contract_states(),
        advisers=staff_of(request.country, Role.ADVISER),
        hint=_("The beginning of a reference, of the member's family name or of the client."),
    )
    wanted = filters.wanted()
    page, query = paged(request, _filtered(wanted))
    context = {
        "filters": filters,
        "page": page,
        "query": query,
        "is_filtered": bool(wanted),
        "rows": _rows(request, list(page)),
        "waiting": Contract.objects.for_review().count(),
        "to_sign": Contract.objects.filter(state__in=signatures.SIGNABLE).count(),
    }
    return render(request, "activities/staff_contract_queue.html", context)


@require_GET
@staff_page("adviser")
def staff_contract_review(request: HttpRequest, pk: int) -> HttpResponse:
    return review_page(request, get_object_or_404(_contracts(), pk=pk))


@require_POST
@staff_page("adviser")
def staff_contract_validate(request: HttpRequest, pk: int) -> HttpResponse:
    """Validate; what blocks is shown with its way out, of two who click one wins (409)."""
    contract = get_object_or_404(_contracts(), pk=pk)
    form = DecisionForm(request.POST, prefix="validate")
    by, now = actor_of(request), timezone.now()
    if not decided(form, lambda _data: contracts.validate_contract(contract, by=by, now=now)):
        return review_page(request, contract, validate=form)
    messages.success(request, _("%(reference)s is validated. Declare it and sign it.") % {"reference": contract})
    return redirect(PAGE, pk)


@require_POST
@staff_page("adviser")
def staff_contract_return(request: HttpRequest, pk: int) -> HttpResponse:
    contract = get_object_or_404(_contracts(), pk=pk)
    form = _return_form(request.POST)
    by = actor_of(request)
    if not decided(form, lambda data: contracts.return_contract(contract, reason=data["reason"], by=by)):
        return review_page(request, contract, send_back=form)
    messages.success(request, _("%(reference)s is back with its member.") % {"reference": contract})
    return redirect("activities:staff_contract_queue")


@require_POST
@staff_page("adviser")
def staff_contract_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    contract = get_object_or_404(_contracts(), pk=pk)
    form = _cancel_form(request.POST)
    by = actor_of(request)
    if not decided(form, lambda data: contracts.cancel_contract(contract, reason=data["reason"], by=by)):
        return review_page(request, contract, cancel=form)
    done = _("%(reference)s is cancelled; its budget is available to the member again.") % {"reference": contract}
    messages.success(request, done)
    return redirect("activities:staff_contract_queue")


@require_POST
@staff_page("adviser")
def staff_contract_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for the cooperative: the name typed, under the bytes of the PDF."""
    contract = get_object_or_404(_contracts(), pk=pk)
    form = SignForm(request.POST, prefix="sign")
    facts = {"role": SignatureRole.EMPLOYER, "ip": ip_of(request), "by": actor_of(request), "now": timezone.now()}
    if not decided(form, lambda data: signatures.sign_contract(contract, name=data["name"], **facts)):
        return review_page(request, contract, sign=form)
    messages.success(request, _("You have signed %(reference)s for the cooperative.") % {"reference": contract})
    return redirect(PAGE, pk)


def review_page(request: HttpRequest, contract: Contract, **refused: SmartForm) -> HttpResponse:
    """The contract with its numbers and findings; a refused form comes back in its place with what was typed (422)."""
    by, now = actor_of(request), timezone.now()
    signed = list(contract.signatures.order_by("signed_at"))
    may_sign = contract.state in signatures.SIGNABLE and all(one.role != SignatureRole.EMPLOYER for one in signed)
    found = _findings(request, contract)
    context = {
        "contract": contract,
        "kind": kind_label(request.country, contract.kind),
        "status": contract_status(contract),
        "checks": [{name: check[name] for name in ("tone", "title", "text")} for check in checks_shown(found)],
        "is_blocked": any(is_blocking(each) for each in found),
        "begins": starts_at(request.country, contract.starts_on, contract.start_time),
        "is_begun": starts_at(request.country, contract.starts_on, contract.start_time) <= now,
        "about_work": about_work(request.country, contract),
        "lines": preview_lines(contract),
        "days": list(contract.working_days.order_by("day")),
        "declarations": [_declaration(row) for row in contract.declarations.order_by("due_at", "id")],
        "signatures": signed,
        "document": latest_document(contract, "contract"),
        "events": queries.events_of(contract),
        "beside": _beside(request, contract),
        "is_own": perms.is_holder(by, contract.membership) or by.user_id == contract.membership.user_id,
        "may_validate": contract.state == ContractState.SUBMITTED,
        "may_return": contract.state == ContractState.SUBMITTED,
        "may_cancel": perms.may_cancel_contract(by, contract),
        "may_sign": may_sign,
        "my_name": by.label,
        "is_payroll_open": request.country.has_payroll,
        "validate_form": refused.get("validate") or DecisionForm(prefix="validate"),
        "return_form": refused.get("send_back") or _return_form(),
        "cancel_form": refused.get("cancel") or _cancel_form(),
        "sign_form": refused.get("sign") or SignForm(prefix="sign"),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "activities/staff_contract_review.html", context, status=422 if refused else 200)


def preview_lines(contract: Contract) -> list[dict[str, Any]]:
    """The lines of the pay the numbers came from, in the reader's language; none when the pack computes no pay.

    Lines that only inform (days, bases) are the payslip's: they are no amounts to add up.
    """
    language = get_language() or "en"
    return [
        {
            "label": in_language(line.get("label"), language) or line.get("code", ""),
            "base": _decimal(line.get("base")),
            "rate": _decimal(line.get("rate")),
            "amount": _decimal(line.get("amount")),
            "is_employer": line.get("side") == "employer",
        }
        for line in contract.preview.get("lines", [])
        if line.get("group") != Group.INFO
    ]


def _decimal(text: Any) -> Decimal | None:
    return Decimal(str(text)) if text not in {None, ""} else None


def _contracts() -> Any:
    """All but drafts: what a member has not asked for is theirs to change."""
    return queries.contracts_for_staff().exclude(state=ContractState.DRAFT)


def _filtered(wanted: dict[str, str]) -> Any:
    rows = _contracts().order_by("starts_on", "id")
    state = wanted.get("state") or ContractState.SUBMITTED
    rows = rows if state == ALL else rows.filter(state=state)
    rows = of_adviser(rows, wanted.get("adviser", ""), path="membership")
    paths = {"reference": "reference", "member": "membership_id", "client": "mission__client_id"}
    return beginning_with(rows, wanted.get("q", ""), **paths)


def _findings(request: HttpRequest, contract: Contract) -> list[dict[str, Any]]:
    """Fresh for a contract that waits, as they were found for one that is decided. Nothing is written."""
    if contract.state != ContractState.SUBMITTED:
        return without_what_is_done(contract.findings, is_signed=contract.is_signed)
    return contract_checks.find(contract, country=request.country, now=timezone.now())


def _beside(request: HttpRequest, contract: Contract) -> list[dict[str, Any]]:
    waiting = queries.contracts_for_staff().for_review()[:BESIDE]
    return _rows(request, list(waiting), current=contract.pk)


def _rows(request: HttpRequest, found: list[Contract], *, current: int = 0) -> list[dict[str, Any]]:
    now = timezone.now()
    rows = []
    for contract in found:
        waits = contract.state == ContractState.SUBMITTED
        until = starts_at(request.country, contract.starts_on, contract.start_time)
        blocking = sum(1 for each in contract.findings if is_blocking(each))
        is_late = waits and until <= now
        waiting_tone = "bad" if blocking or is_late else "warn" if contract.findings else "ok"
        rows.append(
            {
                "url": reverse(PAGE, args=[contract.pk]),
                "tone": waiting_tone if waits else TONES[contract.state],
                "title": contract.function,
                "reference": contract.reference,
                "who": contract.membership.user.full_name,
                "client": str(contract.mission.client or "") if contract.mission else "",
                "kind": kind_label(request.country, contract.kind),
                "starts_on": contract.starts_on,
                "amount": contract.gross,
                "budget": contract.budget,
                "until": until if waits else None,
                "is_late": is_late,
                "blocking": blocking,
                "warnings": len(contract.findings) - blocking,
                "state": contract.get_state_display(),
                "is_current": current == contract.pk,
            }
        )
    return rows


def _declaration(row: Any) -> dict[str, Any]:
    label = in_language(row.label, get_language() or "en") or row.kind
    return {"row": row, "label": label, "tone": TONES[row.state]}


def _return_form(data: Any = None) -> ReasonForm:
    hint = _("They read it and can ask again. The budget stays reserved meanwhile.")
    return ReasonForm(data, prefix="return", label=_("What must the member change?"), help_text=hint)


def _cancel_form(data: Any = None) -> ReasonForm:
    hint = _("The member reads it, and gets the budget back.")
    return ReasonForm(data, prefix="cancel", label=_("Why is the contract cancelled?"), help_text=hint)
