"""Reminders: proposed by the day's work, shown to the member first, then sent; the ladder is the country's own setting.

A reminder claims interest and the fixed sum where its level says so and the law gives them; the invoice never changes.
"""

import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from countries.calendars import add_working_days
from countries.entered import entered_country
from countries.guards import require_awake
from countries.models import Country
from countries.rules import settings
from invoicing import perms
from invoicing.models import Invoice, Reminder
from invoicing.models.reminder import Tone
from invoicing.queries import reminders as queries
from invoicing.rules import invoice_tellings, late_payment, ledger, payments, reminder_words
from invoicing.states import ReminderState
from smart.foundation import formats, jobs
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.said import Said
from smart.foundation.states import move

HOLD_DAYS: Final = 30
"""The longest a reminder can be held at a time."""
DAYS_TO_PAY: Final = {Tone.FRIENDLY: 14, Tone.FIRM: 10, Tone.FORMAL: 8}
"""Days a letter gives; the friendly one gives a Belgian consumer the fourteen of art. XIX.2 of the Code of economic law."""


def propose_reminders(*, on: datetime.date, by: Actor) -> int:
    """Propose the next reminder of every overdue invoice that nothing stops, and tell its member. Returns how many."""
    _require_staff(by)
    country = _country()
    ladder = settings.setting_value(country, "reminder.ladder", on=on, default=[])
    rows = list(queries.overdue(on=on).select_related("client", "activity__membership__user"))
    left = payments.open_amounts(rows)
    made = 0
    for invoice in rows:
        step = _next_step(invoice, ladder, on=on)
        if step is not None and not queries.stopped_because(invoice, on=on, open_amount=left[invoice.pk]):
            made += _propose(invoice, step, country=country, on=on)
    return made


@transaction.atomic
def hold_reminder(reminder: Reminder, *, until: datetime.date, reason: str, on: datetime.date, by: Actor) -> Reminder:
    """Keep a reminder back until a day, because the member knows why. Fields: until, reason."""
    locked = _locked(reminder)
    _require_hold(locked, by)
    if not on <= until <= on + datetime.timedelta(days=HOLD_DAYS):
        raise RuleBroken(
            "hold_until",
            _("A reminder can be held from today until %(last)s, found %(found)s.")
            % {"last": formats.day(on + datetime.timedelta(days=HOLD_DAYS)), "found": formats.day(until)},
            field="until",
        )
    if not reason.strip():
        raise RuleBroken(
            "reason_missing", _("Say why it should wait, for example what the client promised."), field="reason"
        )
    if locked.state == ReminderState.HELD:
        move(locked, to=ReminderState.READY, by=by)
    move(locked, to=ReminderState.HELD, by=by, reason=reason.strip())
    locked.held_until, locked.held_reason = until, reason.strip()
    locked.save(update_fields=["held_until", "held_reason"])
    if locked.invoice.activity.membership.user_id == by.user_id:
        words = _("The reminder waits until %(day)s: %(reason)s") % {
            "day": formats.day(until),
            "reason": reason.strip(),
        }
        invoice_tellings.pass_on(locked.invoice, words=words, by=by)
    return locked


@transaction.atomic
def let_reminder_go(reminder: Reminder, *, on: datetime.date, by: Actor) -> Reminder:
    """Say that it need not wait: it goes out with the next day's work, or when staff press send. Twice: nothing changes."""
    locked = _locked(reminder)
    _require_hold(locked, by)
    if locked.state == ReminderState.READY:
        return locked
    move(locked, to=ReminderState.READY, by=by)
    locked.goes_on = min(locked.goes_on, on)
    locked.save(update_fields=["goes_on"])
    return locked


@transaction.atomic
def skip_reminder(reminder: Reminder, *, reason: str | Said, by: Actor) -> Reminder:
    """Leave this level out for good; the next one comes on its own day."""
    _require_staff(by)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why this reminder is left out."), field="reason")
    locked = _locked(reminder)
    move(locked, to=ReminderState.SKIPPED, by=by, reason=reason.strip())
    return locked


@transaction.atomic
def drop_interest(reminder: Reminder, *, by: Actor) -> Reminder:
    """Let a reminder that waits go without interest and fixed sum. Twice: nothing changes."""
    _require_staff(by)
    locked = _locked(reminder)
    _require_undecided(locked)
    locked.with_interest = False
    locked.save(update_fields=["with_interest"])
    return locked


@transaction.atomic
def send_reminder(reminder: Reminder, *, on: datetime.date, by: Actor) -> Reminder:
    """Freeze what the letter claims and put its paper and its mail on the work list. A sent one is returned unchanged.

    Raises RuleBroken: reminder_stopped (paid, disputed, paused, a plan that is kept), reminder_held, talk_missing for a
    formal notice nobody has talked about with the member, and late_rate_missing.
    """
    _require_staff(by)
    country = _country()
    require_awake(country)
    ledger.lock_activities([reminder.invoice.activity_id])
    locked = _locked(reminder)
    if locked.state == ReminderState.SENT:
        return locked
    _check_sending(locked, on=on)
    _freeze(locked, country=country, on=on)
    locked.save()
    move(locked, to=ReminderState.SENT, by=by)
    jobs.enqueue("render_reminder", key=f"reminder-{locked.pk}", payload={"reminder": locked.pk})
    return locked


@transaction.atomic
def mark_posted(reminder: Reminder, *, on: datetime.date, by: Actor) -> Reminder:
    """Say that the letter is in the post. Twice: the first day stands."""
    _require_staff(by)
    locked = _locked(reminder)
    if locked.state != ReminderState.SENT:
        raise RuleBroken("not_sent", _("This letter has not been made yet: send the reminder first."))
    if locked.posted_on is None:
        locked.posted_on = on
        locked.save(update_fields=["posted_on"])
    return locked


def send_due_reminders(*, on: datetime.date, by: Actor) -> int:
    """The day's work: send what has waited long enough, leave out what is paid. Returns how many went out.

    What the rules refuse (no talk, no rate, a dispute) stays in the queue, where staff see why.
    """
    _require_staff(by)
    rows = Reminder.objects.undecided().select_related("invoice").order_by("goes_on", "pk")
    return sum(_send_if_due(reminder, on=on, by=by) for reminder in rows)


def _send_if_due(reminder: Reminder, *, on: datetime.date, by: Actor) -> bool:
    if payments.open_amount(reminder.invoice) <= 0:
        skip_reminder(reminder, reason=Said(gettext_noop("Nothing is open any more.")), by=by)
        return False
    is_held = reminder.state == ReminderState.HELD and reminder.held_until is not None and reminder.held_until >= on
    if is_held or reminder.goes_on > on:
        return False
    if reminder.state != ReminderState.READY:
        reminder = let_reminder_go(reminder, on=on, by=by)
    try:
        with transaction.atomic():
            send_reminder(reminder, on=on, by=by)
    except RuleBroken:
        return False
    return True


def why_not(reminder: Reminder, stopped: str, *, country: Country, on: datetime.date) -> str:
    """The sentence that keeps a reminder from going out now; empty when nothing does. Costs up to five queries.

    `stopped` is what queries.stopped_because says of its invoice.
    """
    try:
        _require_free(reminder, on=on)
        _require_not_stopped(reminder, stopped)
        if reminder.with_interest:
            late_payment.late_charges(reminder.invoice, country=country, on=on)
    except RuleBroken as broken:
        return broken.message
    return ""


def _next_step(invoice: Invoice, ladder: list[dict[str, Any]], *, on: datetime.date) -> dict[str, Any] | None:
    """The step whose day has come: after the last one was sent, as many days later as the ladder puts between them."""
    made = queries.reminders_of(invoice)
    last = made[-1] if made else None
    step = next((row for row in ladder if last is None or row["level"] > last.level), None)
    assert invoice.due_on is not None, "only issued invoices are overdue"
    if step is None or (on - invoice.due_on).days < step["days"]:
        return None
    if last is None or last.state == ReminderState.SKIPPED:
        return step
    before = next((row["days"] for row in ladder if row["level"] == last.level), 0)
    is_due = last.sent_on is not None and (on - last.sent_on).days >= step["days"] - before
    return step if is_due else None


@transaction.atomic
def _propose(invoice: Invoice, step: dict[str, Any], *, country: Country, on: datetime.date) -> bool:
    days: int = settings.setting_value(country, "reminder.hold_days", on=on, default=2)
    reminder, made = Reminder.objects.get_or_create(
        invoice=invoice,
        level=step["level"],
        defaults={
            "channel": step["channel"],
            "tone": step["tone"],
            "with_interest": step["with_interest"] == "yes",
            "proposed_on": on,
            "goes_on": add_working_days(on, days, settings.working_calendar(country)),
        },
    )
    if made:
        reminder_words.tell_proposed(reminder)
    return made


def _check_sending(reminder: Reminder, *, on: datetime.date) -> None:
    _require_free(reminder, on=on)
    open_amount = payments.open_amount(reminder.invoice)
    _require_not_stopped(reminder, queries.stopped_because(reminder.invoice, on=on, open_amount=open_amount))


def _require_free(reminder: Reminder, *, on: datetime.date) -> None:
    """Neither decided nor held."""
    _require_undecided(reminder)
    if reminder.state == ReminderState.HELD and reminder.held_until is not None and reminder.held_until >= on:
        raise RuleBroken(
            "reminder_held",
            _("It is held until %(day)s: %(reason)s")
            % {"day": formats.day(reminder.held_until), "reason": reminder.held_reason},
        )


def _require_not_stopped(reminder: Reminder, stopped: str) -> None:
    """Nothing about its invoice stops it, and of a formal notice the member was told. One query at most."""
    if stopped:
        raise RuleBroken("reminder_stopped", reminder_words.stopped_sentence(stopped), because=stopped)
    if reminder.tone == Tone.FORMAL and not queries.has_talked(reminder.invoice):
        raise RuleBroken(
            "talk_missing",
            _("A formal notice goes out only after a talk with the member. Call them and write down what was said."),
        )


def _freeze(reminder: Reminder, *, country: Country, on: datetime.date) -> None:
    invoice = reminder.invoice
    reminder.open_amount = payments.open_amount(invoice)
    reminder.interest = reminder.compensation = ZERO
    reminder.charges = {}
    if reminder.with_interest:
        charges = late_payment.late_charges(invoice, country=country, on=on)
        paid = late_payment.charges_paid(invoice)
        reminder.interest = max(charges.interest - paid, ZERO)
        reminder.compensation = max(charges.compensation - max(paid - charges.interest, ZERO), ZERO)
        reminder.charges = late_payment.charges_document(charges)
    reminder.sent_on, reminder.sent_at = on, timezone.now()
    reminder.pay_by = on + datetime.timedelta(days=DAYS_TO_PAY[Tone(reminder.tone)])


def _locked(reminder: Reminder) -> Reminder:
    rows = Reminder.objects.select_for_update(of=("self",), no_key=True)
    found: Reminder = rows.select_related("invoice__activity__membership__user", "invoice__client", "country").get(
        pk=reminder.pk
    )
    return found


def _require_undecided(reminder: Reminder) -> None:
    if reminder.state in {ReminderState.SENT, ReminderState.SKIPPED}:
        raise RuleBroken(
            "reminder_over",
            _("This reminder is “%(state)s”: nothing more is to be decided about it.")
            % {"state": reminder.get_state_display()},
        )


def _require_hold(reminder: Reminder, by: Actor) -> None:
    if not perms.may_hold_reminder(by, reminder.invoice.activity):
        raise NotAllowed(_("Only the member whose work it was, or staff, may hold this reminder."))
    _require_undecided(reminder)


def _require_staff(by: Actor) -> None:
    if not perms.may_remind(by):
        raise NotAllowed(_("Only advisers and accountants may send reminders."))


def _country() -> Country:
    return entered_country()
