"""What every decision about a bank entry stands on: it still waits, what of it is left, and what a part of it was."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from countries.guards import require_awake
from countries.models import Country
from invoicing import perms
from invoicing.models import BankEntry, BankMatch, BankUse
from invoicing.states import EntryState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id


def check_bookkeeper(by: Actor) -> Country:
    """The country, awake. Raises NotAllowed to everybody but accountants, country administrators and the portal."""
    country: Country = Country.objects.get(pk=active_country_id())
    require_awake(country)
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may decide about bank entries."))
    return country


def unused_amount(entry: BankEntry) -> Decimal:
    """What of the entry is not accounted for yet, with the entry's sign. Two queries."""
    used = ZERO
    for rows in (BankMatch.objects.filter(entry=entry), BankUse.objects.filter(entry=entry)):
        used += rows.aggregate(total=Sum("amount"))["total"] or ZERO
    amount: Decimal = entry.amount
    return amount - used if amount > 0 else amount + used


def held_entry(entry: BankEntry) -> BankEntry:
    """The entry, locked. Raises RuleBroken("entry_not_waiting") unless it still waits."""
    held: BankEntry = BankEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
    if held.state != EntryState.WAITING:
        raise RuleBroken(
            "entry_not_waiting",
            _("The entry is “%(state)s”: nothing more is to be decided about it.")
            % {"state": held.get_state_display()},
        )
    return held


def check_in_books(entry: BankEntry, country: Country) -> None:
    """Raises RuleBroken("wrong_currency") for an account in another currency than the books."""
    if entry.statement.currency != country.currency:
        raise RuleBroken(
            "wrong_currency",
            _("The entry is in %(found)s, the books are in %(expected)s. Book it by hand with your bank's rate.")
            % {"found": entry.statement.currency, "expected": country.currency},
        )


def check_left(entry: BankEntry, amount: Decimal) -> None:
    """Raises RuleBroken("more_than_left") unless an amount (unsigned) is above zero and still left of the entry."""
    left = abs(unused_amount(entry))
    if not ZERO < amount <= left:
        currency = entry.statement.currency
        raise RuleBroken(
            "more_than_left",
            _("%(amount)s cannot be taken from the entry: %(left)s of it is left. Give at most that.")
            % {"amount": formats.money(amount, currency), "left": formats.money(left, currency)},
            field="amount",
        )


def record_use(entry: BankEntry, *, kind: str, amount: Decimal, by: Actor, now: datetime, **about: Any) -> BankUse:
    """Keep what a part of the held entry was; `about` are the rows it concerns. The entry is matched once nothing is left."""
    made: BankUse = BankUse.objects.create(
        entry=entry, kind=kind, amount=amount, at=now, by_id=by.user_id, by_label=by.label, **about
    )
    finish(entry, by=by)
    return made


def finish(entry: BankEntry, *, by: Actor) -> None:
    """Move the held entry to matched once every cent of it is accounted for."""
    if entry.state == EntryState.WAITING and unused_amount(entry) == 0:
        move(entry, to=EntryState.MATCHED, by=by)
