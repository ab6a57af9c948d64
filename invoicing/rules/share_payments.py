"""An entry of the bank that pays a share: found by the reference the member wrote, or said by a person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from invoicing.bank.found_references import references_of
from invoicing.models import BankEntry, BankUse, LedgerTransaction
from invoicing.models.bank_use import UseKind
from invoicing.rules import bank_uses
from invoicing.rules.share_booking import event_of
from members.models import ShareSubscription
from members.models.share import PaidBy
from members.rules import shares
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken


def share_of(entry: BankEntry) -> ShareSubscription | None:
    """The one subscription whose reference the entry names, when its money fits into what is open. Two queries."""
    if entry.amount <= 0 or entry.is_reversal or entry.batch_count > 1:
        return None
    found = list(ShareSubscription.objects.to_pay().filter(reference__in=references_of(entry))[:2])
    return found[0] if len(found) == 1 and entry.amount <= shares.open_amount(found[0]) else None


@transaction.atomic
def book_entry(entry: BankEntry, *, share: ShareSubscription, by: Actor, now: datetime) -> BankUse:
    """Let the entry pay the share: all that is open, or all that is left of the entry. What remains keeps waiting.

    Raises NotAllowed and RuleBroken: entry_not_waiting, wrong_currency, money_out, and the refusals of
    `record_share_payment`.
    """
    country = bank_uses.check_bookkeeper(by)
    held = bank_uses.held_entry(entry)
    bank_uses.check_in_books(held, country)
    if held.amount < 0:
        raise RuleBroken("money_out", _("The money left the account: it pays no share. Set the entry aside instead."))
    left, wanted = bank_uses.unused_amount(held), shares.open_amount(share)
    line = shares.record_share_payment(
        share,
        amount=min(left, wanted) or left,
        on=held.booked_on,
        paid_by=PaidBy.BANK,
        event=f"bank-entry:{held.pk}:{share.pk}",
        by=by,
    )
    posted = LedgerTransaction.objects.get(event=event_of(line))
    return bank_uses.record_use(
        held, kind=UseKind.SHARE, amount=line.paid, by=by, now=now, share=line, transaction=posted
    )


def share_named(reference: str) -> ShareSubscription:
    """The subscription of that reference. Raises RuleBroken("unknown_share")."""
    found: ShareSubscription | None = ShareSubscription.objects.filter(reference=reference.strip().upper()).first()
    if found is None:
        raise RuleBroken(
            "unknown_share",
            _("No share has the reference “%(reference)s”. Write it as it stands in the register.")
            % {"reference": reference},
            field="reference",
        )
    return found
