"""Codes of the short lists (BR-CL) and amounts of at most two decimals (BR-DEC). The long lists are the stylesheets'."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Final

from babel import Locale
from babel.numbers import list_currencies

from countries.vat_codes import ALL_CODES
from invoicing.einvoice import ubl
from invoicing.einvoice.checks_vat import CATEGORIES
from invoicing.einvoice.findings import HERE, Finding, at_line, at_part, shown
from invoicing.einvoice.model import Address, Invoice
from invoicing.einvoice.words import Sentence, gettext_noop

Row = tuple[str, str, Sentence, str]
Amount = tuple[str, str, Sentence, Decimal | None]
INVOICE_CODES: Final = frozenset(
    [
        "71",
        "80",
        "81",
        "82",
        "84",
        "102",
        "130",
        "202",
        "203",
        "204",
        "211",
        "218",
        "219",
        "295",
        "325",
        "326",
        "331",
        "380",
        "382",
        "383",
        "384",
        "385",
        "386",
        "387",
        "388",
        "389",
        "390",
        "393",
        "394",
        "395",
        "456",
        "457",
        "471",
        "472",
        "473",
        "500",
        "501",
        "527",
        "553",
        "575",
        "623",
        "633",
        "751",
        "780",
        "817",
        "870",
        "875",
        "876",
        "877",
        "935",
    ]
)
TAX_POINTS: Final = frozenset({"3", "35", "432"})
SPLIT_PAYMENT: Final = frozenset({"B"})
MEANS: Final = frozenset(
    [*map(str, range(1, 71)), "74", "75", "76", "77", "78", "91", "92", "93", "94", "95", "96", "97", "98", "ZZZ"]
)
XML: Final = "application/xml"
EXTENSION: Final = "kosit:extension:xrechnung"
"""The extension of XRechnung takes XML files too."""
SHEETS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: Final = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "text/csv", SHEETS, "application/vnd.oasis.opendocument.spreadsheet"}
)


def check_codes(invoice: Invoice) -> Iterator[Finding]:
    """Every code outside its list and every amount with more than two decimals."""
    for rule, term, where, code in (*_document_codes(invoice), *_part_codes(invoice)):
        if code and code not in _allowed()[rule] and not (code == XML and EXTENSION in invoice.specification):
            expected = Sentence(gettext_noop("a code of the list that %(rule)s names"), {"rule": rule})
            yield Finding(rule=rule, term=term, where=where, found=shown(code), expected=expected)
    for rule, term, where, amount in (*_document_amounts(invoice), *_part_amounts(invoice)):
        if amount is not None and _decimals(amount) > 2:
            expected = Sentence(gettext_noop("two decimals at most"))
            yield Finding(rule=rule, term=term, where=where, found=shown(amount), expected=expected)


@cache
def _allowed() -> dict[str, frozenset[str]]:
    currencies = frozenset(list_currencies())
    places = frozenset(Locale("en").territories) | {"1A", "XI"}
    categories = frozenset(CATEGORIES) | SPLIT_PAYMENT
    return {
        "BR-CL-01": INVOICE_CODES | ubl.CREDIT_CODES,
        "BR-CL-04": currencies,
        "BR-CL-05": currencies,
        "BR-CL-06": TAX_POINTS,
        "BR-CL-14": places,
        "BR-CL-15": places,
        "BR-CL-16": MEANS,
        "BR-CL-17": categories,
        "BR-CL-18": categories,
        "BR-CL-22": ALL_CODES,
        "BR-CL-24": FILES,
    }


def _decimals(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _document_codes(invoice: Invoice) -> Iterator[Row]:
    yield "BR-CL-01", "BT-3", HERE, invoice.type_code
    yield "BR-CL-04", "BT-5", HERE, invoice.currency
    yield "BR-CL-05", "BT-6", HERE, invoice.tax_currency
    yield "BR-CL-06", "BT-8", HERE, invoice.tax_point_code
    representative, delivery = invoice.tax_representative, invoice.delivery
    for term, address in (
        ("BT-40", invoice.seller.address),
        ("BT-55", invoice.buyer.address),
        ("BT-69", representative.address if representative else None),
        ("BT-80", delivery.address if delivery else None),
    ):
        yield "BR-CL-14", term, HERE, (address or Address()).country


def _part_codes(invoice: Invoice) -> Iterator[Row]:
    for i, means in enumerate(invoice.payment_means, start=1):
        yield "BR-CL-16", "BT-81", at_part(i), means.code
    for term, parts in (("BT-95", invoice.allowances), ("BT-102", invoice.charges)):
        for i, allowance in enumerate(parts, start=1):
            yield "BR-CL-17", term, at_part(i), allowance.vat_category
    for i, part in enumerate(invoice.vat_breakdown, start=1):
        yield "BR-CL-17", "BT-118", at_part(i), part.category
        yield "BR-CL-22", "BT-121", at_part(i), part.exemption_code.upper()
    for i, document in enumerate(invoice.supporting_documents, start=1):
        yield "BR-CL-24", "BT-125", at_part(i), document.attachment.mime_type if document.attachment else ""
    for line in invoice.lines:
        yield "BR-CL-18", "BT-151", at_line(line.id), line.vat_category
        yield "BR-CL-15", "BT-159", at_line(line.id), line.item.origin_country if line.item else ""


def _document_amounts(invoice: Invoice) -> Iterator[Amount]:
    totals = invoice.totals
    yield "BR-DEC-09", "BT-106", HERE, totals.lines
    yield "BR-DEC-10", "BT-107", HERE, totals.allowances
    yield "BR-DEC-11", "BT-108", HERE, totals.charges
    yield "BR-DEC-12", "BT-109", HERE, totals.without_vat
    yield "BR-DEC-13", "BT-110", HERE, totals.vat
    yield "BR-DEC-14", "BT-112", HERE, totals.with_vat
    yield "BR-DEC-15", "BT-111", HERE, totals.vat_in_tax_currency
    yield "BR-DEC-16", "BT-113", HERE, totals.paid
    yield "BR-DEC-17", "BT-114", HERE, totals.rounding
    yield "BR-DEC-18", "BT-115", HERE, totals.due


def _part_amounts(invoice: Invoice) -> Iterator[Amount]:
    for i, part in enumerate(invoice.allowances, start=1):
        yield "BR-DEC-01", "BT-92", at_part(i), part.amount
        yield "BR-DEC-02", "BT-93", at_part(i), part.base
    for i, part in enumerate(invoice.charges, start=1):
        yield "BR-DEC-05", "BT-99", at_part(i), part.amount
        yield "BR-DEC-06", "BT-100", at_part(i), part.base
    for i, entry in enumerate(invoice.vat_breakdown, start=1):
        yield "BR-DEC-19", "BT-116", at_part(i), entry.base
        yield "BR-DEC-20", "BT-117", at_part(i), entry.amount
    for line in invoice.lines:
        yield "BR-DEC-23", "BT-131", at_line(line.id), line.net
        for part in line.allowances:
            yield "BR-DEC-24", "BT-136", at_line(line.id), part.amount
            yield "BR-DEC-25", "BT-137", at_line(line.id), part.base
        for part in line.charges:
            yield "BR-DEC-27", "BT-141", at_line(line.id), part.amount
            yield "BR-DEC-28", "BT-142", at_line(line.id), part.base
