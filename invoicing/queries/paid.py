"""When a payslip was paid: the day the bank executed the file it is in."""

import datetime
from collections.abc import Sequence

from invoicing.models import Payslip, TransferItem
from invoicing.states import TransferState


def paid_days(payslips: Sequence[Payslip]) -> dict[int, datetime.date]:
    """The day of payment by payslip id; payslips not paid yet are absent. One query."""
    items = TransferItem.objects.filter(
        payslip__in=payslips, is_cancelled=False, transfer__state=TransferState.EXECUTED
    )
    return dict(items.values_list("payslip_id", "transfer__executed_on"))
