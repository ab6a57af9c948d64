"""The French reform on money: categories and rates of France, decimals, and VAT in euro (BR-FR-15, 16, DEC, CO-12)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from invoicing.einvoice.code_lists import FRENCH_RATES
from invoicing.einvoice.findings import HERE, Finding, at_line, at_part, shown
from invoicing.einvoice.model import Invoice, Price
from invoicing.einvoice.words import Sentence, gettext_noop

CATEGORIES: Final = ("S", "E", "AE", "K", "G", "O", "Z")

Place = tuple[str, str, Sentence, str, Decimal | None]


def check_amounts(invoice: Invoice) -> Iterator[Finding]:
    """Categories, rates, decimals, and the VAT in euro of an invoice in another currency."""
    for category_term, rate_term, where, category, rate in _places(invoice):
        if category and category not in CATEGORIES:
            expected = Sentence(gettext_noop("one of %(codes)s"), {"codes": ", ".join(CATEGORIES)})
            yield Finding(rule="BR-FR-15", term=category_term, where=where, found=shown(category), expected=expected)
        if rate is not None and rate not in FRENCH_RATES:
            rates = ", ".join(format(held, "f") for held in sorted(FRENCH_RATES))
            expected = Sentence(gettext_noop("a French rate: %(rates)s"), {"rates": rates})
            yield Finding(rule="BR-FR-16", term=rate_term, where=where, found=shown(rate), expected=expected)
    yield from _decimals(invoice)
    in_euro = invoice.tax_currency == "EUR" and invoice.totals.vat_in_tax_currency is not None
    if invoice.currency != "EUR" and not in_euro:
        expected = Sentence(gettext_noop("the VAT in euro beside it (BT-6 and BT-111)"))
        yield Finding(rule="BR-FR-CO-12", term="BT-6", found=shown(invoice.tax_currency), expected=expected)


def _places(invoice: Invoice) -> Iterator[Place]:
    for line in invoice.lines:
        yield "BT-151", "BT-152", at_line(line.id), line.vat_category, line.vat_percent
    for i, part in enumerate(invoice.vat_breakdown, start=1):
        yield "BT-118", "BT-119", at_part(i), part.category, part.percent
    for terms, parts in ((("BT-95", "BT-96"), invoice.allowances), (("BT-102", "BT-103"), invoice.charges)):
        for i, extra in enumerate(parts, start=1):
            yield *terms, at_part(i), extra.vat_category, extra.vat_percent


def _decimals(invoice: Invoice) -> Iterator[Finding]:
    rows: list[tuple[str, str, Sentence, Decimal | None, int]] = []
    for line in invoice.lines:
        price, where = line.price or Price(), at_line(line.id)
        rows += [
            ("BR-FR-DEC-02", "BT-129", where, line.quantity, 4),
            ("BR-FR-DEC-02", "BT-149", where, price.per_quantity, 4),
            ("BR-FR-DEC-03", "BT-146", where, price.net, 6),
            ("BR-FR-DEC-03", "BT-147", where, price.discount, 6),
            ("BR-FR-DEC-03", "BT-148", where, price.gross, 6),
        ]
    for _category, rate_term, where, _code, rate in _places(invoice):
        rows.append(("BR-FR-DEC-04", rate_term, where, rate, 2))
    for rule, term, where, amount, places in rows:
        if amount is not None and _places_of(amount) > places:
            expected = Sentence(gettext_noop("%(places)s decimals at most"), {"places": places})
            yield Finding(rule=rule, term=term, where=where or HERE, found=shown(amount), expected=expected)


def _places_of(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
