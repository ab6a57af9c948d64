"""The French reform (rules BR-FR of FNFE-MPE, Flux 2, version 1.4.0): what a domestic invoice says beyond the norm.

They hold for an invoice to a buyer in France (CGI art. 289 bis: domestic invoices are exchanged, others reported) whose
process (BT-23) is a French case, as S1 for services. Rules about several sellers on one
invoice (cases 8 and 9) and global discounts (type 262) are left to the official sheet.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from invoicing.einvoice import code_lists
from invoicing.einvoice.checks_france_amounts import check_amounts
from invoicing.einvoice.findings import FATAL, WARNING, Finding, at_part, shown
from invoicing.einvoice.model import Invoice, Party
from invoicing.einvoice.words import Sentence, gettext_noop

LIKE_A_CASE: Final = re.compile(r"[BSM]\d")
NUMBER: Final = re.compile(r"[A-Za-z0-9+\-_/]+")
ENDPOINT: Final = re.compile(r"[A-Za-z0-9\-_.]+")
SIREN: Final = re.compile(r"\d{9}")
SUBJECTS: Final = {
    "PMT": gettext_noop("a note PMT on the fixed sum for recovery costs, once"),
    "PMD": gettext_noop("a note PMD on the penalties for late payment, once"),
    "AAB": gettext_noop("a note AAB on the discount for early payment or its absence, once"),
}


def check_france(invoice: Invoice) -> Iterator[Finding]:
    """The rules of the reform, for an invoice that says it belongs there; a hint for one that seems to."""
    country = invoice.buyer.address.country if invoice.buyer.address else ""
    if country not in code_lists.FRENCH_COUNTRIES:
        return
    if not LIKE_A_CASE.fullmatch(invoice.process):
        yield from _hint(invoice)
        return
    yield from _numbers(invoice)
    yield from _kind(invoice)
    yield from _notes(invoice)
    yield from _parties(invoice)
    yield from _earlier(invoice)
    yield from _days_and_case(invoice)
    yield from check_amounts(invoice)


def _hint(invoice: Invoice) -> Iterator[Finding]:
    domestic = _siren(invoice.seller) and _siren(invoice.buyer)
    if domestic and "#" not in invoice.specification:
        expected = Sentence(gettext_noop("the case of a French invoice, as S1 for services"))
        found = shown(invoice.process)
        yield Finding(rule="BR-FR-08", term="BT-23", found=found, expected=expected, severity=WARNING)


def _numbers(invoice: Invoice) -> Iterator[Finding]:
    earlier = [("BT-25", held.number) for held in invoice.preceding_invoices]
    for term, number in (("BT-1", invoice.number), *earlier):
        if len(number) > 35:
            expected = Sentence(gettext_noop("35 characters at most"))
            yield Finding(rule="BR-FR-01", term=term, found=shown(number), expected=expected)
        if number and not NUMBER.fullmatch(number):
            expected = Sentence(gettext_noop("letters, digits and + - _ / without blanks"))
            yield Finding(rule="BR-FR-02", term=term, found=shown(number), expected=expected)


def _kind(invoice: Invoice) -> Iterator[Finding]:
    if invoice.type_code not in code_lists.FRENCH_TYPES:
        expected = Sentence(gettext_noop("one of %(codes)s"), {"codes": ", ".join(sorted(code_lists.FRENCH_TYPES))})
        yield Finding(rule="BR-FR-04", term="BT-3", found=shown(invoice.type_code), expected=expected)
    if invoice.process not in code_lists.FRENCH_CASES:
        expected = Sentence(gettext_noop("one of %(codes)s"), {"codes": ", ".join(sorted(code_lists.FRENCH_CASES))})
        yield Finding(rule="BR-FR-08", term="BT-23", found=shown(invoice.process), expected=expected)


def _notes(invoice: Invoice) -> Iterator[Finding]:
    said = Counter(note.subject_code for note in invoice.notes)
    for subject, text in SUBJECTS.items():
        if said[subject] != 1:
            rule = "BR-FR-06" if said[subject] else "BR-FR-05"
            yield Finding(rule=rule, term="BT-22", found=shown(str(said[subject])), expected=Sentence(text))
    for note in invoice.notes:
        if note.subject_code == "BAR" and note.text.strip() not in code_lists.FRENCH_TREATMENTS:
            expected = Sentence(
                gettext_noop("one of %(codes)s"), {"codes": ", ".join(sorted(code_lists.FRENCH_TREATMENTS))}
            )
            yield Finding(rule="BR-FR-20", term="BT-22", found=shown(note.text), expected=expected)


def _parties(invoice: Invoice) -> Iterator[Finding]:
    seller, buyer = invoice.seller, invoice.buyer
    is_between_firms = any(note.subject_code == "BAR" and note.text.strip() == "B2B" for note in invoice.notes)
    yield from _address(seller, term="BT-34", rule="BR-FR-13")
    yield from _address(buyer, term="BT-49", rule="BR-FR-12")
    yield from _identifiers(seller, term="BT-29")
    yield from _identifiers(buyer, term="BT-46")
    if not _siren(seller):
        yield _no_siren(seller, rule="BR-FR-10", term="BT-30")
    if is_between_firms and not _siren(buyer):
        yield _no_siren(buyer, rule="BR-FR-11", term="BT-47")
    if is_between_firms:
        to_buyer = invoice.type_code not in code_lists.FRENCH_SELF_BILLED
        party, rule, term = (buyer, "BR-FR-21", "BT-49") if to_buyer else (seller, "BR-FR-22", "BT-34")
        endpoint = party.endpoint
        if endpoint and not (endpoint.scheme == "0225" and endpoint.value.startswith(_siren(party))):
            expected = Sentence(gettext_noop("an address of the directory (0225) that begins with the SIREN"))
            found = shown(f"{endpoint.scheme}:{endpoint.value}")
            yield Finding(rule=rule, term=term, found=found, expected=expected)


def _address(party: Party, *, term: str, rule: str) -> Iterator[Finding]:
    if not party.endpoint:
        yield Finding(rule=rule, term=term)
    elif len(party.endpoint.value) > 125:
        expected = Sentence(gettext_noop("125 characters at most"))
        yield Finding(rule="BR-FR-25", term=term, found=shown(party.endpoint.value), expected=expected)
    elif party.endpoint.scheme == "0225" and not ENDPOINT.fullmatch(party.endpoint.value):
        expected = Sentence(gettext_noop("letters, digits and - _ . without blanks"))
        yield Finding(rule="BR-FR-23", term=term, found=shown(party.endpoint.value), expected=expected)


def _identifiers(party: Party, *, term: str) -> Iterator[Finding]:
    schemes = Counter(held.scheme for held in party.identifiers)
    for i, held in enumerate(party.identifiers, start=1):
        where, found = at_part(i), shown(f"{held.scheme}:{held.value}")
        if not held.scheme or schemes[held.scheme] > 1:
            expected = Sentence(gettext_noop("identifiers that each name a scheme of their own"))
            grave = FATAL if held.scheme else WARNING
            yield Finding(rule="BR-FR-CO-10", term=term, where=where, found=found, expected=expected, severity=grave)
        if held.scheme == "0009" and not (re.fullmatch(r"\d{14}", held.value) and held.value.startswith(_siren(party))):
            expected = Sentence(gettext_noop("a SIRET of 14 digits that begins with the SIREN"))
            yield Finding(rule="BR-FR-09", term=term, where=where, found=found, expected=expected)


def _earlier(invoice: Invoice) -> Iterator[Finding]:
    dated = [held for held in invoice.preceding_invoices if held.number and held.issued_on]
    found = shown(str(len(dated)))
    if invoice.type_code in code_lists.FRENCH_CORRECTIVE and len(invoice.preceding_invoices) != 1:
        expected = Sentence(gettext_noop("one earlier invoice with its date"))
        yield Finding(rule="BR-FR-CO-04", term="BT-25", found=found, expected=expected)
    if invoice.type_code in code_lists.FRENCH_CREDITS and not dated:
        expected = Sentence(gettext_noop("at least one earlier invoice with its date"))
        yield Finding(rule="BR-FR-CO-05", term="BT-25", found=found, expected=expected)


def _days_and_case(invoice: Invoice) -> Iterator[Finding]:
    process, totals = invoice.process, invoice.totals
    is_paid = process in code_lists.FRENCH_CASES_PAID
    is_late = invoice.due_on and invoice.issued_on and invoice.due_on < invoice.issued_on
    if is_late and not is_paid and invoice.type_code not in code_lists.FRENCH_ON_ACCOUNT:
        expected = Sentence(gettext_noop("the issue date or later"))
        yield Finding(rule="BR-FR-CO-07", term="BT-9", found=shown(invoice.due_on), expected=expected)
    if process in code_lists.FRENCH_CASES_FINAL and invoice.type_code in code_lists.FRENCH_ON_ACCOUNT:
        expected = Sentence(gettext_noop("no invoice on account, as the case is a final invoice"))
        yield Finding(rule="BR-FR-CO-08", term="BT-3", found=shown(invoice.type_code), expected=expected)
    if is_paid and totals.paid != totals.with_vat:
        yield Finding(rule="BR-FR-CO-09", term="BT-113", found=shown(totals.paid), expected=shown(totals.with_vat))
    if is_paid and totals.due:
        yield Finding(rule="BR-FR-CO-09", term="BT-115", found=shown(totals.due), expected=shown("0"))
    if is_paid and not invoice.due_on:
        expected = Sentence(gettext_noop("the day of the payment, as the case is an invoice already paid"))
        yield Finding(rule="BR-FR-CO-09", term="BT-9", expected=expected)


def _siren(party: Party) -> str:
    """The SIREN of a party, empty when it has none of nine digits."""
    held = party.legal_id
    return held.value if held and held.scheme == "0002" and SIREN.fullmatch(held.value) else ""


def _no_siren(party: Party, *, rule: str, term: str) -> Finding:
    expected = Sentence(gettext_noop("a SIREN of nine digits (scheme 0002)"))
    found = shown(f"{party.legal_id.scheme}:{party.legal_id.value}" if party.legal_id else "")
    return Finding(rule=rule, term=term, found=found, expected=expected)
