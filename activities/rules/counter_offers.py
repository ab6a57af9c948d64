"""A client's counter-offer: checked when it is made, and taken over into the draft by the member with one click."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import Mission, Order, OrderAnswer, OrderLine
from activities.models.order import OrderLineKind
from activities.rules.order_lines import line_net, lock_draft, write_lines
from activities.states import OrderState
from activities.units import LUMP_SUM
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.money import ZERO, round_to, split

UNIT_STEP = Decimal("0.0001")


def check_proposal(*, total: Decimal | None, first: date | None, last: date | None) -> None:
    """Refuse a counter-offer that cannot be meant."""
    if total is not None and total <= 0:
        raise RuleBroken("proposed_total", _("The price you propose must be above zero."), field="proposed_total")
    if first is not None and last is not None and last < first:
        raise RuleBroken(
            "ends_before_start",
            _("The last day, %(last)s, is before the first day, %(first)s. Correct one of them.")
            % {"first": formats.day(first), "last": formats.day(last)},
            field="proposed_ends_on",
        )


def open_counter_offer(order: Order) -> OrderAnswer | None:
    """The counter-offer that waits for the member; None once the draft went out again or when none was made (one query)."""
    if order.state != OrderState.CHANGE_REQUESTED:
        return None
    found: OrderAnswer | None = OrderAnswer.objects.filter(
        version__order_id=order.pk, version__version=order.version
    ).first()
    return found if found is not None and found.is_counter_offer else None


@transaction.atomic
def take_over(mission: Mission, *, by: Actor) -> Mission:
    """Fill the draft with the price and the days the client proposes. Twice it is the same draft; it still has to be sent."""
    locked, order = lock_draft(mission, by=by)
    offer = open_counter_offer(order)
    if offer is None:
        raise Conflict("no_counter_offer", _("There is no counter-offer to take over. Nothing was changed."))
    if offer.proposed_total is not None and offer.proposed_total != locked.amount:
        _take_total(locked, order, offer.proposed_total)
    locked.starts_on = offer.proposed_starts_on or locked.starts_on
    locked.ends_on = offer.proposed_ends_on or locked.ends_on
    if locked.starts_on and locked.ends_on and locked.ends_on < locked.starts_on:
        locked.ends_on = locked.starts_on
    if locked.starts_on and locked.ends_on and locked.days is not None:
        locked.days = min(locked.days, Decimal((locked.ends_on - locked.starts_on).days + 1))
    locked.save(update_fields=["starts_on", "ends_on", "days", "amount"])
    order.save(update_fields=["deposit"])
    return locked


def _take_total(mission: Mission, order: Order, total: Decimal) -> None:
    """The new price; the deposit keeps its share of it, and lines share the difference."""
    before = mission.amount or total
    order.deposit = min(total, round_to(order.deposit * total / before))
    lines = list(order.lines.order_by("position"))
    if lines:
        write_lines(order, rescaled(lines, total=total))
    mission.amount = total


def rescaled(lines: list[OrderLine], *, total: Decimal) -> list[dict[str, object]]:
    """The facts of the lines so that they sum to `total`: the work bears the difference, expenses stay what they cost.

    When the expenses alone come to as much, every line bears it. Quantities stay; where no unit price of four decimals
    gives the line's new net, it becomes a lump sum.
    """
    fixed = {line.pk for line in lines if line.kind == OrderLineKind.EXPENSE}
    left = total - sum((line.net for line in lines if line.pk in fixed), ZERO)
    if left <= 0 or len(fixed) == len(lines):
        fixed, left = set(), total
    bearing = [line for line in lines if line.pk not in fixed]
    parts = split(left, [line.net for line in bearing])
    nets = {line.pk: part for line, part in zip(bearing, parts, strict=True)}
    if any(net <= 0 for net in nets.values()):
        raise RuleBroken("too_low_for_lines", _("The price is too low for the lines. Remove some of them first."))
    return [_with_net(line, nets.get(line.pk, line.net)) for line in lines]


def _with_net(line: OrderLine, net: Decimal) -> dict[str, object]:
    facts: dict[str, object] = {
        "kind": line.kind,
        "service_kind": line.service_kind,
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price": line.unit_price,
    }
    if net == line.net:
        return facts
    price = round_to(net / line.quantity, step=UNIT_STEP)
    if line_net(line.quantity, price) == net:
        return facts | {"unit_price": price}
    return facts | {"quantity": Decimal(1), "unit": LUMP_SUM, "unit_price": net}
