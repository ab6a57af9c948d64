"""What an activity may spend on purchases: money that has really arrived and is neither reserved nor spent."""

from decimal import Decimal

from activities.models import Activity
from invoicing.models import Invoice
from invoicing.queries.exposure import CLAIMS, OWING
from invoicing.rules import ledger, payments
from smart.foundation.money import ZERO, round_to


def spendable(activity: Activity) -> Decimal:
    """Available less the activity's share of what clients have not paid yet, never below zero. Four queries.

    An invoice paid in part counts in proportion. The guarantee fund pays for work, not for purchases.
    """
    rows = list(Invoice.objects.filter(activity=activity, kind__in=CLAIMS, state__in=OWING))
    left = payments.open_amounts(rows)
    to_come = sum((_share(row, left[row.pk]) for row in rows), ZERO)
    return max(-ledger.account_balance(ledger.AVAILABLE, activity) - to_come, ZERO)


def _share(invoice: Invoice, left: Decimal) -> Decimal:
    credited: Decimal = invoice.credited
    return round_to(credited * left / invoice.total) if invoice.total > 0 else ZERO
