"""What XRechnung 3.0.2 asks beyond the norm (rules BR-DE of KoSIT), which Peppol asks as DE-R between German parties."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, Final

from stdnum import iban

from invoicing.einvoice.findings import WARNING, Finding, at_part, shown
from invoicing.einvoice.model import Address, Contact, Invoice, PaymentMeans
from invoicing.einvoice.words import Sentence, gettext_noop

Row = tuple[str, str, Any]
TYPES: Final = ("326", "380", "381", "384", "389", "875", "876", "877")
TRANSFERS: Final = frozenset({"30", "58"})
CARDS: Final = frozenset({"48", "54", "55"})
DEBIT: Final = "59"
WITH_SELLER_NUMBER: Final = frozenset({"S", "Z", "E", "AE", "K", "G", "L", "M"})
EMAIL: Final = re.compile(r"[^@\s]+@([^@.\s]+\.)+[^@.\s]+")
PHONE: Final = re.compile(r"(\D*\d){3}")
DISCOUNT: Final = re.compile(r"#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#")
"""A discount for early payment as BT-20 has it, one a line: #SKONTO#TAGE=14#PROZENT=2.00#."""
ONLY_XRECHNUNG: Final = frozenset({"BR-DE-21", "BR-DE-TMP-32"})


def check_xrechnung(invoice: Invoice) -> Iterator[Finding]:
    """The rules of XRechnung, with the two of Peppol it took over."""
    yield from check_german(invoice)
    yield from missing(
        [
            ("PEPPOL-EN16931-R010", "BT-49", invoice.buyer.endpoint),
            ("PEPPOL-EN16931-R020", "BT-34", invoice.seller.endpoint),
        ]
    )


def check_between_germans(invoice: Invoice) -> Iterator[Finding]:
    """The same rules under the names Peppol gives them: BR-DE-23-a is DE-R-023-1."""
    for finding in check_german(invoice):
        if finding.rule not in ONLY_XRECHNUNG:
            number, _, part = finding.rule.removeprefix("BR-DE-").partition("-")
            name = f"DE-R-{int(number):03d}" + {"a": "-1", "b": "-2"}.get(part, "")
            yield dataclasses.replace(finding, rule=name)


def check_german(invoice: Invoice) -> Iterator[Finding]:
    """BR-DE-1 to BR-DE-31, as far as the model can tell."""
    yield from missing(_rows(invoice))
    yield from _document(invoice)
    yield from _contact(invoice)
    for i, means in enumerate(invoice.payment_means, start=1):
        yield from _means(means, position=i)
    if any(means.direct_debit for means in invoice.payment_means):
        yield from missing([("BR-DE-30", "BT-90", invoice.creditor_id)])


def missing(rows: list[Row]) -> Iterator[Finding]:
    """A finding for each row without a value."""
    return (Finding(rule=rule, term=term) for rule, term, value in rows if value in (None, "", ()))


def _rows(invoice: Invoice) -> list[Row]:
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
    ]
    if invoice.delivery and invoice.delivery.address:
        rows.append(("BR-DE-10", "BT-77", invoice.delivery.address.city))
        rows.append(("BR-DE-11", "BT-78", invoice.delivery.address.post_code))
    rows += [("BR-DE-14", "BT-119", part.percent) for part in invoice.vat_breakdown if part.category != "O"]
    used = {part.category for part in invoice.vat_breakdown} | {line.vat_category for line in invoice.lines}
    if used & WITH_SELLER_NUMBER:
        number = invoice.seller.vat_id or invoice.seller.tax_registration or invoice.tax_representative
        rows.append(("BR-DE-16", "BT-31", number))
    return rows


def _document(invoice: Invoice) -> Iterator[Finding]:
    if invoice.type_code not in TYPES:
        expected = Sentence(gettext_noop("one of %(codes)s"), {"codes": ", ".join(TYPES)})
        found = shown(invoice.type_code)
        yield Finding(rule="BR-DE-17", term="BT-3", found=found, expected=expected, severity=WARNING)
    for line in invoice.payment_terms.splitlines():
        if line.strip().startswith("#") and not DISCOUNT.fullmatch(line.strip()):
            expected = shown("#SKONTO#TAGE=14#PROZENT=2.00#")
            yield Finding(rule="BR-DE-18", term="BT-20", found=shown(line.strip()), expected=expected)
    names = [held.attachment.file_name for held in invoice.supporting_documents if held.attachment]
    if len(set(names)) < len(names):
        expected = Sentence(gettext_noop("a file name of its own for each attached file"))
        found = shown(next(name for name in names if names.count(name) > 1))
        yield Finding(rule="BR-DE-22", term="BT-125", found=found, expected=expected)
    if invoice.type_code == "384" and not invoice.preceding_invoices:
        yield Finding(rule="BR-DE-26", term="BT-25", severity=WARNING)
    when = invoice.period or (invoice.delivery and invoice.delivery.delivered_on)
    if not when and not all(line.period for line in invoice.lines):
        expected = Sentence(gettext_noop("the day of the work, or its first and last day"))
        yield Finding(rule="BR-DE-TMP-32", term="BT-72", expected=expected, severity=WARNING)


def _contact(invoice: Invoice) -> Iterator[Finding]:
    contact = invoice.seller.contact
    if contact and contact.phone and not PHONE.match(contact.phone):
        expected = Sentence(gettext_noop("a number of three digits at least"))
        found = shown(contact.phone)
        yield Finding(rule="BR-DE-27", term="BT-42", found=found, expected=expected, severity=WARNING)
    if contact and contact.email and not EMAIL.fullmatch(contact.email.strip()):
        expected = Sentence(gettext_noop("an e-mail address"))
        found = shown(contact.email)
        yield Finding(rule="BR-DE-28", term="BT-43", found=found, expected=expected, severity=WARNING)


def _means(means: PaymentMeans, *, position: int) -> Iterator[Finding]:
    """Each means of payment has its own group and no other (BR-DE-19, 20, 23, 24, 25, 31)."""
    where = at_part(position)
    groups = {"BG-17": means.account, "BG-18": means.card, "BG-19": means.direct_debit}
    wanted = "BG-17" if means.code in TRANSFERS else "BG-18" if means.code in CARDS else "BG-19"
    if means.code in TRANSFERS | CARDS | {DEBIT}:
        rule = {"BG-17": "BR-DE-23", "BG-18": "BR-DE-24", "BG-19": "BR-DE-25"}[wanted]
        if not groups[wanted]:
            yield Finding(rule=f"{rule}-a", term=wanted, where=where)
        for term, group in groups.items():
            if term != wanted and group:
                expected = Sentence(gettext_noop("nothing, as the payment is made another way"))
                yield Finding(rule=f"{rule}-b", term=term, where=where, found=shown(means.code), expected=expected)
    account = means.account.number if means.account else ""
    debited = means.direct_debit.account if means.direct_debit else ""
    if means.direct_debit and not debited:
        yield Finding(rule="BR-DE-31", term="BT-91", where=where)
    for rule, term, code, number in (("BR-DE-19", "BT-84", "58", account), ("BR-DE-20", "BT-91", DEBIT, debited)):
        if means.code == code and number and not iban.is_valid(number):
            expected = Sentence(gettext_noop("an IBAN with right check digits"))
            found = shown(number)
            yield Finding(rule=rule, term=term, where=where, found=found, expected=expected, severity=WARNING)
