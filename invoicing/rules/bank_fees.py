"""What banks keep: costs on the statement, and payments that arrive short of a transfer's cost."""

import datetime
from decimal import Decimal
from typing import Final

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity
from countries.models import Country
from countries.rules.settings import setting_value
from invoicing.models import BankEntry, BankUse, Invoice, LedgerTransaction
from invoicing.models.bank_use import UseKind
from invoicing.rules import bank_uses, ledger, payments
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO

LIMIT: Final = "bank.fee_limit"


class Bearer(models.TextChoices):
    """Who bears what a payment arrived short of."""

    COOPERATIVE = "cooperative", gettext_lazy("The cooperative, as a cost of the bank")
    ACTIVITY = "activity", gettext_lazy("The activity, from what it has available")


def fee_limit(country: Country, *, on: datetime.date) -> Decimal:
    """The largest difference that may be closed as a cost of the bank; zero where the country has decided none."""
    limit: Decimal = setting_value(country, LIMIT, on=on, default=ZERO)
    return limit


@transaction.atomic
def book_fee(entry: BankEntry, *, by: Actor, now: datetime.datetime) -> BankUse:
    """Book what is left of an entry that took money as a cost of the bank.

    Raises NotAllowed and RuleBroken: entry_not_waiting, money_in, wrong_currency.
    """
    country = bank_uses.check_bookkeeper(by)
    held = bank_uses.held_entry(entry)
    bank_uses.check_in_books(held, country)
    if held.amount > 0:
        raise RuleBroken("money_in", _("The money arrived: it is no cost of the bank. Match it, or set it aside."))
    amount = -bank_uses.unused_amount(held)
    posted = ledger.post(
        event=f"bank-fee:entry-{held.pk}",
        kind=ledger.Kind.BANK_FEES,
        on=held.booked_on,
        entries=[(ledger.BANK_FEES, None, amount), (ledger.BANK, None, -amount)],
        subject=held,
        by=by,
        label=held.text or held.key,
    )
    return bank_uses.record_use(held, kind=UseKind.FEE, amount=amount, by=by, now=now, transaction=posted)


@transaction.atomic
def close_short(invoice: Invoice, *, bearer: str, on: datetime.date, by: Actor) -> LedgerTransaction:
    """Close what is open on an invoice that was paid short of the cost of a transfer.

    The cooperative bears it, or the activity, which must have it available. Raises NotAllowed and RuleBroken:
    nothing_short (nothing paid or nothing open), above_fee_limit, not_enough_available.
    """
    country = bank_uses.check_bookkeeper(by)
    ledger.lock_activities([invoice.activity_id])
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    short = payments.open_amount(locked)
    _check_short(locked, short, limit=fee_limit(country, on=on))
    posted = ledger.post(
        event=f"short:{locked.pk}:{_closings(locked)}",
        kind=ledger.Kind.BANK_FEES,
        on=on,
        entries=[_borne_by(bearer, locked.activity, short), (ledger.RECEIVABLE, None, -short)],
        subject=locked,
        by=by,
        label=locked.number,
    )
    payments.settle_state(locked, by=by)
    return posted


def _borne_by(bearer: str, activity: Activity, short: Decimal) -> tuple[str, Activity | None, Decimal]:
    if bearer == Bearer.ACTIVITY:
        return ledger.AVAILABLE, activity, short
    return ledger.BANK_FEES, None, short


def _closings(invoice: Invoice) -> int:
    """How many times the invoice was closed short: a returned payment may open it again."""
    about = {"subject_table": Invoice._meta.db_table, "subject_id": invoice.pk}
    return LedgerTransaction.objects.filter(kind=ledger.Kind.BANK_FEES, **about).count()


def _check_short(invoice: Invoice, short: Decimal, *, limit: Decimal) -> None:
    facts = {"number": invoice, "short": formats.money(short, invoice.currency)}
    if short <= 0 or payments.paid_amount(invoice) <= 0 or invoice.state not in payments.PAYABLE:
        raise RuleBroken(
            "nothing_short",
            _("%(number)s is not a part paid invoice: %(short)s is open. Only the rest of a payment can be closed.")
            % facts,
        )
    if short > limit:
        raise _above(facts, limit, invoice.currency)


def _above(facts: dict[str, object], limit: Decimal, currency: str) -> RuleBroken:
    return RuleBroken(
        "above_fee_limit",
        _(
            "%(short)s is open on %(number)s, and at most %(limit)s may be closed as a cost of the bank."
            " Ask the client for it, or credit it."
        )
        % {**facts, "limit": formats.money(limit, currency)},
    )
