"""Closing a month of the books, and reopening it: two people each time, and nothing due left behind.

A closed month takes no posting any more: `ledger.post` refuses it with a sentence, and so does the database.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from invoicing import perms
from invoicing.models import BankEntry, Invoice, LedgerEntry, LedgerTransaction, PayrollRun, Period, TransferFile
from invoicing.models.period import SHUT
from invoicing.rules.closed_months import last_day, month_of
from invoicing.states import EntryState, InvoiceState, PeriodState, RunState, TransferState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.states import move

OPEN_RUNS: Final = (RunState.OPEN, RunState.COMPUTING, RunState.COMPUTED, RunState.APPROVED)


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must be done before the month closes: `left` counts what is not done yet."""

    code: str
    left: int

    @property
    def is_done(self) -> bool:
        return not self.left


def checks_before_closing(month: datetime.date, *, on: datetime.date) -> list[Check]:
    """What stands between the month and its closing, in the order of the task list. Seven queries."""
    end = last_day(month)
    due = Q(planned_on__lte=end) | Q(planned_on__isnull=True, supplied_on__lte=end)
    drafts = Invoice.objects.filter(due, state=InvoiceState.DRAFT)
    waiting = BankEntry.objects.filter(state=EntryState.WAITING, booked_on__lte=end)
    runs = PayrollRun.objects.filter(state__in=OPEN_RUNS).filter(Q(month__lte=month) | Q(pay_on__lte=end))
    released = TransferFile.objects.filter(state=TransferState.RELEASED, execute_on__lte=end)
    return [
        Check("month_over", int(on <= end)),
        Check("balanced", int(_sum_until(end) != ZERO)),
        Check("earlier_months", len(_open_months_before(month))),
        Check("drafts", drafts.count()),
        Check("bank_entries", waiting.count()),
        Check("runs", runs.count()),
        Check("transfers", released.count()),
    ]


@transaction.atomic
def ask_closing(month: datetime.date, *, by: Actor, on: datetime.date, now: datetime.datetime) -> Period:
    """Propose that a month be closed; it stays open until another person confirms. Idempotent for the same person.

    Raises NotAllowed, RuleBroken("not_ready") naming what is left to do, and the refusals of `move`.
    """
    _require(by)
    period = _held(month)
    if period.state == PeriodState.CLOSING and period.asked_by_id == by.user_id:
        return period
    _refuse_unready(period.month, on=on)
    move(period, to=PeriodState.CLOSING, by=by)
    return _asked(period, by=by, now=now, reason="")


@transaction.atomic
def confirm_closing(period: Period, *, by: Actor, on: datetime.date, now: datetime.datetime) -> Period:
    """A second person closes the month; what was to be done is looked at once more. Raises "same_person", "not_ready"."""
    _require(by)
    held = _held(period.month)
    _refuse_same_person(held, by)
    _refuse_unready(held.month, on=on)
    move(held, to=PeriodState.CLOSED, by=by)
    return _decided(held, by=by, now=now)


@transaction.atomic
def keep_open(period: Period, *, by: Actor) -> Period:
    """Take the proposal to close back, or decline it; whoever proposed may too."""
    _require(by)
    held = _held(period.month)
    move(held, to=PeriodState.OPEN, by=by)
    return _asked(held, by=None, now=None, reason="")


@transaction.atomic
def ask_reopening(period: Period, *, reason: str, by: Actor, now: datetime.datetime) -> Period:
    """Propose to reopen a closed month, for a reason that is kept; it stays closed until another person confirms."""
    _require(by)
    if not reason.strip():
        raise RuleBroken(
            "reason_missing", _("Say why the month must be opened again: the reason is kept."), field="reason"
        )
    held = _held(period.month)
    move(held, to=PeriodState.REOPENING, by=by, reason=reason.strip())
    return _asked(held, by=by, now=now, reason=reason.strip())


@transaction.atomic
def confirm_reopening(period: Period, *, by: Actor, now: datetime.datetime) -> Period:
    """A second person opens the month again."""
    _require(by)
    held = _held(period.month)
    _refuse_same_person(held, by)
    move(held, to=PeriodState.OPEN, by=by, reason=held.reason)
    return _decided(held, by=by, now=now)


@transaction.atomic
def keep_closed(period: Period, *, by: Actor) -> Period:
    """Take the proposal to reopen back, or decline it."""
    _require(by)
    held = _held(period.month)
    move(held, to=PeriodState.CLOSED, by=by)
    return _asked(held, by=None, now=None, reason="")


def _require(by: Actor) -> None:
    if not perms.may_keep_books(by) or by.user_id is None:
        raise NotAllowed(_("Only an accountant may close or reopen a month."))


def _held(month: datetime.date) -> Period:
    """The month's row, locked; made when nobody looked at the month before."""
    Period.objects.get_or_create(month=month_of(month))
    held: Period = Period.objects.select_for_update(of=("self",), no_key=True).get(month=month_of(month))
    return held


def _refuse_same_person(period: Period, by: Actor) -> None:
    if by.user_id == period.asked_by_id:
        raise RuleBroken(
            "same_person",
            _("You proposed this for %(month)s yourself; another accountant must confirm it.")
            % {"month": formats.month(period.month)},
        )


def _refuse_unready(month: datetime.date, *, on: datetime.date) -> None:
    left = [check.code for check in checks_before_closing(month, on=on) if not check.is_done]
    if left:
        raise RuleBroken(
            "not_ready",
            _("%(month)s cannot be closed yet: %(count)s points of its list are not done. Do them first.")
            % {"month": formats.month(month), "count": len(left)},
            left=left,
        )


def _asked(period: Period, *, by: Actor | None, now: datetime.datetime | None, reason: str) -> Period:
    period.asked_by_id, period.asked_by_label = (by.user_id, by.label) if by is not None else (None, "")
    period.asked_at, period.reason = now, reason
    period.decided_by_id, period.decided_by_label, period.decided_at = None, "", None
    period.save(
        update_fields=[
            "asked_by_id",
            "asked_by_label",
            "asked_at",
            "reason",
            "decided_by_id",
            "decided_by_label",
            "decided_at",
        ]
    )
    return period


def _decided(period: Period, *, by: Actor, now: datetime.datetime) -> Period:
    period.decided_by_id, period.decided_by_label, period.decided_at = by.user_id, by.label, now
    period.save(update_fields=["decided_by_id", "decided_by_label", "decided_at"])
    return period


def _sum_until(end: datetime.date) -> Decimal:
    total: Decimal | None = LedgerEntry.objects.filter(transaction__on__lte=end).aggregate(total=Sum("amount"))["total"]
    return total or ZERO


def _open_months_before(month: datetime.date) -> list[datetime.date]:
    """Earlier months that have postings and are not closed. Two queries."""
    rows = LedgerTransaction.objects.filter(on__lt=month).annotate(month=TruncMonth(F("on")))
    booked = set(rows.order_by().values_list("month", flat=True).distinct())
    shut = set(Period.objects.filter(month__lt=month, state__in=SHUT).values_list("month", flat=True))
    return sorted(booked - shut)
