"""The model's parties, addresses and place of delivery to CII."""

from collections.abc import Iterable

from invoicing.einvoice.model import Address, Delivery, Identifier, Party, Payee, TaxRepresentative
from invoicing.einvoice.xml import Branch


def add_party(branch: Branch, party: Party) -> None:
    """BG-4 or BG-7, in the order of the schema."""
    _identifiers(branch, party.identifiers)
    branch.add("ram:Name", party.name)
    branch.add("ram:Description", party.legal_information)
    legal = branch.group("ram:SpecifiedLegalOrganization")
    legal.add("ram:ID", party.legal_id)
    legal.add("ram:TradingBusinessName", party.trading_name)
    if party.contact:
        contact = branch.group("ram:DefinedTradeContact")
        contact.add("ram:PersonName", party.contact.name)
        contact.group("ram:TelephoneUniversalCommunication").add("ram:CompleteNumber", party.contact.phone)
        contact.group("ram:EmailURIUniversalCommunication").add("ram:URIID", party.contact.email)
    _address(branch, party.address)
    branch.group("ram:URIUniversalCommunication").add("ram:URIID", party.endpoint)
    _registration(branch, party.vat_id, scheme="VA")
    _registration(branch, party.tax_registration, scheme="FC")


def _identifiers(branch: Branch, identifiers: Iterable[Identifier | None]) -> None:
    held = [identifier for identifier in identifiers if identifier]
    for name, has_scheme in (("ram:ID", False), ("ram:GlobalID", True)):
        branch.add_all(name, (identifier for identifier in held if bool(identifier.scheme) == has_scheme))


def _registration(branch: Branch, number: str, *, scheme: str) -> None:
    branch.group("ram:SpecifiedTaxRegistration").add("ram:ID", number, schemeID=scheme)


def _address(branch: Branch, address: Address | None) -> None:
    if not address:
        return
    group = branch.group("ram:PostalTradeAddress")
    group.add("ram:PostcodeCode", address.post_code)
    group.add("ram:LineOne", address.line_1)
    group.add("ram:LineTwo", address.line_2)
    group.add("ram:LineThree", address.line_3)
    group.add("ram:CityName", address.city)
    group.add("ram:CountryID", address.country)
    group.add("ram:CountrySubDivisionName", address.subdivision)


def add_payee(branch: Branch, payee: Payee) -> None:
    """BG-10."""
    _identifiers(branch, (payee.identifier,))
    branch.add("ram:Name", payee.name)
    branch.group("ram:SpecifiedLegalOrganization").add("ram:ID", payee.legal_id)


def add_representative(branch: Branch, representative: TaxRepresentative) -> None:
    """BG-11."""
    branch.add("ram:Name", representative.name)
    _address(branch, representative.address)
    _registration(branch, representative.vat_id, scheme="VA")


def add_place(branch: Branch, delivery: Delivery) -> None:
    """BG-13 without its day."""
    _identifiers(branch, (delivery.location_id,))
    branch.add("ram:Name", delivery.name)
    _address(branch, delivery.address)
