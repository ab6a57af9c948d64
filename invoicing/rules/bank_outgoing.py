"""Money that left: which file of ours, or which payment of one, an entry is. The bank's booking marks it executed."""

import datetime
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from invoicing.bank.found_references import references_of
from invoicing.models import BankEntry, BankUse, TransferFile, TransferItem
from invoicing.models.bank_use import UseKind
from invoicing.rules import bank_uses, transfer_outcomes, transfers
from invoicing.states import TransferState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO

SENT: Final = (TransferState.RELEASED, TransferState.EXECUTED)
LATE: Final = timedelta(days=5)
"""So long after its day a file may still be booked without its name being told."""


def file_of(entry: BankEntry) -> TransferFile | None:
    """The one file of ours the entry is beyond doubt: it names it and takes what it still has to pay.

    An entry that names nothing and nobody is a file when exactly one released file of the account has that total.
    """
    if entry.amount > 0:
        return None
    candidates = list(_unbooked(entry))
    named = [each for each in candidates if each.message_id.upper() in _names(entry)]
    if named:
        return next((each for each in named if _total(each) == -entry.amount), None)
    if entry.iban or entry.end_to_end or entry.structured:
        return None
    same = [each for each in candidates if _is_due(each, entry) and _total(each) == -entry.amount]
    return same[0] if len(same) == 1 else None


def item_of(entry: BankEntry) -> TransferItem | None:
    """The one payment of a released file that the entry is beyond doubt: its end-to-end reference and its amount."""
    if entry.amount > 0 or not entry.end_to_end:
        return None
    items = TransferItem.objects.filter(
        end_to_end=entry.end_to_end,
        amount=-entry.amount,
        is_cancelled=False,
        transfer__account_id=entry.statement.account_id,
        transfer__state__in=SENT,
    ).exclude(bank_uses__kind=UseKind.ITEM)
    found = list(items.exclude(transfer__bank_uses__kind=UseKind.TRANSFER).select_related("transfer__run", "payable"))
    return found[0] if len(found) == 1 else None


def files_like(entry: BankEntry) -> list[TransferFile]:
    """The files an entry may be, for a person to choose: released, of its account, with its amount still to pay."""
    if entry.amount > 0:
        return []
    return [each for each in _unbooked(entry) if _total(each) == -entry.amount]


@transaction.atomic
def book_file(entry: BankEntry, *, transfer: TransferFile, by: Actor, now: datetime.datetime) -> BankUse:
    """Say that the entry is the bank's booking of a file: executed on its day, or, when a person booked it, only named.

    Raises NotAllowed and RuleBroken: entry_not_waiting, wrong_currency, not_this_file.
    """
    country = bank_uses.check_bookkeeper(by)
    held = bank_uses.held_entry(entry)
    bank_uses.check_in_books(held, country)
    locked = TransferFile.objects.select_for_update(of=("self",), no_key=True).get(pk=transfer.pk)
    left, asked = -bank_uses.unused_amount(held), _total(locked)
    if locked.state not in SENT or locked.account_id != held.statement.account_id or asked != left:
        raise RuleBroken(
            "not_this_file",
            _("%(file)s is “%(state)s” and asks for %(expected)s; the entry is of %(found)s. Choose another file.")
            % {
                "file": locked,
                "state": locked.get_state_display(),
                "expected": formats.money(asked, locked.currency),
                "found": formats.money(left, locked.currency),
            },
        )
    if locked.state == TransferState.RELEASED:
        transfers.mark_executed(locked, on=held.booked_on, by=by)
    return bank_uses.record_use(held, kind=UseKind.TRANSFER, amount=left, by=by, now=now, transfer=locked)


@transaction.atomic
def book_item(entry: BankEntry, *, item: TransferItem, by: Actor, now: datetime.datetime) -> BankUse:
    """Say that the entry is the bank's booking of one payment; the last one makes its file executed.

    Raises NotAllowed and RuleBroken: entry_not_waiting, wrong_currency, not_this_payment.
    """
    country = bank_uses.check_bookkeeper(by)
    held = bank_uses.held_entry(entry)
    bank_uses.check_in_books(held, country)
    TransferFile.objects.select_for_update(of=("self",), no_key=True).get(pk=item.transfer_id)
    fresh = TransferItem.objects.select_related("transfer__run", "payable").get(pk=item.pk)
    if fresh.is_cancelled or fresh.transfer.state not in SENT or fresh.amount != -bank_uses.unused_amount(held):
        raise RuleBroken(
            "not_this_payment",
            _("%(reference)s is not waiting for this amount. Look at its file before you decide.")
            % {"reference": fresh},
        )
    if fresh.booked_on is None:
        transfer_outcomes.book_item(fresh, on=held.booked_on, by=by)
    return bank_uses.record_use(held, kind=UseKind.ITEM, amount=fresh.amount, by=by, now=now, item=fresh)


def _unbooked(entry: BankEntry) -> Iterable[TransferFile]:
    rows = TransferFile.objects.filter(account_id=entry.statement.account_id, state__in=SENT)
    return rows.exclude(bank_uses__kind=UseKind.TRANSFER).order_by("pk")


def _names(entry: BankEntry) -> set[str]:
    """Every word of the entry that may be the name of a file."""
    return {entry.batch.upper(), entry.end_to_end.upper(), *references_of(entry)}


def _is_due(transfer: TransferFile, entry: BankEntry) -> bool:
    return (
        transfer.state == TransferState.RELEASED
        and transfer.execute_on <= entry.booked_on <= transfer.execute_on + LATE
    )


def _total(transfer: TransferFile) -> Decimal:
    """What the bank takes for the file as one booking: all it has not booked singly and has not rejected."""
    if transfer.state == TransferState.RELEASED:
        return transfer_outcomes.waiting_total(transfer)
    singly = BankUse.objects.filter(kind=UseKind.ITEM, item__transfer=transfer).values("item_id")
    whole = TransferItem.objects.filter(transfer=transfer, booked_on__isnull=False).exclude(pk__in=singly)
    return whole.aggregate(total=Sum("amount"))["total"] or ZERO
