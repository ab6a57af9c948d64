"""Which invoices are due for a reminder, what stops one, and what the staff's queue shows."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, QuerySet, Sum

from invoicing.models import Invoice, PlannedPayment, Reminder, ReminderNote, ReminderPause
from invoicing.models.reminder import NoteKind
from invoicing.queries.exposure import CLAIMS
from invoicing.states import InvoiceState, ReminderState
from smart.foundation.money import ZERO

REMINDABLE: Final = frozenset({InvoiceState.SENT, InvoiceState.PARTLY_PAID})
PLAN_GRACE: Final = datetime.timedelta(days=3)
"""A transfer made on the promised day reaches our statement a little later."""
AGES: Final = ((1, 30), (31, 60), (61, 90), (91, None))
"""Days past the due day: the buckets of the staff's page."""


@dataclass(frozen=True, slots=True)
class Bucket:
    first: int
    last: int | None
    count: int
    amount: Decimal


def overdue(*, on: datetime.date) -> QuerySet[Any]:
    """Sent and past their day, the oldest first; disputed ones are left in peace."""
    rows = Invoice.objects.filter(kind__in=CLAIMS, state__in=REMINDABLE, due_on__lt=on)
    return rows.order_by("due_on", "pk")


def reminders_of(invoice: Invoice) -> list[Reminder]:
    """The invoice's reminders by level. One query."""
    return list(Reminder.objects.filter(invoice=invoice).order_by("level"))


def stopped_because(invoice: Invoice, *, on: datetime.date, open_amount: Decimal) -> str:
    """Why no reminder may go out now: `paid`, `disputed`, `paused`, `plan`; empty when nothing stops it. Two queries."""
    pause = active_pause(invoice.client_id, on=on)
    return stop_of(invoice, on=on, open_amount=open_amount, pause=pause, plan=plan_of(invoice))


def stop_of(
    invoice: Invoice,
    *,
    on: datetime.date,
    open_amount: Decimal,
    pause: ReminderPause | None,
    plan: Sequence[PlannedPayment],
) -> str:
    """The same for a page that has read pause and plan. No query."""
    if open_amount <= 0 or invoice.state in {InvoiceState.PAID, InvoiceState.CREDITED, InvoiceState.WRITTEN_OFF}:
        return "paid"
    if invoice.state == InvoiceState.DISPUTED:
        return "disputed"
    if pause is not None:
        return "paused"
    return "plan" if _is_kept(plan, on=on, open_amount=open_amount) else ""


def active_pause(client_id: int, *, on: datetime.date) -> ReminderPause | None:
    rows = ReminderPause.objects.filter(client_id=client_id, ended_on__isnull=True, until__gte=on)
    return rows.first()  # type: ignore[no-any-return]


def plan_of(invoice: Invoice) -> list[PlannedPayment]:
    return list(PlannedPayment.objects.filter(invoice=invoice, is_cancelled=False).order_by("due_on", "pk"))


def plan_is_kept(invoice: Invoice, *, on: datetime.date, open_amount: Decimal) -> bool:
    """Whether the client pays as promised: not more is open than what is promised for days to come. One query."""
    return _is_kept(plan_of(invoice), on=on, open_amount=open_amount)


def _is_kept(plan: Sequence[PlannedPayment], *, on: datetime.date, open_amount: Decimal) -> bool:
    coming = [row.amount for row in plan if row.due_on + PLAN_GRACE >= on]
    return bool(coming) and open_amount <= sum(coming, ZERO)


def has_talked(invoice: Invoice) -> bool:
    """Whether somebody has talked with the member about this invoice. One query."""
    return ReminderNote.objects.filter(invoice=invoice, kind=NoteKind.TALK).exists()


def queue(*, level: str = "", state: str = "") -> QuerySet[Any]:
    """Reminders that are neither sent nor skipped, what goes out first on top."""
    rows = Reminder.objects.undecided().select_related("invoice__client", "invoice__activity__membership__user")
    if level:
        rows = rows.filter(level=int(level))
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("goes_on", "pk")  # type: ignore[no-any-return]


def levels() -> list[dict[str, Any]]:
    """How many wait on each level and how much of the invoices they are about. One query."""
    rows = Reminder.objects.undecided().order_by().values("level")
    return list(rows.annotate(count=Count("pk"), total=Sum("invoice__total")).order_by("level"))


def ages(rows: Sequence[Invoice], left: dict[int, Decimal], *, on: datetime.date) -> list[Bucket]:
    """What is overdue by its age; `left` is what is open of each."""
    return [_bucket(rows, left, on, first, last) for first, last in AGES]


def _bucket(
    rows: Sequence[Invoice], left: dict[int, Decimal], on: datetime.date, first: int, last: int | None
) -> Bucket:
    inside = [
        left[row.pk]
        for row in rows
        if row.due_on is not None
        and first <= (on - row.due_on).days
        and (last is None or (on - row.due_on).days <= last)
    ]
    return Bucket(first, last, sum(1 for amount in inside if amount > 0), sum(inside, ZERO))


def last_sent(invoice: Invoice) -> Reminder | None:
    rows = Reminder.objects.filter(invoice=invoice, state=ReminderState.SENT).order_by("-level")
    return rows.first()  # type: ignore[no-any-return]
