"""What a person decides about an entry that waits: it pays this invoice, or it is none of the invoices' business."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from countries.guards import require_awake
from countries.models import Country
from invoicing import perms
from invoicing.models import BankEntry, BankMatch, Invoice
from invoicing.rules import ledger, payments
from invoicing.rules.bank_import import record_match
from invoicing.states import EntryState
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id


def unused_amount(entry: BankEntry) -> Decimal:
    """What of the entry has paid nothing yet. One query."""
    used = BankMatch.objects.filter(entry=entry).aggregate(total=Sum("amount"))["total"] or ZERO
    amount: Decimal = entry.amount - used
    return amount


@transaction.atomic
def match_entry(entry: BankEntry, *, invoice: Invoice, by: Actor, now: datetime) -> BankMatch:
    """Let the entry pay the invoice: all that is open, or all that is left of the entry. What remains keeps waiting.

    Raises NotAllowed and RuleBroken: entry_not_waiting, money_out, wrong_currency, already_matched, and the refusals of
    `record_payment`.
    """
    _check(by)
    ledger.lock_activities([invoice.activity_id])
    held = _held(entry)
    _check_match(held, invoice)
    left = unused_amount(held)
    amount = min(left, max(payments.open_amount(invoice), ZERO)) or left
    made = record_match(held, invoice=invoice, amount=amount, by=by, now=now)
    if amount == left:
        move(held, to=EntryState.MATCHED, by=by)
    return made


@transaction.atomic
def set_entry_aside(entry: BankEntry, *, reason: str, by: Actor) -> BankEntry:
    """Take the entry off the queue, for a reason that is kept. Raises NotAllowed, RuleBroken("words_missing")."""
    _check(by)
    if not reason.strip():
        raise RuleBroken("words_missing", _("Say why the entry pays no invoice."), field="reason")
    held = _held(entry)
    move(held, to=EntryState.SET_ASIDE, by=by, reason=reason.strip())
    return held


@transaction.atomic
def take_entry_up(entry: BankEntry, *, by: Actor) -> BankEntry:
    """Put an entry that was set aside back into the queue."""
    _check(by)
    held: BankEntry = BankEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
    move(held, to=EntryState.WAITING, by=by)
    return held


def _held(entry: BankEntry) -> BankEntry:
    """The entry, locked. Raises RuleBroken unless it still waits."""
    held: BankEntry = BankEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
    if held.state != EntryState.WAITING:
        raise RuleBroken(
            "entry_not_waiting",
            _("The entry is “%(state)s”: nothing more is to be decided about it.")
            % {"state": held.get_state_display()},
        )
    return held


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


def _check(by: Actor) -> None:
    require_awake(Country.objects.get(pk=active_country_id()))
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may decide about bank entries."))
