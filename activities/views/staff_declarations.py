"""The desk of declarations: what is due first, what was sent under which reference, what was answered."""

import csv
import json
from io import StringIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from activities import queries
from activities.forms.decisions import ReasonForm, ReceiptForm, SentForm
from activities.models import Declaration
from activities.models.declaration import SEALED_NUMBER
from activities.place import in_language
from activities.rules import declarations
from activities.status import TONES
from members.access import actor_of, staff_page
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.forms import SmartForm

PER_PAGE = 50
FILTERS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "": (gettext_lazy("To send"), ("prepared", "refused")),
    "sent": (gettext_lazy("Sent, waiting for the receipt"), ("sent",)),
    "acknowledged": (gettext_lazy("Acknowledged"), ("acknowledged",)),
    "cancelled": (gettext_lazy("Cancelled"), ("cancelled",)),
}
STEPS: dict[str, tuple[type[SmartForm], str]] = {
    "sent": (SentForm, "reference"),
    "acknowledge": (ReceiptForm, "receipt"),
    "refuse": (ReasonForm, "reason"),
    "cancel": (ReasonForm, "reason"),
}


@require_GET
@staff_page("adviser", "payroll")
def staff_declaration_desk(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("show", "")
    states = FILTERS.get(wanted, FILTERS[""])[1]
    rows = queries.declarations_for_staff().filter(state__in=states).order_by("due_at", "id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(declaration) for declaration in page],
        "filters": [{"key": key, "label": label, "current": key == wanted} for key, (label, _s) in FILTERS.items()],
        "query": f"show={wanted}&" if wanted else "",
    }
    return render(request, "activities/staff_declaration_desk.html", context)


@require_GET
@staff_page("adviser", "payroll")
def staff_declaration_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _find(pk))


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Record one step of a declaration: sent, acknowledge, refuse or cancel."""
    declaration = _find(pk)
    if step not in STEPS:
        return redirect("activities:staff_declaration_detail", pk)
    form = _forms(request.POST)[step]
    if form.is_valid():
        try:
            _record(declaration, step, form.cleaned_data, request)
        except Conflict:
            raise
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Recorded."))
            return redirect("activities:staff_declaration_detail", pk)
    return _page(request, declaration, wrong={step: form}, status=422)


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill it anew from the papers as they are now."""
    declarations.prepare_again(_find(pk), by=actor_of(request), now=timezone.now())
    messages.success(request, _("The fields were filled in again from the papers."))
    return redirect("activities:staff_declaration_detail", pk)


@require_GET
@staff_page("adviser", "payroll")
def staff_declaration_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The fields as a file for the authority's own service, the national number in its place."""
    declaration = _find(pk)
    fields = declarations.file_fields(declaration)
    name = f"{declaration.kind}-{declaration.contract.reference}.{'csv' if kind == 'csv' else 'json'}"
    if kind == "csv":
        response = HttpResponse(_csv(fields), content_type="text/csv; charset=utf-8")
    else:
        body = json.dumps({"kind": declaration.kind, "fields": fields}, ensure_ascii=False, indent=2)
        response = HttpResponse(body, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(fields: dict[str, str]) -> str:
    """Field and value; a value that a spreadsheet would take for a formula is quoted."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["field", "value"])
    for name, value in fields.items():
        writer.writerow([name, f"'{value}" if value[:1] in "=+-@" and value else value])
    return out.getvalue()


def _record(declaration: Declaration, step: str, facts: dict[str, Any], request: HttpRequest) -> None:
    by, now = actor_of(request), timezone.now()
    if step == "sent":
        declarations.mark_sent(declaration, reference=facts["reference"], by=by, now=now)
    elif step == "acknowledge":
        declarations.acknowledge(declaration, receipt=facts["receipt"], by=by, now=now)
    elif step == "refuse":
        declarations.refuse(declaration, reason=facts["reason"], by=by, now=now)
    else:
        declarations.cancel_declaration(declaration, reason=facts["reason"], by=by)


def _find(pk: int) -> Declaration:
    found: Declaration = get_object_or_404(
        queries.declarations_for_staff().select_related(
            "contract__membership__user",
            "contract__membership__country",
            "contract__entity",
            "contract__mission__client",
        ),
        pk=pk,
    )
    return found


def _row(declaration: Declaration) -> dict[str, Any]:
    return {
        "declaration": declaration,
        "label": in_language(declaration.label, get_language() or "en") or declaration.kind,
        "member": declaration.contract.membership.user.full_name,
        "tone": TONES[declaration.state],
        "is_late": declaration.state in {"prepared", "refused"} and declaration.due_at < timezone.now(),
    }


def _forms(data: Any = None) -> dict[str, SmartForm]:
    return {
        "sent": SentForm(data, prefix="sent"),
        "acknowledge": ReceiptForm(data, prefix="acknowledge"),
        "refuse": ReasonForm(data, prefix="refuse", label=_("What did the authority answer?")),
        "cancel": ReasonForm(data, prefix="cancel", label=_("Why is it cancelled?")),
    }


def _page(
    request: HttpRequest, declaration: Declaration, *, wrong: dict[str, SmartForm] | None = None, status: int = 200
) -> HttpResponse:
    possible = {"prepared": ("sent", "cancel"), "sent": ("acknowledge", "refuse", "cancel"), "refused": ("cancel",)}
    names = possible.get(declaration.state, ())
    forms = {name: form for name, form in (_forms() | (wrong or {})).items() if name in names or name in (wrong or {})}
    hidden = _("kept sealed; it is in the file")
    context = _row(declaration) | {
        "contract": declaration.contract,
        "fields": [
            {"label": name, "value": hidden if value == SEALED_NUMBER else value}
            for name, value in declaration.fields.items()
        ],
        "forms": forms,
        "may_fill_again": declaration.state in {"prepared", "refused"},
        "events": queries.events_of(declaration),
        "form": next(iter((wrong or {}).values()), None),
    }
    return render(request, "activities/staff_declaration_detail.html", context, status=status)
