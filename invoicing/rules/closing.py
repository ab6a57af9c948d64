"""A mission is closed when nothing is left to do: invoiced and paid by its client, its contracts ended and paid out."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from activities.models import Contract, Mission
from activities.rules.review import close_mission
from activities.states import ContractState, MissionState
from invoicing.models import Invoice, Payslip
from invoicing.models.invoice import InvoiceKind
from invoicing.models.payroll import RunKind
from invoicing.queries.paid import paid_days
from invoicing.states import InvoiceState
from smart.foundation.actors import Actor

SETTLED = (InvoiceState.PAID, InvoiceState.CREDITED, InvoiceState.WRITTEN_OFF)


def close_done_missions(*, on: datetime.date, by: Actor) -> int:
    """Close what is done. Money of a mission that is not yet a contract keeps nothing open: it is the activity's.

    Returns how many were closed. Run daily.
    """
    closed = 0
    for mission in done_missions(on=on):
        if _is_paid_out(mission):
            close_mission(mission, by=by)
            closed += 1
    return closed


def done_missions(*, on: datetime.date) -> QuerySet[Any]:
    """Confirmed missions whose work is over, with a settled invoice and no open one, an ended contract and no open one."""
    invoices = Invoice.objects.filter(mission=Coalesce(OuterRef("part_of"), OuterRef("pk"))).exclude(
        kind=InvoiceKind.CREDIT_NOTE
    )
    contracts = Contract.objects.filter(mission=OuterRef("pk")).exclude(state=ContractState.CANCELLED)
    return Mission.objects.filter(
        Exists(invoices.filter(kind=InvoiceKind.INVOICE, state__in=SETTLED)),
        ~Exists(invoices.exclude(state__in=SETTLED)),
        Exists(contracts.filter(state=ContractState.ENDED)),
        ~Exists(contracts.exclude(state=ContractState.ENDED)),
        state=MissionState.CONFIRMED,
        ends_on__lt=on,
    ).order_by("pk")


def _is_paid_out(mission: Mission) -> bool:
    """Whether every contract of the mission has a payslip that the bank has paid. Three queries."""
    contracts = set(mission.contracts.exclude(state=ContractState.CANCELLED).values_list("pk", flat=True))
    slips = list(Payslip.objects.filter(contract__in=contracts, is_approved=True, line__kind=RunKind.ORDINARY))
    paid = paid_days(slips)
    return contracts <= {slip.contract_id for slip in slips if slip.pk in paid}
