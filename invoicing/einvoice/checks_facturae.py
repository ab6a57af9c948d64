"""What FACe and Spanish law refuse, and what a Facturae cannot hold whole.

RD 1619/2012 names what stands on an invoice (art. 6) and on a corrective one (art. 15); Orden HAP/492/2014 and Orden
HAP/1650/2015 what FACe checks. Rules named ES-… are ours. Only an invoice that states Facturae is checked.
"""

import re
from collections.abc import Iterator
from typing import Final

from stdnum import iban
from stdnum.es import nif

from invoicing.einvoice import facturae
from invoicing.einvoice.facturae_write import has_payment, information, number_parts
from invoicing.einvoice.facturae_write_parties import tax_number
from invoicing.einvoice.findings import FATAL, HERE, WARNING, Finding, at_line, at_part, shown
from invoicing.einvoice.model import Address, Invoice, Party
from invoicing.einvoice.words import Sentence, gettext_noop

CENTRE: Final = re.compile(r"[A-Z][A-Z0-9]\d{7}")
"""A code of the common directory: nine characters, such as L01280796 or EA0008567."""
PUBLIC: Final = ("P", "Q", "S")
"""How the NIF of a town or province, of a public body, and of the State or a region begins (Orden EHA/451/2008)."""
A_NIF: Final = Sentence(gettext_noop("a Spanish NIF with right check characters"))
A_NUMBER: Final = Sentence(gettext_noop("the tax number of the buyer, three characters at least"))
OFFICES: Final = Sentence(gettext_noop("the DIR3 codes of accounting office, managing body and processing unit"))
A_CODE: Final = Sentence(gettext_noop("a DIR3 code of nine characters, such as L01280796"))
CORRECTED: Final = Sentence(gettext_noop("number and day of the invoice that is corrected"))
IN_EURO: Final = Sentence(gettext_noop("EUR, as public bodies take invoices in euro"))


def check_facturae(invoice: Invoice) -> Iterator[Finding]:
    """Every rule that is broken, in the order of the file."""
    if invoice.specification not in facturae.NAMESPACES:
        return
    yield from _parties(invoice)
    yield from _offices(invoice)
    yield from _document(invoice)
    yield from _payment(invoice)
    yield from _texts(invoice)


def _parties(invoice: Invoice) -> Iterator[Finding]:
    seller, buyer = invoice.seller, invoice.buyer
    for party, other, term, rule in ((seller, buyer, "BT-31", "ES-01"), (buyer, seller, "BT-48", "ES-02")):
        number = tax_number(party, other=other)
        if facturae.is_resident(party) and not nif.is_valid(number):
            yield Finding(rule=rule, term=term, found=shown(number), expected=A_NIF)
        elif len(number) < 3:
            yield Finding(rule="ES-03", term=term, found=shown(number), expected=A_NUMBER)
    yield from _place(seller, ("BT-35", "BT-37", "BT-38"))
    yield from _place(buyer, ("BT-50", "BT-52", "BT-53"))


def _place(party: Party, terms: tuple[str, str, str]) -> Iterator[Finding]:
    place = party.address or Address()
    for term, value in zip(terms, (place.line_1, place.city), strict=False):
        if not value:
            yield Finding(rule="ES-04", term=term)
    if facturae.is_resident(party) and not facturae.province_of(place.post_code):
        expected = Sentence(gettext_noop("a Spanish post code of five digits"))
        yield Finding(rule="ES-05", term=terms[2], found=shown(place.post_code), expected=expected)


def _offices(invoice: Invoice) -> Iterator[Finding]:
    held = {part.scheme: part.value for part in invoice.buyer.identifiers if part.scheme.startswith(facturae.OFFICE)}
    missing = [scheme for scheme in facturae.OFFICES if scheme not in held]
    is_public = tax_number(invoice.buyer, other=invoice.seller).startswith(PUBLIC)
    if missing and (held or (facturae.is_resident(invoice.buyer) and is_public)):
        found = shown(", ".join(f"{scheme} {value}" for scheme, value in held.items()))
        severity = FATAL if held else WARNING  # a body that takes invoices elsewhere than in FACe may have none
        yield Finding(rule="ES-06", term="BT-46", found=found, expected=OFFICES, severity=severity)
    for value in held.values():
        if not CENTRE.fullmatch(value):
            yield Finding(rule="ES-07", term="BT-46", found=shown(value), expected=A_CODE, severity=WARNING)


def _document(invoice: Invoice) -> Iterator[Finding]:
    series, _number = number_parts(invoice.number)
    if len(series) > facturae.SHORT:
        expected = Sentence(gettext_noop("%(limit)s characters at most"), {"limit": 2 * facturae.SHORT})
        yield Finding(rule="ES-08", term="BT-1", found=shown(invoice.number), expected=expected)
    if invoice.type_code in facturae.CORRECTIVE:
        if not invoice.preceding_invoices:
            yield Finding(rule="ES-09", term="BT-25", expected=CORRECTED)
        elif not invoice.preceding_invoices[0].issued_on:
            yield Finding(rule="ES-09", term="BT-26", expected=CORRECTED, severity=WARNING)
    if invoice.currency != "EUR":
        yield Finding(rule="ES-10", term="BT-5", found=shown(invoice.currency), expected=IN_EURO, severity=WARNING)


def _payment(invoice: Invoice) -> Iterator[Finding]:
    for position, means in enumerate(invoice.payment_means, start=1):
        number = means.account.number if means.account else ""
        if number[:2].isalpha() and not iban.is_valid(number):
            expected = Sentence(gettext_noop("an IBAN with right check digits"))
            yield Finding(rule="ES-11", term="BT-84", where=at_part(position), found=shown(number), expected=expected)
    if has_payment(invoice) and not invoice.due_on and invoice.totals.due:
        expected = Sentence(gettext_noop("the day it is due; the day of the invoice stands in for it"))
        yield Finding(rule="ES-12", term="BT-9", expected=expected, severity=WARNING)


def _texts(invoice: Invoice) -> Iterator[Finding]:
    for party, term in ((invoice.seller, "BT-27"), (invoice.buyer, "BT-44")):
        yield from _length(party.name, 80, term=term)
    yield from _length("\n".join(information(invoice)), facturae.LONGEST_TEXT, term="BT-22")
    for part in invoice.vat_breakdown:
        yield from _length(part.exemption_reason, facturae.LONGEST_LITERAL, term="BT-120")
    for line in invoice.lines:
        text = line.item.description if line.item else ""
        yield from _length(text, facturae.LONGEST_TEXT, term="BT-153", where=at_line(line.id))


def _length(text: str, limit: int, *, term: str, where: Sentence = HERE) -> Iterator[Finding]:
    if len(text) > limit:
        expected = Sentence(gettext_noop("%(limit)s characters at most; the rest is cut"), {"limit": limit})
        found = shown(f"{text[:60]}…")
        yield Finding(rule="ES-13", term=term, where=where, found=found, expected=expected, severity=WARNING)
