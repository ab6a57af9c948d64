"""Parties, addresses and offices of Facturae."""

from invoicing.einvoice import facturae
from invoicing.einvoice.model import Address, Contact, Invoice, Party
from invoicing.einvoice.xml import Branch

NO_WORD = "-"
"""Stands for a surname, a street or a province that the document does not tell."""


def add_parties(group: Branch, invoice: Invoice) -> None:
    """Seller, then buyer; the buyer's offices bear its address."""
    for name, party, other in (
        (":SellerParty", invoice.seller, invoice.buyer),
        (":BuyerParty", invoice.buyer, invoice.seller),
    ):
        _party(group.group(name), party, number=tax_number(party, other=other))


def tax_number(party: Party, *, other: Party) -> str:
    """The NIF; between two countries of the EU with the letters of the country, as the schema says."""
    held = party.vat_id.replace(" ", "")
    if not held:
        legal = party.legal_id.value if party.legal_id else ""
        return legal or next((part.value for part in party.identifiers if not part.scheme), "")
    countries = facturae.country_of(party), facturae.country_of(other)
    is_intra_eu = countries[0] != countries[1] and facturae.EU.issuperset(countries)
    return held if is_intra_eu or not facturae.is_resident(party) else held.removeprefix("ES")


def is_person(party: Party, *, number: str) -> bool:
    """True for a natural person with a Spanish number; abroad the document does not say, so it is a firm."""
    return facturae.is_resident(party) and bool(facturae.PERSON.match(number.removeprefix("ES")))


def _party(group: Branch, party: Party, *, number: str) -> None:
    person = is_person(party, number=number)
    identity = group.group(":TaxIdentification")
    identity.add(":PersonTypeCode", "F" if person else "J")
    identity.add(":ResidenceTypeCode", facturae.residence(facturae.country_of(party)))
    identity.add(":TaxIdentificationNumber", number[:30])
    group.add(":PartyIdentification", own_number(party))
    offices = group.group(":AdministrativeCentres")
    for part in party.identifiers:
        if part.scheme.startswith(facturae.OFFICE):
            office = offices.group(":AdministrativeCentre")
            office.add(":CentreCode", part.value)
            office.add(":RoleTypeCode", part.scheme.removeprefix(facturae.OFFICE))
            add_place(office, party.address or Address())
    if person:
        _individual(group.group(":Individual"), party)
    else:
        _firm(group.group(":LegalEntity"), party)


def own_number(party: Party) -> str:
    """The number one side gave the other, which the schema takes when it is ten digits at most."""
    held = (part.value for part in party.identifiers if not part.scheme)
    return next((value for value in held if value.isascii() and value.isdigit() and len(value) <= 10), "")


def _individual(group: Branch, party: Party) -> None:
    name, _, surname = party.name.partition(" ")
    group.add(":Name", name[:40])
    group.add(":FirstSurname", surname[:40] or NO_WORD)
    add_place(group, party.address or Address())
    _contact(group.group(":ContactDetails"), party)


def _firm(group: Branch, party: Party) -> None:
    group.add(":CorporateName", party.name[:80])
    group.add(":TradeName", party.trading_name[:40])
    add_place(group, party.address or Address())
    _contact(group.group(":ContactDetails"), party)


def add_place(group: Branch, address: Address) -> None:
    """The address in Spain or overseas, whichever it is."""
    street = ", ".join(filter(None, (address.line_1, address.line_2, address.line_3)))[:80] or NO_WORD
    if address.country in ("", "ES"):
        place = group.group(":AddressInSpain")
        place.add(":Address", street)
        place.add(":PostCode", address.post_code)
        place.add(":Town", address.city[:50] or NO_WORD)
        province = address.subdivision or facturae.province_of(address.post_code) or address.city or NO_WORD
    else:
        place = group.group(":OverseasAddress")
        place.add(":Address", street)
        place.add(":PostCodeAndTown", " ".join(filter(None, (address.post_code, address.city)))[:50])
        province = address.subdivision or NO_WORD
    place.add(":Province", province[:20])
    place.add(":CountryCode", facturae.alpha_3(address.country or "ES"))


def _contact(group: Branch, party: Party) -> None:
    held = party.contact or Contact()
    phone = held.phone if len(held.phone) <= 15 else held.phone.replace(" ", "")
    group.add(":Telephone", phone if len(phone) <= 15 else None)
    group.add(":ElectronicMail", held.email if len(held.email) <= 60 else None)
    group.add(":ContactPersons", held.name[:40])
    if party.endpoint:
        said = f"{facturae.ENDPOINT}{party.endpoint.scheme}:{party.endpoint.value}"
        group.add(":AdditionalContactDetails", said if len(said) <= 60 else None)
