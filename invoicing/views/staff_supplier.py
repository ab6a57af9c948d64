"""One invoice of a supplier as staff decide about it: the facts beside the original, who bears it, yes or no."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.models import Activity
from activities.views.staff_queue import decided
from invoicing import perms
from invoicing.forms_suppliers import ApproveForm, PaperForm, PartsForm, ReasonCodeForm
from invoicing.models import SupplierInvoice
from invoicing.models.supplier import SupplierFormat
from invoicing.queries.received import spendable
from invoicing.rules import payables, supplier_booking, supplier_crediting, supplier_deciding
from invoicing.rules import supplier_receiving as receiving
from invoicing.rules import supplier_routing as routing
from invoicing.rules.supplier_booking import Approval
from invoicing.rules.supplier_tellings import tells_platform
from invoicing.states import SupplierState
from invoicing.views.staff_suppliers import PAGE, activity_with
from invoicing.views.suppliers_shown import BEHIND, original_response, page_context
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm
from smart.foundation.money import ZERO

DECISIONS = {"refuse": SupplierState.REFUSED, "dispute": SupplierState.DISPUTED, "suspend": SupplierState.SUSPENDED}


@require_safe
@staff_page("accounting", "adviser")
def supplier(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(pk))


@require_safe
@staff_page("accounting", "adviser")
def supplier_original(request: HttpRequest, pk: int) -> HttpResponse:
    return original_response(_found(pk))


@require_POST
@staff_page("accounting", "adviser")
def supplier_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what is on a paper."""
    found = _found(pk)
    form = PaperForm(request.POST, invoice=found, currency=request.country.currency)
    by, now = actor_of(request), timezone.now()
    if not decided(form, lambda _data: receiving.type_facts(found, typed=form.typed(), by=by, now=now)):
        return _page(request, found, paper=form)
    messages.success(request, _("The facts are kept."))
    return redirect(PAGE, pk)


@require_POST
@staff_page("accounting", "adviser")
def supplier_route(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it to one activity or several."""
    found = _found(pk)
    form = PartsForm(request.POST, currency=found.currency)
    by, now = actor_of(request), timezone.now()
    if not decided(form, lambda _data: routing.route_invoice(found, parts=_parts(form), by=by, now=now)):
        return _page(request, found, parts=form)
    messages.success(request, _("It is put to the activity; its member is told."))
    return redirect(PAGE, pk)


@require_POST
@staff_page("accounting", "adviser")
def supplier_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, lambda found: routing.take_back(found, by=actor_of(request)))


@require_POST
@staff_page("accounting", "adviser")
def supplier_decide(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Refuse, dispute or suspend it."""
    if step not in DECISIONS:
        raise Http404
    found, form = _found(pk), ReasonCodeForm(request.POST, prefix="decide")
    facts = {"to": DECISIONS[step], "by": actor_of(request), "now": timezone.now()}
    if not decided(form, lambda data: supplier_deciding.turn_down(found, **data, **facts)):
        return _page(request, found, decide=form)
    messages.success(request, _("It is decided, and told."))
    return redirect(PAGE, pk)


@require_POST
@staff_page("accounting")
def supplier_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve it: it is booked, and waits among the payments to make."""
    found = _found(pk)
    form = _approve_form(found, request.POST)
    if not decided(form, lambda data: _approve(request, found, data)):
        return _page(request, found, approve=form)
    messages.success(request, _("It is approved and booked."))
    return redirect(PAGE, pk)


def _approve(request: HttpRequest, found: SupplierInvoice, data: dict[str, Any]) -> SupplierInvoice:
    said = {name: data.get(name) or "" for name in ("iban", "bankgiro", "structured")}
    vat_self: Decimal = data["vat_self"] or ZERO
    approval = Approval(vat_deducted=data["vat_deducted"] or ZERO, vat_self=vat_self, **said)
    corrects = SupplierInvoice.objects.filter(pk=int(data["corrects"])).first() if data.get("corrects") else None
    on, now = request.country.today(), timezone.now()
    return supplier_booking.approve_invoice(
        found, approval=approval, corrects=corrects, by=actor_of(request), on=on, now=now
    )


def _step(request: HttpRequest, pk: int, rule: Callable[[SupplierInvoice], object]) -> HttpResponse:
    try:
        rule(_found(pk))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return redirect(PAGE, pk)


def _found(pk: int) -> SupplierInvoice:
    found: SupplierInvoice = get_object_or_404(SupplierInvoice.objects.select_related(*BEHIND), pk=pk)
    return found


def _parts(form: PartsForm) -> list[tuple[Activity, Decimal]]:
    return [
        (activity_with(code, field=f"activity_{place}"), amount)
        for place, (code, amount) in enumerate(form.parts(), start=1)
    ]


def _approve_form(found: SupplierInvoice, data: Any = None) -> ApproveForm:
    correctable = supplier_crediting.correctable(found) if found.is_credit else []
    vat = supplier_booking.proposed_vat(found, found.country)
    return ApproveForm(data, invoice=found, vat=vat, correctable=correctable)


def _parts_form(found: SupplierInvoice, held: list[Any], suggested: list[routing.Suggestion]) -> PartsForm:
    parts = [(part.activity.code, part.amount) for part in held]
    if not parts and suggested:
        parts = [(suggested[0].activity.code, found.due)]
    return PartsForm(parts=parts, currency=found.currency)


def _is_new_account(found: SupplierInvoice) -> bool:
    """Whether this supplier was never paid to this account: the usual sign of a forged invoice."""
    if not found.iban or found.booked_on is not None:
        return False
    before = SupplierInvoice.objects.filter(supplier_key=found.supplier_key, booked_on__isnull=False)
    return not before.filter(iban_index=found.iban_index).exists()


def _page(request: HttpRequest, found: SupplierInvoice, **refused: SmartForm) -> HttpResponse:
    parts = list(found.parts.select_related("activity__membership__user").order_by("pk"))
    is_routable = found.state in routing.ROUTABLE and found.is_read
    is_paper = found.format == SupplierFormat.PAPER and found.state == SupplierState.RECEIVED
    suggested = routing.suggestions(found) if is_routable else []
    is_ready = found.state == SupplierState.ROUTED and perms.may_keep_books(actor_of(request))
    context = {
        **page_context(found),
        "base": "base_staff.html",
        "is_staff": True,
        "parts": [{"part": each, "spendable": spendable(each.activity) if is_ready else None} for each in parts],
        "suggestions": suggested,
        "payments": list(payables.payables_of(found)),
        "is_new_account": _is_new_account(found),
        "tells_platform": tells_platform(found),
        "may_decide": found.state in routing.ROUTABLE,
        "may_take_back": found.state in routing.ANSWERABLE,
        "paper_form": _kept(refused, "paper", is_paper, lambda: _paper_form(request, found)),
        "parts_form": _kept(refused, "parts", is_routable, lambda: _parts_form(found, parts, suggested)),
        "approve_form": _kept(refused, "approve", is_ready, lambda: _approve_form(found)),
        "decide_form": refused.get("decide") or ReasonCodeForm(prefix="decide"),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "invoicing/supplier_detail.html", context, status=422 if refused else 200)


def _paper_form(request: HttpRequest, found: SupplierInvoice) -> PaperForm:
    return PaperForm(invoice=found, currency=request.country.currency)


def _kept(refused: dict[str, Any], name: str, is_shown: bool, make: Callable[[], SmartForm]) -> SmartForm | None:
    """The form as it was refused, a fresh one where the page has it, or none."""
    return refused.get(name) or (make() if is_shown else None)
