"""What a person decides about an entry that waits: it pays these invoices, or it is none of the invoices' business."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from countries.models import Country
from invoicing.models import BankEntry, BankMatch, Invoice
from invoicing.rules import bank_uses, ledger, payments
from invoicing.rules.bank_import import record_match
from invoicing.rules.bank_uses import held_entry, unused_amount
from invoicing.states import EntryState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO, round_to
from smart.foundation.states import move

FAR: Final = Decimal("0.10")
"""A difference above a tenth of what is closed is no exchange rate, it is another invoice or a typing error."""


@transaction.atomic
def match_entry(entry: BankEntry, *, invoice: Invoice, by: Actor, now: datetime) -> BankMatch:
    """Let the entry pay the invoice: all that is open, or all that is left of the entry. What remains keeps waiting.

    Raises NotAllowed and RuleBroken: entry_not_waiting, money_out, wrong_currency, already_matched, and the refusals of
    `record_payment`.
    """
    bank_uses.check_bookkeeper(by)
    ledger.lock_activities([invoice.activity_id])
    held = held_entry(entry)
    _check_match(held, invoice)
    left = unused_amount(held)
    amount = min(left, max(payments.open_amount(invoice), ZERO)) or left
    made = record_match(held, invoice=invoice, amount=amount, by=by, now=now)
    bank_uses.finish(held, by=by)
    return made


@transaction.atomic
def divide_entry(
    entry: BankEntry, *, parts: Sequence[tuple[Invoice, Decimal]], by: Actor, now: datetime
) -> list[BankMatch]:
    """Let one entry pay several invoices, an amount each; what remains keeps waiting. All of it or nothing.

    Raises NotAllowed and RuleBroken: entry_not_waiting, nothing_chosen, more_than_left, and those of `match_entry`.
    """
    bank_uses.check_bookkeeper(by)
    ledger.lock_activities(invoice.activity_id for invoice, _amount in parts)
    held = held_entry(entry)
    if not parts:
        raise RuleBroken("nothing_chosen", _("Write an amount beside at least one invoice."))
    for invoice, _amount in parts:
        _check_match(held, invoice)
    bank_uses.check_left(held, sum((amount for _invoice, amount in parts), ZERO))
    made = [record_match(held, invoice=invoice, amount=amount, by=by, now=now) for invoice, amount in parts]
    bank_uses.finish(held, by=by)
    return made


@transaction.atomic
def match_foreign(
    entry: BankEntry, *, invoice: Invoice, booked: Decimal, closes: Decimal, by: Actor, now: datetime
) -> BankMatch:
    """Let an entry that was ordered or arrived in another currency pay an invoice with the amount the books give it.

    `booked` is what the bank counted in the currency of the books (for an account in that currency: the entry itself),
    `closes` what it settles of the invoice; the difference is one of exchange. Raises NotAllowed and RuleBroken:
    entry_not_waiting, money_out, not_foreign, booked_amount, far_from_it, and the refusals of `record_payment`.
    """
    country = bank_uses.check_bookkeeper(by)
    ledger.lock_activities([invoice.activity_id])
    held = held_entry(entry)
    _check_foreign(held, country, booked=booked)
    if abs(booked - closes) > round_to(closes * FAR):
        raise RuleBroken(
            "far_from_it",
            _("%(booked)s for %(closes)s is too far apart for a difference of exchange. Check the amounts.")
            % {
                "booked": formats.money(booked, country.currency),
                "closes": formats.money(closes, country.currency),
            },
            field="booked",
        )
    posted = payments.record_payment(
        invoice, amount=closes, on=held.booked_on, key=f"bank-entry-{held.pk}", by=by, arrived=booked
    )
    made: BankMatch = BankMatch.objects.create(
        entry=held,
        invoice=invoice,
        transaction=posted,
        amount=held.amount,
        at=now,
        by_id=by.user_id,
        by_label=by.label,
    )
    bank_uses.finish(held, by=by)
    return made


@transaction.atomic
def set_entry_aside(entry: BankEntry, *, reason: str, by: Actor) -> BankEntry:
    """Take the entry off the queue, for a reason that is kept. Raises NotAllowed, RuleBroken("words_missing")."""
    bank_uses.check_bookkeeper(by)
    if not reason.strip():
        raise RuleBroken("words_missing", _("Say why the entry pays no invoice."), field="reason")
    held = held_entry(entry)
    move(held, to=EntryState.SET_ASIDE, by=by, reason=reason.strip())
    return held


@transaction.atomic
def take_entry_up(entry: BankEntry, *, by: Actor) -> BankEntry:
    """Put an entry that was set aside back into the queue."""
    bank_uses.check_bookkeeper(by)
    held: BankEntry = BankEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
    move(held, to=EntryState.WAITING, by=by)
    return held


@transaction.atomic
def confirm_all(pairs: Iterable[tuple[BankEntry, Invoice]], *, by: Actor, now: datetime) -> list[BankMatch]:
    """Let each entry pay its invoice, all of them or none: the suggestions a person ticked."""
    return [match_entry(entry, invoice=invoice, by=by, now=now) for entry, invoice in pairs]


def is_foreign(entry: BankEntry, country: Country) -> bool:
    """Whether the entry was ordered or arrived in another currency than the books."""
    return bool(entry.foreign_currency) or entry.statement.currency != country.currency


def _check_foreign(entry: BankEntry, country: Country, *, booked: Decimal) -> None:
    if entry.amount < 0:
        raise RuleBroken("money_out", _("The money left the account: it pays no invoice. Set the entry aside instead."))
    if not is_foreign(entry, country):
        raise RuleBroken("not_foreign", _("The entry has no other currency: match it with its own amount."))
    same = entry.statement.currency == country.currency
    if booked <= 0 or (same and booked != entry.amount) or unused_amount(entry) != entry.amount:
        raise RuleBroken(
            "booked_amount",
            _("The whole entry is booked at once; on an account in %(currency)s with its own amount, %(amount)s.")
            % {
                "currency": country.currency,
                "amount": formats.money(entry.amount, entry.statement.currency),
            },
            field="booked",
        )


def _check_match(entry: BankEntry, invoice: Invoice) -> None:
    if entry.amount < 0:
        raise RuleBroken("money_out", _("The money left the account: it pays no invoice. Set the entry aside instead."))
    currency = entry.statement.currency
    if invoice.currency != currency:
        raise RuleBroken(
            "wrong_currency",
            _("The entry is in %(found)s and %(number)s in %(expected)s. Book it by hand with your bank's rate.")
            % {"found": currency, "number": invoice, "expected": invoice.currency},
        )
    if BankMatch.objects.filter(entry=entry, invoice=invoice).exists():
        raise RuleBroken(
            "already_matched", _("The entry already pays %(number)s. Choose another invoice.") % {"number": invoice}
        )
