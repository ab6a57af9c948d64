"""Peppol BIS Billing 3.0 beyond presence: codes that belong together and sums of a line (rules 3.0.21, May 2026)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from invoicing.einvoice import code_lists, ubl
from invoicing.einvoice.findings import HERE, Finding, at_line, at_part, shown, to_cents, total
from invoicing.einvoice.model import AllowanceCharge, Invoice, Line, Period, Price
from invoicing.einvoice.words import Sentence, gettext_noop

SLACK: Final = Decimal("0.02")
PEPPOL: Final = "PEPPOL-EN16931-"
REASONS: Final = {
    "VATEX-EU-G": ("P0104", "G"),
    "VATEX-EU-O": ("P0105", "O"),
    "VATEX-EU-IC": ("P0106", "K"),
    "VATEX-EU-AE": ("P0107", "AE"),
    "VATEX-EU-D": ("P0108", "E"),
    "VATEX-EU-F": ("P0109", "E"),
    "VATEX-EU-I": ("P0110", "E"),
    "VATEX-EU-J": ("P0111", "E"),
}
SPECIFICATION: Final = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
GERMAN_ONLY: Final = frozenset({"326", "384"})
DIRECT_DEBITS: Final = frozenset({"49", "59"})


def check_peppol(invoice: Invoice) -> Iterator[Finding]:
    """The rules a Belgian, Swedish, Austrian or German invoice over Peppol breaks most often."""
    yield from _document(invoice)
    yield from _identity(invoice)
    for i, part in enumerate(invoice.vat_breakdown, start=1):
        rule, category = REASONS.get(part.exemption_code.upper(), ("", part.category))
        if part.category != category:
            found, expected = shown(part.category), shown(category)
            yield Finding(rule=PEPPOL + rule, term="BT-118", where=at_part(i), found=found, expected=expected)
    for i, means in enumerate(invoice.payment_means, start=1):
        if means.code in DIRECT_DEBITS and not (means.direct_debit and means.direct_debit.mandate):
            yield Finding(rule=f"{PEPPOL}R061", term="BT-89", where=at_part(i))
    for terms, parts in ((("BT-92", "BT-93"), invoice.allowances), (("BT-99", "BT-100"), invoice.charges)):
        for i, allowance in enumerate(parts, start=1):
            yield from _allowance(allowance, terms=terms, where=at_part(i))
    for line in invoice.lines:
        yield from _line(line, period=invoice.period)


def _document(invoice: Invoice) -> Iterator[Finding]:
    if invoice.tax_currency and invoice.tax_currency == invoice.currency:
        expected = Sentence(gettext_noop("another currency than the invoice's, or nothing"))
        yield Finding(rule=f"{PEPPOL}R005", term="BT-6", found=shown(invoice.tax_currency), expected=expected)
    countries = {party.address.country for party in (invoice.seller, invoice.buyer) if party.address}
    if invoice.type_code in GERMAN_ONLY and countries != {"DE"}:
        expected = Sentence(gettext_noop("380 or 381, as only German parties use this type"))
        yield Finding(rule=f"{PEPPOL}P0112", term="BT-3", found=shown(invoice.type_code), expected=expected)
    vat, other = invoice.totals.vat, invoice.totals.vat_in_tax_currency
    if vat is not None and other is not None and vat * other < 0:
        expected = Sentence(gettext_noop("the same sign as the total of VAT"))
        yield Finding(rule=f"{PEPPOL}R055", term="BT-111", found=shown(other), expected=expected)


def _identity(invoice: Invoice) -> Iterator[Finding]:
    countries = {party.address.country if party.address else "" for party in (invoice.seller, invoice.buyer)}
    if len(invoice.notes) > 1 and countries != {"DE"}:
        found, expected = shown(str(len(invoice.notes))), Sentence(gettext_noop("one note at most"))
        yield Finding(rule=f"{PEPPOL}R002", term="BT-22", found=found, expected=expected)
    if not invoice.specification.startswith(SPECIFICATION) or "::" in invoice.specification:
        found = shown(invoice.specification)
        yield Finding(rule=f"{PEPPOL}R004", term="BT-24", found=found, expected=shown(SPECIFICATION))
    if invoice.process and invoice.process not in code_lists.PEPPOL_PROCESSES:
        found, expected = shown(invoice.process), Sentence(gettext_noop("a business process Peppol knows"))
        yield Finding(rule=f"{PEPPOL}R007", term="BT-23", found=found, expected=expected)
    is_credit = invoice.type_code in ubl.CREDIT_CODES
    rule, codes = ("P0101", code_lists.PEPPOL_CREDIT_NOTES) if is_credit else ("P0100", code_lists.PEPPOL_INVOICES)
    if invoice.type_code not in codes:
        expected = Sentence(gettext_noop("one of %(codes)s"), {"codes": ", ".join(sorted(codes))})
        yield Finding(rule=PEPPOL + rule, term="BT-3", found=shown(invoice.type_code), expected=expected)
    for term, party in (("BT-34", invoice.seller), ("BT-49", invoice.buyer)):
        if party.endpoint and party.endpoint.scheme not in code_lists.PEPPOL_ADDRESSES:
            found, expected = shown(party.endpoint.scheme), Sentence(gettext_noop("a scheme of the Peppol list"))
            yield Finding(rule=f"{PEPPOL}CL008", term=term, found=found, expected=expected)


def _allowance(part: AllowanceCharge, *, terms: tuple[str, str], where: Sentence) -> Iterator[Finding]:
    if part.percent is not None and part.base is None:
        yield Finding(rule=f"{PEPPOL}R041", term=terms[1], where=where)
    if part.percent is None and part.base is not None:
        expected = Sentence(gettext_noop("a percentage beside it, or nothing"))
        yield Finding(rule=f"{PEPPOL}R042", term=terms[1], where=where, found=shown(part.base), expected=expected)
    if part.percent is not None and part.base is not None:
        amount = part.base * part.percent / 100
        if abs((part.amount or Decimal(0)) - amount) > SLACK:
            expected = shown(to_cents(amount))
            yield Finding(rule=f"{PEPPOL}R040", term=terms[0], where=where, found=shown(part.amount), expected=expected)


def _line(line: Line, *, period: Period | None) -> Iterator[Finding]:
    where = at_line(line.id)
    for terms, parts in ((("BT-136", "BT-137"), line.allowances), (("BT-141", "BT-142"), line.charges)):
        for part in parts:
            yield from _allowance(part, terms=terms, where=where)
    yield from _price(line, where=where)
    mine, whole = line.period, period
    if mine and whole:
        if mine.starts_on and whole.starts_on and mine.starts_on < whole.starts_on:
            yield _outside("R110", "BT-134", str(mine.starts_on), where)
        if mine.ends_on and whole.ends_on and mine.ends_on > whole.ends_on:
            yield _outside("R111", "BT-135", str(mine.ends_on), where)


def _outside(rule: str, term: str, found: str, where: Sentence = HERE) -> Finding:
    expected = Sentence(gettext_noop("a day within the invoicing period"))
    return Finding(rule=PEPPOL + rule, term=term, where=where, found=shown(found), expected=expected)


def _price(line: Line, *, where: Sentence) -> Iterator[Finding]:
    price = line.price or Price()
    per = price.per_quantity
    if per is not None and per <= 0:
        expected = Sentence(gettext_noop("a quantity above zero"))
        yield Finding(rule=f"{PEPPOL}R121", term="BT-149", where=where, found=shown(per), expected=expected)
        return
    if price.net is None:
        return
    if price.gross is not None and price.net != price.gross - (price.discount or Decimal(0)):
        expected = shown(price.gross - (price.discount or Decimal(0)))
        yield Finding(rule=f"{PEPPOL}R046", term="BT-146", where=where, found=shown(price.net), expected=expected)
    if per is not None and price.per_unit and price.per_unit != line.unit:
        found, expected = shown(price.per_unit), shown(line.unit)
        yield Finding(rule=f"{PEPPOL}R130", term="BT-150", where=where, found=found, expected=expected)
    yield from _net(line, price, where=where)


def _net(line: Line, price: Price, *, where: Sentence) -> Iterator[Finding]:
    if line.quantity is None or line.net is None or price.net is None:
        return
    extras = total(part.amount for part in line.charges) - total(part.amount for part in line.allowances)
    net = line.quantity * price.net / (price.per_quantity or Decimal(1)) + extras
    if abs(line.net - net) > SLACK:
        expected = shown(to_cents(net))
        yield Finding(rule=f"{PEPPOL}R120", term="BT-131", where=where, found=shown(line.net), expected=expected)
