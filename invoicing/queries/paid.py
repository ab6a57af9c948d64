"""When a payslip was paid: the day the bank executed the file it is in, or booked it by itself."""

import datetime
from collections.abc import Sequence

from django.db.models import Q
from django.db.models.functions import Coalesce

from invoicing.models import Payslip, TransferItem
from invoicing.states import TransferState


def paid_days(payslips: Sequence[Payslip]) -> dict[int, datetime.date]:
    """The day of payment by payslip id; payslips not paid yet are absent. One query."""
    live = TransferItem.objects.filter(payslip__in=payslips, is_cancelled=False)
    items = live.filter(Q(transfer__state=TransferState.EXECUTED) | Q(booked_on__isnull=False))
    day = Coalesce("booked_on", "transfer__executed_on")
    return dict(items.annotate(day=day).values_list("payslip_id", "day"))
