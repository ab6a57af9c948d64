"""When which part of a share is due: once, a part each year, or out of pay. Pure: no query, no clock."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from members.models import ShareSubscription
from smart.foundation.money import ZERO, split

BY_PARTS: Final = frozenset({"instalments", "over_years"})
"""Rules under which a share counts while it is being paid."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a subscription: its amount, the last day to pay it (None: none is set), and what of it is paid."""

    amount: Decimal
    due_on: datetime.date | None
    paid: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        return self.amount - self.paid

    def is_late(self, on: datetime.date) -> bool:
        return self.left > 0 and self.due_on is not None and self.due_on < on


def parts_of(share: ShareSubscription, *, paid: Decimal = ZERO) -> list[Part]:
    """The parts of a subscription in their order, what is paid laid on the first ones.

    `over_years` is a part a year. `instalments` is a share each: out of pay by the last day of the rule's years, or, when
    the member did not agree to that, one by transfer each year.
    """
    left, parts = paid, []
    for amount, due_on in _planned(share):
        covered = min(amount, left)
        left -= covered
        parts.append(Part(amount, due_on, covered))
    return parts


def is_late(share: ShareSubscription, *, paid: Decimal, on: datetime.date) -> bool:
    """Whether a part that is due is not paid."""
    return any(part.is_late(on) for part in parts_of(share, paid=paid))


def years_after(day: datetime.date, years: int) -> datetime.date:
    """The same day of a later year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def rule_shown(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A rule as sentences need it: whether it knows parts, and its amount as a number again."""
    net = rule.get("net_at_least")
    return {**rule, "by_parts": rule.get("kind") in BY_PARTS, "net_at_least": Decimal(str(net)) if net else None}


def _planned(share: ShareSubscription) -> list[tuple[Decimal, datetime.date | None]]:
    kind, total = share.rule.get("kind", "once"), share.nominal * share.count
    first = share.due_on or share.subscribed_on
    if kind == "over_years":
        amounts = split(total, [1] * int(share.rule["years"]))
        return [(amount, years_after(first, place)) for place, amount in enumerate(amounts)]
    if kind == "instalments" and share.pay_agreed_at is not None:
        last = years_after(share.subscribed_on, int(share.rule["within_years"]))
        return [(share.nominal, last) for _place in range(share.count)]
    if kind == "instalments":
        return [(share.nominal, years_after(first, place)) for place in range(share.count)]
    return [(total, share.due_on)]
