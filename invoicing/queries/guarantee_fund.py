"""The guarantee fund in figures, each with the ledger entries behind it: what feeds it, what it lost, what it stands for."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from invoicing.models import GuaranteeDecision, Invoice, LedgerEntry
from invoicing.models.invoice import InvoiceKind
from invoicing.queries.exposure import CLAIMS, OWING
from invoicing.rules import ledger, payments
from smart.foundation.money import ZERO

YEAR: Final = 365
FEEDING: Final = (ledger.Kind.INVOICE_ISSUED, ledger.Kind.ENDOWED, ledger.Kind.REVIVED, ledger.Kind.VAT_RECLAIMED)
LOSING: Final = (ledger.Kind.WRITTEN_OFF, ledger.Kind.CREDIT_NOTE)


@dataclass(frozen=True, slots=True)
class Fund:
    """`losses` are those of the last 365 days; `days_of_cover` how long the balance lasts at that pace, None without losses."""

    balance: Decimal
    exposure: Decimal
    claims: int
    losses: Decimal

    @property
    def days_of_cover(self) -> int | None:
        return int(max(self.balance, ZERO) * YEAR / self.losses) if self.losses > 0 else None


def fund(*, on: datetime.date) -> Fund:
    """The fund on a day. Six queries."""
    balance = -(_entries().aggregate(total=Sum("amount"))["total"] or ZERO)
    claims = guaranteed_claims()
    left = payments.open_amounts(claims)
    open_claims = [amount for amount in left.values() if amount > 0]
    since = on - datetime.timedelta(days=YEAR - 1)
    return Fund(balance, sum(open_claims, ZERO), len(open_claims), losses(since=since, until=on))


def by_year() -> list[dict[str, Any]]:
    """Per year what each kind of event gave (positive) or took, and the balance at its end. One query."""
    rows = _entries().values_list("transaction__on__year", "transaction__kind").annotate(total=Sum("amount"))
    years: dict[int, dict[str, Decimal]] = {}
    for year, kind, total in rows:
        years.setdefault(year, {})[kind] = -total
    balance, found = ZERO, []
    for year in sorted(years):
        balance += sum(years[year].values(), ZERO)
        found.append({"year": year, "kinds": years[year], "balance": balance})
    return found[::-1]


def lines(*, year: int | None = None, kind: str = "") -> QuerySet[Any]:
    """The entries behind a figure, newest first."""
    rows = _entries().select_related("transaction")
    if year is not None:
        rows = rows.filter(transaction__on__year=year)
    if kind:
        rows = rows.filter(transaction__kind=kind)
    return rows.order_by("-transaction__on", "-pk")


def losses(*, since: datetime.date, until: datetime.date) -> Decimal:
    """What the fund bore in a time: claims given up, and pay that was promised before a credit; less what came back.

    A credit note's entry also takes back the guarantee share it had fed: that part is no loss. Two queries.
    """
    inside = _entries().filter(transaction__on__gte=since, transaction__on__lte=until)
    kinds = (*LOSING, ledger.Kind.REVIVED, ledger.Kind.VAT_RECLAIMED)
    borne = inside.filter(transaction__kind__in=kinds).aggregate(total=Sum("amount"))["total"] or ZERO
    notes = Invoice.objects.issued().filter(kind=InvoiceKind.CREDIT_NOTE, issued_on__gte=since, issued_on__lte=until)
    return borne - (notes.aggregate(total=Sum("guarantee"))["total"] or ZERO)


def guaranteed_claims() -> list[Invoice]:
    """Unpaid invoices whose mission is guaranteed by the decision that counts. One query."""
    newest = GuaranteeDecision.objects.filter(mission=OuterRef("mission")).order_by("-pk")
    rows = Invoice.objects.filter(kind__in=CLAIMS, state__in=OWING)
    rows = rows.annotate(guaranteed=Subquery(newest.values("is_guaranteed")[:1])).filter(guaranteed=True)
    return list(rows.select_related("client").order_by("due_on", "pk"))


def _entries() -> QuerySet[Any]:
    return LedgerEntry.objects.of_account(ledger.GUARANTEE)  # type: ignore[no-any-return]
