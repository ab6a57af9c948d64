"""The queue of bank entries: what waits, what each may pay, and the decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from activities.forms.decisions import ReasonForm
from activities.queries import events_of
from activities.rules.clients import fold
from activities.views.staff_queue import decided
from invoicing.bank_reasons import reason_in_words
from invoicing.forms_bank import EntryFilterForm, MatchForm
from invoicing.models import BankEntry, BankMatch, BankUse, Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.queries.bank import suggestions_for, unused_amounts
from invoicing.rules import bank_entries
from invoicing.states import EntryState
from invoicing.views.bank_choices import choices_of
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm

PER_PAGE = 25
TONES = {EntryState.WAITING: "warn", EntryState.MATCHED: "ok", EntryState.SET_ASIDE: "muted"}


@require_safe
@staff_page("accounting")
def bank_entry_list(request: HttpRequest) -> HttpResponse:
    """What waits, newest first, unless other filters are asked; every entry with the likeliest invoice."""
    form = EntryFilterForm(request.GET)
    asked = form.wanted()
    page = Paginator(_filtered(asked), PER_PAGE).get_page(request.GET.get("page"))
    entries = list(page)
    unused = unused_amounts(entries)
    likely = suggestions_for(entries, unused=unused)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(entry, unused=unused, suggestions=likely.get(entry.pk, [])) for entry in entries],
        "query": f"{kept.urlencode()}&" if kept else "",
        "is_filtered": bool(asked),
    }
    context["sure"] = [row for row in context["rows"] if row["sure"]]
    return render(request, "invoicing/bank_entry_list.html", context)


@require_POST
@staff_page("accounting")
def bank_entry_confirm(request: HttpRequest) -> HttpResponse:
    """Book the sure suggestions that were ticked (entry and invoice, written “12-34”), all of them or none."""
    try:
        made = bank_entries.confirm_all(_pairs(request), by=actor_of(request), now=timezone.now())
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        said = ngettext("%(count)s payment is booked.", "%(count)s payments are booked.", len(made))
        messages.success(request, said % {"count": len(made)})
    return redirect("invoicing:bank_entry_list")


@require_safe
@staff_page("accounting")
def bank_entry(request: HttpRequest, pk: int) -> HttpResponse:
    return entry_page(request, found_entry(pk))


@require_POST
@staff_page("accounting")
def bank_entry_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the entry pay the invoice whose number is given."""
    found, form = found_entry(pk), MatchForm(request.POST, prefix="match")
    by = actor_of(request)
    if not decided(
        form,
        lambda data: bank_entries.match_entry(
            found, invoice=invoice_of(found, data["number"]), by=by, now=timezone.now()
        ),
    ):
        return entry_page(request, found, match=form)
    messages.success(request, _("The payment is booked."))
    return onward(pk)


@require_POST
@staff_page("accounting")
def bank_entry_set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = found_entry(pk), _aside_form(request.POST)
    if not decided(
        form,
        lambda data: bank_entries.set_entry_aside(found, reason=data["reason"], by=actor_of(request)),
    ):
        return entry_page(request, found, aside=form)
    messages.success(request, _("The entry is set aside."))
    return redirect("invoicing:bank_entry_list")


@require_POST
@staff_page("accounting")
def bank_entry_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        bank_entries.take_entry_up(found_entry(pk), by=actor_of(request))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return redirect("invoicing:bank_entry", pk)


def _pairs(request: HttpRequest) -> list[tuple[BankEntry, Invoice]]:
    """What was ticked; 404 for anything that is not of this country."""
    asked = [pair.partition("-") for pair in request.POST.getlist("pairs")]
    ids = [(int(entry), int(invoice)) for entry, _dash, invoice in asked if entry.isdecimal() and invoice.isdecimal()]
    return [(found_entry(entry), get_object_or_404(Invoice.objects.issued(), pk=invoice)) for entry, invoice in ids]


def onward(pk: int) -> HttpResponse:
    """Back to the queue when the entry is decided, to the entry when a part of it still waits."""
    if found_entry(pk).state == EntryState.WAITING:
        return redirect("invoicing:bank_entry", pk)
    return redirect("invoicing:bank_entry_list")


def found_entry(pk: int) -> BankEntry:
    found: BankEntry = get_object_or_404(BankEntry.objects.select_related("statement__account"), pk=pk)
    return found


def invoice_of(entry: BankEntry, number: str) -> Invoice:
    rows = (
        Invoice.objects.issued()
        .filter(entity_id=entry.statement.account.entity_id)
        .exclude(kind=InvoiceKind.CREDIT_NOTE)
    )
    invoice: Invoice | None = rows.filter(number=number.strip().upper()).first()
    if invoice is None:
        raise RuleBroken(
            "unknown_invoice",
            _("No issued invoice has the number “%(number)s”. Write it as it stands on the invoice.")
            % {"number": number},
            field="number",
        )
    return invoice


def _filtered(asked: dict[str, Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = BankEntry.objects.select_related("statement__account").newest_first()
    state = asked.get("state", "" if "statement" in asked else EntryState.WAITING)
    if state and state != "all":
        rows = rows.filter(state=state)
    if "reason" in asked:
        rows = rows.filter(wait_reason=asked["reason"])
    if "name" in asked:
        rows = rows.filter(folded_name__startswith=fold(asked["name"]))
    if "statement" in asked:
        rows = rows.filter(statement_id=asked["statement"])
    return rows


def _row(entry: BankEntry, *, unused: dict[int, Any], suggestions: list[Any]) -> dict[str, Any]:
    is_waiting = entry.state == EntryState.WAITING
    return {
        "entry": entry,
        "currency": entry.statement.currency,
        "left": unused[entry.pk] if is_waiting and unused[entry.pk] != entry.amount else None,
        "tone": TONES[EntryState(entry.state)],
        "best": suggestions[0] if suggestions else None,
        "sure": next((each for each in suggestions if each.is_sure), None),
    }


def entry_page(request: HttpRequest, found: BankEntry, **refused: SmartForm) -> HttpResponse:
    """The entry with everything it may be; a refused form comes back in its place with what was typed (422)."""
    unused = unused_amounts([found])
    suggestions = suggestions_for([found], unused=unused).get(found.pk, [])
    is_waiting = found.state == EntryState.WAITING
    context = {
        **_row(found, unused=unused, suggestions=suggestions),
        **(choices_of(found, suggestions, unused[found.pk], country=request.country) if is_waiting else {}),
        "suggestions": suggestions,
        "reason": reason_in_words(found.reason_code) if found.reason_code else "",
        "matches": list(BankMatch.objects.filter(entry=found).select_related("invoice").order_by("pk")),
        "uses": list(
            BankUse.objects.filter(entry=found)
            .select_related("client", "invoice", "transfer", "item", "share__subscription")
            .order_by("pk")
        ),
        "events": events_of(found),
        "is_waiting": is_waiting,
        "is_aside": found.state == EntryState.SET_ASIDE,
        "match_form": MatchForm(prefix="match"),
        "aside_form": _aside_form(),
        "form": next(iter(refused.values()), None),
    }
    context |= {f"{name}_form": form for name, form in refused.items()}
    return render(request, "invoicing/bank_entry.html", context, status=422 if refused else 200)


def _aside_form(data: object = None) -> ReasonForm:
    hint = _("Bank costs, a transfer of our own, paid back by the bank…")
    return ReasonForm(data, prefix="aside", label=_("Why does it pay no invoice?"), help_text=hint)
