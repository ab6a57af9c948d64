"""The register of shares: one line for everything that happens to a share, numbered without a gap, never changed.

What a member holds is the sum of their lines. Rules of the rooms above that book money hear of each line by the list
`settings.SHARE_BOOKINGS`: functions called with the movement and who made it.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from countries.rules.settings import setting_value
from members import perms
from members.models import Membership, ShareMovement, ShareRegister, ShareSubscription
from members.models.share import MovementKind, ShareCategory
from members.states import MembershipState, ShareState
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.said import stored
from smart.foundation.states import move


@dataclass(frozen=True, slots=True)
class Holding:
    """What a member (or a subscription) has: shares subscribed, and how much of them is paid in."""

    shares: int
    paid: Decimal


@transaction.atomic
def register(
    *, kind: str, event: str, membership: Membership, on: datetime.date, by: Actor, **facts: Any
) -> ShareMovement:
    """Write the next line of the register; the same `event` again returns the first. The caller has checked the rights.

    `facts` are fields of ShareMovement; a note may be the portal's own. The number is taken under a lock, and given back if the transaction fails.
    """
    ShareRegister.objects.get_or_create()
    counter = ShareRegister.objects.select_for_update(of=("self",), no_key=True).get()
    known: ShareMovement | None = ShareMovement.objects.filter(event=event).first()
    if known is not None:
        return known
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    note = facts.pop("note", "")
    facts.setdefault("category", category_of(membership))
    made: ShareMovement = ShareMovement.objects.create(
        number=counter.last_number,
        kind=kind,
        event=event,
        membership=membership,
        on=on,
        at=timezone.now(),
        by_id=by.user_id,
        by_label=by.label,
        note=str(note)[:300],
        said=stored(note),
        **facts,
    )
    for name in settings.SHARE_BOOKINGS:
        import_string(name)(made, by=by)
    return made


def holding_of(membership_id: int) -> Holding:
    """What the member holds. One query."""
    return _summed(ShareMovement.objects.filter(membership_id=membership_id))


def holding_in(share: ShareSubscription) -> Holding:
    """What is left of one subscription. One query."""
    return _summed(ShareMovement.objects.filter(subscription_id=share.pk))


def category_of(membership: Membership) -> str:
    """The category the member has: that of their last line, else the country's first one. Empty where it has none."""
    last = ShareMovement.objects.filter(membership_id=membership.pk).order_by("-number").first()
    if last is not None and last.category:
        return str(last.category)
    return next(iter(categories(membership)), "")


def categories(membership: Membership) -> list[str]:
    """The categories of the member's country, in its own order."""
    rows = setting_value(membership.country, "share.categories", on=membership.country.today(), default=[])
    return [row["college"] for row in rows]


@transaction.atomic
def transfer_shares(
    share: ShareSubscription, *, to: Membership, count: int, on: datetime.date, reason: str, by: Actor
) -> ShareSubscription:
    """Hand paid shares of a member on to another active member of the country; returns what the other now holds.

    Raises RuleBroken: "not_paid", "same_member", "other_country", "member_not_active", "more_than_held",
    "reason_missing".
    """
    if not perms.may_keep_register(by):
        raise NotAllowed(_("Only the accountants and administrators of the country keep the register."))
    locked: ShareSubscription = ShareSubscription.objects.select_for_update(of=("self",), no_key=True).get(pk=share.pk)
    held = holding_in(locked)
    _check_transfer(locked, to, count=count, held=held, reason=reason)
    place = ShareSubscription.objects.filter(reference__startswith=f"{locked.reference}-T").count() + 1
    taken: ShareSubscription = ShareSubscription.objects.create(
        membership=to,
        count=count,
        nominal=locked.nominal,
        subscribed_on=on,
        paid_on=on,
        reference=f"{locked.reference}-T{place}",
        rule=locked.rule,
        state=ShareState.PAID,
    )
    facts = {"kind": MovementKind.TRANSFER, "on": on, "by": by, "nominal": locked.nominal, "note": reason.strip()[:300]}
    amount = locked.nominal * count
    giver = locked.membership
    register(
        event=f"given:{taken.pk}",
        membership=giver,
        other=to,
        subscription=locked,
        shares=-count,
        paid=-amount,
        **facts,
    )
    register(
        event=f"taken:{taken.pk}", membership=to, other=giver, subscription=taken, shares=count, paid=amount, **facts
    )
    if held.shares == count:
        move(locked, to=ShareState.ENDED, by=by, reason=reason.strip())
    return taken


@transaction.atomic
def convert_category(
    membership: Membership, *, category: str, on: datetime.date, reason: str, by: Actor
) -> ShareMovement:
    """Put the member into another category (college) of the country, with the reason; the register keeps the one before.

    Raises RuleBroken: "unknown_category", "same_category", "reason_missing".
    """
    if not perms.may_keep_register(by):
        raise NotAllowed(_("Only the accountants and administrators of the country keep the register."))
    if category not in categories(membership):
        raise RuleBroken("unknown_category", _("The country has no such category. Choose one shown."), field="category")
    if category == category_of(membership):
        raise RuleBroken(
            "same_category",
            _("%(member)s is already in “%(category)s”. Choose another category.")
            % {"member": membership.user, "category": ShareCategory(category).label},
            field="category",
        )
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why: the register keeps it."), field="reason")
    earlier = ShareMovement.objects.filter(membership_id=membership.pk, kind=MovementKind.CONVERSION).count()
    return register(
        kind=MovementKind.CONVERSION,
        event=f"converted:{membership.pk}:{earlier + 1}",
        membership=membership,
        on=on,
        by=by,
        category=category,
        note=reason.strip()[:300],
    )


def _check_transfer(share: ShareSubscription, to: Membership, *, count: int, held: Holding, reason: str) -> None:
    if share.state != ShareState.PAID:
        raise RuleBroken(
            "not_paid",
            _("%(reference)s is “%(state)s”: only paid shares can be handed on.")
            % {"reference": share, "state": share.get_state_display()},
        )
    if to.pk == share.membership_id:
        raise RuleBroken("same_member", _("It is the same member. Choose another one."), field="to")
    if to.country_id != share.country_id:
        raise RuleBroken("other_country", _("The other person is no member of this country."), field="to")
    if to.state != MembershipState.ACTIVE:
        raise RuleBroken(
            "member_not_active",
            _("The membership of %(member)s is “%(state)s”: only an active member takes over shares.")
            % {"member": to.user, "state": to.get_state_display()},
            field="to",
        )
    if not 0 < count <= held.shares:
        raise RuleBroken(
            "more_than_held",
            _("%(count)s shares are to be handed on; at least 1 and at most %(held)s are there.")
            % {"count": count, "held": held.shares},
            field="count",
        )
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why: the register keeps it."), field="reason")


def _summed(rows: Any) -> Holding:
    found = rows.aggregate(shares=Sum("shares"), paid=Sum("paid"))
    return Holding(found["shares"] or 0, found["paid"] or ZERO)


def register_rows(*, kind: str = "", year: int | None = None, member: str = "") -> Any:
    """The lines of the register in their order, by kind, year and the beginning of a member's number or e-mail."""
    rows = ShareMovement.objects.select_related("membership__user", "subscription", "other__user").order_by("number")
    if kind:
        rows = rows.filter(kind=kind)
    if year:
        rows = rows.filter(on__year=year)
    text = " ".join(member.split())
    if text:
        by_number = Q(membership__number__startswith=text.upper())
        rows = rows.filter(by_number | Q(membership__user__email__startswith=text.lower()))
    return rows
