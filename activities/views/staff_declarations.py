"""The desk of declarations: what is due first, what was sent under which reference, what the authority answered."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities import queries
from activities.forms.decisions import ReasonForm, ReceiptForm, SentForm
from activities.forms.staff import ALL, DecisionForm, QueueFilter, declaration_states
from activities.models import Declaration
from activities.models.declaration import SEALED_NUMBER
from activities.place import in_language
from activities.rules import declaration_files, declarations
from activities.states import DeclarationState
from activities.status import TONES
from activities.views.staff_queue import BESIDE, beginning_with, decided, paged
from members.access import actor_of, staff_page
from smart.foundation.forms import SmartForm
from smart.foundation.states import may_move

PAGE = "activities:staff_declaration_detail"
TO_DO = (DeclarationState.PREPARED, DeclarationState.REFUSED)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@require_GET
@staff_page("adviser", "payroll")
def staff_declaration_desk(request: HttpRequest) -> HttpResponse:
    """What must be sent, the earliest deadline first; other states by choice. As many queries for 5 rows as for 50."""
    hint = _("The beginning of a contract's reference, of the member's family name or of the client.")
    filters = QueueFilter(request.GET, states=declaration_states(), hint=hint)
    wanted = filters.wanted()
    page, query = paged(request, _filtered(wanted))
    to_do = Declaration.objects.filter(state__in=TO_DO)
    context = {
        "filters": filters,
        "page": page,
        "query": query,
        "is_filtered": bool(wanted),
        "rows": _rows(list(page)),
        "waiting": to_do.count(),
        "late": to_do.filter(due_at__lte=timezone.now()).count(),
    }
    return render(request, "activities/staff_declaration_desk.html", context)


@require_GET
@staff_page("adviser", "payroll")
def staff_declaration_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_page(request, get_object_or_404(queries.declarations_for_staff(), pk=pk))


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that it was sent, under which reference."""
    form = SentForm(request.POST, prefix="send")
    return _record(
        request,
        pk,
        form,
        lambda row, data: declarations.mark_sent(
            row, reference=data["reference"], by=actor_of(request), now=timezone.now()
        ),
        done=_("Recorded as sent."),
    )


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the authority's receipt."""
    form = ReceiptForm(request.POST, prefix="acknowledge")
    return _record(
        request,
        pk,
        form,
        lambda row, data: declarations.acknowledge(
            row, receipt=data["receipt"], by=actor_of(request), now=timezone.now()
        ),
        done=_("The receipt is recorded."),
    )


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the authority's refusal, with its words."""
    form = _refuse_form(request.POST)
    return _record(
        request,
        pk,
        form,
        lambda row, data: declarations.refuse(row, reason=data["reason"], by=actor_of(request), now=timezone.now()),
        done=_("The refusal is recorded. Mend the papers, then fill the declaration in again."),
    )


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that it was withdrawn."""
    form = _cancel_form(request.POST)
    return _record(
        request,
        pk,
        form,
        lambda row, data: declarations.cancel_declaration(row, reason=data["reason"], by=actor_of(request)),
        done=_("The declaration is cancelled."),
    )


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill it in anew from the papers as they are now."""
    form = DecisionForm(request.POST, prefix="again")
    return _record(
        request,
        pk,
        form,
        lambda row, _data: declarations.prepare_again(row, by=actor_of(request), now=timezone.now()),
        done=_("The fields are filled in again from the papers."),
    )


@require_http_methods(["GET", "POST"])
@staff_page("adviser", "payroll")
def staff_declaration_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The fields as a file. By GET the national number stays sealed; by POST it is in its place and a trace is kept."""
    declaration = get_object_or_404(queries.declarations_for_staff(), pk=pk)
    fields = dict(declaration.fields)
    if request.method == "POST":
        fields = declaration_files.release_fields(declaration, by=actor_of(request))
    wants_csv = (request.POST.get("format") or request.GET.get("format")) == "csv"
    body, kind = (as_csv(fields), "text/csv") if wants_csv else (as_json(declaration, fields), "application/json")
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    name = f"{slugify(declaration.kind)}-{slugify(declaration.contract.reference)}.{'csv' if wants_csv else 'json'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def as_csv(fields: dict[str, Any]) -> str:
    """One line a field; what a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["field", "value"])
    writer.writerows([(_plain(name), _plain(value)) for name, value in fields.items()])
    return out.getvalue()


def as_json(declaration: Declaration, fields: dict[str, Any]) -> str:
    facts = {"kind": declaration.kind, "contract": declaration.contract.reference, "fields": fields}
    facts |= {"missing": declaration.missing, "due_at": declaration.due_at.isoformat(), "source": declaration.source}
    return json.dumps(facts, ensure_ascii=False, indent=2)


def detail_page(request: HttpRequest, declaration: Declaration, **refused: SmartForm) -> HttpResponse:
    """The declaration with its fields and what can be recorded; a refused form comes back in its place (422)."""
    by = actor_of(request)
    hidden = _("sealed; it is in the complete file only")
    context = {
        "declaration": declaration,
        "contract": declaration.contract,
        "label": _label(declaration),
        "tone": TONES[declaration.state],
        "is_late": _is_late(declaration),
        "fields": [
            {"label": name, "value": hidden if value == SEALED_NUMBER else value or "–"}
            for name, value in sorted(declaration.fields.items())
        ],
        "has_sealed": SEALED_NUMBER in declaration.fields.values(),
        "events": queries.events_of(declaration),
        "beside": _rows(list(_to_do()[:BESIDE]), current=declaration.pk),
        "may_send": declaration.state == DeclarationState.PREPARED,
        "may_answer": declaration.state == DeclarationState.SENT,
        "may_fill_again": declaration.state in TO_DO,
        "may_cancel": may_move(declaration, to=DeclarationState.CANCELLED, by=by),
        "send_form": refused.get("send") or SentForm(prefix="send"),
        "acknowledge_form": refused.get("acknowledge") or ReceiptForm(prefix="acknowledge"),
        "refuse_form": refused.get("refuse") or _refuse_form(),
        "cancel_form": refused.get("cancel") or _cancel_form(),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "activities/staff_declaration_detail.html", context, status=422 if refused else 200)


def _record(
    request: HttpRequest, pk: int, form: SmartForm, rule: Callable[[Declaration, dict[str, Any]], object], *, done: str
) -> HttpResponse:
    """One step of a declaration: take the form to the rule, then back to the page."""
    declaration = get_object_or_404(queries.declarations_for_staff(), pk=pk)
    if not decided(form, lambda data: rule(declaration, data)):
        return detail_page(request, declaration, **{str(form.prefix): form})
    messages.success(request, done)
    return redirect(PAGE, pk)


def _to_do() -> Any:
    return queries.declarations_for_staff().filter(state__in=TO_DO).order_by("due_at", "id")


def _filtered(wanted: dict[str, str]) -> Any:
    state, rows = wanted.get("state", ""), queries.declarations_for_staff().order_by("due_at", "id")
    rows = rows if state == ALL else rows.filter(state=state) if state else _to_do()
    paths = {"reference": "contract__reference", "member": "contract__membership_id"}
    return beginning_with(rows, wanted.get("q", ""), **paths, client="contract__mission__client_id")


def _rows(found: list[Declaration], *, current: int = 0) -> list[dict[str, Any]]:
    rows = []
    for declaration in found:
        contract, waits = declaration.contract, declaration.state in TO_DO
        is_late = _is_late(declaration)
        rows.append(
            {
                "url": reverse(PAGE, args=[declaration.pk]),
                "tone": "bad" if is_late else TONES[declaration.state],
                "title": _label(declaration),
                "reference": contract.reference,
                "who": contract.membership.user.full_name,
                "client": "",
                "starts_on": contract.starts_on,
                "due_at": declaration.due_at,
                "until": declaration.due_at if waits else None,
                "is_late": is_late,
                "missing": len(declaration.missing),
                "number": declaration.receipt or declaration.reference,
                "state": declaration.get_state_display(),
                "is_current": current == declaration.pk,
            }
        )
    return rows


def _is_late(declaration: Declaration) -> bool:
    return declaration.state in TO_DO and declaration.due_at <= timezone.now()


def _label(declaration: Declaration) -> str:
    return in_language(declaration.label, get_language() or "en") or declaration.kind


def _plain(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _refuse_form(data: Any = None) -> ReasonForm:
    hint = _("Copy its words; they are kept in the history.")
    return ReasonForm(data, prefix="refuse", label=_("What did the authority answer?"), help_text=hint)


def _cancel_form(data: Any = None) -> ReasonForm:
    hint = _("If it was sent, withdraw it at the authority too.")
    return ReasonForm(data, prefix="cancel", label=_("Why is the declaration cancelled?"), help_text=hint)
