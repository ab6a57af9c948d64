"""Shares of the cooperative: subscribed on joining as the country's rule says, effective once the money has arrived."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from countries.models import Country
from countries.rules.settings import setting_value
from members import perms
from members.models import Membership, ShareSubscription
from members.models.share import MovementKind, PaidBy
from members.rules import share_orders
from members.rules.share_register import holding_in, register
from members.rules.share_schedule import BY_PARTS
from members.states import ShareState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.said import Said
from smart.foundation.states import move

OPEN = (ShareState.SUBSCRIBED, ShareState.PARTLY_PAID)


@transaction.atomic
def subscribe_shares(
    membership: Membership, *, by: Actor, on: datetime.date, from_pay: bool | None = None
) -> ShareSubscription | None:
    """Subscribe what `share.rule` asks at `share.price`; the same subscription again returns the first.

    A yearly rule means one subscription a calendar year, every other rule one in all; one that was cancelled does not
    count. `from_pay` keeps whether the member orders that it is taken out of pay, where the rule knows parts (None: they
    were not asked). None where the country asks none.
    """
    if not perms.may_edit_profile(by, membership):
        raise NotAllowed(_("Only the member or their adviser may subscribe shares."))
    where: Country = membership.country
    price = setting_value(where, "share.price", on=on, default=None)
    rule = setting_value(where, "share.rule", on=on, default=None)
    if price is None or rule is None:
        return None
    first = _subscribed_before(membership, rule, on=on)
    if first is not None:
        return first
    days = setting_value(where, "share.payment_days", on=on, default=None)
    made: ShareSubscription = ShareSubscription.objects.create(
        membership=membership,
        count=int(rule["count"]),
        nominal=price,
        subscribed_on=on,
        due_on=on + datetime.timedelta(days=int(days)) if days is not None else None,
        reference=_reference(membership, on),
        rule=_plain(rule),
    )
    register(
        kind=MovementKind.SUBSCRIPTION,
        event=f"subscription:{made.pk}",
        membership=membership,
        subscription=made,
        on=on,
        shares=made.count,
        nominal=price,
        by=by,
    )
    if from_pay is not None and by.user_id == membership.user_id and rule["kind"] in BY_PARTS:
        return agree_to_pay(made, agrees=from_pay, by=by)
    return made


@transaction.atomic
def agree_to_pay(share: ShareSubscription, *, agrees: bool, by: Actor) -> ShareSubscription:
    """Keep the member's written order to take the parts out of pay, or that it is taken back. Only the member says so.

    Raises RuleBroken: "not_by_parts" where the rule knows no parts, "nothing_to_pay".
    """
    if by.user_id is None or by.user_id != share.membership.user_id:
        raise NotAllowed(_("Only the member decides what is taken out of their pay."))
    locked = _locked(share)
    if locked.rule.get("kind") not in BY_PARTS:
        raise RuleBroken("not_by_parts", _("In this country shares are paid by transfer, not out of pay."))
    if locked.state not in OPEN:
        raise _nothing_to_pay(locked)
    word = share_orders.keep_word(locked, agrees=agrees, by=by)
    agreed_at = word.at if agrees else None
    if locked.pay_agreed_at != agreed_at:
        locked.pay_agreed_at = agreed_at
        locked.save(update_fields=["pay_agreed_at"])
    return locked


@transaction.atomic
def record_share_payment(
    share: ShareSubscription, *, amount: Decimal, on: datetime.date, paid_by: str, event: str, by: Actor
) -> Any:
    """Register a payment of a subscription and return its line; with the last cent the subscription is paid.

    `event` names what brought the money, so that it counts once. Raises RuleBroken: "share_already_paid",
    "nothing_to_pay", "paid_before_subscribed", "more_than_open".
    """
    if not perms.may_confirm_shares(by):
        raise NotAllowed(_("Only the accountants and administrators of the country may confirm a payment."))
    locked = _locked(share)
    left = open_amount(locked)
    _check_payment(locked, amount=amount, left=left, on=on)
    line = register(
        kind=MovementKind.PAYMENT,
        event=event,
        membership=locked.membership,
        subscription=locked,
        on=on,
        nominal=locked.nominal,
        paid=amount,
        paid_by=paid_by,
        by=by,
    )
    if amount == left:
        locked.paid_on = on
        locked.save(update_fields=["paid_on"])
        move(locked, to=ShareState.PAID, by=by)
    elif locked.state == ShareState.SUBSCRIBED:
        move(locked, to=ShareState.PARTLY_PAID, by=by)
    return line


@transaction.atomic
def confirm_share_payment(
    share: ShareSubscription, *, on: datetime.date, by: Actor, amount: Decimal | None = None
) -> ShareSubscription:
    """Record money that arrived by transfer, all that is open unless an amount is given; returns the subscription."""
    locked = _locked(share)
    paid = holding_in(locked).paid
    record_share_payment(
        locked,
        amount=open_amount(locked) if amount is None else amount,
        on=on,
        paid_by=PaidBy.BANK,
        event=f"payment:{locked.pk}:{paid}",
        by=by,
    )
    fresh: ShareSubscription = ShareSubscription.objects.get(pk=share.pk)
    return fresh


@transaction.atomic
def cancel_share(share: ShareSubscription, *, reason: str | Said, on: datetime.date, by: Actor) -> ShareSubscription:
    """Take back a subscription of which nothing was ever paid. Raises RuleBroken: "reason_missing", "not_cancellable"."""
    if not perms.may_keep_register(by):
        raise NotAllowed(_("Only the accountants and administrators of the country keep the register."))
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why: the register keeps it."), field="reason")
    locked = _locked(share)
    if locked.state != ShareState.SUBSCRIBED:
        raise RuleBroken(
            "not_cancellable",
            _("%(reference)s is “%(state)s”: only a subscription of which nothing was paid is cancelled.")
            % {"reference": locked, "state": locked.get_state_display()},
        )
    register(
        kind=MovementKind.CANCELLATION,
        event=f"cancelled:{locked.pk}",
        membership=locked.membership,
        subscription=locked,
        on=on,
        shares=-locked.count,
        nominal=locked.nominal,
        note=reason.strip(),
        by=by,
    )
    move(locked, to=ShareState.CANCELLED, by=by, reason=reason.strip())
    return locked


def open_amount(share: ShareSubscription) -> Decimal:
    """What is still to be paid of a subscription; nothing once it is paid, ended or cancelled. One query."""
    if share.state not in OPEN:
        return ZERO
    return share.nominal * share.count - holding_in(share).paid


def paid_amounts(shares: list[ShareSubscription]) -> dict[int, Decimal]:
    """What is paid of each subscription. One query."""
    rows = ShareSubscription.objects.filter(pk__in=[each.pk for each in shares]).annotate(sum=Sum("movements__paid"))
    return {pk: total or ZERO for pk, total in rows.values_list("pk", "sum")}


def _subscribed_before(membership: Membership, rule: dict[str, Any], *, on: datetime.date) -> ShareSubscription | None:
    held = ShareSubscription.objects.filter(membership_id=membership.pk)
    held = held.exclude(state__in=[ShareState.CANCELLED, ShareState.ENDED])
    if rule["kind"] == "yearly":
        held = held.filter(subscribed_on__year=on.year)
    first: ShareSubscription | None = held.order_by("id").first()
    return first


def is_of_now(share: ShareSubscription, *, on: datetime.date) -> bool:
    """Whether nothing new is subscribed beside it on a day: it stands, and is of the year where shares are yearly."""
    is_over = share.state in {ShareState.CANCELLED, ShareState.ENDED}
    return not is_over and (share.rule.get("kind") != "yearly" or share.subscribed_on.year == on.year)


def _reference(membership: Membership, on: datetime.date) -> str:
    """What the member writes on the transfer; a second subscription of a year has a number of its own."""
    base = f"{membership.country.code}-{membership.pk:06d}-{on.year}"
    used = ShareSubscription.objects.filter(reference__startswith=base).count()
    return base if used == 0 else f"{base}-{used + 1}"


def _plain(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule as it can be kept: amounts as text."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in rule.items()}


def _locked(share: ShareSubscription) -> ShareSubscription:
    rows = ShareSubscription.objects.select_related("membership__country", "membership__user")
    locked: ShareSubscription = rows.select_for_update(of=("self",), no_key=True).get(pk=share.pk)
    return locked


def _nothing_to_pay(share: ShareSubscription) -> RuleBroken:
    return RuleBroken(
        "nothing_to_pay",
        _("%(reference)s is “%(state)s”: nothing of it is to be paid.")
        % {"reference": share, "state": share.get_state_display()},
    )


def _check_payment(share: ShareSubscription, *, amount: Decimal, left: Decimal, on: datetime.date) -> None:
    if share.state == ShareState.PAID and share.paid_on is not None:
        raise RuleBroken(
            "share_already_paid",
            _("%(reference)s was already paid on %(day)s.") % {"reference": share, "day": formats.day(share.paid_on)},
        )
    if share.state not in OPEN:
        raise _nothing_to_pay(share)
    if on < share.subscribed_on:
        raise RuleBroken(
            "paid_before_subscribed",
            _("%(reference)s was subscribed on %(day)s; the payment cannot be older.")
            % {"reference": share, "day": formats.day(share.subscribed_on)},
            field="paid_on",
        )
    if not ZERO < amount <= left:
        currency = share.membership.country.currency
        raise RuleBroken(
            "more_than_open",
            _("%(amount)s is recorded; above zero and at most the %(left)s still open are expected.")
            % {"amount": formats.money(amount, currency), "left": formats.money(left, currency)},
            field="amount",
        )
