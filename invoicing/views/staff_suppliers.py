"""The staff's list of invoices of suppliers, their reception, and the statuses to be sent back."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from activities.models import Activity
from activities.views.staff_queue import paged
from invoicing.einvoice_codes import code_words
from invoicing.forms_suppliers import ReceiveForm
from invoicing.models import SupplierInvoice, SupplierPart, SupplierStatus
from invoicing.rules import supplier_receiving, supplier_tellings
from invoicing.states import SupplierState
from invoicing.supplier_codes import reason_words
from invoicing.views.supplier_csv import purchases_file
from invoicing.views.suppliers_shown import handed_in, shown
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken

PAGE = "invoicing:supplier"


def _tabs() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Tab → its words and its states, in the order of the page."""
    return {
        "new": (_("To put to an activity"), (SupplierState.RECEIVED,)),
        "approve": (_("To approve"), (SupplierState.ROUTED,)),
        "open": (_("Disputed or suspended"), (SupplierState.DISPUTED, SupplierState.SUSPENDED)),
        "pay": (_("To be paid"), (SupplierState.PAYABLE,)),
        "done": (
            pgettext("invoices", "Done"),
            (SupplierState.PAID, SupplierState.APPROVED, SupplierState.CREDITED, SupplierState.REFUSED),
        ),
    }


@require_safe
@staff_page("accounting", "adviser")
def supplier_list(request: HttpRequest) -> HttpResponse:
    """The invoices of a tab, newest first; as many queries for one as for fifty."""
    tabs = _tabs()
    name = request.GET.get("tab", "")
    name = name if name in tabs else "new"
    typed = request.GET.get("q", "").strip()[:60]
    rows = SupplierInvoice.objects.filter(state__in=tabs[name][1]).select_related("entity").order_by("-pk")
    if typed:
        rows = rows.filter(Q(number__startswith=typed) | Q(supplier_name__startswith=typed))
    page, query = paged(request, rows)
    counts = dict(SupplierInvoice.objects.order_by().values_list("state").annotate(count=Count("pk")))
    context = {
        "tabs": [
            {"url": f"?tab={key}", "label": words, "count": sum(counts.get(each, 0) for each in states), "name": key}
            for key, (words, states) in tabs.items()
        ],
        "tab": name,
        "typed": typed,
        "page": page,
        "query": query,
        "rows": [shown(invoice) for invoice in page],
        "has_statuses": str(request.country.code) in supplier_tellings.TELLS_PLATFORM,
    }
    return render(request, "invoicing/supplier_list.html", context)


@require_safe
@staff_page("accounting", "adviser")
def supplier_file(request: HttpRequest) -> HttpResponse:
    return purchases_file(SupplierPart.objects.all(), name=f"suppliers-{request.country.today().isoformat()}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("accounting", "adviser")
def supplier_receive(request: HttpRequest) -> HttpResponse:
    """Hand in a file that came by mail, on paper or from a platform."""
    is_sent = request.method == "POST"
    form = ReceiveForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    made, first = handed_in(form, lambda data: _receive(request, data))
    if made:
        messages.success(request, _("It is received. Find the activity that bears it."))
        return redirect(PAGE, made[0].pk)
    context = {"form": form, "first": first}
    return render(request, "invoicing/supplier_receive.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("accounting", "adviser")
def supplier_statuses(request: HttpRequest) -> HttpResponse:
    """What the suppliers' platforms are to be told; taking the file marks what is in it as sent."""
    if request.method == "POST":
        chosen = [int(each) for each in request.POST.getlist("chosen") if each.isdecimal() and len(each) < 19]
        try:
            content = supplier_tellings.send_back(chosen, by=actor_of(request), now=timezone.now())
        except RuleBroken as broken:
            messages.error(request, broken.message)
            return redirect("invoicing:supplier_statuses")
        name = f"statuses-{request.country.today().isoformat()}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
    rows = SupplierStatus.objects.select_related("invoice")
    page, query = paged(request, rows.filter(sent_at__isnull=False).order_by("-pk"))
    context: dict[str, Any] = {
        "waiting": [_status(row) for row in rows.filter(sent_at=None).order_by("pk")[:200]],
        "rows": [_status(row) for row in page],
        "page": page,
        "query": query,
    }
    return render(request, "invoicing/supplier_statuses.html", context)


def activity_with(code: str, *, field: str) -> Activity:
    """The activity of the code. Raises RuleBroken("unknown_activity")."""
    found: Activity | None = (
        Activity.objects.select_related("membership__user", "entity").filter(code=code.strip().upper()).first()
    )
    if found is None:
        raise RuleBroken(
            "unknown_activity",
            _("No activity has the code “%(code)s”. Look it up on the page of its member.") % {"code": code},
            field=field,
        )
    return found


def _receive(request: HttpRequest, data: dict[str, Any]) -> list[SupplierInvoice]:
    given = data["file"]
    activity = activity_with(data["code"], field="code") if data["code"] else None
    by, now = actor_of(request), timezone.now()
    return supplier_receiving.receive_file(given.read(), name=given.name, activity=activity, by=by, now=now)


def _status(row: SupplierStatus) -> dict[str, Any]:
    return {"status": row, "words": code_words("platform", row.code), "reason": reason_words(row.reason_code)}
