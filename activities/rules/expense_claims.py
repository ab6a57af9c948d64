"""Claims before they are sent: receipts of one activity and month gathered, taken out, given up."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Activity, Contract, ExpenseClaim, Receipt
from activities.models.expense import WRITABLE
from activities.place import entered_country
from activities.references import next_reference
from activities.rules.expense_receipts import held_receipt
from activities.states import ExpenseState
from countries.guards import require_awake
from countries.models import Country
from countries.rules.settings import setting_value
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import move

ONE_OPEN = "activities_expenseclaim_one_open"


@transaction.atomic
def gather_claim(activity: Activity, *, month: datetime.date, by: Actor, now: datetime.datetime) -> ExpenseClaim:
    """Put every receipt of the drawer of that activity and month into its open claim, which is made if need be.

    Raises NotAllowed and RuleBroken("nothing_to_claim").
    """
    _check_holder(activity, by)
    country = entered_country()
    require_awake(country)
    first = month.replace(day=1)
    rows = Receipt.objects.filter(activity=activity, claim__isnull=True, day__year=first.year, day__month=first.month)
    found = list(rows.select_for_update(of=("self",), no_key=True))
    claim = ExpenseClaim.objects.filter(activity=activity, month=first, state__in=WRITABLE).first()
    if not found:
        if claim is not None:
            return claim
        raise RuleBroken("nothing_to_claim", _("The drawer has no receipt of that activity and month. Add one first."))
    claim = claim or _open_claim(activity, first, country, now=now)
    Receipt.objects.filter(pk__in=[row.pk for row in found]).update(claim=claim)
    return claim


@transaction.atomic
def take_out(receipt: Receipt, *, by: Actor) -> Receipt:
    """Put a receipt of an unsent claim back into the drawer. Raises Conflict once it was sent."""
    row = held_receipt(receipt, by=by)
    row.claim = None
    row.save(update_fields=["claim"])
    return row


@transaction.atomic
def cancel_claim(claim: ExpenseClaim, *, by: Actor) -> ExpenseClaim:
    """Give up a claim that is not under way; its receipts lie in the drawer again. Raises RuleBroken("no_such_move")."""
    held = held_claim(claim)
    _check_holder(held.activity, by)
    move(held, to=ExpenseState.CANCELLED, by=by)
    held.receipts.update(claim=None)
    return held


def held_claim(claim: ExpenseClaim) -> ExpenseClaim:
    """The claim as it is now with its people, locked until the transaction ends. Lock its activity first."""
    rows = ExpenseClaim.objects.select_related("activity__membership__user", "activity__entity", "country")
    held: ExpenseClaim = rows.select_for_update(of=("self",), no_key=True).get(pk=claim.pk)
    return held


def check_days(claim: ExpenseClaim, receipts: Sequence[Receipt], *, country: Country) -> None:
    """Refuse a day outside every contract of the member, where the country pays only what was spent in one.

    Raises RuleBroken("outside_contract") naming the receipt.
    """
    outside = days_outside(claim, receipts, country=country)
    if outside:
        raise RuleBroken(
            "outside_contract",
            _(
                "“%(receipt)s” of %(day)s lies outside your contracts: expenses are paid back for days within one."
                " Take it out of the claim."
            )
            % {"receipt": outside[0], "day": formats.day(outside[0].day)},
        )


def days_outside(claim: ExpenseClaim, receipts: Sequence[Receipt], *, country: Country) -> list[Receipt]:
    """Receipts of days outside every contract, where that matters (two queries there, one elsewhere)."""
    if not setting_value(country, "expense.inside_contract", on=claim.month, default=False):
        return []
    spans: list[tuple[Any, Any]] = list(
        Contract.objects.alive().filter(membership_id=claim.activity.membership_id).values_list("starts_on", "ends_on")
    )
    return [row for row in receipts if not any(first <= row.day <= last for first, last in spans)]


def _open_claim(activity: Activity, month: datetime.date, country: Country, *, now: datetime.datetime) -> ExpenseClaim:
    number, reference = next_reference(ExpenseClaim, country_code=str(country.code), on=country.today())
    claim = ExpenseClaim(id=number, activity=activity, reference=reference, month=month, created_at=now)
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
    except IntegrityError as clash:  # a second tap was faster
        if ONE_OPEN not in str(clash):
            raise
        return ExpenseClaim.objects.get(activity=activity, month=month, state__in=WRITABLE)
    return claim


def _check_holder(activity: Activity, by: Actor) -> None:
    if not perms.may_claim_expenses(by, activity.membership):
        raise NotAllowed(_("Only the member of the activity claims its expenses."))


def overtaken(claim: ExpenseClaim) -> Conflict:
    return Conflict(
        "claim_decided",
        _("Claim %(claim)s is “%(state)s”. Nothing was changed; look at it again.")
        % {"claim": claim, "state": claim.get_state_display()},
    )
