"""Promises in figures: how many were kept, and how late the others were."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from invoicing.models import PayPromise, Payslip
from invoicing.models.payroll import RunKind
from invoicing.states import PromiseState


@dataclass(frozen=True, slots=True)
class Kept:
    """`average_days_late` is over the broken ones that were paid since; None when there is none."""

    kept: int
    broken: int
    open: int
    average_days_late: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        """The share kept of those that can be told; None before the first."""
        told = self.kept + self.broken
        return (Decimal(self.kept) / told).quantize(Decimal("0.0001")) if told else None


def kept_promises(*, since: datetime.date | None = None) -> Kept:
    """The promises whose day fell since, in the entered country. One query."""
    rows = PayPromise.objects.all() if since is None else PayPromise.objects.filter(promised_on__gte=since)
    paid_late = Q(state=PromiseState.BROKEN, paid_on__isnull=False)
    told = rows.aggregate(
        kept=Count("pk", filter=Q(state=PromiseState.KEPT)),
        broken=Count("pk", filter=Q(state=PromiseState.BROKEN)),
        open=Count("pk", filter=Q(state=PromiseState.OPEN)),
        late=Count("pk", filter=paid_late),
        waited=Sum(F("paid_on") - F("promised_on"), filter=paid_late),
    )
    late, waited = told.pop("late"), told.pop("waited")
    return Kept(**told, average_days_late=(Decimal(waited.days) / late).quantize(Decimal("0.1")) if late else None)


def promises_of(user_id: int) -> QuerySet[Any]:
    rows = PayPromise.objects.filter(mission__activity__membership__user_id=user_id).select_related("mission")
    return rows.order_by("-promised_on", "-pk")


def promises_for_staff() -> QuerySet[Any]:
    """What needs an explanation on top, then what comes next, then the past."""
    rows = PayPromise.objects.exclude(Q(state=PromiseState.CANCELLED)).select_related(
        "mission__activity__membership__user", "mission__client"
    )
    return rows.order_by("-promised_on", "-pk")


def payslips_behind(promises: Sequence[PayPromise], *, membership_id: int) -> dict[int, int]:
    """The member's payslip of each promised mission, by mission; the last one where there are several. One query."""
    slips = Payslip.objects.approved().filter(
        membership_id=membership_id,
        contract__mission_id__in=[promise.mission_id for promise in promises],
        line__kind=RunKind.ORDINARY,
    )
    return dict(slips.order_by("pk").values_list("contract__mission_id", "pk"))
