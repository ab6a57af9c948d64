"""What a client owes and may come to owe the cooperative, across all members of the country."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from activities.models import Client, Mission
from activities.states import MissionState
from invoicing.models import Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import payments
from invoicing.states import InvoiceState
from smart.foundation.money import ZERO

CLAIMS = frozenset({InvoiceKind.INVOICE, InvoiceKind.DEPOSIT})
OWING = frozenset({InvoiceState.ISSUED, InvoiceState.SENT, InvoiceState.PARTLY_PAID, InvoiceState.DISPUTED})


@dataclass(frozen=True, slots=True)
class Exposure:
    """`open` is invoiced and unpaid, with VAT; `overdue` the part of it past its day; `coming` is confirmed work, before VAT."""

    open: Decimal
    overdue: Decimal
    coming: Decimal
    limit: Decimal | None

    @property
    def total(self) -> Decimal:
        return self.open + self.coming

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.total > self.limit


def client_exposure(client: Client, *, on: date) -> Exposure:
    """Everything open and confirmed of one client. Four queries."""
    family = _family(client)
    rows = list(Invoice.objects.filter(client_id__in=family, kind__in=CLAIMS, state__in=OWING))
    left = payments.open_amounts(rows)
    overdue = sum((left[row.pk] for row in rows if row.due_on is not None and row.due_on < on), ZERO)
    coming = _coming(_confirmed(family))
    return Exposure(open=sum(left.values(), ZERO), overdue=overdue, coming=coming, limit=client.credit_limit)


def exposure_before(mission: Mission) -> Decimal:
    """What the client owed for missions declared before this one, and this one itself: first come, first guaranteed.

    Later orders never take the guarantee from an earlier one. Costs four queries.
    """
    assert mission.client is not None
    family = _family(mission.client)
    rows = list(
        Invoice.objects.filter(
            client_id__in=family, kind__in=CLAIMS, state__in=OWING, mission_id__lt=mission.pk
        ).exclude(mission=mission)
    )
    earlier = _coming(_confirmed(family).filter(pk__lt=mission.pk))
    return sum(payments.open_amounts(rows).values(), ZERO) + earlier + (mission.amount or ZERO)


def owing_of(clients: Iterable[int]) -> list[Invoice]:
    """The invoices these clients have not paid in full. One query."""
    return list(Invoice.objects.filter(client_id__in=list(clients), kind__in=CLAIMS, state__in=OWING))


def _coming(missions: QuerySet[Any]) -> Decimal:
    """What is still to be invoiced of them before VAT: deposits that were invoiced already are off."""
    whole = missions.aggregate(total=Sum("amount"))["total"] or ZERO
    deposits = Invoice.objects.issued().filter(mission__in=missions.values("pk"), kind=InvoiceKind.DEPOSIT)
    return whole - (deposits.aggregate(total=Sum("net"))["total"] or ZERO)


def _family(client: Client) -> QuerySet[Any]:
    """The client and those merged with it: what one of them owes, all of them owe."""
    return (client.merged_into or client).family_ids()


def _confirmed(family: QuerySet[Any]) -> QuerySet[Any]:
    invoiced = Q(invoices__kind=InvoiceKind.INVOICE) & ~Q(invoices__state=InvoiceState.DRAFT)
    rows = Mission.objects.filter(client_id__in=family, state=MissionState.CONFIRMED, part_of__isnull=True)
    return rows.exclude(pk__in=Mission.objects.filter(invoiced).values("pk"))
