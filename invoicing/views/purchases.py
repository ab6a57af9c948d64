"""Members' purchases in the cooperative's name: handed in, answered for, followed until they are paid."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.models import Activity
from activities.views.staff_queue import decided, paged
from invoicing.forms_suppliers import AnswerForm, HandInForm, PaperForm
from invoicing.models import SupplierInvoice, SupplierPart
from invoicing.models.supplier import SupplierFormat
from invoicing.queries.received import spendable
from invoicing.rules import supplier_receiving, supplier_routing
from invoicing.states import SupplierState
from invoicing.views.supplier_csv import purchases_file
from invoicing.views.suppliers_shown import BEHIND, handed_in, original_response, page_context, shown
from members.access import actor_of, member_page
from smart.foundation.forms import SmartForm

PAGE = "invoicing:purchase"


@require_safe
@member_page
def purchase_list(request: HttpRequest) -> HttpResponse:
    """Every invoice of mine with its state and what it took from my activities, newest first."""
    rows = SupplierInvoice.objects.of_user(request.user.pk).order_by("-pk")
    page, query = paged(request, rows)
    taken = _taken(request, [invoice.pk for invoice in page])
    listed = [{**shown(invoice), "taken": taken.get(invoice.pk)} for invoice in page]
    return render(request, "invoicing/supplier_purchases.html", {"page": page, "query": query, "rows": listed})


@require_safe
@member_page
def purchase_file(request: HttpRequest) -> HttpResponse:
    parts = SupplierPart.objects.filter(activity__membership__user_id=request.user.pk)
    return purchases_file(parts, name=f"purchases-{request.country.today().isoformat()}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def purchase_hand_in(request: HttpRequest) -> HttpResponse:
    """Hand in an invoice made out to the cooperative, for one of my activities."""
    activities = list(Activity.objects.of_user(request.user.pk).open().select_related("membership").order_by("code"))
    files = request.FILES if request.method == "POST" else None
    form = HandInForm(request.POST if request.method == "POST" else None, files, activities=activities)
    made, first = handed_in(form, lambda data: _receive(request, data, activities))
    if made:
        return _received(request, made[0])
    known = SupplierInvoice.objects.of_user(request.user.pk).filter(pk=first).exists() if first else False
    context = {"form": form, "has_activity": bool(activities), "first": first if known else None}
    return render(request, "invoicing/supplier_hand_in.html", context, status=422 if form.errors else 200)


@require_safe
@member_page
def purchase(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@require_safe
@member_page
def purchase_original(request: HttpRequest, pk: int) -> HttpResponse:
    return original_response(_found(request, pk))


@require_POST
@member_page
def purchase_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what is on a paper of mine."""
    found = _found(request, pk)
    form = PaperForm(request.POST, invoice=found, currency=request.country.currency)
    by, now = actor_of(request), timezone.now()
    if not decided(form, lambda _data: supplier_receiving.type_facts(found, typed=form.typed(), by=by, now=now)):
        return _page(request, found, paper=form)
    messages.success(request, _("The cooperative looks at it now."))
    return redirect(PAGE, pk)


@require_POST
@member_page
def purchase_answer(request: HttpRequest, pk: int, activity: int) -> HttpResponse:
    """Say whether it is mine and may be paid."""
    found = _found(request, pk)
    mine = get_object_or_404(Activity.objects.of_user(request.user.pk).select_related("membership"), pk=activity)
    form = AnswerForm(request.POST, prefix="answer")
    facts = {"activity": mine, "by": actor_of(request), "now": timezone.now()}
    if not decided(form, lambda data: supplier_routing.propose(found, **data, **facts)):
        return _page(request, found, answer=form)
    messages.success(request, _("Your answer is with the cooperative."))
    return redirect(PAGE, pk)


def _receive(request: HttpRequest, data: dict[str, Any], activities: list[Activity]) -> list[SupplierInvoice]:
    given = data["file"]
    activity = next(each for each in activities if str(each.pk) == data["activity"])
    by, now = actor_of(request), timezone.now()
    return supplier_receiving.receive_file(given.read(), name=given.name, activity=activity, by=by, now=now)


def _received(request: HttpRequest, made: SupplierInvoice) -> HttpResponse:
    if made.is_read:
        messages.success(request, _("The invoice is read. The cooperative looks at it now."))
    else:
        messages.success(request, _("The paper is kept. Now write down what is on it."))
    return redirect(PAGE, made.pk)


def _found(request: HttpRequest, pk: int) -> SupplierInvoice:
    rows = SupplierInvoice.objects.of_user(request.user.pk).select_related(*BEHIND)
    found: SupplierInvoice = get_object_or_404(rows, pk=pk)
    return found


def _taken(request: HttpRequest, ids: list[int]) -> dict[int, Any]:
    """What the person's activities bear of each booked invoice, credit notes below zero (one query)."""
    parts = SupplierPart.objects.filter(
        invoice_id__in=ids, invoice__booked_on__isnull=False, activity__membership__user_id=request.user.pk
    ).select_related("invoice")
    taken: dict[int, Any] = {}
    for part in parts:
        sign = -1 if part.invoice.is_credit else 1
        taken[part.invoice_id] = taken.get(part.invoice_id, 0) + sign * part.charged
    return taken


def _page(request: HttpRequest, found: SupplierInvoice, **refused: SmartForm) -> HttpResponse:
    own = found.parts.filter(activity__membership__user_id=request.user.pk).select_related("activity").order_by("pk")
    is_open = found.state in supplier_routing.ANSWERABLE
    is_paper = found.format == SupplierFormat.PAPER and found.state == SupplierState.RECEIVED
    parts = [{"part": part, "spendable": spendable(part.activity) if is_open else None} for part in own]
    may_type = is_paper and found.membership is not None and found.membership.user_id == request.user.pk
    context = {
        **page_context(found),
        "base": "base_member.html",
        "is_staff": False,
        "parts": parts,
        "is_answerable": is_open and bool(parts),
        "paper_form": refused.get("paper")
        or (PaperForm(invoice=found, currency=request.country.currency) if may_type else None),
        "answer_form": refused.get("answer") or AnswerForm(prefix="answer"),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "invoicing/supplier_purchase.html", context, status=422 if refused else 200)
