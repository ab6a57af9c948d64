"""A member's contracts: plain summary, what the checks found, signing, the paper."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities import perms, queries
from activities.findings import checks_shown, without_what_is_done
from activities.forms.decisions import ReasonForm, SignForm
from activities.models import Contract
from activities.rules import contracts, signatures
from activities.stairs import stairs_of
from activities.status import contract_status
from activities.views.answers import kind_label
from activities.views.contract_read import reading_of
from activities.views.shown import contract_ticket
from countries.addresses import global_url
from members.access import actor_of, ip_of, member_page
from members.adapters import proved_lately
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm

PER_PAGE = 20


@require_GET
@member_page
def contract_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.contracts_of(request.user.pk), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tickets": [contract_ticket(contract) for contract in page]}
    return render(request, "activities/contract_list.html", context)


@require_GET
@member_page
def contract_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


@require_POST
@member_page
def contract_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for validation; what blocks is shown with its way out, and kept on the page."""
    contract = _find(request, pk)
    try:
        contracts.submit_contract(contract, by=actor_of(request), now=timezone.now())
    except RuleBroken as broken:
        return _blocked(request, pk, broken)
    messages.success(request, _("Your adviser has it now."))
    return redirect("activities:contract_detail", pk)


@require_http_methods(["GET", "POST"])
@member_page
def contract_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    contract = _find(request, pk)
    if not perms.may_cancel_contract(actor_of(request), contract):
        messages.error(request, _("This contract can no longer be cancelled here. Ask your adviser."))
        return redirect("activities:contract_detail", pk)
    form = ReasonForm(request.POST if request.method == "POST" else None, label=_("Why do you cancel it?"))
    if form.is_valid():
        try:
            contracts.cancel_contract(contract, reason=form.cleaned_data["reason"], by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The contract is cancelled; its budget is available again."))
            return redirect("activities:contract_detail", pk)
    context = {"form": form, "contract": contract}
    return render(request, "activities/contract_cancel.html", context, status=422 if form.errors else 200)


@require_POST
@member_page
def contract_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign with one's name typed, shortly after proving who one is; time, address and the document's hash are recorded."""
    contract = _find(request, pk)
    if not proved_lately(request):
        messages.info(request, _("Prove that it is you, then sign."))
        return redirect(_proof_url(pk))
    form = SignForm(request.POST, prefix="sign")
    if form.is_valid():
        facts = {"name": form.cleaned_data["name"], "ip": ip_of(request), "now": timezone.now()}
        try:
            signatures.sign_contract(contract, role="worker", by=actor_of(request), **facts)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("You have signed."))
            return redirect("activities:contract_detail", pk)
    return _page(request, contract, sign=form, status=422)


def _proof_url(pk: int) -> str:
    """Where a person proves who they are; it leads back to the place of the signature."""
    back = urlencode({"next": f"{reverse('activities:contract_detail', args=[pk])}#sign"})
    return f"{global_url('account_reauthenticate')}?{back}"


def _find(request: HttpRequest, pk: int) -> Contract:
    contract: Contract = get_object_or_404(queries.contracts_of(request.user.pk), pk=pk)
    return contract


def _blocked(request: HttpRequest, pk: int, broken: RuleBroken) -> HttpResponse:
    form = SmartForm({})
    form.is_valid()
    form.add_rule_error(broken)
    return _page(request, _find(request, pk), refused=form, status=422)


def _page(
    request: HttpRequest,
    contract: Contract,
    *,
    sign: SignForm | None = None,
    refused: SmartForm | None = None,
    status: int = 200,
) -> HttpResponse:
    by, signed = actor_of(request), list(contract.signatures.order_by("signed_at"))
    document = signatures.newest_document(contract) if contract.validated_at else None
    can_sign = contract.state in signatures.SIGNABLE and not any(one.role == "worker" for one in signed)
    context = {
        "contract": contract,
        "status": contract_status(contract),
        "kind": kind_label(request.country, contract.kind),
        "days": list(contract.working_days.order_by("day")),
        "checks": checks_shown(without_what_is_done(contract.findings, is_signed=contract.is_signed)),
        "fall": stairs_of(contract),
        **reading_of(request, contract),
        "must_prove": bool(can_sign and document) and not proved_lately(request),
        "events": queries.events_of(contract),
        "signatures": signed,
        "document": document,
        "sign": sign or (SignForm(prefix="sign") if can_sign and document else None),
        "is_paper_awaited": can_sign and document is None,
        "legal_name": signatures.legal_name(contract, role="worker", by=by) if can_sign else "",
        "may_submit": contract.state in {"draft", "returned"},
        "may_cancel": perms.may_cancel_contract(by, contract),
        "proof_url": _proof_url(contract.pk),
        "refused": refused,
        "form": sign or refused,
    }
    return render(request, "activities/contract_detail.html", context, status=status)
