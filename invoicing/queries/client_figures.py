"""How clients pay and what they owe, for staff: one client's record, and every client that owes or will owe."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.db.models import Max, Q, Sum

from activities.models import Client, Mission
from activities.states import MissionState
from invoicing.models import Invoice, LedgerTransaction
from invoicing.models.invoice import InvoiceKind
from invoicing.queries.exposure import CLAIMS, OWING, Exposure
from invoicing.rules import payments
from invoicing.states import InvoiceState
from smart.foundation.money import ZERO

LOOKED_BACK: Final = datetime.timedelta(days=730)
"""Payments older than two years say little about today."""
SORTS: Final = ("exposure", "overdue", "oldest", "name")


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """`oldest` is the earliest due day among what is overdue; `days_late` the average of `paid` invoices (early counts 0)."""

    oldest: datetime.date | None
    days_late: Decimal | None
    paid: int


@dataclass(frozen=True, slots=True)
class ClientRow:
    client: Client
    exposure: Exposure
    oldest: datetime.date | None


def payment_record(client: Client, *, on: datetime.date) -> PaymentRecord:
    """How the client and those merged into it paid in the last two years. Four queries."""
    own = Invoice.objects.filter(client_id__in=client.family_ids(), kind__in=CLAIMS, due_on__isnull=False)
    oldest = own.filter(state__in=OWING, due_on__lt=on).order_by("due_on").values_list("due_on", flat=True).first()
    paid = own.filter(state=InvoiceState.PAID, issued_on__gte=on - LOOKED_BACK)
    due: dict[int, datetime.date] = dict(paid.values_list("pk", "due_on"))  # type: ignore[arg-type]  # null is left out
    late = [max((paid_on - due[pk]).days, 0) for pk, paid_on in _paid_on(due).items()]
    average = (Decimal(sum(late)) / len(late)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if late else None
    return PaymentRecord(oldest=oldest, days_late=average, paid=len(late))


def owing_clients(*, on: datetime.date, sort: str = "exposure") -> list[ClientRow]:
    """Every client with something open or confirmed, merged ones counted with the one that stays. Six queries."""
    opened, overdue, oldest = _open(on)
    coming = _coming()
    ids = {pk for pk in (*opened, *coming) if opened.get(pk, ZERO) or coming.get(pk, ZERO)}
    rows = [
        ClientRow(
            client=client,
            exposure=Exposure(
                open=opened.get(client.pk, ZERO),
                overdue=overdue.get(client.pk, ZERO),
                coming=coming.get(client.pk, ZERO),
                limit=client.credit_limit,
            ),
            oldest=oldest.get(client.pk),
        )
        for client in Client.objects.filter(pk__in=ids).order_by("folded_name", "id")
    ]
    return rows if sort == "name" else sorted(rows, key=_key(sort))


def _key(sort: str) -> Any:
    match sort:
        case "overdue":
            return lambda row: -row.exposure.overdue
        case "oldest":
            return lambda row: row.oldest or datetime.date.max
        case _:
            return lambda row: -row.exposure.total


def _open(on: datetime.date) -> tuple[dict[int, Decimal], dict[int, Decimal], dict[int, datetime.date]]:
    rows = list(Invoice.objects.filter(kind__in=CLAIMS, state__in=OWING).select_related("client"))
    left = payments.open_amounts(rows)
    opened: dict[int, Decimal] = defaultdict(lambda: ZERO)
    overdue: dict[int, Decimal] = defaultdict(lambda: ZERO)
    oldest: dict[int, datetime.date] = {}
    for row in rows:
        stays = row.client.merged_into_id or row.client_id
        opened[stays] += left[row.pk]
        if row.due_on is not None and row.due_on < on:
            overdue[stays] += left[row.pk]
            oldest[stays] = min(row.due_on, oldest.get(stays, row.due_on))
    return opened, overdue, oldest


def _coming() -> dict[int, Decimal]:
    """Confirmed work that is not invoiced yet, before VAT, less the deposits that are."""
    invoiced = Invoice.objects.issued().filter(kind=InvoiceKind.INVOICE, mission__isnull=False).values("mission")
    missions = Mission.objects.filter(state=MissionState.CONFIRMED, part_of__isnull=True).exclude(pk__in=invoiced)
    deposits = Invoice.objects.issued().filter(mission__in=missions.values("pk"), kind=InvoiceKind.DEPOSIT)
    whole = missions.filter(Q(client__isnull=False)).values_list("client_id", "client__merged_into_id")
    found: dict[int, Decimal] = defaultdict(lambda: ZERO)
    _add(found, whole.annotate(total=Sum("amount")), sign=1)
    off = deposits.values_list("client_id", "client__merged_into_id").annotate(total=Sum("net"))
    _add(found, off, sign=-1)
    return found


def _add(found: dict[int, Decimal], rows: Iterable[Any], *, sign: int) -> None:
    for client_id, merged_into_id, total in rows:
        found[merged_into_id or client_id] += sign * (total or ZERO)


def _paid_on(ids: Iterable[int]) -> dict[int, datetime.date]:
    """The day of the payment that closed each invoice."""
    rows = LedgerTransaction.objects.filter(
        subject_table=Invoice._meta.db_table, subject_id__in=list(ids), kind__in=payments.PAYING
    )
    return dict(rows.values_list("subject_id").annotate(last=Max("on")))
