"""The staff's desk for unpaid invoices: the queue by level and age, sending in bulk, talks, pauses and payment plans."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from activities.forms.decisions import ReasonForm
from activities.models import Client
from activities.views.staff_queue import decided
from invoicing import perms
from invoicing.forms_reminders import HoldForm, LatePaidForm, NoteForm, PauseForm, PlanForm, QueueForm
from invoicing.models import Invoice, Reminder, WriteOff
from invoicing.queries import reminders as queries
from invoicing.queries.client_figures import payment_record
from invoicing.queries.exposure import client_exposure as exposure_of
from invoicing.queries.exposure import owing_of
from invoicing.rules import late_payment, payments, reminder_notes, reminders
from invoicing.states import ReminderState
from invoicing.views.reminders_shown import TONES, charges_today, invoice_context
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm
from smart.foundation.money import ZERO

PER_PAGE = 50
DESK = ("accounting", "adviser")


@require_safe
@staff_page(*DESK)
def staff_reminder_list(request: HttpRequest) -> HttpResponse:
    """What waits by level, what is overdue by age, the letters to post, and losses that wait for a second person."""
    form = QueueForm(request.GET)
    page = Paginator(queries.queue(**form.wanted()), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    today = request.country.today()
    overdue, owing = list(queries.overdue(on=today)), owing_of(row.invoice.client_id for row in rows)
    left = payments.open_amounts([*(row.invoice for row in rows), *overdue, *owing])
    owed: dict[int, Decimal] = {}
    for invoice in owing:
        owed[invoice.client_id] = owed.get(invoice.client_id, ZERO) + left[invoice.pk]
    context = {
        "form": form,
        "page": page,
        "rows": [
            {
                "reminder": row,
                "tone": TONES[ReminderState(row.state)],
                "open": left.get(row.invoice_id, ZERO),
                "days": (today - row.invoice.due_on).days,
                "client_owes": owed.get(row.invoice.client_id, ZERO),
            }
            for row in rows
        ],
        "levels": queries.levels(),
        "ages": queries.ages(overdue, left, on=today),
        "letters": list(Reminder.objects.letters_to_post().select_related("invoice__client").order_by("sent_on")[:50]),
        "losses": list(WriteOff.objects.waiting().select_related("invoice__client").order_by("pk")),
    }
    return render(request, "invoicing/reminder_staff_list.html", context)


@require_POST
@staff_page(*DESK)
def staff_reminders_send(request: HttpRequest) -> HttpResponse:
    """Send every chosen reminder; what a rule refuses stays, and the first reason is shown."""
    chosen = [int(pk) for pk in request.POST.getlist("reminder") if pk.isdigit()]
    sent, refused = 0, ""
    for reminder in Reminder.objects.undecided().filter(pk__in=chosen).select_related("invoice").order_by("pk"):
        try:
            reminders.send_reminder(reminder, on=request.country.today(), by=actor_of(request))
            sent += 1
        except RuleBroken as broken:
            refused = refused or f"{reminder.invoice.number}: {broken.message}"
    if sent:
        told = ngettext("%(count)s reminder goes out.", "%(count)s reminders go out.", sent)
        messages.success(request, told % {"count": sent})
    if refused or not chosen:
        messages.error(request, refused or _("Choose at least one reminder."))
    return redirect("invoicing:staff_reminder_list")


@require_safe
@staff_page(*DESK)
def staff_invoice_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _invoice(pk))


@require_safe
@staff_page()
def client_exposure(request: HttpRequest, pk: int) -> HttpResponse:
    """What one client owes across all members: a piece of its page, or a page of its own."""
    client = get_object_or_404(Client, pk=pk)
    context = {
        "client": client,
        "exposure": exposure_of(client, on=request.country.today()),
        "record": payment_record(client, on=request.country.today()),
        "currency": request.country.currency,
    }
    is_piece = bool(request.headers.get("HX-Request"))
    return render(request, f"invoicing/{'_exposure' if is_piece else 'client_exposure'}.html", context)


@require_POST
@staff_page(*DESK)
def staff_reminder_send(request: HttpRequest, pk: int) -> HttpResponse:
    reminder = _reminder(pk)
    try:
        reminders.send_reminder(reminder, on=request.country.today(), by=actor_of(request))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("The reminder goes out."))
    return redirect("invoicing:staff_invoice_reminders", reminder.invoice_id)


@require_POST
@staff_page(*DESK)
def staff_reminder_hold(request: HttpRequest, pk: int) -> HttpResponse:
    reminder, form = _reminder(pk), HoldForm(request.POST, prefix="hold")
    today, by = request.country.today(), actor_of(request)
    if not decided(form, lambda data: reminders.hold_reminder(reminder, on=today, by=by, **data)):
        return _page(request, reminder.invoice, hold=form)
    messages.success(request, _("The reminder waits."))
    return redirect("invoicing:staff_invoice_reminders", reminder.invoice_id)


@require_POST
@staff_page(*DESK)
def staff_reminder_skip(request: HttpRequest, pk: int) -> HttpResponse:
    reminder, form = _reminder(pk), _skip_form(request.POST)
    by = actor_of(request)
    if not decided(form, lambda data: reminders.skip_reminder(reminder, reason=data["reason"], by=by)):
        return _page(request, reminder.invoice, skip=form)
    messages.success(request, _("This reminder is left out."))
    return redirect("invoicing:staff_invoice_reminders", reminder.invoice_id)


@require_POST
@staff_page(*DESK)
def staff_reminder_free(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it go without interest and fixed sum."""
    reminder = reminders.drop_interest(_reminder(pk), by=actor_of(request))
    messages.success(request, _("It claims no interest."))
    return redirect("invoicing:staff_invoice_reminders", reminder.invoice_id)


@require_POST
@staff_page(*DESK)
def staff_reminder_posted(request: HttpRequest, pk: int) -> HttpResponse:
    reminders.mark_posted(_reminder(pk), on=request.country.today(), by=actor_of(request))
    messages.success(request, _("The letter is in the post."))
    return redirect("invoicing:staff_reminder_list")


@require_POST
@staff_page(*DESK)
def staff_reminder_note(request: HttpRequest, pk: int) -> HttpResponse:
    invoice, form = _invoice(pk), NoteForm(request.POST, prefix="note", is_staff=True)
    today, by = request.country.today(), actor_of(request)
    if not decided(form, lambda data: reminder_notes.add_note(invoice, on=today, by=by, **data)):
        return _page(request, invoice, note=form)
    messages.success(request, _("It is written down."))
    return redirect("invoicing:staff_invoice_reminders", invoice.pk)


@require_POST
@staff_page(*DESK)
def staff_payment_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree the days the client pays on, or end the plan when every row is empty."""
    invoice = _invoice(pk)
    form = PlanForm(request.POST, prefix="plan", currency=invoice.currency)
    today, by = request.country.today(), actor_of(request)
    if not decided(form, lambda _d: reminder_notes.plan_payments(invoice, rows=form.planned(), on=today, by=by)):
        return _page(request, invoice, plan=form)
    messages.success(request, _("The plan is kept; no reminder goes out while the client follows it."))
    return redirect("invoicing:staff_invoice_reminders", invoice.pk)


@require_POST
@staff_page(*DESK)
def staff_client_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the client of this invoice in peace until a day."""
    invoice, form = _invoice(pk), PauseForm(request.POST, prefix="pause")
    today, by = request.country.today(), actor_of(request)
    if not decided(form, lambda data: reminder_notes.pause_client(invoice.client, on=today, by=by, **data)):
        return _page(request, invoice, pause=form)
    messages.success(request, _("Reminders to this client are paused."))
    return redirect("invoicing:staff_invoice_reminders", invoice.pk)


@require_POST
@staff_page(*DESK)
def staff_client_resume(request: HttpRequest, pk: int) -> HttpResponse:
    invoice = _invoice(pk)
    reminder_notes.end_pause(invoice.client, on=request.country.today(), by=actor_of(request))
    messages.success(request, _("Reminders to this client go out again."))
    return redirect("invoicing:staff_invoice_reminders", invoice.pk)


@require_POST
@staff_page("accounting")
def staff_late_paid(request: HttpRequest, pk: int) -> HttpResponse:
    """Book interest and the fixed sum that arrived."""
    invoice, form = _invoice(pk), LatePaidForm(request.POST, prefix="late")
    by = actor_of(request)
    if not decided(form, lambda data: late_payment.record_late_charges(invoice, by=by, **data)):
        return _page(request, invoice, late=form)
    messages.success(request, _("The interest is booked."))
    return redirect("invoicing:staff_invoice_reminders", invoice.pk)


def _invoice(pk: int) -> Invoice:
    rows = Invoice.objects.issued().select_related("client", "activity__membership__user", "mission")
    found: Invoice = get_object_or_404(rows, pk=pk)
    return found


def _reminder(pk: int) -> Reminder:
    rows = Reminder.objects.select_related("invoice__client", "invoice__activity__membership__user")
    found: Reminder = get_object_or_404(rows, pk=pk)
    return found


def _page(request: HttpRequest, invoice: Invoice, **refused: SmartForm) -> HttpResponse:
    today, by = request.country.today(), actor_of(request)
    claimed = late_payment.claimed_and_unpaid(invoice)
    late = refused.get("late") or LatePaidForm(prefix="late", initial={"amount": claimed, "on": today})
    late.fields["amount"].currency = invoice.currency  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        **invoice_context(invoice, country=request.country, on=today),
        "exposure": exposure_of(invoice.client, on=today),
        "charges": charges_today(invoice, country=request.country, on=today),
        "claimed": claimed,
        "may_keep_books": perms.may_keep_books(by),
        "hold_form": refused.get("hold") or HoldForm(prefix="hold"),
        "skip_form": refused.get("skip") or _skip_form(),
        "note_form": refused.get("note") or NoteForm(prefix="note", is_staff=True),
        "plan_form": refused.get("plan") or PlanForm(prefix="plan", currency=invoice.currency),
        "pause_form": refused.get("pause") or PauseForm(prefix="pause"),
        "late_form": late,
        "form": next(iter(refused.values()), None),
    }
    return render(request, "invoicing/reminder_staff_invoice.html", context, status=422 if refused else 200)


def _skip_form(data: object = None) -> ReasonForm:
    return ReasonForm(data, prefix="skip", label=_("Why is it left out?"))
