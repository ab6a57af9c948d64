"""Reminders as members see them before the client does, and the letter as the client opens it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.views.staff_queue import decided
from invoicing.forms_reminders import HoldForm, NoteForm
from invoicing.models import Invoice, Reminder
from invoicing.models.reminder import NoteKind
from invoicing.reminder_jobs import LETTER
from invoicing.rules import client_link, reminder_notes, reminders
from invoicing.states import ReminderState
from invoicing.views.reminders_shown import TONES, invoice_context
from members.access import actor_of, member_page, public_page
from members.rules import documents
from smart.foundation.forms import SmartForm


@require_safe
@member_page
def reminder_list(request: HttpRequest) -> HttpResponse:
    """What will be sent to the member's clients, and the letters that went out, newest first."""
    rows = Reminder.objects.filter(invoice__activity__membership__user=request.user)
    rows = rows.exclude(state=ReminderState.SKIPPED).select_related("invoice__client").order_by("-pk")[:50]
    tickets = [_ticket(row) for row in rows]
    return render(request, "invoicing/reminder_list.html", {"tickets": tickets})


@require_safe
@member_page
def invoice_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _own(request, pk))


@require_POST
@member_page
def reminder_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a reminder back until a day."""
    reminder, form = _own_reminder(request, pk), HoldForm(request.POST, prefix="hold")
    today, by = request.country.today(), actor_of(request)
    if not decided(form, lambda data: reminders.hold_reminder(reminder, on=today, by=by, **data)):
        return _page(request, reminder.invoice, hold=form)
    messages.success(request, _("The reminder waits."))
    return redirect("invoicing:invoice_reminders", reminder.invoice_id)


@require_POST
@member_page
def reminder_let_go(request: HttpRequest, pk: int) -> HttpResponse:
    reminder = _own_reminder(request, pk)
    reminders.let_reminder_go(reminder, on=request.country.today(), by=actor_of(request))
    messages.success(request, _("The reminder goes out."))
    return redirect("invoicing:invoice_reminders", reminder.invoice_id)


@require_POST
@member_page
def reminder_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the client said."""
    invoice, form = _own(request, pk), NoteForm(request.POST, prefix="note", is_staff=False)
    today, by = request.country.today(), actor_of(request)
    if not decided(
        form, lambda data: reminder_notes.add_note(invoice, kind=NoteKind.CLIENT, text=data["text"], on=today, by=by)
    ):
        return _page(request, invoice, note=form)
    messages.success(request, _("It is written down; staff see it too."))
    return redirect("invoicing:invoice_reminders", invoice.pk)


@require_safe
@public_page
def client_reminder_pdf(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The letter, opened by the client with the signed link of its invoice; 404 for any other."""
    invoice = client_link.invoice_of_token(token)
    reminder = Reminder.objects.filter(pk=pk, invoice=invoice, state=ReminderState.SENT).first() if invoice else None
    paper = documents.latest_document(reminder, LETTER) if reminder else None
    if paper is None:
        raise Http404
    return HttpResponse(
        documents.read_document(paper),
        content_type=paper.content_type,
        headers={"Content-Disposition": 'inline; filename="reminder.pdf"', "Cache-Control": "private, no-store"},
    )


def _own(request: HttpRequest, pk: int) -> Invoice:
    rows = Invoice.objects.of_user(request.user.pk).issued().select_related("client", "activity__membership__user")
    found: Invoice = get_object_or_404(rows, pk=pk)
    return found


def _own_reminder(request: HttpRequest, pk: int) -> Reminder:
    rows = Reminder.objects.filter(invoice__activity__membership__user=request.user)
    found: Reminder = get_object_or_404(
        rows.select_related("invoice__client", "invoice__activity__membership__user"), pk=pk
    )
    return found


def _page(request: HttpRequest, invoice: Invoice, **refused: SmartForm) -> HttpResponse:
    context = {
        **invoice_context(invoice, country=request.country, on=request.country.today()),
        "hold_form": refused.get("hold") or HoldForm(prefix="hold"),
        "note_form": refused.get("note") or NoteForm(prefix="note", is_staff=False),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "invoicing/invoice_reminders.html", context, status=422 if refused else 200)


def _ticket(reminder: Reminder) -> dict[str, Any]:
    return {
        "day": reminder.sent_on or reminder.goes_on,
        "title": f"{reminder.invoice.number} · {reminder.invoice.client.name}",
        "text": reminder.get_tone_display(),
        "url": f"../invoices/{reminder.invoice_id}/reminders/",
        "amount": reminder.open_amount or reminder.invoice.total,
        "currency": reminder.invoice.currency,
        "tone": TONES[ReminderState(reminder.state)],
        "state": reminder.get_state_display(),
        "under_h1": True,
    }
