"""Shares of the cooperative: subscribed on joining as the country's rule says, effective once the money has arrived."""

import datetime

from django.utils.translation import gettext as _

from countries.models import Country
from countries.rules.settings import setting_value
from members import perms
from members.models import Membership, ShareSubscription
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken


def subscribe_shares(membership: Membership, *, by: Actor, on: datetime.date) -> ShareSubscription | None:
    """Subscribe what `share.rule` asks at `share.price`; the same subscription again returns the first.

    A yearly rule means one subscription a calendar year, every other rule one in all. None where the country asks none.
    """
    if not perms.may_edit_profile(by, membership):
        raise NotAllowed(_("Only the member or their adviser may subscribe shares."))
    where: Country = membership.country
    price = setting_value(where, "share.price", on=on, default=None)
    rule = setting_value(where, "share.rule", on=on, default=None)
    if price is None or rule is None:
        return None
    held = ShareSubscription.objects.filter(membership_id=membership.pk)
    if rule["kind"] == "yearly":
        held = held.filter(subscribed_on__year=on.year)
    first = held.order_by("id").first()
    if first is not None:
        return first
    return ShareSubscription.objects.create(
        membership=membership,
        count=int(rule["count"]),
        nominal=price,
        subscribed_on=on,
        reference=f"{where.code}-{membership.pk:06d}-{on.year}",
    )


def confirm_share_payment(share: ShareSubscription, *, on: datetime.date, by: Actor) -> ShareSubscription:
    """Record the day the money arrived; from then on the subscription counts."""
    if not perms.may_confirm_shares(by):
        raise NotAllowed(_("Only the accountants and administrators of the country may confirm a payment."))
    locked = ShareSubscription.objects.select_for_update(of=("self",)).get(pk=share.pk)
    if locked.paid_on is not None:
        raise RuleBroken(
            "share_already_paid",
            _("%(reference)s was already paid on %(day)s.") % {"reference": locked, "day": locked.paid_on.isoformat()},
        )
    if on < locked.subscribed_on:
        raise RuleBroken(
            "paid_before_subscribed",
            _("%(reference)s was subscribed on %(day)s; the payment cannot be older.")
            % {"reference": locked, "day": locked.subscribed_on.isoformat()},
            field="paid_on",
        )
    locked.paid_on = on
    locked.save(update_fields=["paid_on"])
    return locked
