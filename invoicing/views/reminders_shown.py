"""What the pages of an unpaid invoice show: its reminders, what was said, what the law adds today, and its history."""

import datetime
from typing import Any

from countries.models import Country
from invoicing.models import Invoice, Reminder, ReminderNote, WriteOff
from invoicing.queries import reminders as queries
from invoicing.reminder_jobs import LETTER
from invoicing.rules import late_payment, payments, reminders
from invoicing.rules.reminder_paper import charge_rows
from invoicing.rules.reminder_words import no_charges_sentence, stopped_sentence
from invoicing.states import ReminderState
from members.rules.documents import latest_documents
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.states import StateChange

TONES = {
    ReminderState.PROPOSED: "pen",
    ReminderState.HELD: "warn",
    ReminderState.READY: "pen",
    ReminderState.SENT: "ok",
    ReminderState.SKIPPED: "muted",
}


def invoice_context(invoice: Invoice, *, country: Country, on: datetime.date) -> dict[str, Any]:
    """Everything about the reminders of one invoice that member and staff may see. Up to sixteen queries."""
    made = queries.reminders_of(invoice)
    waiting = next((each for each in made if each.state in reminders_waiting()), None)
    left = payments.open_amount(invoice)
    pause, plan = queries.active_pause(invoice.client_id, on=on), queries.plan_of(invoice)
    stopped = queries.stop_of(invoice, on=on, open_amount=left, pause=pause, plan=plan)
    sent = [each for each in made if each.state == ReminderState.SENT]
    papers = latest_documents(Reminder, [each.pk for each in sent], LETTER)
    for each in made:
        each.invoice = invoice
    return {
        "invoice": invoice,
        "open": left,
        "days_late": max((on - invoice.due_on).days, 0) if invoice.due_on else 0,
        "waiting": waiting,
        "waiting_tone": TONES[ReminderState(waiting.state)] if waiting else "",
        "why_not": reminders.why_not(waiting, stopped, country=country, on=on) if waiting else "",
        "stopped": stopped_sentence(stopped) if stopped else "",
        "sent": [{"reminder": each, "paper": papers.get(each.pk), "rows": charge_rows(each)} for each in sent],
        "plan": plan,
        "pause": pause,
        "write_offs": list(WriteOff.objects.filter(invoice=invoice).order_by("pk")),
        "events": _events(invoice, made),
    }


def reminders_waiting() -> frozenset[str]:
    return frozenset({ReminderState.PROPOSED, ReminderState.HELD, ReminderState.READY})


def charges_today(invoice: Invoice, *, country: Country, on: datetime.date) -> dict[str, Any]:
    """What the law adds today, as rows with their source, or the sentence that says why nothing can be said."""
    try:
        charges = late_payment.late_charges(invoice, country=country, on=on)
    except RuleBroken as broken:
        return {"rows": [], "total": ZERO, "sentence": broken.message, "tone": "warn", "is_unsure": False}
    shown = Reminder(invoice=invoice, charges=late_payment.charges_document(charges))
    shown.interest, shown.compensation = charges.interest, charges.compensation
    return {
        "rows": charge_rows(shown),
        "total": charges.total,
        "sentence": no_charges_sentence(charges.none_because) or charges.source,
        "tone": "pen",
        "is_unsure": "memory" in {charges.confidence, *(line.confidence for line in charges.lines)},
    }


def _events(invoice: Invoice, made: list[Reminder]) -> list[dict[str, Any]]:
    """Moves of the reminders and what was said, newest first. Two queries."""
    levels = {each.pk: each for each in made}
    moves = StateChange.objects.filter(table=Reminder._meta.db_table, object_id__in=levels)
    events = [
        {
            "at": move.at,
            "text": f"{levels[move.object_id].get_tone_display()}: {ReminderState(move.to_state).label}",
            "who": move.by_label,
            "note": move.why,
        }
        for move in moves
    ]
    events += [
        {"at": note.at, "text": note.get_kind_display(), "who": note.by_label, "note": note.text}
        for note in ReminderNote.objects.filter(invoice=invoice)
    ]
    return sorted(events, key=lambda event: event["at"], reverse=True)
