"""Seller and buyer of an issued invoice as the parties of the electronic document. Pure: reads the copies on the invoice.

Copies made before an invoice knew electronic addresses lack those keys; what can be made of the numbers is made of them.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from countries.electronic_address import AddressRefused, ElectronicAddress, address_of_numbers, checked_address
from invoicing.einvoice.model import Address, Contact, Identifier, Party

Copy = Mapping[str, Any]

LEGAL_SCHEMES: Final = {"BE": "0208", "FR": "0002", "IT": "0210", "SE": "0007"}
"""ISO 6523 scheme of the legal registration (BT-30, BT-47), where the country has one."""
FOUND_BY_NUMBER: Final = frozenset({"BE", "FR", "IT", "SE"})
"""Where every firm is found under its number; elsewhere only an address somebody wrote down counts."""
F_TAX: Final = "Godkänd för F-skatt"
"""What a Swedish seller's BT-32 must read, letter by letter (SE-R-005)."""
OFFICES: Final = {"dir3_accounting": "DIR3:01", "dir3_management": "DIR3:02", "dir3_processing": "DIR3:03"}
"""The offices of a Spanish public body (BT-46), by the role they have in FACe."""
SDI_OFFICE, SDI_MAIL, SDI_CODE, LEITWEG = "0201", "0202", "0205", "0204"


def seller_party(copied: Copy, *, supplier_number: str = "", hides_vat_number: bool = False) -> Party:
    """BG-4. `supplier_number` is what the buyer calls us (BT-29); category O forbids the VAT number (BR-O-02)."""
    country = copied["country"]
    return Party(
        name=copied["name"],
        identifiers=tuple(_seller_identifiers(copied, supplier_number)),
        legal_id=_legal_id(copied),
        vat_id="" if hides_vat_number else copied["vat_number"],
        tax_registration=F_TAX if country == "SE" and F_TAX.lower() in copied["register"].lower() else "",
        legal_information=copied["register"],
        endpoint=_identifier(seller_endpoint(copied)),
        address=_address(copied),
        contact=Contact(
            name=copied.get("contact") or copied["name"], phone=copied.get("phone", ""), email=copied["email"]
        ),
    )


def buyer_party(copied: Copy, *, format_name: str, hides_vat_number: bool = False) -> Party:
    """BG-7, with the electronic address the format asks for."""
    routing: Copy = copied.get("routing") or {}
    endpoint = _exchange_system(routing) if format_name == "fatturapa" else buyer_endpoint(copied, format_name)
    return Party(
        name=copied["name"],
        identifiers=tuple(_offices(routing)) if format_name == "facturae" else (),
        legal_id=_legal_id(copied),
        vat_id="" if hides_vat_number else copied["vat_number"],
        endpoint=_identifier(endpoint),
        address=_address(copied),
        contact=Contact(name=copied["attention"], email=copied["email"]) if copied["attention"] else None,
    )


def seller_endpoint(copied: Copy) -> ElectronicAddress:
    """BT-34: the entity's own address, or the one its numbers give."""
    return _written(copied) or address_of_numbers(
        copied["country"], vat_number=copied["vat_number"], company_number=copied["company_number"]
    )


def buyer_endpoint(copied: Copy, format_name: str = "") -> ElectronicAddress:
    """BT-49: the address written down for the client, or the one its country and format give to everybody."""
    if written := _written(copied):
        return written
    if format_name == "xrechnung":
        return _leitweg(copied.get("buyer_reference", ""))
    if copied["country"] not in FOUND_BY_NUMBER or copied["kind"] == "person":
        return ElectronicAddress()
    return address_of_numbers(
        copied["country"], vat_number=copied["vat_number"], company_number=copied["company_number"]
    )


def _written(copied: Copy) -> ElectronicAddress:
    return ElectronicAddress(copied.get("endpoint_scheme", ""), copied.get("endpoint_id", ""))


def _leitweg(reference: str) -> ElectronicAddress:
    """A German public body is reached under the Leitweg-ID it wants on its invoices."""
    try:
        return checked_address(LEITWEG, reference) if reference else ElectronicAddress()
    except AddressRefused:
        return ElectronicAddress()


def _offices(routing: Copy) -> Iterable[Identifier]:
    for name, scheme in OFFICES.items():
        if routing.get(name):
            yield Identifier(value=str(routing[name]), scheme=scheme)


def _exchange_system(routing: Copy) -> ElectronicAddress:
    """Where the Italian exchange system delivers: six characters for an office, seven for a firm, else certified mail."""
    code = str(routing.get("sdi_code", ""))
    if code:
        return ElectronicAddress(SDI_OFFICE if len(code) == 6 else SDI_CODE, code)
    return ElectronicAddress(SDI_MAIL, str(routing["pec"])) if routing.get("pec") else ElectronicAddress()


def _seller_identifiers(copied: Copy, supplier_number: str) -> list[Identifier]:
    found = []
    if copied["country"] == "FR" and copied.get("establishment_number"):
        found.append(Identifier(value=copied["establishment_number"], scheme="0009"))
    if supplier_number:
        found.append(Identifier(value=supplier_number))
    return found


def _legal_id(copied: Copy) -> Identifier | None:
    """BT-30 or BT-47: the registration, with its scheme where the country has one, taken from the VAT number if need be."""
    country, scheme = copied["country"], LEGAL_SCHEMES.get(copied["country"], "")
    number = re.sub(r"[\s.]", "", copied["company_number"]) if scheme else copied["company_number"]
    if not number and scheme:
        number = _of_vat_number(country, copied["vat_number"])
    if not number and "register" in copied:
        number = copied["register"]
    return Identifier(value=number, scheme=scheme) if number else None


def _of_vat_number(country: str, vat_number: str) -> str:
    if not vat_number.startswith(country):
        return ""
    digits = vat_number[2:]
    return {"BE": digits, "FR": digits[2:], "IT": digits, "SE": digits[:10]}[country]


def _identifier(address: ElectronicAddress) -> Identifier | None:
    return Identifier(value=address.value, scheme=address.scheme) if address else None


def _address(copied: Copy) -> Address:
    return Address(
        line_1=copied["street"], city=copied["city"], post_code=copied["postal_code"], country=copied["country"]
    )
