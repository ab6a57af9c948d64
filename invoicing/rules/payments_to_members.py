"""What is paid to a member: pay and, beside it, expenses and shares paid back; on which day and to which account."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from activities.models import ExpenseClaim
from invoicing.bank import xml_reading
from invoicing.models import Payable, Payslip, TransferFile, TransferItem
from invoicing.models.payable import PayableKind
from invoicing.queries.paid import paid_days
from invoicing.rules.pay_withheld import owed_of
from invoicing.states import TransferState
from members.models import Leaving
from members.rules.documents import latest_document, read_document

NEWEST = 60


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment, made or due. `on` is the bank's day when it was paid, else the day it is due."""

    kind: str  # pay | expense | shares
    pk: int
    title: str
    on: datetime.date
    amount: Decimal
    currency: str
    is_paid: bool


def payments_of(membership_id: int) -> list[PaymentRow]:
    """The newest payments of a member, the newest day first. Seven queries, however many there are."""
    slips = list(Payslip.objects.of_member(membership_id).filter(net__gt=0).select_related("contract")[:NEWEST])
    days, owed = paid_days(slips), owed_of(slips)
    rows = [
        PaymentRow("pay", s.pk, s.contract.function, days.get(s.pk, s.pay_on), owed[s.pk], s.currency, s.pk in days)
        for s in slips
    ]
    payables = list(payables_of(membership_id).order_by("-due_on", "-pk")[:NEWEST])
    paid = _paid_payables(payables)
    rows += [
        PaymentRow(p.kind, p.pk, p.remittance, paid.get(p.pk, p.due_on), p.amount, p.currency, p.pk in paid)
        for p in payables
    ]
    return sorted(rows, key=lambda row: (row.on, row.pk), reverse=True)[:NEWEST]


def payables_of(membership_id: int) -> QuerySet[Payable]:
    """Expenses of the member's activities and shares paid back to them."""
    claims = ExpenseClaim.objects.filter(activity__membership_id=membership_id).values("pk")
    leavings = Leaving.objects.filter(membership_id=membership_id).values("pk")
    return Payable.objects.filter(
        Q(kind=PayableKind.EXPENSE, subject_table=ExpenseClaim._meta.db_table, subject_id__in=claims)
        | Q(kind=PayableKind.SHARES, subject_table=Leaving._meta.db_table, subject_id__in=leavings)
    )


def account_paid_to(item: TransferItem) -> str:
    """The IBAN (or Bankgiro) in the file that went to the bank: the member may have another one by now."""
    document = latest_document(item.transfer, "transfer")
    if document is None:
        return ""
    root = xml_reading.parsed(read_document(document))
    for node in root.iter("{*}CdtTrfTxInf"):
        if xml_reading.text_of(node, "PmtId", "EndToEndId") == item.end_to_end:
            account = ("CdtrAcct", "Id")
            return xml_reading.text_of(node, *account, "IBAN") or xml_reading.text_of(node, *account, "Othr", "Id")
    return ""


def left_on(transfer: TransferFile) -> datetime.date | None:
    """The day the file was executed; None while it waits."""
    return transfer.executed_on if transfer.state == TransferState.EXECUTED else None


def _paid_payables(payables: Iterable[Payable]) -> dict[int, datetime.date]:
    rows = TransferItem.objects.filter(payable__in=payables, is_cancelled=False).select_related("transfer")
    days = {row.payable_id: row.booked_on or left_on(row.transfer) for row in rows}
    return {pk: day for pk, day in days.items() if pk is not None and day is not None}
