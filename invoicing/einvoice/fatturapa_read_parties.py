"""Seller, buyer and places of a FatturaPA."""

import re
from typing import Final

from invoicing.einvoice import fatturapa
from invoicing.einvoice.model import Address, Contact, Identifier, Party, TaxRepresentative
from invoicing.einvoice.xml import Node

GREECE: Final = {"GR": "EL"}
TOWN: Final = re.compile(r"(.*) \(([^()]+)\)")
STAND_INS: Final = frozenset({fatturapa.UNKNOWN_INSIDE_EU, fatturapa.UNKNOWN_OUTSIDE_EU})
REGISTER: Final = ("Ufficio", "NumeroREA", "CapitaleSociale", "SocioUnico", "StatoLiquidazione")


def read_seller(node: Node) -> Party:
    """BG-4; the fiscal regime (unless ordinary) and the register entry become lines of BT-33."""
    person = node.one("DatiAnagrafici")
    contact = Contact(phone=node.code("Contatti/Telefono"), email=node.code("Contatti/Email"))
    return Party(
        name=_name(person.one("Anagrafica")),
        vat_id=_vat_id(person.one("IdFiscaleIVA")),
        legal_id=_fiscal_code(person),
        legal_information="\n".join(filter(None, (_regime(person), _register(node.one("IscrizioneREA"))))),
        address=read_place(node.one("Sede")),
        contact=None if contact == Contact() else contact,
    )


def read_buyer(header: Node) -> Party:
    """BG-7 with the recipient as electronic address; a certified mail beside a code is an identifier."""
    person = header.one("CessionarioCommittente/DatiAnagrafici")
    number, country = _vat_id(person.one("IdFiscaleIVA")), person.code("IdFiscaleIVA/IdPaese")
    is_known = number[2:] not in STAND_INS
    inside = country in fatturapa.VAT_TERRITORY
    other = Identifier(value=number[2:]) if number and is_known and not inside else None
    addresses = _recipients(header.one("DatiTrasmissione"))
    return Party(
        name=_name(person.one("Anagrafica")),
        vat_id=number if is_known and inside else "",
        legal_id=_fiscal_code(person) or other,
        identifiers=addresses[1:],
        endpoint=addresses[0] if addresses else None,
        address=read_place(header.one("CessionarioCommittente/Sede")),
    )


def read_representative(person: Node) -> TaxRepresentative | None:
    """BG-11; the format knows no address of it."""
    if not person:
        return None
    return TaxRepresentative(name=_name(person.one("Anagrafica")), vat_id=_vat_id(person.one("IdFiscaleIVA")))


def read_place(node: Node) -> Address:
    """A place; house numbers belong to the street, and a foreign post code is taken from behind the town."""
    city, post_code = node.text("Comune"), node.code("CAP")
    found = TOWN.fullmatch(city) if post_code == fatturapa.NO_POST_CODE else None
    if found:
        city, post_code = found.groups()
    return Address(
        line_1=" ".join(filter(None, (node.text("Indirizzo"), node.text("NumeroCivico")))),
        city=city,
        post_code="" if post_code == fatturapa.NO_POST_CODE else post_code,
        subdivision=node.code("Provincia"),
        country=node.code("Nazione") or "IT",
    )


def _recipients(node: Node) -> tuple[Identifier, ...]:
    code, mail = node.code("CodiceDestinatario"), node.code("PECDestinatario")
    scheme = fatturapa.OFFICE if len(code) == 6 else fatturapa.CODE
    found = [Identifier(value=code, scheme=scheme)] if code not in (fatturapa.NO_CODE, fatturapa.ABROAD, "") else []
    return (*found, *([Identifier(value=mail, scheme=fatturapa.CERTIFIED_MAIL)] if mail else []))


def _name(node: Node) -> str:
    return node.text("Denominazione") or " ".join(filter(None, (node.text("Nome"), node.text("Cognome"))))


def _vat_id(node: Node) -> str:
    country = node.code("IdPaese")
    return GREECE.get(country, country) + node.code("IdCodice") if country else ""


def _fiscal_code(person: Node) -> Identifier | None:
    code = person.code("CodiceFiscale")
    return Identifier(value=code, scheme=fatturapa.FISCAL_CODE) if code else None


def _regime(person: Node) -> str:
    code = person.code("RegimeFiscale")
    return f"RegimeFiscale {code}" if code not in (fatturapa.REGIME, "") else ""


def _register(node: Node) -> str:
    if not node:
        return ""
    office, number, capital, partners, state = (node.code(name) for name in REGISTER)
    parts = (office, number.replace(" ", ""), f"capital {capital}" if capital else "", partners, state)
    return " ".join(["REA", *filter(None, parts)])
