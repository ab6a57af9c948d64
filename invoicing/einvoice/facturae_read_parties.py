"""Parties, addresses and offices of Facturae."""

import re
from collections.abc import Iterator
from typing import Final

from invoicing.einvoice import facturae
from invoicing.einvoice.facturae_write_parties import NO_WORD
from invoicing.einvoice.model import Address, Contact, Identifier, Party
from invoicing.einvoice.xml import Node

POST_CODE: Final = re.compile(
    r"((?:[A-Z]{1,2}-)?[0-9A-Z]*[0-9][0-9A-Z-]*(?: (?:[0-9][A-Z]{2}|[0-9]{2,3}|[A-Z]{2})(?= ))?) (.+)"
)
"""What stands before the town: 8001 Zürich, SW1A 1AA London, 111 20 Malmö, 1011 AB Amsterdam."""


def read_party(node: Node) -> Party:
    """BG-4 or BG-7."""
    held = node.one("LegalEntity") or node.one("Individual")
    domestic = held.one("AddressInSpain")
    address = _in_spain(domestic) if domestic else _overseas(held.one("OverseasAddress"))
    number = node.code("TaxIdentification/TaxIdentificationNumber")
    vat_id, legal = _numbers(node.one("TaxIdentification"), number)
    details = held.one("ContactDetails")
    return Party(
        name=held.text("CorporateName") or _person(held),
        trading_name=held.text("TradeName"),
        identifiers=tuple(_identifiers(node)),
        legal_id=Identifier(value=legal) if legal else None,
        vat_id=vat_id,
        endpoint=_endpoint(details),
        address=None if address == Address() else address,
        contact=_contact(details),
    )


def _person(node: Node) -> str:
    parts = (node.text(name) for name in ("Name", "FirstSurname", "SecondSurname"))
    return " ".join(part for part in parts if part and part != NO_WORD)


def _numbers(node: Node, number: str) -> tuple[str, str]:
    """VAT number and legal registration: in Spain the NIF is both for a firm."""
    lives = node.code("ResidenceTypeCode")
    if lives == facturae.RESIDENT:
        own = number.removeprefix("ES")
        return f"ES{own}" if own else "", own if node.code("PersonTypeCode") == "J" else ""
    is_vat = lives == facturae.EUROPEAN and number[:2] in facturae.EU
    return (number, "") if is_vat else ("", number)


def _identifiers(node: Node) -> Iterator[Identifier]:
    own = node.code("PartyIdentification")
    if own:
        yield Identifier(value=own)
    for part in node.all("AdministrativeCentres/AdministrativeCentre"):
        if part.code("CentreCode"):
            yield Identifier(value=part.code("CentreCode"), scheme=f"{facturae.OFFICE}{part.code('RoleTypeCode')}")


def _said(text: str) -> str:
    return "" if text == NO_WORD else text


def _in_spain(node: Node) -> Address:
    post_code, city = node.code("PostCode"), _said(node.text("Town"))
    province = _said(node.text("Province"))
    usual = facturae.province_of(post_code) or city
    return Address(
        line_1=_said(node.text("Address")),
        city=city,
        post_code=post_code,
        subdivision="" if province == usual[: facturae.SHORT] else province,
        country=facturae.alpha_2(node.code("CountryCode")) or "ES",
    )


def _overseas(node: Node) -> Address:
    place = node.text("PostCodeAndTown")
    found = POST_CODE.fullmatch(place)
    return Address(
        line_1=_said(node.text("Address")),
        city=found[2] if found else place,
        post_code=found[1] if found else "",
        subdivision=_said(node.text("Province")),
        country=facturae.alpha_2(node.code("CountryCode")),
    )


def _endpoint(details: Node) -> Identifier | None:
    said = details.text("AdditionalContactDetails")
    scheme, colon, value = said.removeprefix(facturae.ENDPOINT).partition(":")
    if not said.startswith(facturae.ENDPOINT) or not colon:
        return None
    return Identifier(value=value, scheme=scheme)


def _contact(details: Node) -> Contact | None:
    found = Contact(
        name=details.text("ContactPersons"), phone=details.text("Telephone"), email=details.text("ElectronicMail")
    )
    return None if found == Contact() else found
