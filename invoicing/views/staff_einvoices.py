"""The outbox of electronic invoices: what to mend, what is ready, what is under way, what was answered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from activities.rules.clients import fold
from activities.views.staff_queue import decided, paged
from invoicing.forms_einvoices import EInvoiceFilterForm, SentByHandForm
from invoicing.models import ElectronicInvoice
from invoicing.rules import einvoices_findings, einvoices_sending, verifactu
from invoicing.states import EInvoiceState
from invoicing.views.einvoice_parts import TONES
from members.access import actor_of, staff_page
from smart.foundation.forms import SmartForm

LIST = "invoicing:einvoice_list"
LARGEST_EXPORT = 200
Rows = QuerySet[Any]


def _tabs() -> dict[str, tuple[str, Callable[[Any], Rows]]]:
    """Tab → its words and its rows, in the order of the page."""
    return {
        "mend": (_("To mend"), lambda rows: rows.to_mend()),
        "ready": (_("Ready to send"), lambda rows: rows.ready()),
        "sent": (pgettext("invoices", "Sent"), lambda rows: rows.under_way()),
        "refused": (pgettext("invoices", "Refused"), lambda rows: rows.refused()),
        "done": (pgettext("invoices", "Done"), lambda rows: rows.done()),
    }


@require_safe
@staff_page("accounting", "adviser")
def einvoice_list(request: HttpRequest) -> HttpResponse:
    return _list_page(request, SentByHandForm())


@require_POST
@staff_page("accounting", "adviser")
def einvoice_export(request: HttpRequest) -> HttpResponse:
    """The XML of the chosen documents in one archive; nothing about them changes."""
    rows = ElectronicInvoice.objects.ready().filter(pk__in=_chosen(request)).select_related("invoice").order_by("pk")
    chosen = list(rows[:LARGEST_EXPORT])
    if not chosen:
        messages.error(request, _("Choose at least one invoice that is ready."))
        return redirect(f"{reverse(LIST)}?tab=ready")
    content = einvoices_sending.export_zip(chosen, by=actor_of(request))
    name = f"einvoices-{request.country.today().isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@require_POST
@staff_page("accounting", "adviser")
def einvoice_mark_sent(request: HttpRequest) -> HttpResponse:
    """Record the chosen documents as sent under one reference."""
    form = SentByHandForm(request.POST)
    done: list[ElectronicInvoice] = []

    def mark(data: dict[str, Any]) -> None:
        done.extend(
            einvoices_sending.mark_many_sent(
                _chosen(request), reference=data["reference"], by=actor_of(request), now=timezone.now()
            )
        )

    if not decided(form, mark):
        return _list_page(request, form)
    said = ngettext(
        "%(count)s electronic invoice is recorded as sent.",
        "%(count)s electronic invoices are recorded as sent.",
        len(done),
    )
    messages.success(request, said % {"count": len(done)})
    return redirect(f"{reverse(LIST)}?tab=sent")


def _list_page(request: HttpRequest, mark_form: SmartForm) -> HttpResponse:
    """The rows of a tab, newest first; as many queries for one row as for fifty."""
    filters = EInvoiceFilterForm(request.GET)
    wanted = filters.wanted()
    tabs, name = _tabs(), wanted.get("tab", "")
    name = "ready" if mark_form.is_bound else name if name in tabs else "mend"
    rows = _filtered(tabs[name][1](ElectronicInvoice.objects.all()), wanted)
    page, query = paged(request, rows.select_related("invoice__client").order_by("-pk"))
    counts = _counts()
    context = {
        "filters": filters,
        "tabs": [
            {"url": f"?tab={key}", "label": words, "count": counts[key], "is_current": key == name}
            for key, (words, _rows) in tabs.items()
        ],
        "tab": name,
        "page": page,
        "query": query,
        "is_filtered": bool(set(wanted) - {"tab"}),
        "rows": [_row(electronic) for electronic in page],
        "mark_form": mark_form,
        "chosen": set(_chosen(request)),
        "has_records": verifactu.is_spanish(request.country),
    }
    return render(request, "invoicing/einvoice_list.html", context, status=422 if mark_form.errors else 200)


def _counts() -> dict[str, int]:
    """How many stand in each tab (one query)."""
    states = dict(ElectronicInvoice.objects.current().order_by().values_list("state").annotate(count=Count("pk")))
    of_tab = {
        "mend": (EInvoiceState.PREPARED, EInvoiceState.INVALID, EInvoiceState.WAITING),
        "ready": (EInvoiceState.READY,),
        "sent": (EInvoiceState.SENT, EInvoiceState.DELIVERED),
        "refused": (EInvoiceState.REFUSED,),
        "done": (EInvoiceState.ACCEPTED, EInvoiceState.CANCELLED),
    }
    return {name: sum(states.get(state, 0) for state in held) for name, held in of_tab.items()}


def _filtered(rows: Rows, wanted: dict[str, str]) -> Rows:
    if "format" in wanted:
        rows = rows.filter(format=wanted["format"])
    if "q" in wanted:
        number = Q(invoice__number__startswith=wanted["q"].strip().upper())
        rows = rows.filter(number | Q(invoice__client__folded_name__startswith=fold(wanted["q"])))
    return rows


def _row(electronic: ElectronicInvoice) -> dict[str, Any]:
    is_open = electronic.state == EInvoiceState.INVALID
    return {
        "electronic": electronic,
        "tone": TONES[EInvoiceState(electronic.state)],
        "finding": einvoices_findings.first_sentence(electronic.findings) if is_open else "",
    }


def _chosen(request: HttpRequest) -> list[int]:
    """The ids ticked on the page; anything else is left out."""
    return [int(value) for value in request.POST.getlist("chosen") if value.isdecimal() and len(value) < 19]


def found_einvoice(pk: int) -> ElectronicInvoice:
    rows = ElectronicInvoice.objects.select_related("invoice__client", "invoice__country", "invoice__entity")
    found: ElectronicInvoice = get_object_or_404(rows, pk=pk)
    return found
