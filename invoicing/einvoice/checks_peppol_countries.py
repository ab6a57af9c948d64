"""What Peppol BIS Billing 3 asks of sellers in some countries, and the numbers whose form it knows (rules 3.0.21)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from stdnum import ean
from stdnum.be import vat as belgian
from stdnum.it import iva
from stdnum.se import orgnr

from invoicing.einvoice.checks_xrechnung import check_between_germans
from invoicing.einvoice.findings import FATAL, HERE, WARNING, Finding, at_line, at_part, shown
from invoicing.einvoice.model import Address, Identifier, Invoice, Party
from invoicing.einvoice.words import Sentence, gettext_noop

SWEDISH_RATES: Final = frozenset({Decimal(6), Decimal(12), Decimal(25)})
F_TAX: Final = "GODKÄND FÖR F-SKATT"
PLUSGIRO: Final = "SE:PLUSGIRO"
BANKGIRO: Final = "SE:BANKGIRO"
A_NUMBER: Final = Sentence(gettext_noop("a number of the scheme it names, with right check digits"))


def _is_gs1(value: str) -> bool:
    """Whether the last digit is right by GS1; the official rule takes any length."""
    return value.isascii() and value.isdigit() and ean.calc_check_digit(value[:-1]) == value[-1]


@dataclass(frozen=True, slots=True)
class Form:
    """The rule about the numbers of a scheme: what they look like, and whether their check digits are right."""

    rule: str
    severity: str
    shape: str
    is_right: Callable[[str], bool]


FORMS: Final = {
    "0088": Form("PEPPOL-COMMON-R040", FATAL, r"\d+", _is_gs1),
    "0208": Form("PEPPOL-COMMON-R043", FATAL, r"\d{10}", belgian.is_valid),
    "0201": Form("PEPPOL-COMMON-R044", WARNING, r"[A-Za-z0-9]{6}", bool),
    "0210": Form("PEPPOL-COMMON-R045", WARNING, r"\d{11}|[A-Za-z]{6}\d{2}[A-Za-z]\d{2}...\d[A-Za-z]", bool),
    "0211": Form("PEPPOL-COMMON-R047", WARNING, r"[Ii][Tt]\d{11}", iva.is_valid),
    "0007": Form("PEPPOL-COMMON-R049", FATAL, r"\d{10}", orgnr.is_valid),
}
"""By scheme. A wrong check digit alone is a warning here as everywhere in our own checks; the official sheet is stricter."""


def check_countries(invoice: Invoice) -> Iterator[Finding]:
    """The form of identifiers, and the rules of Sweden, Italy and Germany for their sellers."""
    for party, terms in ((invoice.seller, ("BT-34", "BT-30", "BT-29")), (invoice.buyer, ("BT-49", "BT-47", "BT-46"))):
        yield from _forms(party, terms=terms)
    country = _country(invoice.seller)
    if country == "SE":
        yield from _sweden(invoice)
    if (invoice.seller.vat_id[:2].upper() or country) == "IT":
        yield from _italy(invoice.seller)
    if country == "DE" and _country(invoice.buyer) == "DE":
        yield from check_between_germans(invoice)


def _country(party: Party) -> str:
    return party.address.country.upper() if party.address else ""


def _forms(party: Party, *, terms: tuple[str, str, str]) -> Iterator[Finding]:
    held: list[tuple[str, Identifier | None]] = [(terms[0], party.endpoint), (terms[1], party.legal_id)]
    held += [(terms[2], identifier) for identifier in party.identifiers]
    for term, identifier in held:
        if identifier and identifier.scheme in FORMS:
            yield from _form(identifier, term=term)


def _form(identifier: Identifier, *, term: str) -> Iterator[Finding]:
    form = FORMS[identifier.scheme]
    found = shown(f"{identifier.scheme}:{identifier.value}")
    if not re.fullmatch(form.shape, identifier.value):
        yield Finding(rule=form.rule, term=term, found=found, expected=A_NUMBER, severity=form.severity)
    elif not form.is_right(identifier.value):
        yield Finding(rule=form.rule, term=term, found=found, expected=A_NUMBER, severity=WARNING)


def _sweden(invoice: Invoice) -> Iterator[Finding]:
    seller = invoice.seller
    if seller.vat_id.startswith("SE") and len(seller.vat_id) != 14:
        yield _finding("SE-R-001", "BT-31", seller.vat_id, gettext_noop("SE and twelve digits"))
    if seller.vat_id.startswith("SE") and not seller.vat_id[2:].isdigit():
        yield _finding("SE-R-002", "BT-31", seller.vat_id, gettext_noop("SE and twelve digits"))
    if seller.legal_id:
        yield from _organisation(seller.legal_id.value)
        if seller.tax_registration and seller.tax_registration.strip().upper() != F_TAX:
            yield _finding("SE-R-005", "BT-32", seller.tax_registration, "Godkänd för F-skatt")
    if seller.vat_id.startswith("SE"):
        yield from _swedish_rates(invoice)
    yield from _swedish_payment(invoice)


def _organisation(number: str) -> Iterator[Finding]:
    if not number.isdigit():
        yield _finding("SE-R-003", "BT-30", number, gettext_noop("ten digits"))
    if len(number.strip()) != 10:
        yield _finding("SE-R-004", "BT-30", number, gettext_noop("ten digits"))
    elif number.isdigit() and not orgnr.is_valid(number):
        text = gettext_noop("ten digits, the last one by Luhn")
        yield _finding("SE-R-013", "BT-30", number, text, severity=WARNING)


def _swedish_rates(invoice: Invoice) -> Iterator[Finding]:
    rows = [("BT-152", at_line(line.id), line.vat_category, line.vat_percent) for line in invoice.lines]
    parts = enumerate(invoice.vat_breakdown, start=1)
    rows += [("BT-119", at_part(i), part.category, part.percent) for i, part in parts]
    for term, where, category, percent in rows:
        if category == "S" and percent not in SWEDISH_RATES:
            yield _finding("SE-R-006", term, shown(percent), gettext_noop("25, 12 or 6"), where=where)


def _swedish_payment(invoice: Invoice) -> Iterator[Finding]:
    for i, means in enumerate(invoice.payment_means, start=1):
        where, account = at_part(i), means.account
        giro = account.provider if account and means.code == "30" else ""
        number = account.number.strip() if account else ""
        digits = {PLUSGIRO: ("SE-R-007", "SE-R-010", 2), BANKGIRO: ("SE-R-008", "SE-R-009", 7)}.get(giro)
        if digits and not number.isdigit():
            yield _finding(digits[0], "BT-84", number, gettext_noop("digits only"), where=where, severity=WARNING)
        if digits and not digits[2] <= len(number) <= 8:
            text = gettext_noop("2 to 8 digits for Plusgiro, 7 or 8 for Bankgiro")
            yield _finding(digits[1], "BT-84", number, text, where=where, severity=WARNING)
        if means.code in ("50", "56"):
            text = gettext_noop("30 with SE:BANKGIRO or SE:PLUSGIRO as the bank of the account")
            yield _finding("SE-R-011", "BT-81", means.code, text, where=where, severity=WARNING)
        if means.code == "31" and _country(invoice.buyer) == "SE":
            yield _finding("SE-R-012", "BT-81", means.code, "30", where=where, severity=WARNING)


def _italy(seller: Party) -> Iterator[Finding]:
    address = seller.address or Address()
    if seller.tax_registration and not re.fullmatch(r"[A-Z0-9]{11,16}", seller.tax_registration.strip()):
        text = gettext_noop("11 to 16 capital letters or digits")
        yield _finding("IT-R-001", "BT-32", seller.tax_registration, text)
    rows = (
        ("IT-R-002", "BT-35", address.line_1),
        ("IT-R-003", "BT-37", address.city),
        ("IT-R-004", "BT-38", address.post_code),
    )
    yield from (Finding(rule=rule, term=term) for rule, term, value in rows if not value)


def _finding(
    rule: str, term: str, found: str | Sentence, expected: str, *, where: Sentence = HERE, severity: str = FATAL
) -> Finding:
    said = found if isinstance(found, Sentence) else shown(found)
    return Finding(rule=rule, term=term, where=where, found=said, expected=Sentence(expected), severity=severity)
