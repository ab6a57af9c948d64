"""The lines of a credit note: those of the invoice it takes back, or an amount split over the invoice's rates."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from invoicing.models import Invoice, InvoiceLine
from invoicing.rules import vat
from invoicing.states import InvoiceState
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO, split

Rate = tuple[str, Decimal]
"""Category and rate: what one group of the tax table is about."""


def lines_for(
    invoice: Invoice, *, amount: Decimal | None, positions: Sequence[int], left: Decimal
) -> list[InvoiceLine]:
    """The credit note's lines, not saved: of an amount, of chosen lines, or of everything that is left.

    Raises RuleBroken("credit_amount") and RuleBroken("credit_lines").
    """
    own, earlier = list(invoice.lines.order_by("position")), _credited_lines(invoice)
    if positions:
        return _chosen(own, earlier, invoice=invoice, positions=positions)
    if amount is None and not earlier:
        return [_mirror(line, invoice) for line in own]
    rest = left if amount is None else amount
    open_nets = _left_by_rate(own, earlier)
    if amount is None or amount == left:
        return [_part(_first(own, rate), invoice, net=net) for rate, net in open_nets.items() if net]
    return _split(rest, own, open_nets, invoice=invoice)


def lines_left(invoice: Invoice) -> list[InvoiceLine]:
    """The lines that can still be credited whole, for the form. Costs two queries."""
    taken = {line.corrects_id for line in _credited_lines(invoice)}
    return [line for line in invoice.lines.order_by("position") if line.pk not in taken and line.net > ZERO]


def _split(
    amount: Decimal, own: list[InvoiceLine], open_nets: dict[Rate, Decimal], *, invoice: Invoice
) -> list[InvoiceLine]:
    """An amount over the rates in proportion to what is left of each; an amount out of bounds is refused by the caller."""
    weights = [max(net, ZERO) for net in open_nets.values()]
    if amount <= ZERO or not any(weights):
        return [_part(own[0], invoice, net=amount)]
    parts = zip(open_nets, split(amount, weights), strict=True)
    return [_part(_first(own, rate), invoice, net=net) for rate, net in parts if net]


def _chosen(
    own: list[InvoiceLine], earlier: list[InvoiceLine], *, invoice: Invoice, positions: Sequence[int]
) -> list[InvoiceLine]:
    taken = {line.corrects_id for line in earlier}
    wanted = [line for line in own if line.position in set(positions)]
    open_nets = _left_by_rate(own, earlier)
    for line in wanted:
        open_nets[_rate(line)] -= line.net
    is_wrong = len(wanted) != len(set(positions)) or any(line.pk in taken or line.net <= ZERO for line in wanted)
    if is_wrong or any(open_nets[_rate(line)] < ZERO for line in wanted):
        raise RuleBroken(
            "credit_lines",
            _("These lines of %(number)s cannot be credited whole: part of them was credited before. Credit an amount.")
            % {"number": invoice.number},
            field="positions",
        )
    return [_mirror(line, invoice) for line in wanted]


def _credited_lines(invoice: Invoice) -> list[InvoiceLine]:
    rows = InvoiceLine.objects.filter(invoice__corrects=invoice).exclude(invoice__state=InvoiceState.DRAFT)
    return list(rows)


def _left_by_rate(own: list[InvoiceLine], earlier: list[InvoiceLine]) -> dict[Rate, Decimal]:
    left: dict[Rate, Decimal] = {}
    for line in own:
        left[_rate(line)] = left.get(_rate(line), ZERO) + line.net
    for line in earlier:
        left[_rate(line)] = left.get(_rate(line), ZERO) - line.net
    return left


def _rate(line: InvoiceLine) -> Rate:
    return line.vat_category, line.vat_rate


def _first(lines: list[InvoiceLine], rate: Rate) -> InvoiceLine:
    return next(line for line in lines if _rate(line) == rate)


def _mirror(line: InvoiceLine, invoice: Invoice) -> InvoiceLine:
    """The whole line again; a credit note's amounts are positive, so what the invoice added it now takes back."""
    copy = _part(line, invoice, net=line.net)
    copy.corrects, copy.kind = line, line.kind
    copy.quantity, copy.unit, copy.unit_price = line.quantity, line.unit, line.unit_price
    return copy


def _part(line: InvoiceLine, invoice: Invoice, *, net: Decimal) -> InvoiceLine:
    """An amount at the line's rate; below zero it is a negative quantity, as on invoices."""
    part = InvoiceLine(
        service_kind=line.service_kind,
        description=line.description,
        quantity=1 if net >= ZERO else -1,
        unit_price=abs(net),
        net=net,
    )
    vat.put_decision(part, vat.decision_of(line, invoice))
    return part
