"""Money that the bank takes back, and money of ours that comes back: what was paid is open again, and people are told."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from invoicing.bank.found_references import references_of
from invoicing.models import BankEntry, BankMatch, BankUse, ClientCredit, Invoice, TransferItem
from invoicing.models.bank_use import UseKind
from invoicing.rules import bank_tellings, bank_uses, client_credits, ledger, payments, transfer_outcomes
from invoicing.states import EntryState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO


def taken_back_by(entry: BankEntry) -> BankEntry | None:
    """The one booked payment that an entry takes back beyond doubt: the same reference and amount, not taken back yet."""
    if entry.amount > 0 or not (entry.end_to_end or entry.structured):
        return None
    same = [each for each in payments_like(entry) if _is_same_reference(each, entry)]
    return same[0] if len(same) == 1 and same[0].state == EntryState.MATCHED else None


def payments_like(entry: BankEntry) -> list[BankEntry]:
    """The payments an entry may take back, newest first: same account and amount, before it, not taken back yet."""
    if entry.amount > 0:
        return []
    rows = BankEntry.objects.filter(
        statement__account_id=entry.statement.account_id, amount=-entry.amount, booked_on__lte=entry.booked_on
    )
    rows = rows.exclude(state=EntryState.SET_ASIDE).exclude(used_by__isnull=False)
    return list(rows.select_related("statement").order_by("-booked_on", "-pk")[:10])


@transaction.atomic
def take_back(entry: BankEntry, *, original: BankEntry, by: Actor, now: datetime.datetime) -> list[BankUse]:
    """Undo what the original paid: its invoices are open again, what was kept of it is gone, the people are told.

    An original that waits still had paid nothing: both cancel each other. Raises NotAllowed and RuleBroken:
    entry_not_waiting, wrong_currency, not_this_payment, partly_used, credit_used.
    """
    country = bank_uses.check_bookkeeper(by)
    matches = list(BankMatch.objects.filter(entry=original).select_related("invoice").order_by("pk"))
    ledger.lock_activities(match.invoice.activity_id for match in matches)
    held = bank_uses.held_entry(entry)
    bank_uses.check_in_books(held, country)
    first = BankEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=original.pk)
    _check_pair(held, first)
    if first.state == EntryState.WAITING and not matches and bank_uses.unused_amount(first) == first.amount:
        return [_cancel_out(one, other, by=by, now=now) for one, other in ((held, first), (first, held))]
    credits = list(ClientCredit.objects.filter(entry=first).select_related("client").order_by("pk"))
    made = [_take_from(held, match, original=first, by=by, now=now) for match in matches]
    for credit in credits:
        client_credits.take_back_credit(credit, entry=held, amount=credit.amount, by=by, now=now)
    if bank_uses.unused_amount(held) != 0:
        raise RuleBroken(
            "partly_used",
            _("Not all of the payment of %(day)s was booked. Decide about the rest of it first.")
            % {"day": formats.day(first.booked_on)},
        )
    return made


@transaction.atomic
def take_back_from_invoice(entry: BankEntry, *, invoice: Invoice, by: Actor, now: datetime.datetime) -> BankUse:
    """Take what is left of an entry back from one invoice, when its payment is not on any statement here.

    Raises NotAllowed and RuleBroken: entry_not_waiting, wrong_currency, money_in, returned_amount.
    """
    country = bank_uses.check_bookkeeper(by)
    ledger.lock_activities([invoice.activity_id])
    held = bank_uses.held_entry(entry)
    bank_uses.check_in_books(held, country)
    if held.amount > 0:
        raise RuleBroken("money_in", _("The money arrived: it takes no payment back. Match it, or set it aside."))
    amount = -bank_uses.unused_amount(held)
    posted = payments.take_back_payment(invoice, amount=amount, on=held.booked_on, key=f"bank-entry-{held.pk}", by=by)
    bank_tellings.tell_of_payment_taken_back(invoice, entry_id=held.pk)
    return bank_uses.record_use(
        held, kind=UseKind.PAYMENT_RETURNED, amount=amount, by=by, now=now, invoice=invoice, transaction=posted
    )


def payout_of(entry: BankEntry) -> TransferItem | None:
    """The one payment of ours that came back beyond doubt: its reference and its amount, and it had left the account."""
    if entry.amount < 0:
        return None
    words = {word for word in {entry.end_to_end, entry.structured, *references_of(entry)} if word}
    items = TransferItem.objects.filter(
        end_to_end__in=words,
        amount=entry.amount,
        is_cancelled=False,
        booked_on__isnull=False,
        transfer__account_id=entry.statement.account_id,
    )
    found = list(items.select_related("transfer__run", "payable", "payslip"))
    return found[0] if len(found) == 1 else None


@transaction.atomic
def take_payout_back(entry: BankEntry, *, item: TransferItem, by: Actor, now: datetime.datetime) -> BankUse:
    """Book that a payment of ours came back: a salary or a payable is owed again and can go into a new file.

    Raises NotAllowed and RuleBroken: entry_not_waiting, wrong_currency, not_this_payment.
    """
    country = bank_uses.check_bookkeeper(by)
    held = bank_uses.held_entry(entry)
    bank_uses.check_in_books(held, country)
    rows = TransferItem.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("transfer__run", "payable").get(pk=item.pk)
    if locked.is_cancelled or locked.booked_on is None or locked.amount != bank_uses.unused_amount(held):
        raise RuleBroken(
            "not_this_payment",
            _("%(reference)s is not a payment of this amount that has left. Look at its file before you decide.")
            % {"reference": locked},
        )
    posted = transfer_outcomes.return_item(locked, entry_id=held.pk, code=held.reason_code, on=held.booked_on, by=by)
    return bank_uses.record_use(
        held, kind=UseKind.PAYOUT_RETURNED, amount=locked.amount, by=by, now=now, item=locked, transaction=posted
    )


def _is_same_reference(one: BankEntry, other: BankEntry) -> bool:
    by_end = bool(one.end_to_end) and one.end_to_end == other.end_to_end
    return by_end or (bool(one.structured) and one.structured == other.structured)


def _check_pair(entry: BankEntry, original: BankEntry) -> None:
    is_pair = entry.amount < ZERO and original.amount == -entry.amount == -bank_uses.unused_amount(entry)
    if not is_pair or BankUse.objects.filter(other=original).exists():
        raise RuleBroken(
            "not_this_payment",
            _("The payment of %(day)s is not of this amount, or was taken back before. Choose another one.")
            % {"day": formats.day(original.booked_on)},
        )


def _cancel_out(entry: BankEntry, other: BankEntry, *, by: Actor, now: datetime.datetime) -> BankUse:
    return bank_uses.record_use(
        entry, kind=UseKind.CANCELLED_OUT, amount=abs(entry.amount), by=by, now=now, other=other
    )


def _take_from(
    entry: BankEntry, match: BankMatch, *, original: BankEntry, by: Actor, now: datetime.datetime
) -> BankUse:
    posted = payments.take_back_payment(
        match.invoice,
        amount=payments.settled_by(match.transaction),
        left=match.amount,
        on=entry.booked_on,
        key=f"bank-entry-{entry.pk}",
        by=by,
    )
    bank_tellings.tell_of_payment_taken_back(match.invoice, entry_id=entry.pk)
    return bank_uses.record_use(
        entry,
        kind=UseKind.PAYMENT_RETURNED,
        amount=match.amount,
        by=by,
        now=now,
        invoice=match.invoice,
        other=original,
        transaction=posted,
    )
