"""A client's money: what is kept for them, what they owe, and what becomes of either."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.models import Client
from activities.views.staff_queue import decided
from invoicing import perms
from invoicing.forms_payables import ApplyForm, CloseShortForm, RefundForm
from invoicing.models import ClientCredit, ClientCreditUse, Invoice
from invoicing.rules import bank_fees, client_credits, payments
from invoicing.rules.bank_fees import Bearer
from invoicing.rules.payables import Payee
from members.access import actor_of, staff_page
from smart.foundation import formats
from smart.foundation.errors import RuleBroken

PAGE = "invoicing:client_money"


@require_safe
@staff_page()
def client_money(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept for the client, what became of earlier credits, and the invoices that are open."""
    client = get_object_or_404(Client.objects.all(), pk=pk)
    invoices = list(client_credits.open_invoices_of(client))
    left = payments.open_amounts(invoices)
    kept = client_credits.credits_of(client)
    uses = ClientCreditUse.objects.filter(credit__client=client).select_related("invoice", "payable", "entry")
    context = {
        "client": client,
        "currency": request.country.currency,
        "credits": [{"credit": credit, "left": rest} for credit, rest in kept],
        "total": sum((rest for _credit, rest in kept), start=0),
        "invoices": [{"invoice": each, "open": left[each.pk]} for each in invoices],
        "uses": list(uses.order_by("-pk")[:20]),
        "may_keep_books": perms.may_keep_books(actor_of(request)),
    }
    return render(request, "invoicing/client_money.html", context)


@require_http_methods(["GET", "POST"])
@staff_page("accounting")
def credit_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Let money kept for a client pay one of their invoices."""
    credit = _credit(pk)
    rows = {str(each.pk): each for each in client_credits.open_invoices_of(credit.client)}
    left = payments.open_amounts(list(rows.values()))
    choices = [(key, f"{each} · {formats.money(left[each.pk], each.currency)}") for key, each in rows.items()]
    form = ApplyForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and decided(
        form,
        lambda data: client_credits.apply_credit(
            credit,
            invoice=rows[data["invoice"]],
            on=request.country.today(),
            by=actor_of(request),
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("The money kept for the client pays the invoice."))
        return redirect(PAGE, credit.client_id)
    return _credit_page(request, credit, form, is_refund=False)


@require_http_methods(["GET", "POST"])
@staff_page("accounting")
def credit_refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Owe money kept for a client back to them."""
    credit = _credit(pk)
    initial = {
        "amount": client_credits.left_of([credit])[credit.pk],
        "iban": credit.entry.iban if credit.entry else "",
        "due_on": request.country.today(),
    }
    form = RefundForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and decided(form, lambda data: _refund(request, credit, data)):
        messages.success(request, _("It goes out with the next file of other payments."))
        return redirect("invoicing:payable_list")
    return _credit_page(request, credit, form, is_refund=True)


@require_http_methods(["GET", "POST"])
@staff_page("accounting")
def invoice_close_short(request: HttpRequest, pk: int) -> HttpResponse:
    """Close what a payment arrived short of."""
    invoice = get_object_or_404(Invoice.objects.issued().select_related("activity", "client"), pk=pk)
    form = CloseShortForm(request.POST if request.method == "POST" else None, choices=Bearer.choices)
    today = request.country.today()
    if request.method == "POST" and decided(
        form, lambda data: bank_fees.close_short(invoice, bearer=data["bearer"], on=today, by=actor_of(request))
    ):
        messages.success(request, _("The invoice is closed."))
        return redirect("invoicing:staff_invoice_detail", pk)
    context = {
        "form": form,
        "invoice": invoice,
        "open": payments.open_amount(invoice),
        "limit": bank_fees.fee_limit(request.country, on=today),
    }
    return render(request, "invoicing/invoice_close_short.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page("accounting")
def invoice_keep_credited(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep for the client what a credit note left over on a paid invoice."""
    invoice = get_object_or_404(Invoice.objects.issued(), pk=pk)
    try:
        client_credits.keep_credited(invoice, on=request.country.today(), by=actor_of(request), now=timezone.now())
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("invoicing:staff_invoice_detail", pk)
    messages.success(request, _("The money is kept for the client. It can pay another invoice, or go back."))
    return redirect(PAGE, invoice.client_id)


def _credit(pk: int) -> ClientCredit:
    found: ClientCredit = get_object_or_404(ClientCredit.objects.select_related("client", "entry"), pk=pk)
    return found


def _refund(request: HttpRequest, credit: ClientCredit, data: dict[str, Any]) -> object:
    payee = Payee(name=credit.client.name, iban=data["iban"], remittance=_origin(credit))
    return client_credits.refund_credit(
        credit, amount=data["amount"], payee=payee, due_on=data["due_on"], by=actor_of(request), now=timezone.now()
    )


def _origin(credit: ClientCredit) -> str:
    """What the client reads on their statement: their own reference, or the number of the invoice."""
    if credit.invoice_id is not None:
        return str(credit.invoice)
    entry = credit.entry
    return str((entry.end_to_end or entry.structured or entry.booked_on) if entry else "")


def _credit_page(request: HttpRequest, credit: ClientCredit, form: Any, *, is_refund: bool) -> HttpResponse:
    context = {
        "form": form,
        "credit": credit,
        "currency": request.country.currency,
        "left": client_credits.left_of([credit])[credit.pk],
        "is_refund": is_refund,
    }
    return render(request, "invoicing/client_credit.html", context, status=422 if form.errors else 200)
