"""What Peppol BIS Billing 3 and XRechnung 3 ask beyond the norm; the specification (BT-24) says which one applies."""

from collections.abc import Iterator
from typing import Any

from invoicing.einvoice.checks_peppol import check_peppol
from invoicing.einvoice.findings import Finding, shown
from invoicing.einvoice.model import Address, Contact, Invoice
from invoicing.einvoice.words import Sentence, gettext_noop

Row = tuple[str, str, Any]


def check_profile(invoice: Invoice) -> Iterator[Finding]:
    """The rules of the profile the invoice names, none for a plain EN 16931 invoice."""
    if "poacc:billing:3" in invoice.specification:
        yield from _missing(_peppol_rows(invoice))
        if len(invoice.notes) > 1:
            expected = Sentence(gettext_noop("one note at most"))
            found = shown(str(len(invoice.notes)))
            yield Finding(rule="PEPPOL-EN16931-R002", term="BT-22", found=found, expected=expected)
        yield from check_peppol(invoice)
    if "xeinkauf.de:kosit:xrechnung" in invoice.specification:
        yield from _missing(_xrechnung_rows(invoice))


def _missing(rows: list[Row]) -> Iterator[Finding]:
    return (Finding(rule=rule, term=term) for rule, term, value in rows if value in (None, "", ()))


def _peppol_rows(invoice: Invoice) -> list[Row]:
    return [
        ("PEPPOL-EN16931-R001", "BT-23", invoice.process),
        ("PEPPOL-EN16931-R003", "BT-10", invoice.buyer_reference or invoice.order_reference),
        ("PEPPOL-EN16931-R010", "BT-49", invoice.buyer.endpoint),
        ("PEPPOL-EN16931-R020", "BT-34", invoice.seller.endpoint),
    ]


def _xrechnung_rows(invoice: Invoice) -> list[Row]:
    seller, buyer = invoice.seller.address or Address(), invoice.buyer.address or Address()
    contact = invoice.seller.contact or Contact()
    rows: list[Row] = [
        ("BR-DE-1", "BG-16", invoice.payment_means),
        ("BR-DE-2", "BG-6", invoice.seller.contact),
        ("BR-DE-3", "BT-37", seller.city),
        ("BR-DE-4", "BT-38", seller.post_code),
        ("BR-DE-5", "BT-41", contact.name),
        ("BR-DE-6", "BT-42", contact.phone),
        ("BR-DE-7", "BT-43", contact.email),
        ("BR-DE-8", "BT-52", buyer.city),
        ("BR-DE-9", "BT-53", buyer.post_code),
        ("BR-DE-15", "BT-10", invoice.buyer_reference),
        ("PEPPOL-EN16931-R010", "BT-49", invoice.buyer.endpoint),
        ("PEPPOL-EN16931-R020", "BT-34", invoice.seller.endpoint),
    ]
    if invoice.delivery and invoice.delivery.address:
        rows.append(("BR-DE-10", "BT-77", invoice.delivery.address.city))
        rows.append(("BR-DE-11", "BT-78", invoice.delivery.address.post_code))
    rows += [("BR-DE-14", "BT-119", part.percent) for part in invoice.vat_breakdown if part.category != "O"]
    return rows
