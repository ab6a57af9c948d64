"""What an entry is beyond doubt when it pays no invoice: a file of ours, money that came back or was taken back, a share, a cost."""

from datetime import datetime

from django.db import transaction

from countries.models import Country
from invoicing.models import BankEntry
from invoicing.rules import bank_fees, bank_outgoing, bank_returns, share_payments
from invoicing.states import EntryState
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import active_country_id


def settle_entry(entry: BankEntry, *, by: Actor, now: datetime) -> bool:
    """Do what the entry says when it leaves no doubt; whether it was done. What a rule refuses keeps waiting."""
    try:
        with transaction.atomic():
            _settle(entry, by=by, now=now)
    except RuleBroken:
        entry.state = EntryState.WAITING
    return BankEntry.objects.values_list("state", flat=True).get(pk=entry.pk) == EntryState.MATCHED


def _settle(entry: BankEntry, *, by: Actor, now: datetime) -> None:
    if (payout := bank_returns.payout_of(entry)) is not None:
        bank_returns.take_payout_back(entry, item=payout, by=by, now=now)
    elif (transfer := bank_outgoing.file_of(entry)) is not None:
        bank_outgoing.book_file(entry, transfer=transfer, by=by, now=now)
    elif (item := bank_outgoing.item_of(entry)) is not None:
        bank_outgoing.book_item(entry, item=item, by=by, now=now)
    elif (original := bank_returns.taken_back_by(entry)) is not None:
        bank_returns.take_back(entry, original=original, by=by, now=now)
    elif (share := share_payments.share_of(entry)) is not None:
        share_payments.book_entry(entry, share=share, by=by, now=now)
    elif is_small_fee(entry):
        bank_fees.book_fee(entry, by=by, now=now)


def is_small_fee(entry: BankEntry) -> bool:
    """Whether the bank's own code says it is a cost, and it is within what the country lets be booked without a person."""
    if not entry.is_fee or entry.amount > 0:
        return False
    country: Country = Country.objects.get(pk=active_country_id())
    return -entry.amount <= bank_fees.fee_limit(country, on=entry.booked_on)
