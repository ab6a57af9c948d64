"""What Italy's exchange system (SdI) refuses, and what it takes but a person did not mean.

Rules named SDI-… are the system's own error codes, as its list of controls numbers them; they are written from memory
and wait to be compared with that list. Rules named IT-… are ours. Only an invoice that states FatturaPA is checked.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from stdnum.it import codicefiscale, iva

from invoicing.einvoice import fatturapa
from invoicing.einvoice.checks_vat import uses
from invoicing.einvoice.fatturapa_write import kind_of
from invoicing.einvoice.fatturapa_write_lines import unit_price
from invoicing.einvoice.fatturapa_write_parties import fiscal_code, vat_number
from invoicing.einvoice.findings import HERE, WARNING, Finding, at_line, at_part, shown, to_cents, total
from invoicing.einvoice.latin import to_ascii, to_latin
from invoicing.einvoice.model import Address, Invoice, Item, Line, VatBreakdown
from invoicing.einvoice.words import Sentence, gettext_noop

CENT: Final = Decimal("0.01")
EURO: Final = Decimal(1)
ABOLISHED: Final = frozenset({"N2", "N3", "N6"})
"""Codes without a point ended with 2020; their parts (N2.1 and so on) took their place."""
BY_OTHERS: Final = frozenset({"TD01", "TD02", "TD03", "TD06", "TD24", "TD25"})
A_DIGIT: Final = Sentence(gettext_noop("a number with at least one digit"))
A_NATURA: Final = Sentence(gettext_noop("a category with a reason (Natura), as the rate is zero"))
NO_NATURA: Final = Sentence(gettext_noop("category S, as the rate is above zero"))
A_RECIPIENT: Final = Sentence(
    gettext_noop(
        "the recipient code of seven characters (0205) or a certified mail (0202), as the buyer lives in Italy"
    )
)


def check_fatturapa(invoice: Invoice) -> Iterator[Finding]:
    """Every rule that is broken, in the order of the file."""
    if not invoice.specification.startswith(fatturapa.NAMESPACE):
        return
    yield from _recipient(invoice)
    yield from _parties(invoice)
    yield from _document(invoice)
    yield from _texts(invoice)
    for line in invoice.lines:
        yield from _line(invoice, line)
    for position, part in enumerate(invoice.vat_breakdown, start=1):
        yield from _summary(invoice, part, where=at_part(position))
    yield from _payment(invoice)


def _recipient(invoice: Invoice) -> Iterator[Finding]:
    found = fatturapa.recipient(invoice.buyer)
    length = {fatturapa.OFFICE: 6, fatturapa.CODE: 7}.get(found.scheme)
    if length and not re.fullmatch("[A-Z0-9]{6,7}", found.value):
        expected = Sentence(gettext_noop("capital letters and digits, %(length)s of them"), {"length": length})
        yield Finding(rule="SDI-00311", term="BT-49", found=shown(found.value), expected=expected)
    elif length and len(found.value) != length:
        expected = Sentence(gettext_noop("six characters for a public body (0201), seven for others (0205)"))
        yield Finding(rule="SDI-00427", term="BT-49", found=shown(found.value), expected=expected)
    if found.value == fatturapa.NO_CODE:
        yield Finding(rule="IT-01", term="BT-49", expected=A_RECIPIENT, severity=WARNING)


def _parties(invoice: Invoice) -> Iterator[Finding]:
    seller, buyer = invoice.seller, invoice.buyer
    right = Sentence(gettext_noop("an Italian VAT number with right check digits"))
    own = vat_number(seller)
    if not own or (own.startswith("IT") and not iva.is_valid(own)):
        yield Finding(rule="SDI-00301", term="BT-31", found=shown(own), expected=right)
    if buyer.vat_id.startswith("IT") and not iva.is_valid(buyer.vat_id):
        yield Finding(rule="SDI-00305", term="BT-48", found=shown(buyer.vat_id), expected=right)
    code = fiscal_code(buyer)
    if code and not (codicefiscale.is_valid(code) if len(code) == 16 else iva.is_valid(code)):
        expected = Sentence(gettext_noop("a codice fiscale with right check characters"))
        yield Finding(rule="SDI-00306", term="BT-48", found=shown(code), expected=expected)
    if not fatturapa.is_abroad(buyer) and not buyer.vat_id and not code:
        expected = Sentence(gettext_noop("a VAT number or a codice fiscale (0210)"))
        yield Finding(rule="SDI-00417", term="BT-48", expected=expected)
    if buyer.vat_id and buyer.vat_id == seller.vat_id and kind_of(invoice) in BY_OTHERS:
        expected = Sentence(gettext_noop("another number than the seller's"))
        yield Finding(rule="SDI-00471", term="BT-48", found=shown(buyer.vat_id), expected=expected)
    yield from _places(invoice)


def _places(invoice: Invoice) -> Iterator[Finding]:
    five = Sentence(gettext_noop("five digits"))
    for party, terms in ((invoice.seller, ("BT-35", "BT-37", "BT-38")), (invoice.buyer, ("BT-50", "BT-52", "BT-53"))):
        place = party.address or Address()
        for term, value in zip(terms[:2], (place.line_1, place.city), strict=True):
            if not value:
                yield Finding(rule="IT-02", term=term)
        if not fatturapa.is_abroad(party) and not re.fullmatch(r"\d{5}", place.post_code):
            yield Finding(rule="IT-02", term=terms[2], found=shown(place.post_code), expected=five)


def _document(invoice: Invoice) -> Iterator[Finding]:
    number = to_ascii(invoice.number)
    if not re.search("[0-9]", number):
        yield Finding(rule="SDI-00425", term="BT-1", found=shown(invoice.number), expected=A_DIGIT)
    if len(number) > 20 or number != invoice.number:
        expected = Sentence(gettext_noop("twenty characters at most, plain letters, digits and signs"))
        yield Finding(rule="IT-03", term="BT-1", found=shown(invoice.number), expected=expected)
    if invoice.currency != "EUR":
        expected = Sentence(gettext_noop("EUR, as the system reckons in euro"))
        yield Finding(rule="IT-04", term="BT-5", found=shown(invoice.currency), expected=expected, severity=WARNING)
    for position, earlier in enumerate(invoice.preceding_invoices, start=1):
        if earlier.issued_on and invoice.issued_on and invoice.issued_on < earlier.issued_on:
            expected = Sentence(gettext_noop("the day of the earlier invoice or later"))
            found = shown(invoice.issued_on)
            yield Finding(rule="SDI-00418", term="BT-2", where=at_part(position), found=found, expected=expected)
    if fatturapa.format_of(invoice) == fatturapa.PUBLIC and not invoice.tender_reference:
        expected = Sentence(gettext_noop("the CIG of the contract, unless it has none"))
        yield Finding(rule="IT-05", term="BT-17", expected=expected, severity=WARNING)


def _texts(invoice: Invoice) -> Iterator[Finding]:
    for term, where, text, limit in _written(invoice):
        spelled = to_latin(text)
        if len(spelled) > limit:
            expected = Sentence(gettext_noop("%(limit)s characters at most; the rest is cut"), {"limit": limit})
            yield Finding(rule="IT-06", term=term, where=where, found=shown(text), expected=expected, severity=WARNING)
        if spelled != " ".join(text.split()) and spelled != text.strip():
            yield Finding(
                rule="IT-07",
                term=term,
                where=where,
                found=shown(text),
                expected=Sentence(
                    gettext_noop("letters of Latin-1; it is written “%(spelled)s”"), {"spelled": spelled}
                ),
                severity=WARNING,
            )


def _written(invoice: Invoice) -> Iterator[tuple[str, Sentence, str, int]]:
    yield "BT-27", HERE, invoice.seller.name, 80
    yield "BT-44", HERE, invoice.buyer.name, 80
    for term, party in (("BT-35", invoice.seller), ("BT-50", invoice.buyer)):
        place = party.address or Address()
        yield term, HERE, ", ".join(filter(None, (place.line_1, place.line_2, place.line_3))), 60
    yield "BT-13", HERE, invoice.order_reference, 20
    yield "BT-12", HERE, invoice.contract_reference, 20
    for line in invoice.lines:
        item = line.item or Item()
        yield "BT-153", at_line(line.id), " | ".join(filter(None, (item.name, item.description))), 1000


def _line(invoice: Invoice, line: Line) -> Iterator[Finding]:
    where, percent = at_line(line.id), line.vat_percent or Decimal(0)
    own = {part.name: part.value for part in (line.item or Item()).attributes}.get("Natura", "")
    natura = own or fatturapa.natura_of_line(invoice, line.vat_category)
    yield from _rate(percent, natura, rules=("SDI-00400", "SDI-00401"), terms=("BT-151", "BT-152"), where=where)
    rates = {part.percent or Decimal(0) for part in invoice.vat_breakdown}
    if percent not in rates:
        expected = Sentence(gettext_noop("a rate of the VAT breakdown"))
        yield Finding(rule="SDI-00443", term="BT-152", where=where, found=shown(percent), expected=expected)
    extras = total(part.amount for part in line.charges) - total(part.amount for part in line.allowances)
    quantity = Decimal(1) if line.quantity is None else abs(line.quantity)
    net = unit_price(line) * quantity + extras
    if line.net is not None and abs(line.net - net) > CENT:
        found, expected = shown(line.net), shown(to_cents(net))
        yield Finding(rule="SDI-00423", term="BT-131", where=where, found=found, expected=expected)


def _rate(
    percent: Decimal, natura: str, *, rules: tuple[str, str], terms: tuple[str, str], where: Sentence
) -> Iterator[Finding]:
    if not percent and not natura:
        yield Finding(rule=rules[0], term=terms[0], where=where, expected=A_NATURA)
    if percent and natura:
        yield Finding(rule=rules[1], term=terms[0], where=where, found=shown(natura), expected=NO_NATURA)
    if 0 < percent < 1:
        expected = Sentence(gettext_noop("the percentage itself, such as 22.00"))
        yield Finding(rule="SDI-00424", term=terms[1], where=where, found=shown(percent), expected=expected)
    if natura in ABOLISHED:
        expected = Sentence(gettext_noop("the code with its part, such as %(code)s.1"), {"code": natura})
        yield Finding(rule="SDI-00445", term=terms[0], where=where, found=shown(natura), expected=expected)


def _summary(invoice: Invoice, part: VatBreakdown, *, where: Sentence) -> Iterator[Finding]:
    percent, base = part.percent or Decimal(0), part.base or Decimal(0)
    natura = fatturapa.natura(part.category, reason=part.exemption_reason, buyer=invoice.buyer)
    yield from _rate(percent, natura, rules=("SDI-00429", "SDI-00430"), terms=("BT-118", "BT-119"), where=where)
    tax = to_cents(base * percent / 100)
    if abs((part.amount or Decimal(0)) - tax) > CENT:
        yield Finding(rule="SDI-00421", term="BT-117", where=where, found=shown(part.amount), expected=shown(tax))
    mine = total(use.amount for use in uses(invoice) if (use.percent or Decimal(0)) == percent)
    all_bases = total(other.base for other in invoice.vat_breakdown if (other.percent or Decimal(0)) == percent)
    if abs(all_bases - mine) > EURO:
        found, expected = shown(all_bases), shown(to_cents(mine))
        yield Finding(rule="SDI-00422", term="BT-116", where=where, found=found, expected=expected)
    if natura and not (part.exemption_reason or part.exemption_code):
        expected = Sentence(gettext_noop("the article of law that frees it"))
        yield Finding(rule="IT-08", term="BT-120", where=where, expected=expected, severity=WARNING)
    is_split = part.category == fatturapa.SPLIT_PAYMENT
    if is_split and fatturapa.format_of(invoice) != fatturapa.PUBLIC:
        expected = Sentence(gettext_noop("category S, unless the buyer is on the list for split payment"))
        found = shown(part.category)
        yield Finding(rule="IT-09", term="BT-118", where=where, found=found, expected=expected, severity=WARNING)


def _payment(invoice: Invoice) -> Iterator[Finding]:
    transfers = [means for means in invoice.payment_means if fatturapa.MEANS.get(means.code) == "MP05"]
    for position, means in enumerate(transfers, start=1):
        if not (means.account and re.fullmatch("[A-Za-z]{2}[0-9]{2}[A-Za-z0-9 ]{11,30}", means.account.number)):
            found = shown(means.account.number if means.account else "")
            expected = Sentence(gettext_noop("an IBAN, as the invoice is paid by transfer"))
            yield Finding(rule="IT-10", term="BT-84", where=at_part(position), found=found, expected=expected)
