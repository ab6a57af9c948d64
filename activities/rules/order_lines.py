"""The lines of a quote: added, changed and removed while the mission is a draft; their sum is the mission's amount."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Mission, Order, OrderLine
from activities.models.order import OrderLineKind
from activities.place import entered_country, pack_of
from activities.rules import rows
from activities.units import UNITS
from countries.guards import require_awake
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO, round_to

FACTS: Final = ("kind", "service_kind", "description", "quantity", "unit", "unit_price")
"""What a person says of a line; its net is worked out."""
MOST: Final = 30


@transaction.atomic
def add_line(mission: Mission, *, by: Actor, after: int | None = None, **facts: Any) -> OrderLine:
    """Add a line at the end. `after` is how many lines the person saw: the same line posted twice is one line."""
    locked, order = lock_draft(mission, by=by)
    checked = check_line(**facts)
    known = list(order.lines.order_by("position"))
    if after is not None and len(known) > after and _is_same(known[-1], checked):
        last: OrderLine = known[-1]
        return last
    if len(known) >= MOST:
        raise RuleBroken("too_many_lines", _("A quote has at most %(most)d lines. Join some of them.") % {"most": MOST})
    position = known[-1].position + 1 if known else 1
    line: OrderLine = OrderLine.objects.create(order=order, position=position, **checked)
    keep_amount(locked, order)
    return line


@transaction.atomic
def change_line(line: OrderLine, *, by: Actor, **facts: Any) -> OrderLine:
    """Write a line anew, in its place."""
    locked, order = lock_draft(line.order.mission, by=by)
    checked = check_line(**facts)
    changed: OrderLine = order.lines.get(pk=line.pk)
    for name, value in checked.items():
        setattr(changed, name, value)
    changed.save(update_fields=list(checked))
    keep_amount(locked, order)
    return changed


@transaction.atomic
def remove_line(line: OrderLine, *, by: Actor) -> Mission:
    """Take a line out. Without lines the mission is the one line again, at the price it had."""
    locked, order = lock_draft(line.order.mission, by=by)
    order.lines.filter(pk=line.pk).delete()
    keep_amount(locked, order)
    return locked


def line_net(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """Quantity times unit price, to the cent, half away from zero."""
    return round_to(quantity * unit_price)


def lines_total(order: Order) -> Decimal | None:
    """The sum of the lines' nets, None for an order without lines (one query)."""
    nets = list(order.lines.values_list("net", flat=True))
    return sum(nets, ZERO) if nets else None


def keep_amount(mission: Mission, order: Order) -> None:
    """Make the mission's amount the sum of its lines; both are locked. Without lines it stays as it is."""
    total = lines_total(order)
    if total is not None and total != mission.amount:
        mission.amount = total
        mission.save(update_fields=["amount"])


def copy_lines(order: Order, *, source: Order) -> None:
    """Give an order the lines of another one."""
    write_lines(order, [{name: getattr(line, name) for name in FACTS} for line in source.lines.order_by("position")])


def write_lines(order: Order, lines: Iterable[dict[str, Any]]) -> None:
    """Replace all lines of an order; the caller keeps the mission's amount."""
    order.lines.all().delete()
    for position, facts in enumerate(lines, start=1):
        net = line_net(facts["quantity"], facts["unit_price"])
        OrderLine.objects.create(order=order, position=position, net=net, **facts)


def lock_draft(mission: Mission, *, by: Actor) -> tuple[Mission, Order]:
    """Mission and order, locked, while they are the member's to write."""
    require_awake(entered_country())
    locked = rows.lock_mission(mission)
    if not perms.may_declare(by, locked.activity):
        raise NotAllowed(_("Only the member may change this mission."))
    if not perms.may_edit_mission(by, locked):
        raise rows.already_sent(locked)
    return locked, rows.lock_order(locked)


def check_line(
    *,
    description: str,
    quantity: Decimal,
    unit: str,
    unit_price: Decimal,
    kind: str = OrderLineKind.WORK,
    service_kind: str = "",
) -> dict[str, Any]:
    """Return the line's facts with its net, or raise RuleBroken at the field that cannot be right."""
    if not description.strip():
        raise RuleBroken("description_missing", _("Say what the line is for."), field="description")
    if kind not in OrderLineKind.values:
        raise RuleBroken("line_kind", _("Say whether the line is work or an expense."), field="kind")
    if unit not in UNITS:
        raise RuleBroken("unit_unknown", _("Choose the unit the line is counted in."), field="unit")
    if service_kind and service_kind not in {code for code, _label in pack_of(entered_country()).pack.service_kinds}:
        raise RuleBroken("service_kind", _("Choose the kind of service: the VAT depends on it."), field="service_kind")
    if quantity <= 0:
        raise RuleBroken("quantity", _("The quantity must be above zero."), field="quantity")
    if unit_price <= 0:
        raise RuleBroken("unit_price", _("The price of one unit must be above zero."), field="unit_price")
    net = line_net(quantity, unit_price)
    if net <= 0:
        raise RuleBroken("line_of_nothing", _("The line comes to less than a cent."), field="unit_price")
    return {
        "kind": kind,
        "service_kind": service_kind,
        "description": description.strip(),
        "quantity": quantity,
        "unit": unit,
        "unit_price": unit_price,
        "net": net,
    }


def _is_same(line: OrderLine, facts: dict[str, Any]) -> bool:
    return all(getattr(line, name) == value for name, value in facts.items())
