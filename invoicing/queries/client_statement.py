"""The statement of account of one client: what was claimed, credited and paid in some days, and what is open. From the ledger.

A claim the cooperative gave up stays on the statement: giving up is between the cooperative and its fund, the debt remains.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, Sum

from activities.models import Client
from invoicing.models import Invoice, LedgerEntry
from invoicing.rules import client_credits, ledger
from invoicing.spans import Span
from smart.foundation.money import ZERO

INTERNAL: Final = (ledger.Kind.WRITTEN_OFF, ledger.Kind.REVIVED, ledger.Kind.VAT_RECLAIMED)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One event; `amount` is positive when the client owes more, `balance` what was open after it."""

    on: datetime.date
    kind: str
    number: str
    reference: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class ClientStatement:
    """opening + the lines = closing. `kept` is the client's own money that no invoice has taken, at the day of asking."""

    span: Span
    currency: str
    opening: Decimal
    closing: Decimal
    kept: Decimal
    lines: tuple[AccountLine, ...]
    newest: int

    def __post_init__(self) -> None:
        if self.opening + sum((line.amount for line in self.lines), ZERO) != self.closing:
            raise ValueError(f"The statement {self.span.code} does not come to {self.closing}.")


def client_statement(client: Client, span: Span, *, currency: str) -> ClientStatement:
    """The client's account with those merged into it, in one currency. Six queries."""
    invoices = {
        row.pk: row for row in Invoice.objects.issued().filter(client_id__in=client.family_ids(), currency=currency)
    }
    entries = _entries(list(invoices))
    sums = entries.aggregate(
        opening=Sum("amount", filter=Q(transaction__on__lt=span.first)),
        closing=Sum("amount", filter=Q(transaction__on__lte=span.last)),
    )
    opening, closing = sums["opening"] or ZERO, sums["closing"] or ZERO
    within = entries.filter(transaction__on__gte=span.first, transaction__on__lte=span.last)
    rows = list(within.select_related("transaction").order_by("transaction__on", "transaction_id"))
    return ClientStatement(
        span=span,
        currency=currency,
        opening=opening,
        closing=closing,
        kept=sum((left for _credit, left in client_credits.credits_of(client)), ZERO),
        lines=_lines(rows, invoices, opening=opening),
        newest=max((row.transaction_id for row in rows), default=0),
    )


def first_day(client: Client) -> datetime.date | None:
    """The day of the first document, from which on a statement says something."""
    rows = Invoice.objects.issued().filter(client_id__in=client.family_ids())
    return rows.order_by("issued_on").values_list("issued_on", flat=True).first()


def _entries(ids: list[int]) -> Any:
    rows = LedgerEntry.objects.of_account(ledger.RECEIVABLE)
    about = rows.filter(transaction__subject_table=Invoice._meta.db_table, transaction__subject_id__in=ids)
    return about.exclude(transaction__kind__in=INTERNAL)


def _lines(rows: list[LedgerEntry], invoices: dict[int, Invoice], *, opening: Decimal) -> tuple[AccountLine, ...]:
    lines, balance = [], opening
    for row in rows:
        about = invoices[row.transaction.subject_id]
        balance += row.amount
        lines.append(
            AccountLine(
                on=row.transaction.on,
                kind=row.transaction.kind,
                number=about.number,
                reference=about.payment_reference,
                amount=row.amount,
                balance=balance,
            )
        )
    return tuple(lines)
