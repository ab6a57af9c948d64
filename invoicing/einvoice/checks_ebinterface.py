"""What the Austrian federal government asks of an ebInterface before it takes it (BGBl. I 35/2012, § 5; e-rechnung.gv.at).

The format is written here for public bodies only, so every invoice that states it is held to these rules. The limits of
the lengths are the schema's; that the government asks for order, supplier number, delivery, account and e-mail address is
from memory of its guide, the buyer's VAT number above 10 000 euro is § 11 Abs. 1 Z 2 UStG.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from stdnum import iban

from invoicing.einvoice import ebinterface
from invoicing.einvoice.findings import HERE, WARNING, Finding, at_line, at_part, shown
from invoicing.einvoice.model import Contact, Invoice
from invoicing.einvoice.words import Sentence, gettext_noop

BUYER_VAT_ABOVE: Final = Decimal("10000.00")
ORDER_LENGTH: Final = 54
REFERENCE_LENGTH: Final = 35
AREA_LENGTH: Final = 20
PURCHASE_ORDER: Final = re.compile(r"\d{10}")
"""An order of the federal purchasing system, whose lines are numbered; other references are a purchasing group."""
CREDIT_NOTES: Final = frozenset({"CreditMemo", "SubsequentCredit"})


def check_ebinterface(invoice: Invoice) -> Iterator[Finding]:
    """Every rule that is broken, in the order of the file."""
    if invoice.specification not in ebinterface.NAMESPACES:
        return
    yield from _document(invoice)
    yield from _parties(invoice)
    yield from _order(invoice)
    yield from _payment(invoice)


def _document(invoice: Invoice) -> Iterator[Finding]:
    delivery, period = invoice.delivery, invoice.period
    own = [line.period for line in invoice.lines if line.period]
    if not ((delivery and delivery.delivered_on) or period or len(own) == len(invoice.lines) > 0):
        expected = Sentence(gettext_noop("the day or the period of delivery, of the invoice or of each line"))
        yield Finding(rule="AT-04", term="BT-72", expected=expected)
    kind = ebinterface.DOCUMENTS.get(invoice.type_code, "Invoice")
    if kind in CREDIT_NOTES and not invoice.preceding_invoices:
        expected = Sentence(gettext_noop("the number of the invoice that is credited"))
        yield Finding(rule="AT-08", term="BT-25", expected=expected, severity=WARNING)
    if invoice.type_code not in ebinterface.DOCUMENTS:
        expected = Sentence(gettext_noop("one of %(codes)s"), {"codes": ", ".join(sorted(ebinterface.DOCUMENTS))})
        yield Finding(rule="AT-09", term="BT-3", found=shown(invoice.type_code), expected=expected, severity=WARNING)
    yield from _length(invoice.accounting_reference, AREA_LENGTH, rule="AT-10", term="BT-19")


def _length(text: str, limit: int, *, rule: str, term: str, where: Sentence = HERE) -> Iterator[Finding]:
    if len(text) > limit:
        expected = Sentence(gettext_noop("%(limit)s characters at most; the rest is cut"), {"limit": limit})
        yield Finding(rule=rule, term=term, where=where, found=shown(text), expected=expected, severity=WARNING)


def _parties(invoice: Invoice) -> Iterator[Finding]:
    if not invoice.seller.vat_id:
        yield Finding(rule="AT-07", term="BT-31", expected=Sentence(gettext_noop("the VAT number (UID)")))
    if all(part.scheme or not part.value for part in invoice.seller.identifiers):
        expected = Sentence(gettext_noop("the supplier number that the public body gave (identifier without a scheme)"))
        yield Finding(rule="AT-03", term="BT-29", expected=expected)
    if not (invoice.seller.contact or Contact()).email:
        yield Finding(rule="AT-11", term="BT-43", severity=WARNING)
    whole = invoice.totals.with_vat or Decimal(0)
    if whole > BUYER_VAT_ABOVE and invoice.currency == "EUR" and not invoice.buyer.vat_id:
        expected = Sentence(
            gettext_noop("the VAT number of the buyer, as the total %(total)s is above 10 000 euro"),
            {"total": format(whole, "f")},
        )
        yield Finding(rule="AT-06", term="BT-48", expected=expected)


def _order(invoice: Invoice) -> Iterator[Finding]:
    order = invoice.order_reference
    if not order:
        expected = Sentence(gettext_noop("the order number or purchasing group of the public body (Auftragsreferenz)"))
        yield Finding(rule="AT-01", term="BT-13", expected=expected)
    if len(order) > ORDER_LENGTH:
        expected = Sentence(gettext_noop("%(limit)s characters at most"), {"limit": ORDER_LENGTH})
        yield Finding(rule="AT-02", term="BT-13", found=shown(order), expected=expected)
    if PURCHASE_ORDER.fullmatch(order):
        expected = Sentence(gettext_noop("the position of the order, as the order has ten digits"))
        for line in invoice.lines:
            if not line.order_line:
                yield Finding(rule="AT-12", term="BT-132", where=at_line(line.id), expected=expected, severity=WARNING)


def _payment(invoice: Invoice) -> Iterator[Finding]:
    due = invoice.totals.due
    accounts = [means.account.number for means in invoice.payment_means if means.account]
    if due and due > 0 and not accounts and all(means.code != "59" for means in invoice.payment_means):
        expected = Sentence(gettext_noop("an IBAN to pay to"))
        yield Finding(rule="AT-05", term="BT-84", expected=expected)
    for position, number in enumerate(accounts, start=1):
        if not iban.is_valid(number):
            expected = Sentence(gettext_noop("an IBAN with right check digits"))
            yield Finding(rule="AT-05", term="BT-84", where=at_part(position), found=shown(number), expected=expected)
    for position, means in enumerate(invoice.payment_means, start=1):
        where = at_part(position)
        yield from _length(means.remittance, REFERENCE_LENGTH, rule="AT-13", term="BT-83", where=where)
