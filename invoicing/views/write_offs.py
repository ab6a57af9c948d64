"""Giving up a claim: first what it does and to whom, then the decision, by two people above the country's limit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.forms.decisions import ReasonForm
from activities.views.staff_queue import decided
from invoicing.forms_reminders import ProofForm, WriteOffForm
from invoicing.models import Invoice, WriteOff
from invoicing.rules import payments, write_offs, written_off
from invoicing.states import DecisionState
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm

TONES = {DecisionState.PROPOSED: "warn", DecisionState.DONE: "ok", DecisionState.REFUSED: "muted"}


@require_http_methods(["GET", "POST"])
@staff_page("accounting")
def invoice_write_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up what is open on an invoice, in two steps."""
    invoice = get_object_or_404(Invoice.objects.issued().select_related("activity", "mission", "client"), pk=pk)
    form, effects, today = WriteOffForm(request.POST or None), None, request.country.today()
    if request.method == "POST" and form.is_valid():
        try:
            effects = write_offs.preview_write_off(
                invoice, reclaims_vat=form.cleaned_data["vat"] == "reclaim", on=today
            )
            if "confirm" in request.POST:
                return _propose(request, invoice, form)
        except RuleBroken as broken:
            form.add_rule_error(broken)
    context = {"form": form, "invoice": invoice, "effects": effects, "open": payments.open_amount(invoice)}
    return render(request, "invoicing/write_off_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET"])
@staff_page("accounting")
def write_off_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(pk))


@require_POST
@staff_page("accounting")
def write_off_approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(pk)
    write_offs.approve_write_off(found, on=request.country.today(), by=actor_of(request))
    messages.success(request, _("The loss is booked."))
    return redirect("invoicing:write_off_detail", found.pk)


@require_POST
@staff_page("accounting")
def write_off_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    found, form, by = _found(pk), _refuse_form(request.POST), actor_of(request)
    if not decided(form, lambda data: write_offs.refuse_write_off(found, reason=data["reason"], by=by)):
        return _page(request, found, refuse=form)
    messages.success(request, _("The claim is kept."))
    return redirect("invoicing:write_off_detail", found.pk)


@require_POST
@staff_page("accounting")
def write_off_reclaim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the VAT back that the fund had borne."""
    found, form, by = _found(pk), ProofForm(request.POST, prefix="proof"), actor_of(request)
    today = request.country.today()
    if not decided(form, lambda data: write_offs.reclaim_vat(found, proof=data["proof"], on=today, by=by)):
        return _page(request, found, proof=form)
    messages.success(request, _("The VAT is taken back; the fund has it again."))
    return redirect("invoicing:write_off_detail", found.pk)


def _propose(request: HttpRequest, invoice: Invoice, form: WriteOffForm) -> HttpResponse:
    asked = form.cleaned_data
    made = write_offs.propose_write_off(
        invoice,
        reason=asked["reason"],
        reclaims_vat=asked["vat"] == "reclaim",
        proof=asked["proof"],
        on=request.country.today(),
        by=actor_of(request),
    )
    is_done = made.state == DecisionState.DONE
    messages.success(request, _("The loss is booked.") if is_done else _("A second accountant must agree now."))
    return redirect("invoicing:write_off_detail", made.pk)


def _found(pk: int) -> WriteOff:
    rows = WriteOff.objects.select_related("invoice__activity__membership__user", "invoice__client")
    found: WriteOff = get_object_or_404(rows, pk=pk)
    return found


def _page(request: HttpRequest, found: WriteOff, **refused: SmartForm) -> HttpResponse:
    by = actor_of(request)
    is_done = found.state == DecisionState.DONE
    recovered = written_off.revived(found.invoice)
    context = {
        "loss": found,
        "tone": TONES[DecisionState(found.state)],
        "is_waiting": found.state == DecisionState.PROPOSED,
        "is_mine": found.proposed_by_id == by.user_id,
        "recovered": recovered,
        "may_reclaim": is_done and not found.reclaims_vat and not recovered,
        "refuse_form": refused.get("refuse") or _refuse_form(),
        "proof_form": refused.get("proof") or ProofForm(prefix="proof"),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "invoicing/write_off_detail.html", context, status=422 if refused else 200)


def _refuse_form(data: object = None) -> ReasonForm:
    return ReasonForm(data, prefix="refuse", label=_("Why is the claim kept?"))
