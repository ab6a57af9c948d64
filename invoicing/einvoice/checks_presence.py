"""What must be there: BR-01 to BR-65 and the BR-CO rules about presence, as far as the model can tell."""

from collections.abc import Iterator
from typing import Any, Final

from invoicing.einvoice.findings import HERE, Finding, at_line, at_part, shown
from invoicing.einvoice.model import AllowanceCharge, Invoice, Line, PaymentMeans, Period
from invoicing.einvoice.words import Sentence, gettext_noop

Row = tuple[str, str, Any]
CREDIT_TRANSFERS: Final = frozenset({"30", "58"})
CARDS: Final = frozenset({"48", "54", "55"})
NOT_NEGATIVE: Final = Sentence(gettext_noop("zero or more"))
REASON: Final = Sentence(gettext_noop("a reason or its code"))
A_DAY: Final = Sentence(gettext_noop("a first or a last day"))
LATER: Final = Sentence(gettext_noop("the first day or later"))


def check_presence(invoice: Invoice) -> Iterator[Finding]:
    """Every mandatory field that is missing, document first, then parties, money and lines."""
    yield from _missing(_head_rows(invoice))
    yield from _missing(_party_rows(invoice))
    yield from _document_parts(invoice)
    yield from _period(invoice.period, rules=("BR-29", "BR-CO-19"), term="BT-74")
    for is_charge, parts in ((False, invoice.allowances), (True, invoice.charges)):
        for index, part in enumerate(parts, start=1):
            yield from _allowance(part, is_charge=is_charge, position=index)
    for index, means in enumerate(invoice.payment_means, start=1):
        yield from _means(means, position=index)
    for line in invoice.lines:
        yield from _line(line)


def _missing(rows: list[Row], *, where: Sentence = HERE) -> Iterator[Finding]:
    for rule, term, value in rows:
        if value in (None, "", ()):
            yield Finding(rule=rule, term=term, where=where)


def _head_rows(invoice: Invoice) -> list[Row]:
    totals = invoice.totals
    return [
        ("BR-01", "BT-24", invoice.specification),
        ("BR-02", "BT-1", invoice.number),
        ("BR-03", "BT-2", invoice.issued_on),
        ("BR-04", "BT-3", invoice.type_code),
        ("BR-05", "BT-5", invoice.currency),
        ("BR-12", "BT-106", totals.lines),
        ("BR-13", "BT-109", totals.without_vat),
        ("BR-14", "BT-112", totals.with_vat),
        ("BR-15", "BT-115", totals.due),
        ("BR-16", "BG-25", invoice.lines),
        ("BR-CO-18", "BG-23", invoice.vat_breakdown),
        ("BR-53", "BT-111", totals.vat_in_tax_currency if invoice.tax_currency else True),
    ]


def _party_rows(invoice: Invoice) -> list[Row]:
    seller, buyer = invoice.seller, invoice.buyer
    identified = seller.identifiers or seller.legal_id or seller.vat_id
    rows: list[Row] = [
        ("BR-06", "BT-27", seller.name),
        ("BR-07", "BT-44", buyer.name),
        ("BR-08", "BG-5", seller.address),
        ("BR-09", "BT-40", seller.address.country if seller.address else True),
        ("BR-10", "BG-8", buyer.address),
        ("BR-11", "BT-55", buyer.address.country if buyer.address else True),
        ("BR-CO-26", "BT-29", identified),
        ("BR-62", "BT-34", seller.endpoint.scheme if seller.endpoint else True),
        ("BR-63", "BT-49", buyer.endpoint.scheme if buyer.endpoint else True),
    ]
    if invoice.payee:
        rows.append(("BR-17", "BT-59", invoice.payee.name))
    if representative := invoice.tax_representative:
        country = representative.address.country if representative.address else True
        rows.append(("BR-18", "BT-62", representative.name))
        rows.append(("BR-19", "BG-12", representative.address))
        rows.append(("BR-20", "BT-69", country))
        rows.append(("BR-56", "BT-63", representative.vat_id))
    if invoice.delivery and invoice.delivery.address:
        rows.append(("BR-57", "BT-80", invoice.delivery.address.country))
    return rows


def _document_parts(invoice: Invoice) -> Iterator[Finding]:
    if invoice.tax_point_on and invoice.tax_point_code:
        expected = Sentence(gettext_noop("a day or a code (BT-8), not both"))
        yield Finding(rule="BR-CO-03", term="BT-7", found=shown(invoice.tax_point_on), expected=expected)
    for index, earlier in enumerate(invoice.preceding_invoices, start=1):
        yield from _missing([("BR-55", "BT-25", earlier.number)], where=at_part(index))
    for index, document in enumerate(invoice.supporting_documents, start=1):
        yield from _missing([("BR-52", "BT-122", document.reference)], where=at_part(index))
    for index, part in enumerate(invoice.vat_breakdown, start=1):
        rows: list[Row] = [
            ("BR-45", "BT-116", part.base),
            ("BR-46", "BT-117", part.amount),
            ("BR-47", "BT-118", part.category),
            ("BR-48", "BT-119", part.percent if part.category != "O" else True),
        ]
        yield from _missing(rows, where=at_part(index))


def _period(period: Period | None, *, rules: tuple[str, str], term: str, where: Sentence = HERE) -> Iterator[Finding]:
    if period == Period():
        yield Finding(rule=rules[1], term=term, where=where, expected=A_DAY)
    if period and period.starts_on and period.ends_on and period.ends_on < period.starts_on:
        yield Finding(rule=rules[0], term=term, where=where, found=shown(period.ends_on), expected=LATER)


def _allowance(part: AllowanceCharge, *, is_charge: bool, position: int) -> Iterator[Finding]:
    names = ("BR-36", "BR-37", "BR-38", "BR-CO-22") if is_charge else ("BR-31", "BR-32", "BR-33", "BR-CO-21")
    terms = ("BT-99", "BT-102", "BT-104") if is_charge else ("BT-92", "BT-95", "BT-97")
    where = at_part(position)
    yield from _missing([(names[0], terms[0], part.amount), (names[1], terms[1], part.vat_category)], where=where)
    yield from _reason(part, rules=names[2:], term=terms[2], where=where)


def _reason(part: AllowanceCharge, *, rules: tuple[str, ...], term: str, where: Sentence) -> Iterator[Finding]:
    if not part.reason and not part.reason_code:
        for rule in rules:
            yield Finding(rule=rule, term=term, where=where, expected=REASON)


def _means(means: PaymentMeans, *, position: int) -> Iterator[Finding]:
    rows: list[Row] = [("BR-49", "BT-81", means.code)]
    if means.code in CREDIT_TRANSFERS:
        rows.append(("BR-61", "BT-84", means.account.number if means.account else None))
    if means.account:
        rows.append(("BR-50", "BT-84", means.account.number))
    if means.card:
        rows.append(("BR-51", "BT-87", means.card.number))
    yield from _missing(rows, where=at_part(position))


def _line(line: Line) -> Iterator[Finding]:
    where = at_line(line.id)
    yield from _missing(_line_rows(line), where=where)
    yield from _period(line.period, rules=("BR-30", "BR-CO-20"), term="BT-135", where=where)
    price = line.price
    for rule, term, amount in (
        ("BR-27", "BT-146", price.net if price else None),
        ("BR-28", "BT-148", price.gross if price else None),
    ):
        if amount is not None and amount < 0:
            yield Finding(rule=rule, term=term, where=where, found=shown(amount), expected=NOT_NEGATIVE)
    for part in line.allowances:
        yield from _missing([("BR-41", "BT-136", part.amount)], where=where)
        yield from _reason(part, rules=("BR-42", "BR-CO-23"), term="BT-139", where=where)
    for part in line.charges:
        yield from _missing([("BR-43", "BT-141", part.amount)], where=where)
        yield from _reason(part, rules=("BR-44", "BR-CO-24"), term="BT-144", where=where)


def _line_rows(line: Line) -> list[Row]:
    item = line.item
    standard = item.standard_id if item else None
    rows: list[Row] = [
        ("BR-21", "BT-126", line.id),
        ("BR-22", "BT-129", line.quantity),
        ("BR-23", "BT-130", line.unit),
        ("BR-24", "BT-131", line.net),
        ("BR-25", "BT-153", item.name if item else None),
        ("BR-26", "BT-146", line.price.net if line.price else None),
        ("BR-CO-04", "BT-151", line.vat_category),
        ("BR-64", "BT-157", standard.scheme if standard else True),
    ]
    if item:
        rows += [("BR-65", "BT-158", code.scheme) for code in item.classifications]
        rows += [("BR-54", "BT-160", part.name and part.value) for part in item.attributes]
    return rows
