"""What an activity has: figures that are sums of ledger entries, and the entries behind each figure."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from activities.models import Activity, Mission, TeamShare
from activities.states import MissionState
from countries.entered import entered_country
from countries.models import Country
from invoicing.models import Invoice, LedgerEntry
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import ledger, shares
from invoicing.states import InvoiceState
from smart.foundation.money import ZERO, round_to

BILLING: Final = (ledger.Kind.INVOICE_ISSUED, ledger.Kind.CREDIT_NOTE)
MOVING: Final = (
    ledger.Kind.RESERVED,
    ledger.Kind.RELEASED,
    ledger.Kind.EXPENSE_HELD,
    ledger.Kind.EXPENSE_RELEASED,
)
"""Events that only move money between available and reserved."""
MOVED: Final = (ledger.Kind.MOVED, ledger.Kind.TEAM)
"""Events between activities: asked for, or the shares of a team."""
FIGURES: Final = ("credited", "moved", "reserved", "spent", "available")
EXPECTED_OF: Final = (MissionState.SUBMITTED, MissionState.APPROVED, MissionState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Balance:
    """credited + moved = reserved + spent + available, to the cent. `moved` came from other activities (below zero: went

    to them). `expected` is declared work that is not invoiced yet.
    """

    credited: Decimal
    moved: Decimal
    reserved: Decimal
    spent: Decimal
    available: Decimal
    expected: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.credited + self.moved != self.reserved + self.spent + self.available:
            came = f"{self.credited} + {self.moved}"
            raise ValueError(f"{came} is not {self.reserved} + {self.spent} + {self.available}.")


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it moved a figure; positive adds to it."""

    on: datetime.date
    kind: str
    label: str
    subject_table: str
    subject_id: int
    amount: Decimal


def activity_balance(activity: Activity) -> Balance:
    """The balance of one activity. Four queries."""
    return activity_balances([activity])[activity.pk]


def activity_balances(activities: Iterable[Activity]) -> dict[int, Balance]:
    """The balances of several activities, in as many queries as for one."""
    ids = [activity.pk for activity in activities]
    country = entered_country()
    sums = _sums(ids)
    expected = _expected(ids, country)
    return {
        pk: Balance(
            credited=sums[pk]["credited"],
            moved=sums[pk]["moved"],
            reserved=sums[pk]["reserved"],
            spent=sums[pk]["credited"] + sums[pk]["moved"] - sums[pk]["reserved"] - sums[pk]["available"],
            available=sums[pk]["available"],
            expected=expected[pk],
            currency=country.currency,
        )
        for pk in ids
    }


def ledger_lines(activity: Activity, figure: str) -> list[Line]:
    """The events behind one figure, newest first; their amounts sum to it. Raises ValueError for an unknown figure."""
    if figure not in FIGURES:
        raise ValueError(f"Unknown figure {figure!r}; known: {', '.join(FIGURES)}.")
    amounts: dict[int, Decimal] = defaultdict(lambda: ZERO)
    events: dict[int, Any] = {}
    for entry in _entries_of(activity, figure).select_related("transaction").order_by("-transaction_id"):
        events[entry.transaction_id] = entry.transaction
        amounts[entry.transaction_id] += entry.amount
    sign = 1 if figure == "spent" else -1
    return [
        Line(event.on, event.kind, event.label, event.subject_table, event.subject_id, sign * amounts[key])
        for key, event in events.items()
        if amounts[key]
    ]


def _entries_of(activity: Activity, figure: str) -> QuerySet[Any]:
    entries = LedgerEntry.objects.filter(account__activity=activity, account__code__in=ledger.OF_ACTIVITY)
    if figure == "credited":
        return entries.filter(transaction__kind__in=BILLING)
    if figure == "spent":
        return entries.exclude(transaction__kind__in=[*BILLING, *MOVING, *MOVED])
    if figure == "moved":
        return entries.filter(transaction__kind__in=MOVED)
    return entries.filter(account__code=ledger.RESERVED if figure == "reserved" else ledger.AVAILABLE)


def _sums(ids: list[int]) -> dict[int, dict[str, Decimal]]:
    of_code = Q(account__code=ledger.AVAILABLE)
    rows = (
        LedgerEntry.objects.filter(account__activity_id__in=ids)
        .values("account__activity_id")
        .annotate(
            available=Sum("amount", filter=of_code),
            reserved=Sum("amount", filter=Q(account__code=ledger.RESERVED)),
            credited=Sum("amount", filter=Q(transaction__kind__in=BILLING)),
            moved=Sum("amount", filter=Q(transaction__kind__in=MOVED)),
        )
    )
    names = ("available", "reserved", "credited", "moved")
    sums = {pk: dict.fromkeys(names, ZERO) for pk in ids}
    for row in rows:
        facts: dict[str, Any] = dict(row)
        sums[facts["account__activity_id"]] = {name: -(facts[name] or ZERO) for name in names}
    return sums


def expected_lines(activity: Activity) -> list[tuple[Mission, Decimal]]:
    """The missions behind what is expected, each with what it will credit; they sum to it. Three queries."""
    country = entered_country()
    return [(mission, amount) for mission, amount in _coming([activity.pk], country) if amount]


def _expected(ids: list[int], country: Country) -> dict[int, Decimal]:
    """What the activities will be credited when missions under way are invoiced, at the rates of today."""
    expected = dict.fromkeys(ids, ZERO)
    for mission, amount in _coming(ids, country):
        expected[mission.activity_id] += amount
    return expected


def _coming(ids: list[int], country: Country) -> Iterator[tuple[Mission, Decimal]]:
    """Missions that are not invoiced yet, each with what it will credit to its own member: of a team's, their share."""
    missions = (
        Mission.objects.filter(activity_id__in=ids, state__in=EXPECTED_OF, amount__isnull=False)
        .annotate(carrier=Coalesce("part_of_id", "pk"), whole=Coalesce("part_of__amount", "amount"))
        .exclude(_invoiced())
        .annotate(before=_deposit(), shared=_shared())
        .order_by("starts_on", "pk")
    )
    rows = list(missions)
    if not rows:
        return
    fee_rate, guarantee_rate = shares.rates_in_force(country, on=country.today())
    for mission in rows:
        left = mission.whole - (mission.before or ZERO)
        own = mission.amount - (mission.shared or ZERO)
        if own != mission.whole:
            left = round_to(left * own / mission.whole)
        yield mission, shares.share_out(left, fee_rate=fee_rate, guarantee_rate=guarantee_rate).credited


def _deposit() -> Subquery:
    """What of a mission, or of the whole it is a share of, was invoiced as its deposit."""
    own = Invoice.objects.filter(mission_id=OuterRef("carrier"), kind=InvoiceKind.DEPOSIT, state__in=_issued_states())
    return Subquery(own.values("net")[:1])


def _shared() -> Subquery:
    """What of a mission's price its leader has shared out."""
    rows = TeamShare.objects.standing().filter(mission_id=OuterRef("pk")).order_by().values("mission_id")
    return Subquery(rows.annotate(total=Sum("amount")).values("total"))


def _invoiced() -> Exists:
    own = Invoice.objects.filter(mission_id=OuterRef("carrier"), kind=InvoiceKind.INVOICE, state__in=_issued_states())
    return Exists(own)


def _issued_states() -> list[str]:
    return [state for state in InvoiceState.values if state != InvoiceState.DRAFT]
