"""What people know about an unpaid invoice: what was said, a pause for a client, the days a client promised to pay on."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Client
from invoicing import perms
from invoicing.models import Invoice, PlannedPayment, ReminderNote, ReminderPause
from invoicing.models.reminder import NoteKind
from invoicing.rules import invoice_tellings, ledger, payments
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.money import ZERO

LONGEST_PAUSE: Final = 180
MOST_DAYS: Final = 12


@transaction.atomic
def add_note(invoice: Invoice, *, kind: str, text: str, on: datetime.date, by: Actor) -> ReminderNote:
    """Write down what was said. Only staff record a talk with the member, because it opens the way to the formal notice."""
    if not perms.may_hold_reminder(by, invoice.activity):
        raise NotAllowed(_("Only the member whose work it was, or staff, may write here."))
    if kind == NoteKind.TALK and not perms.may_remind(by):
        raise NotAllowed(_("Only staff may record that they talked with the member."))
    if not text.strip():
        raise RuleBroken("text_missing", _("Write what was said."), field="text")
    if invoice.activity.membership.user_id == by.user_id:
        invoice_tellings.pass_on(invoice, words=text, by=by)
    return ReminderNote.objects.create(
        invoice=invoice,
        kind=kind,
        text=text.strip(),
        on=on,
        at=timezone.now(),
        by_id=by.user_id,
        by_label=by.label,
    )


@transaction.atomic
def pause_client(client: Client, *, until: datetime.date, reason: str, on: datetime.date, by: Actor) -> ReminderPause:
    """Remind this client of nothing until the day. Raises Conflict when another pause is running. Fields: until, reason."""
    _require_staff(by)
    last = on + datetime.timedelta(days=LONGEST_PAUSE)
    if not on <= until <= last:
        raise RuleBroken(
            "pause_until",
            _("A pause ends between today and %(last)s, found %(found)s.")
            % {"last": formats.day(last), "found": formats.day(until)},
            field="until",
        )
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why this client is left in peace."), field="reason")
    ReminderPause.objects.filter(client=client, ended_on__isnull=True, until__lt=on).update(ended_on=on)
    try:
        with transaction.atomic():
            return ReminderPause.objects.create(
                client=client,
                until=until,
                reason=reason.strip(),
                at=timezone.now(),
                by_id=by.user_id,
                by_label=by.label,
            )
    except IntegrityError as clash:
        if "invoicing_reminderpause_one" not in str(clash):
            raise
        raise Conflict(
            "already_paused", _("Reminders to this client are paused already. End that pause first.")
        ) from None


@transaction.atomic
def end_pause(client: Client, *, on: datetime.date, by: Actor) -> int:
    """Let reminders to this client go out again. Returns how many pauses ended: twice changes nothing."""
    _require_staff(by)
    return ReminderPause.objects.filter(client=client, ended_on__isnull=True).update(ended_on=on)


@transaction.atomic
def plan_payments(
    invoice: Invoice, *, rows: Sequence[tuple[datetime.date, Decimal]], on: datetime.date, by: Actor
) -> list[PlannedPayment]:
    """Agree the days on which the client pays what is open; an earlier plan is replaced, an empty one only ends it.

    Raises RuleBroken("plan_sum") unless the amounts are exactly what is open, and RuleBroken("plan_days") for days in the
    past or out of order. Field: rows.
    """
    _require_staff(by)
    ledger.lock_activities([invoice.activity_id])
    _check_plan(invoice, rows, on=on)
    PlannedPayment.objects.filter(invoice=invoice, is_cancelled=False).update(is_cancelled=True)
    now = timezone.now()
    return PlannedPayment.objects.bulk_create(
        [
            PlannedPayment(invoice=invoice, due_on=day, amount=amount, at=now, by_id=by.user_id, by_label=by.label)
            for day, amount in rows
        ]
    )


def _check_plan(invoice: Invoice, rows: Sequence[tuple[datetime.date, Decimal]], *, on: datetime.date) -> None:
    if not rows:
        return
    days = [day for day, _amount in rows]
    if days != sorted(set(days)) or days[0] < on or len(rows) > MOST_DAYS:
        raise RuleBroken(
            "plan_days",
            _("The days of a plan begin today or later, each after the one before, %(most)s at most.")
            % {"most": MOST_DAYS},
            field="rows",
        )
    planned, left = sum((amount for _day, amount in rows), ZERO), payments.open_amount(invoice)
    if planned != left or any(amount <= 0 for _day, amount in rows):
        raise RuleBroken(
            "plan_sum",
            _("The plan adds up to %(found)s and %(expected)s is open on %(number)s. Make it add up.")
            % {
                "found": formats.money(planned, invoice.currency),
                "expected": formats.money(left, invoice.currency),
                "number": invoice.number,
            },
            field="rows",
        )


def _require_staff(by: Actor) -> None:
    if not perms.may_remind(by):
        raise NotAllowed(_("Only advisers and accountants may decide this."))
