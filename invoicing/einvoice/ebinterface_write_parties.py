"""Parties, addresses and contacts of ebInterface."""

from collections.abc import Iterable

from invoicing.einvoice import ebinterface
from invoicing.einvoice.model import Address, Contact, Identifier, Party
from invoicing.einvoice.xml import Branch


def add_party(group: Branch, party: Party, *, order: str, number: Identifier | None) -> None:
    """What biller and recipient have in common; `number` is the identifier that has its own element."""
    group.add("e:VATIdentificationNumber", party.vat_id or ebinterface.NO_VAT_ID)
    others = [part for part in party.identifiers if part is not number]
    for kind, value in _identifications(party, others):
        group.add("e:FurtherIdentification", value, IdentificationType=kind)
    if order:
        group.group("e:OrderReference").add("e:OrderID", order)
    places = [part for part in others if part.scheme in ebinterface.ADDRESS_SCHEMES or not part.scheme]
    add_address(group.group("e:Address"), party, identifiers=places)
    if party.contact and party.contact.name:
        _contact(group.group("e:Contact"), party.contact)


def _identifications(party: Party, others: Iterable[Identifier]) -> list[tuple[str, str]]:
    found = []
    if party.legal_id:
        scheme = party.legal_id.scheme
        found.append((f"{ebinterface.LEGAL}:{scheme}" if scheme else ebinterface.LEGAL, party.legal_id.value))
    if party.endpoint:
        found.append((ebinterface.ENDPOINT + party.endpoint.scheme, party.endpoint.value))
    found.append((ebinterface.TAX_NUMBER, party.tax_registration))
    found += [(part.scheme, part.value) for part in others if part.scheme not in (*ebinterface.ADDRESS_SCHEMES, "")]
    return found


def _contact(group: Branch, contact: Contact) -> None:
    group.add("e:Name", contact.name)
    group.add("e:Phone", contact.phone)
    group.add("e:Email", contact.email)


def add_address(group: Branch, party: Party, *, identifiers: Iterable[Identifier]) -> None:
    """The address with the party's name; a contact without a name leaves its telephone and e-mail here."""
    address, contact = party.address or Address(), party.contact or Contact()
    for part in identifiers:
        kind = ebinterface.ADDRESS_SCHEMES.get(part.scheme, part.scheme or ebinterface.PROPRIETARY)
        group.add("e:AddressIdentifier", part.value, AddressIdentifierType=kind)
    group.add("e:Name", party.name)
    group.add("e:TradingName", party.trading_name)
    group.add("e:Street", address.line_1)
    for name, value in (("e:Town", address.city), ("e:ZIP", address.post_code)):
        group.group(name).element.text = value
    country = group.group("e:Country").element
    country.text = ebinterface.country_name(address.country)
    if address.country:
        country.set("CountryCode", address.country)
    if not contact.name:
        group.add("e:Phone", contact.phone)
        group.add("e:Email", contact.email)
    group.add_all("e:AdditionalInformation", (address.line_2, address.line_3))
