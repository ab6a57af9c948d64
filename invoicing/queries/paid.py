"""When a payslip was paid: the day the bank executed the file it is in, or booked it by itself; and its paper."""

import datetime
from collections.abc import Sequence

from django.db.models import Q
from django.db.models.functions import Coalesce

from activities.models import Contract
from invoicing.models import Payslip, TransferItem
from invoicing.models.payroll import RunKind
from invoicing.states import TransferState
from members.models import Document


def paid_days(payslips: Sequence[Payslip]) -> dict[int, datetime.date]:
    """The day of payment by payslip id; payslips not paid yet are absent. One query."""
    live = TransferItem.objects.filter(payslip__in=payslips, is_cancelled=False)
    items = live.filter(Q(transfer__state=TransferState.EXECUTED) | Q(booked_on__isnull=False))
    day = Coalesce("booked_on", "transfer__executed_on")
    return dict(items.annotate(day=day).values_list("payslip_id", "day"))


def papers_of_contract(contract: Contract) -> dict[str, Document]:
    """The newest paper of the contract's ordinary pay, under the code it is expected by. One query."""
    slips = Payslip.objects.approved().filter(contract_id=contract.pk, line__kind=RunKind.ORDINARY).values("pk")
    rows = Document.objects.filter(subject_table=Payslip._meta.db_table, subject_id__in=slips, kind="payslip")
    newest: Document | None = rows.order_by("-version", "-pk").first()
    return {"payslip": newest} if newest is not None else {}
