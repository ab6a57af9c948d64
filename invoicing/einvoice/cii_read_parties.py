"""CII parties, addresses and delivery to the model."""

from invoicing.einvoice.model import Address, Contact, Delivery, Identifier, Party, Payee, TaxRepresentative
from invoicing.einvoice.xml import Node


def read_party(node: Node) -> Party:
    """BG-4 or BG-7; an absent party is an empty one."""
    legal = node.one("ram:SpecifiedLegalOrganization")
    return Party(
        name=node.text("ram:Name"),
        trading_name=legal.text("ram:TradingBusinessName"),
        identifiers=_identifiers(node),
        legal_id=legal.identifier("ram:ID"),
        vat_id=_registration(node, "VA"),
        tax_registration=_registration(node, "FC"),
        legal_information=node.texts("ram:Description"),
        endpoint=node.identifier("ram:URIUniversalCommunication/ram:URIID"),
        address=_address(node.one("ram:PostalTradeAddress")),
        contact=_contact(node.one("ram:DefinedTradeContact")),
    )


def _identifiers(node: Node) -> tuple[Identifier, ...]:
    found = [*node.all("ram:ID"), *node.all("ram:GlobalID")]
    return tuple(sorted(filter(None, (part.identifier(".") for part in found)), key=lambda held: bool(held.scheme)))


def _registration(node: Node, scheme: str) -> str:
    found = node.all("ram:SpecifiedTaxRegistration/ram:ID")
    return next((part.code() for part in found if part.attribute("schemeID") == scheme), "")


def _address(node: Node) -> Address | None:
    address = Address(
        line_1=node.text("ram:LineOne"),
        line_2=node.text("ram:LineTwo"),
        line_3=node.text("ram:LineThree"),
        city=node.text("ram:CityName"),
        post_code=node.text("ram:PostcodeCode"),
        subdivision=node.text("ram:CountrySubDivisionName"),
        country=node.code("ram:CountryID"),
    )
    return address if node else None


def _contact(node: Node) -> Contact | None:
    contact = Contact(
        name=node.text("ram:PersonName") or node.text("ram:DepartmentName"),
        phone=node.text("ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
        email=node.text("ram:EmailURIUniversalCommunication/ram:URIID"),
    )
    return None if contact == Contact() else contact


def read_payee(node: Node) -> Payee | None:
    """BG-10."""
    identifiers = _identifiers(node)
    payee = Payee(
        name=node.text("ram:Name"),
        identifier=identifiers[0] if identifiers else None,
        legal_id=node.identifier("ram:SpecifiedLegalOrganization/ram:ID"),
    )
    return payee if node else None


def read_representative(node: Node) -> TaxRepresentative | None:
    """BG-11."""
    representative = TaxRepresentative(
        name=node.text("ram:Name"),
        vat_id=_registration(node, "VA"),
        address=_address(node.one("ram:PostalTradeAddress")),
    )
    return representative if node else None


def read_delivery(node: Node) -> Delivery | None:
    """BG-13, from ApplicableHeaderTradeDelivery; None when it says nothing."""
    place = node.one("ram:ShipToTradeParty")
    identifiers = _identifiers(place)
    delivery = Delivery(
        name=place.text("ram:Name"),
        location_id=identifiers[0] if identifiers else None,
        delivered_on=node.day("ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString"),
        address=_address(place.one("ram:PostalTradeAddress")),
    )
    return None if delivery == Delivery() else delivery
