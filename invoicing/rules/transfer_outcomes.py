"""What the bank made of each payment of a file: it left the account, was rejected, or came back."""

import datetime
from collections import defaultdict
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet, Sum

from invoicing.models import LedgerTransaction, Payable, PayrollRun, Payslip, TransferFile, TransferItem
from invoicing.models.transfer import Outcome
from invoicing.rules import bank_tellings, expense_paying, ledger, share_repayment, supplier_paying
from invoicing.states import PayableState, RunState, TransferState
from smart.foundation.actors import Actor
from smart.foundation.money import ZERO
from smart.foundation.states import move

NET_PAYABLE: Final = "pay.net_payable"


def waiting_items(transfer: TransferFile) -> QuerySet[TransferItem]:
    """The payments of a file that the bank has neither booked nor rejected."""
    return TransferItem.objects.filter(transfer_id=transfer.pk, is_cancelled=False, booked_on__isnull=True)


def waiting_total(transfer: TransferFile) -> Decimal:
    return waiting_items(transfer).aggregate(total=Sum("amount"))["total"] or ZERO


def account_of(item: TransferItem) -> str:
    """The ledger account that a payment settles."""
    return NET_PAYABLE if item.payable is None else item.payable.ledger_account


def book_all(transfer: TransferFile, *, on: datetime.date, by: Actor) -> LedgerTransaction | None:
    """Book every payment the bank had not booked one by one, in one posting; nothing when none is left."""
    items = list(waiting_items(transfer).select_related("payable"))
    if not items:
        return None
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for item in items:
        sums[account_of(item)] += item.amount
    posted = ledger.post(
        event=f"transfer:{transfer.pk}",
        kind=ledger.Kind.TRANSFER,
        on=on,
        entries=[
            *((code, None, amount) for code, amount in sums.items()),
            (ledger.BANK, None, -sum(sums.values(), ZERO)),
        ],
        subject=transfer,
        by=by,
        label=transfer.message_id,
    )
    TransferItem.objects.filter(pk__in=[item.pk for item in items]).update(
        booked_on=on, outcome=Outcome.BOOKED, outcome_on=on
    )
    for item in items:
        if item.payable is not None:
            move(item.payable, to=PayableState.PAID, by=by)
            supplier_paying.follow_paid(item.payable, by=by)
            share_repayment.follow_paid(item.payable, by=by)
            expense_paying.follow_paid(item.payable, by=by)
    settle_run(transfer.run, by=by)
    return posted


def book_item(item: TransferItem, *, on: datetime.date, by: Actor) -> LedgerTransaction:
    """Book one payment that the bank told by itself; with the last one the file is executed."""
    posted = ledger.post(
        event=f"transfer-item:{item.pk}",
        kind=ledger.Kind.TRANSFER,
        on=on,
        entries=[(account_of(item), None, item.amount), (ledger.BANK, None, -item.amount)],
        subject=item,
        by=by,
        label=item.end_to_end,
    )
    _say(item, Outcome.BOOKED, on=on)
    if item.payable is not None:
        move(item.payable, to=PayableState.PAID, by=by)
        supplier_paying.follow_paid(item.payable, by=by)
        share_repayment.follow_paid(item.payable, by=by)
        expense_paying.follow_paid(item.payable, by=by)
    transfer = item.transfer
    if transfer.state == TransferState.RELEASED and not waiting_items(transfer).exists():
        TransferFile.objects.filter(pk=transfer.pk).update(executed_on=on)
        move(transfer, to=TransferState.EXECUTED, by=by)
    settle_run(transfer.run, by=by)
    return posted


def reject_item(item: TransferItem, *, code: str, on: datetime.date, by: Actor) -> None:
    """The bank refused one payment before it left: it can go into a new file, and payroll or accounting is told."""
    _say(item, Outcome.REJECTED, on=on, code=code)
    if item.payable is not None:
        move(item.payable, to=PayableState.RETURNED, by=by, reason=code)
    bank_tellings.tell_of_payment_back(item, code=code, is_rejected=True)


def return_item(item: TransferItem, *, entry_id: int, code: str, on: datetime.date, by: Actor) -> LedgerTransaction:
    """The money of one payment came back: it is owed again, the run or the payable is open, and payroll is told."""
    posted = ledger.post(
        event=f"payout-returned:{item.pk}:entry-{entry_id}",
        kind=ledger.Kind.RETURNED_PAY,
        on=on,
        entries=[(ledger.BANK, None, item.amount), (account_of(item), None, -item.amount)],
        subject=item,
        by=by,
        label=item.end_to_end,
    )
    _say(item, Outcome.RETURNED, on=on, code=code)
    run = item.transfer.run
    if item.payable is not None:
        move(item.payable, to=PayableState.RETURNED, by=by, reason=code)
        supplier_paying.follow_returned(item.payable, by=by)
        share_repayment.follow_returned(item.payable, by=by)
        expense_paying.follow_returned(item.payable, by=by)
    elif run is not None and run.state == RunState.PAID:
        move(run, to=RunState.POSTED, by=by, reason=item.end_to_end)
    bank_tellings.tell_of_payment_back(item, code=code, is_rejected=False)
    return posted


def settle_run(run: PayrollRun | None, *, by: Actor) -> None:
    """A posted run is paid once every payslip with a net amount has left the bank."""
    if run is None:
        return
    fresh = PayrollRun.objects.get(pk=run.pk)
    paid = TransferItem.objects.filter(is_cancelled=False, booked_on__isnull=False, payslip__isnull=False)
    owed = Payslip.objects.filter(line__run_id=run.pk, net__gt=0).exclude(pk__in=paid.values("payslip_id"))
    if fresh.state == RunState.POSTED and not owed.exists():
        move(fresh, to=RunState.PAID, by=by)
        run.state = fresh.state


def payable_items(payable: Payable) -> QuerySet[Any]:
    """The files a payable was in, newest first."""
    return TransferItem.objects.filter(payable=payable).select_related("transfer").order_by("-pk")


def _say(item: TransferItem, outcome: Outcome, *, on: datetime.date, code: str = "") -> None:
    item.outcome, item.outcome_on, item.outcome_code = outcome, on, code[:4]
    if outcome == Outcome.BOOKED:
        item.booked_on = on
    else:
        item.is_cancelled = True
    item.save(update_fields=["outcome", "outcome_on", "outcome_code", "booked_on", "is_cancelled"])
