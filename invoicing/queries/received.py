"""What an activity may spend on purchases: money that has really arrived and is neither reserved nor spent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from activities.models import Activity
from invoicing.models import Invoice
from invoicing.queries.exposure import CLAIMS, OWING
from invoicing.rules import ledger, payments, team_money
from smart.foundation.money import ZERO, round_to


@dataclass(frozen=True, slots=True)
class Received:
    """What an activity may spend and why: available less the shares of invoices that clients have not paid yet."""

    available: Decimal
    to_come: tuple[tuple[Invoice, Decimal], ...]

    @property
    def coming(self) -> Decimal:
        return sum((share for _invoice, share in self.to_come), ZERO)

    @property
    def spendable(self) -> Decimal:
        """Never below zero."""
        return max(self.available - self.coming, ZERO)


def spendable(activity: Activity) -> Decimal:
    """Available less the activity's share of what clients have not paid yet, never below zero. Five queries."""
    return received(activity).spendable


def still_to_come(activity: Activity) -> Decimal:
    """The activity's share of invoices that clients have not paid yet. Five queries."""
    return received(activity).coming


def received(activity: Activity) -> Received:
    """What may be spent with the invoices it waits for, the oldest first. Five queries.

    An invoice paid in part counts in proportion, and of a team's the activity's own share. The guarantee fund pays for work, not for purchases.
    """
    team = team_money.moved_by_invoice(activity)
    mine = Q(activity=activity) | Q(pk__in=list(team))
    rows = list(Invoice.objects.filter(mine, kind__in=CLAIMS, state__in=OWING).order_by("pk"))
    left = payments.open_amounts(rows)
    shares = ((row, _share(row, left[row.pk], credited=_own(row, activity, team))) for row in rows)
    waiting = tuple((row, share) for row, share in shares if share)
    return Received(-ledger.account_balance(ledger.AVAILABLE, activity), waiting)


def _own(invoice: Invoice, activity: Activity, team: Mapping[int, Decimal]) -> Decimal:
    """What the invoice credited to the activity: with a team the leader's rest, or a co-worker's part."""
    whole: Decimal = invoice.credited if invoice.activity_id == activity.pk else ZERO
    return whole + team.get(invoice.pk, ZERO)


def _share(invoice: Invoice, left: Decimal, *, credited: Decimal) -> Decimal:
    return round_to(credited * left / invoice.total) if invoice.total > 0 else ZERO
