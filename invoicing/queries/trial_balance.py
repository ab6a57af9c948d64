"""The trial balance: what each account had before, what was booked in the days, what it has after."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from invoicing.models import LedgerEntry
from invoicing.rules import ledger
from smart.foundation.money import ZERO


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """One account; opening and closing are signed (debit positive), debit and credit are not."""

    code: str
    kind: str
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """All accounts that ever had an entry by the last day, in the order of the chart."""

    first: datetime.date
    last: datetime.date
    accounts: tuple[AccountBalance, ...]

    @property
    def total(self) -> AccountBalance:
        sums = [sum((getattr(a, name) for a in self.accounts), ZERO) for name in ("opening", "debit", "credit")]
        return AccountBalance("", "", *sums)

    @property
    def difference(self) -> Decimal:
        """What is missing for the books to balance: zero, or the database was changed behind the ledger."""
        total = self.total
        return total.closing or total.opening

    @property
    def is_balanced(self) -> bool:
        return self.difference == ZERO


def trial_balance(first: datetime.date, last: datetime.date) -> TrialBalance:
    """The balance of the days, both included. One query, however many entries there are."""
    inside = Q(transaction__on__gte=first)
    rows = (
        LedgerEntry.objects.filter(transaction__on__lte=last)
        .values("account__code", "account__kind")
        .annotate(
            opening=Sum("amount", filter=~inside),
            debit=Sum("amount", filter=inside & Q(amount__gt=0)),
            credit=Sum("amount", filter=inside & Q(amount__lt=0)),
        )
        .order_by()
    )
    accounts = [
        AccountBalance(
            code=row["account__code"],
            kind=row["account__kind"],
            opening=row["opening"] or ZERO,
            debit=row["debit"] or ZERO,
            credit=-(row["credit"] or ZERO),
        )
        for row in rows
    ]
    order = {code: place for place, code in enumerate(ledger.CHART)}
    return TrialBalance(first, last, tuple(sorted(accounts, key=lambda each: order.get(each.code, len(order)))))
