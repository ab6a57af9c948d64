"""Parties and addresses of ebInterface."""

from collections.abc import Iterator
from typing import Final

from invoicing.einvoice import ebinterface
from invoicing.einvoice.model import Address, Contact, Identifier, Party
from invoicing.einvoice.xml import Node

SCHEMES: Final = {said: scheme for scheme, said in ebinterface.ADDRESS_SCHEMES.items()}


def read_party(node: Node, *, number: str) -> Party:
    """BG-4 or BG-7; `number` is the element of the identifier that the other side gave."""
    place, vat_id = node.one("e:Address"), node.code("e:VATIdentificationNumber")
    further = [(part.attribute("IdentificationType"), part.code()) for part in node.all("e:FurtherIdentification")]
    legal = next(((kind, value) for kind, value in further if kind.partition(":")[0] == ebinterface.LEGAL), None)
    endpoint = next(((kind, value) for kind, value in further if kind.startswith(ebinterface.ENDPOINT)), None)
    return Party(
        name=place.text("e:Name"),
        trading_name=place.text("e:TradingName"),
        identifiers=tuple(_identifiers(node, number, further)),
        legal_id=Identifier(value=legal[1], scheme=legal[0].partition(":")[2]) if legal else None,
        vat_id="" if vat_id == ebinterface.NO_VAT_ID else vat_id,
        tax_registration=dict(further).get(ebinterface.TAX_NUMBER, ""),
        endpoint=Identifier(value=endpoint[1], scheme=endpoint[0].partition(":")[2]) if endpoint else None,
        address=read_address(place) if place else None,
        contact=_contact(node.one("e:Contact"), place),
    )


def _identifiers(node: Node, number: str, further: list[tuple[str, str]]) -> Iterator[Identifier]:
    held = node.text(number)
    if held:
        yield Identifier(value=held)
    for kind, value in further:
        is_named = kind.partition(":")[0] in (ebinterface.LEGAL, ebinterface.TAX_NUMBER)
        if not is_named and not kind.startswith(ebinterface.ENDPOINT):
            yield Identifier(value=value, scheme=kind)
    for part in node.all("e:Address/e:AddressIdentifier"):
        kind = part.attribute("AddressIdentifierType")
        if part.code():
            yield Identifier(
                value=part.code(), scheme=SCHEMES.get(kind, "" if kind == ebinterface.PROPRIETARY else kind)
            )


def read_address(node: Node) -> Address:
    """The place of an address; a post office box and additional information are its second and third line."""
    box = node.text("e:POBox")
    lines = [f"Postfach {box}" if box else "", *(part.text() for part in node.all("e:AdditionalInformation"))]
    second, *rest = [*filter(None, lines), ""]
    country = node.one("e:Country")
    return Address(
        line_1=node.text("e:Street"),
        line_2=second,
        line_3=", ".join(filter(None, rest)),
        city=node.text("e:Town"),
        post_code=node.code("e:ZIP"),
        country=country.attribute("CountryCode") or ebinterface.country_code(country.code()),
    )


def _contact(node: Node, place: Node) -> Contact | None:
    found = Contact(
        name=node.text("e:Name"),
        phone=_joined(node, "e:Phone") or _joined(place, "e:Phone"),
        email=_joined(node, "e:Email") or _joined(place, "e:Email"),
    )
    return None if found == Contact() else found


def _joined(node: Node, path: str) -> str:
    return ", ".join(filter(None, (part.code() for part in node.all(path))))
