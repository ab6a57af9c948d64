"""Deposits: a part of the order is invoiced when it is confirmed, and taken off again on the invoice of the whole.

Tax of a deposit is due when it is invoiced or paid (2006/112/EC art. 65, art. 220 (4)), so it is split over the rates of
the order. The invoice of the whole shows all lines, then the deposit's with the tax it had: nothing is taxed twice.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from activities.models import Mission, Order
from countries.models import Country
from invoicing.models import Invoice, InvoiceLine
from invoicing.models.invoice import InvoiceKind, LineKind
from invoicing.rules import drafts, vat
from invoicing.states import InvoiceState
from smart.foundation import formats
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO, split

Taxed = tuple[str, Decimal, str, str]
"""Category, rate, exemption code; and the kind of service while its VAT is open."""


def deposit_of(mission: Mission) -> Invoice | None:
    """The mission's deposit invoice, whatever its state."""
    found: Invoice | None = Invoice.objects.filter(mission=mission, kind=InvoiceKind.DEPOSIT).first()
    return found


def draft_deposit(mission: Mission, order: Order, *, country: Country, on: datetime.date) -> Invoice:
    """Write the draft of the order's deposit, split over the rates of its lines. The caller holds the mission's lock."""
    existing = deposit_of(mission)
    if existing is not None:
        return existing
    assert mission.amount is not None, "a confirmed mission has an amount"
    if order.deposit > mission.amount:
        raise RuleBroken(
            "deposit_above_order",
            _("The deposit of “%(mission)s” is %(deposit)s, more than the order's %(amount)s. Mend the order first.")
            % {"mission": mission, "deposit": order.deposit, "amount": mission.amount},
        )
    lines = drafts.work_lines(mission, order, country=country, on=on)
    assert mission.client is not None, "a confirmed mission has a client"
    with translation.override(drafts.invoice_language(mission.client, country)):
        parts = split_deposit(order.deposit, lines, words=_("Deposit for “%(title)s”") % {"title": mission.title})
    return drafts.write_draft(mission, parts, kind=InvoiceKind.DEPOSIT, planned_on=None, country=country, on=on)


def split_deposit(deposit: Decimal, lines: Iterable[InvoiceLine], *, words: str) -> list[InvoiceLine]:
    """One line for each way the order's lines are taxed, in proportion to their nets; the parts sum to the deposit. Pure."""
    groups: dict[Taxed, list[InvoiceLine]] = {}
    for line in lines:
        groups.setdefault(_taxed(line), []).append(line)
    parts = split(deposit, [drafts.net_of(own) for own in groups.values()])
    return [_deposit_line(own[0], net=net, words=words) for own, net in zip(groups.values(), parts, strict=True) if net]


def lines_to_take_off(mission: Mission, *, language: str) -> list[InvoiceLine]:
    """What of the deposit invoice stands, as negative lines with the tax it had; none before it is issued. Not saved.

    Each is quantity −1 at a positive price, because a price below zero is no valid e-invoice (EN 16931 BR-27).
    """
    deposit = deposit_of(mission)
    if deposit is None or deposit.state == InvoiceState.DRAFT:
        return []
    credited = list(InvoiceLine.objects.filter(invoice__corrects=deposit).exclude(invoice__state=InvoiceState.DRAFT))
    with translation.override(language):
        words = _("Deposit of %(day)s, invoice %(number)s, taken off") % {
            "day": formats.day(deposit.issued_on) if deposit.issued_on else "",
            "number": deposit.number,
        }
    found = []
    for line in deposit.lines.order_by("position"):
        own = [note.net for note in credited if _taxed(note) == _taxed(line)]
        left = line.net - sum(own, ZERO)
        if left > ZERO:
            found.append(_taken_off(line, net=left, words=words))
    return found


def whole_deposit(mission: Mission, invoice: Invoice) -> Invoice | None:
    """The deposit invoice when this invoice takes it off whole: nothing of it was credited."""
    deposit = deposit_of(mission)
    if deposit is None or deposit.state == InvoiceState.DRAFT or invoice.kind != InvoiceKind.INVOICE:
        return None
    is_credited = Invoice.objects.filter(corrects=deposit).issued().exists()
    return None if is_credited else deposit


def require_issued_deposit(mission: Mission) -> None:
    """Refuse to invoice the whole while the deposit's invoice is still a draft."""
    deposit = deposit_of(mission)
    if deposit is not None and deposit.state == InvoiceState.DRAFT:
        raise RuleBroken(
            "deposit_not_issued",
            _("The deposit of “%(mission)s” is not invoiced yet: issue it first, so that it can be taken off.")
            % {"mission": mission},
        )


def _taxed(line: InvoiceLine) -> Taxed:
    is_open = not vat.is_decided(line.vat_decision)
    return line.vat_category, line.vat_rate, line.exemption_code, line.service_kind if is_open else ""


def _deposit_line(first: InvoiceLine, *, net: Decimal, words: str) -> InvoiceLine:
    line = InvoiceLine(description=words, unit_price=net, net=net, service_kind=first.service_kind)
    vat.put_decision(line, first.vat_decision)
    return line


def _taken_off(line: InvoiceLine, *, net: Decimal, words: str) -> InvoiceLine:
    off = InvoiceLine(
        kind=LineKind.DEPOSIT,
        service_kind=line.service_kind,
        description=words,
        quantity=-1,
        unit_price=net,
        net=-net,
    )
    vat.put_decision(off, line.vat_decision)
    return off
