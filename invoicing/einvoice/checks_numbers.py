"""Numbers with check digits, and what the portal itself asks for. Warnings: a wrong refusal is worse than a wrong pass."""

import re
from collections.abc import Iterator
from typing import Final

import stdnum
from stdnum import iban

from invoicing.einvoice.findings import FATAL, WARNING, Finding, at_part, shown
from invoicing.einvoice.model import Invoice
from invoicing.einvoice.words import Sentence, gettext_noop

CREDIT_NOTES: Final = frozenset({"381", "396"})
PREFIX: Final = re.compile("[A-Z]{2}|1A")  # 1A: Kosovo, which has no ISO code
MODULES: Final = {"EL": "gr", "XI": "gb"}
"""VAT numbers of Greece begin with EL and of Northern Ireland with XI (BR-CO-09)."""


def check_numbers(invoice: Invoice) -> Iterator[Finding]:
    """VAT numbers, IBANs and the day of payment."""
    representative = invoice.tax_representative.vat_id if invoice.tax_representative else ""
    for term, number in (("BT-31", invoice.seller.vat_id), ("BT-48", invoice.buyer.vat_id), ("BT-63", representative)):
        if number:
            yield from _vat_number(number, term=term)
    for position, means in enumerate(invoice.payment_means, start=1):
        if means.code == "58" and means.account and means.account.number and not iban.is_valid(means.account.number):
            expected = Sentence(gettext_noop("an IBAN with right check digits"))
            found = shown(means.account.number)
            yield Finding(
                rule="SMART-IBAN",
                term="BT-84",
                where=at_part(position),
                found=found,
                expected=expected,
                severity=WARNING,
            )
    yield from _due(invoice)


def _vat_number(number: str, *, term: str) -> Iterator[Finding]:
    prefix = number[:2]
    if not PREFIX.fullmatch(prefix):
        expected = Sentence(gettext_noop("a VAT number that begins with the code of its country"))
        yield Finding(rule="BR-CO-09", term=term, found=shown(number), expected=expected, severity=FATAL)
        return
    module = stdnum.get_cc_module(MODULES.get(prefix, prefix.lower()), "vat")
    if module and not module.is_valid(number if prefix not in MODULES else number[2:]):
        expected = Sentence(gettext_noop("a VAT number with right check digits"))
        yield Finding(rule="SMART-VAT", term=term, found=shown(number), expected=expected, severity=WARNING)


def _due(invoice: Invoice) -> Iterator[Finding]:
    """BR-CO-25 left the official rules with 1.3.16; whoever pays still has to know when."""
    due = invoice.totals.due
    if due and due > 0 and not invoice.due_on and not invoice.payment_terms and invoice.type_code not in CREDIT_NOTES:
        expected = Sentence(gettext_noop("a due date or payment terms, as there is an amount to pay"))
        yield Finding(rule="BR-CO-25", term="BT-9", expected=expected, severity=WARNING)
    if invoice.due_on and invoice.issued_on and invoice.due_on < invoice.issued_on:
        expected = Sentence(gettext_noop("the issue date or later"))
        yield Finding(rule="SMART-DUE", term="BT-9", found=shown(invoice.due_on), expected=expected, severity=WARNING)
