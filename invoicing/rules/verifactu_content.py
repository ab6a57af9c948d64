"""What a VERI*FACTU record says of an issued invoice: its type, its client, its taxes. Pure, from the copies on the invoice."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from countries.identifiers import EU
from invoicing.models import Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.rules.vat_groups import VatGroup
from invoicing.rules.verifactu_xml import InvoiceId, Recipient, TaxDetail

HOME: Final = "ES"
NIF_LENGTH: Final = 9
TAXES: Final = {"L": "03", "M": "02"}
"""IGIC of the Canary Islands and IPSI of Ceuta and Melilla; everything else is VAT (01)."""
EXPORT_REGIME: Final = "02"
EXEMPTIONS: Final = {"E": "E1", "G": "E2", "K": "E5"}
"""Exempt by art. 20, 21 (export) and 25 (deliveries inside the EU) of the Ley 37/1992."""
VAT_NUMBER, NUMBER_AT_HOME = "02", "04"
ZERO: Final = Decimal(0)


def nif_of(copied: Mapping[str, Any]) -> str:
    """The Spanish tax number of a party, empty when it has none of nine characters."""
    for number in (copied["vat_number"], copied["company_number"]):
        compact = str(number).replace(" ", "").replace("-", "").upper().removeprefix(HOME)
        if len(compact) == NIF_LENGTH:
            return compact
    return ""


def recipient_of(buyer: Mapping[str, Any]) -> Recipient | None:
    """The client with the number it is known by; None when there is none, as with most private persons."""
    country, number = buyer["country"], str(buyer["vat_number"] or buyer["company_number"]).replace(" ", "")
    if country == HOME:
        nif = nif_of(buyer)
        return Recipient(name=buyer["name"], nif=nif) if nif else None
    if not number:
        return None
    id_type = VAT_NUMBER if country in EU and buyer["vat_number"] else NUMBER_AT_HOME
    return Recipient(name=buyer["name"], id_type=id_type, id=number, country=country)


def type_of(invoice: Invoice, *, is_identified: bool) -> str:
    """TipoFactura: F1, or F2 without an identified client; a credit note R1 (art. 80.1, 80.2 and 80.6 LIVA) or R5."""
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        return "R1" if is_identified else "R5"
    return "F1" if is_identified else "F2"


def sign_of(invoice: Invoice) -> int:
    """A credit note corrects by differences, below zero."""
    return -1 if invoice.kind == InvoiceKind.CREDIT_NOTE else 1


def details_of(groups: Sequence[VatGroup], *, sign: int, buyer_country: str) -> tuple[TaxDetail, ...]:
    """The breakdown, a row for each category and rate."""
    return tuple(_detail(group, sign=sign, is_home=buyer_country == HOME) for group in groups)


def _detail(group: VatGroup, *, sign: int, is_home: bool) -> TaxDetail:
    base, tax = sign * group.base, TAXES.get(group.category, "01")
    if group.category in EXEMPTIONS:
        regime = EXPORT_REGIME if group.category == "G" else "01"
        return TaxDetail(base=base, regime=regime, exemption=EXEMPTIONS[group.category])
    if group.category == "O" or (group.category == "AE" and not is_home):
        return TaxDetail(base=base, qualification="N2")  # not subject, by the place of supply
    if group.category == "AE":
        return TaxDetail(base=base, qualification="S2", rate=ZERO, amount=ZERO)
    return TaxDetail(base=base, tax=tax, qualification="S1", rate=group.rate * 100, amount=sign * group.vat)


def description_of(invoice: Invoice) -> str:
    """What was supplied, and why it is corrected."""
    title = invoice.mission.title if invoice.mission is not None else invoice.number
    return f"{invoice.reason} ({title})" if invoice.reason else title


def invoice_id(invoice: Invoice) -> InvoiceId:
    """The invoice as the records name it."""
    assert invoice.issued_on is not None, "only issued invoices are recorded"
    return InvoiceId(nif=nif_of(invoice.seller), number=invoice.number, issued_on=invoice.issued_on)
