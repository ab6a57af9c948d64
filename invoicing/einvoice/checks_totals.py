"""The sums: BR-CO-10 to BR-CO-17, exact to the cent but for BR-CO-17, where the norm's rules leave less than 1."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from invoicing.einvoice.findings import Finding, at_part, shown, to_cents, total
from invoicing.einvoice.model import Invoice, VatBreakdown

TOLERANCE: Final = Decimal(1)
ZERO: Final = Decimal(0)


def check_totals(invoice: Invoice) -> Iterator[Finding]:
    """Every total that is not the sum of its parts. What is missing is another check's."""
    for rule, term, found, expected in _sums(invoice):
        if found is not None and expected is not None and found != to_cents(expected):
            yield Finding(rule=rule, term=term, found=shown(found), expected=shown(to_cents(expected)))
    yield from _absent_sums(invoice)
    for position, part in enumerate(invoice.vat_breakdown, start=1):
        yield from _category(part, position=position)


def _sums(invoice: Invoice) -> Iterator[tuple[str, str, Decimal | None, Decimal | None]]:
    totals = invoice.totals
    yield "BR-CO-10", "BT-106", totals.lines, total(line.net for line in invoice.lines)
    yield "BR-CO-11", "BT-107", totals.allowances, total(part.amount for part in invoice.allowances)
    yield "BR-CO-12", "BT-108", totals.charges, total(part.amount for part in invoice.charges)
    if totals.lines is not None:
        without_vat = totals.lines - (totals.allowances or ZERO) + (totals.charges or ZERO)
        yield "BR-CO-13", "BT-109", totals.without_vat, without_vat
    if invoice.vat_breakdown:
        yield "BR-CO-14", "BT-110", totals.vat, total(part.amount for part in invoice.vat_breakdown)
    if totals.without_vat is not None:
        yield "BR-CO-15", "BT-112", totals.with_vat, totals.without_vat + (totals.vat or ZERO)
    if totals.with_vat is not None:
        due = totals.with_vat - (totals.paid or ZERO) + (totals.rounding or ZERO)
        yield "BR-CO-16", "BT-115", totals.due, due


def _absent_sums(invoice: Invoice) -> Iterator[Finding]:
    totals = invoice.totals
    for rule, term, found, parts in (
        ("BR-CO-11", "BT-107", totals.allowances, invoice.allowances),
        ("BR-CO-12", "BT-108", totals.charges, invoice.charges),
    ):
        if found is None and parts:
            yield Finding(rule=rule, term=term, expected=shown(to_cents(total(part.amount for part in parts))))


def _category(part: VatBreakdown, *, position: int) -> Iterator[Finding]:
    if part.base is None or part.amount is None:
        return
    tax = to_cents(abs(part.base) * (part.percent or ZERO) / 100)
    if abs(abs(part.amount) - tax) >= TOLERANCE:
        expected = shown(tax if part.base >= 0 else -tax)
        yield Finding(
            rule="BR-CO-17", term="BT-117", where=at_part(position), found=shown(part.amount), expected=expected
        )
