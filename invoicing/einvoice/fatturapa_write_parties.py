"""Who sends, sells and buys in FatturaPA: transmission, identifiers, places, contacts."""

import re
from typing import Final

from invoicing.einvoice import fatturapa
from invoicing.einvoice.latin import fitted, fitted_ascii, to_ascii
from invoicing.einvoice.model import Address, Contact, Invoice, Party, TaxRepresentative
from invoicing.einvoice.xml import Branch

GREECE: Final = {"EL": "GR"}
FISCAL_CODE: Final = re.compile("[A-Z0-9]{11,16}")
EMAIL: Final = re.compile(r"[^@ ]+@[^@ ]+\.[^@ ]+")
ITALIAN_CALL: Final = re.compile(r"^(\+|00)39")


def add_header(header: Branch, invoice: Invoice) -> None:
    """FatturaElettronicaHeader, parties in the order of the schema."""
    _transmission(header.group(":DatiTrasmissione"), invoice)
    _seller(header.group(":CedentePrestatore"), invoice.seller)
    if invoice.tax_representative:
        _representative(header.group(":RappresentanteFiscale/:DatiAnagrafici"), invoice.tax_representative)
    _buyer(header.group(":CessionarioCommittente"), invoice.buyer)
    if invoice.type_code == "389":
        header.add(":SoggettoEmittente", fatturapa.BY_CUSTOMER)


def progressive(number: str) -> str:
    """ProgressivoInvio: the last ten letters and digits of the invoice number, which is unique per seller."""
    return re.sub("[^A-Za-z0-9]", "", to_ascii(number))[-10:]


def _transmission(group: Branch, invoice: Invoice) -> None:
    _vat_id(group.group(":IdTrasmittente"), vat_number(invoice.seller))
    group.add(":ProgressivoInvio", progressive(invoice.number))
    group.add(":FormatoTrasmissione", fatturapa.format_of(invoice))
    found = fatturapa.recipient(invoice.buyer)
    is_mail = found.scheme == fatturapa.CERTIFIED_MAIL
    group.add(":CodiceDestinatario", fatturapa.NO_CODE if is_mail else found.value)
    group.add(":PECDestinatario", found.value if is_mail else None)


def _vat_id(group: Branch, number: str) -> None:
    prefix = number[:2]
    group.add(":IdPaese", GREECE.get(prefix, prefix))
    group.add(":IdCodice", number[2:30])


def _seller(group: Branch, party: Party) -> None:
    person = group.group(":DatiAnagrafici")
    _vat_id(person.group(":IdFiscaleIVA"), vat_number(party))
    person.add(":CodiceFiscale", fiscal_code(party))
    person.group(":Anagrafica").add(":Denominazione", fitted(party.name, 80))
    regime = fatturapa.REGIME_LINE.search(party.legal_information)
    person.add(":RegimeFiscale", regime[1] if regime else fatturapa.REGIME)
    add_place(group.group(":Sede"), party.address or Address())
    _register(group, party.legal_information)
    _contact(group.group(":Contatti"), party.contact or Contact())


def _register(group: Branch, said: str) -> None:
    found = fatturapa.REA_LINE.search(said)
    if found:
        office, number, capital, partners, state = found.groups()
        entry = group.group(":IscrizioneREA")
        entry.add(":Ufficio", office)
        entry.add(":NumeroREA", number[:20])
        entry.add(":CapitaleSociale", capital)
        entry.add(":SocioUnico", partners)
        entry.add(":StatoLiquidazione", state or "LN")


def vat_number(party: Party) -> str:
    """The VAT number of the seller; where category O made the model leave it out, the codice fiscale of a firm is it."""
    code = fiscal_code(party)
    return party.vat_id or (f"IT{code}" if len(code) == 11 else "")


def fiscal_code(party: Party) -> str:
    """The codice fiscale of a party, empty when it has none."""
    legal = party.legal_id
    if legal and legal.scheme == fatturapa.FISCAL_CODE:
        return legal.value.upper()
    return party.tax_registration if FISCAL_CODE.fullmatch(party.tax_registration) else ""


def _contact(group: Branch, contact: Contact) -> None:
    phone = re.sub(r"[^0-9+]", "", contact.phone)
    if len(phone) > 12:
        phone = ITALIAN_CALL.sub("", phone)
    group.add(":Telefono", phone if 5 <= len(phone) <= 12 else None)
    email = fitted_ascii(contact.email, 256)
    group.add(":Email", email if EMAIL.fullmatch(email) else None)


def _representative(person: Branch, representative: TaxRepresentative) -> None:
    _vat_id(person.group(":IdFiscaleIVA"), representative.vat_id)
    person.group(":Anagrafica").add(":Denominazione", fitted(representative.name, 80))


def _buyer(group: Branch, party: Party) -> None:
    person = group.group(":DatiAnagrafici")
    if party.vat_id:
        _vat_id(person.group(":IdFiscaleIVA"), party.vat_id)
    elif fatturapa.is_abroad(party):
        country = fatturapa.country_of(party)
        inside = country in fatturapa.VAT_TERRITORY
        stand_in = fatturapa.UNKNOWN_INSIDE_EU if inside else fatturapa.UNKNOWN_OUTSIDE_EU
        held = party.legal_id.value if party.legal_id and not inside else ""
        _vat_id(person.group(":IdFiscaleIVA"), country + (fitted_ascii(held, 28) or stand_in))
    person.add(":CodiceFiscale", fiscal_code(party))
    person.group(":Anagrafica").add(":Denominazione", fitted(party.name, 80))
    add_place(group.group(":Sede"), party.address or Address())


def add_place(group: Branch, address: Address) -> None:
    """A place; abroad the post code is five zeros and the real one follows the town in brackets."""
    parts = (address.line_1, address.line_2, address.line_3)
    group.add(":Indirizzo", fitted(", ".join(filter(None, parts)) or address.city, 60) or "-")
    is_italian = address.country in ("", "IT") and re.fullmatch(r"\d{5}", address.post_code)
    group.add(":CAP", address.post_code if is_italian else fatturapa.NO_POST_CODE)
    foreign = "" if is_italian or not address.post_code else f" ({fitted(address.post_code, 20)})"
    group.add(":Comune", (fitted(address.city, 60 - len(foreign)) or "-") + foreign)
    is_province = is_italian and re.fullmatch("[A-Z]{2}", address.subdivision)
    group.add(":Provincia", address.subdivision if is_province else None)
    group.add(":Nazione", address.country or "IT")
