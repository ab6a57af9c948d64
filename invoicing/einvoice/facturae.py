"""Facturae 3.2.2 (Spain): what reading and writing share, and how EN 16931 is told in it.

The format of the Spanish ministries, asked by public bodies through FACe (Ley 25/2013). Its place for a business term:

- BT-1 is InvoiceNumber; what is longer than 20 characters begins in InvoiceSeriesCode, and both are read as one.
- BT-13 is ReceiverTransactionReference, BT-12 ReceiverContractReference, BT-10 FileReference (the body's expediente). One
  longer than 20 characters, and BT-11, BT-14, BT-15, BT-17, BT-19 and terms without a payment, are lines with the labels
  below in InvoiceAdditionalInformation, before the notes.
- The offices of a public body (DIR3) are identifiers of the buyer (BT-46) with the schemes DIR3:01 (oficina contable),
  DIR3:02 (órgano gestor), DIR3:03 (unidad tramitadora) and DIR3:04 (órgano proponente): AdministrativeCentre with that role.
  An identifier without scheme of up to ten digits is PartyIdentification.
- TaxIdentificationNumber is the NIF, read as BT-31 or BT-48 with ES before it and as BT-30 or BT-47 of a legal person. A
  party elsewhere in the EU has its VAT number there, one outside the EU any number, read as BT-30 or BT-47.
- BT-34 and BT-49 are a contact detail “Endpoint scheme:value”, BT-33 a legal literal that begins with “Datos registrales”.
- A credit note (BT-3 381) is a corrective invoice by differences (OR, method 02) with amounts below zero; 383 is one above
  zero, 384 a full replacement (method 01). Its reason code is 16 (taxable base) or the one its first note begins with in
  brackets, as “[83] Rappel”; TaxPeriod is BG-14 or the month of the invoice corrected. 389 is issued by the receiver
  (RE). A simplified invoice (FA) and the classes OC, CO, CR and CC are asked for in BT-23.
- Categories S, L (IGIC) and M (IPSI) have their tax. E, K and G are SpecialTaxableEvent 01 (exempt) of the lines, O and AE
  for a buyer abroad 02 (not subject), AE at home none; the reason (BT-120) with its code (BT-121) in brackets says which,
  there and in LegalLiterals.
- BT-72 is OperationDate, BG-14 InvoicingPeriod, BT-16 the delivery note of the first line. BT-113 is a payment on account
  on the day of the invoice.
- BT-132 is SequenceNumber; a unit that is no code of the format is “Unidad: code” in the line's additional information.

Lost in writing, because the format has no place: BT-6 and BT-111, BT-7, BT-8, BT-18, the number of a line (its position
counts), payee, tax representative, the delivery's place, further payment means, the name of an account, cards, subjects of
notes, supporting documents of other types than the schema lists, gross prices, the quantity a price is for (the price is
given for one), bases and codes of allowances, identifiers of an item but the seller's, attributes. 386 is a plain invoice.
Lost in reading: withheld tax (kept as a note and counted as paid), equivalence surcharge, subsidies and reimbursed
expenses (in BT-114), factoring, third parties, extensions, the signature.

Source: the schema 3.2.2 of the Ministerio de Hacienda and its documentation; Orden HAP/1650/2015. That differences are
written below zero and 16 as the usual reason are from memory of practice. 3.2 and 3.2.1 are read too.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final

from babel.core import get_global

from invoicing.einvoice.fatturapa import VAT_TERRITORY
from invoicing.einvoice.model import Address, Invoice, Party

NAMESPACE: Final = "http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"
OLDER: Final = (
    "http://www.facturae.es/Facturae/2014/v3.2.1/Facturae",
    "http://www.facturae.es/Facturae/2009/v3.2/Facturae",
)
NAMESPACES: Final = frozenset({NAMESPACE, *OLDER})
ROOT: Final = "Facturae"
PREFIXES: Final = {"": "", "fe": NAMESPACE}
VERSION: Final = "3.2.2"

CREDIT: Final = "381"
DEBIT: Final = "383"
REPLACEMENT: Final = "384"
CORRECTIVE: Final = frozenset({CREDIT, DEBIT, REPLACEMENT})
SELF_BILLED: Final = "389"
SIMPLIFIED: Final = "FA"
CLASSES: Final = frozenset({"OC", "CO", "CR", "CC"})
METHODS: Final = {"01": "Rectificación íntegra", "02": "Rectificación por diferencias"}
USUAL_REASON: Final = "16"
REASONS: Final = {
    "01": "Número de la factura",
    "02": "Serie de la factura",
    "03": "Fecha expedición",
    "04": "Nombre y apellidos/Razón Social-Emisor",
    "05": "Nombre y apellidos/Razón Social-Receptor",
    "06": "Identificación fiscal Emisor/obligado",
    "07": "Identificación fiscal Receptor",
    "08": "Domicilio Emisor/Obligado",
    "09": "Domicilio Receptor",
    "10": "Detalle Operación",
    "11": "Porcentaje impositivo a aplicar",
    "12": "Cuota tributaria a aplicar",
    "13": "Fecha/Periodo a aplicar",
    "14": "Clase de factura",
    "15": "Literales legales",
    "16": "Base imponible",
    "80": "Cálculo de cuotas repercutidas",
    "81": "Cálculo de cuotas retenidas",
    "82": "Base imponible modificada por devolución de envases / embalajes",
    "83": "Base imponible modificada por descuentos y bonificaciones",
    "84": "Base imponible modificada por resolución firme, judicial o administrativa",
    "85": "Base imponible modificada cuotas repercutidas no satisfechas. Auto de declaración de concurso",
}
ASKED_REASON: Final = re.compile(r"\[(\d\d)\] ?(.*)", re.DOTALL)

SHORT: Final = 20
LONGEST_TEXT: Final = 2500
LONGEST_LITERAL: Final = 250
REFERENCES: Final = {
    "order_reference": "ReceiverTransactionReference",
    "buyer_reference": "FileReference",
    "contract_reference": "ReceiverContractReference",
}
LABELS: Final = {
    "order_reference": "Pedido",
    "buyer_reference": "Referencia del cliente",
    "contract_reference": "Contrato",
    "project_reference": "Proyecto",
    "sales_order_reference": "Pedido del emisor",
    "receipt_reference": "Recepción",
    "tender_reference": "Licitación",
    "accounting_reference": "Referencia contable",
    "payment_terms": "Condiciones de pago",
}
EARLIER: Final = re.compile(r"Factura anterior: (.+?)(?: del (\d{4}-\d\d-\d\d))?")
REGISTERED: Final = "Datos registrales: "
UNIT: Final = "Unidad: "
WITHHELD: Final = "Retención"
ENDPOINT: Final = "Endpoint "

OFFICE: Final = "DIR3:"
OFFICES: Final = ("DIR3:01", "DIR3:02", "DIR3:03")
"""Oficina contable, órgano gestor, unidad tramitadora: FACe wants all three (Orden HAP/492/2014)."""
RESIDENT, EUROPEAN, FOREIGN = "R", "U", "E"
PERSON: Final = re.compile(r"[0-9KLMXYZ]")
"""How the NIF of a natural person begins (Orden EHA/451/2008 names the letters of the others)."""

TAXES: Final = {"S": "01", "L": "03", "M": "02"}
TAX_CATEGORIES: Final = {said: category for category, said in TAXES.items()}
EXEMPT, NOT_SUBJECT = "01", "02"
EXEMPT_CATEGORIES: Final = frozenset({"E", "K", "G"})
EXEMPTION_CODES: Final = {"VATEX-EU-AE": "AE", "VATEX-EU-IC": "K", "VATEX-EU-G": "G", "VATEX-EU-O": "O"}
REVERSED: Final = re.compile(r"inversi[oó]n del sujeto pasivo", re.IGNORECASE)

MEANS: Final = {
    "10": "01",
    "20": "11",
    "30": "04",
    "31": "04",
    "42": "04",
    "58": "04",
    "48": "19",
    "54": "19",
    "55": "19",
    "49": "02",
    "59": "02",
}
MEANS_CODES: Final = {"01": "10", "11": "20", "04": "58", "19": "48", "02": "59"}
OTHER_MEANS: Final = "13"
UNITS: Final = {"C62": "01", "HUR": "02", "KGM": "03", "LTR": "04", "CMT": "16", "GRM": "21", "KMT": "22", "MTR": "25"}
UNIT_CODES: Final = {said: code for code, said in UNITS.items()}
OTHER_UNIT: Final = "05"
FILES: Final = {
    "application/pdf": "pdf",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/html": "html",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/tiff": "tiff",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
}
PROVINCES: Final = (
    "",
    *("Araba/Álava", "Albacete", "Alicante", "Almería", "Ávila", "Badajoz", "Illes Balears", "Barcelona", "Burgos"),
    *("Cáceres", "Cádiz", "Castellón", "Ciudad Real", "Córdoba", "A Coruña", "Cuenca", "Girona", "Granada"),
    *("Guadalajara", "Gipuzkoa", "Huelva", "Huesca", "Jaén", "León", "Lleida", "La Rioja", "Lugo", "Madrid", "Málaga"),
    *("Murcia", "Navarra", "Ourense", "Asturias", "Palencia", "Las Palmas", "Pontevedra", "Salamanca"),
    *("S.C. de Tenerife", "Cantabria", "Segovia", "Sevilla", "Soria", "Tarragona", "Teruel", "Toledo", "Valencia"),
    *("Valladolid", "Bizkaia", "Zamora", "Zaragoza", "Ceuta", "Melilla"),
)
"""By the first two digits of the post code, 01 to 52."""
EU: Final = (VAT_TERRITORY | {"EL"}) - {"XI"}


def sign_of(invoice: Invoice) -> int:
    """What every amount is multiplied with: a credit note stands below zero."""
    return -1 if invoice.type_code == CREDIT else 1


def figure(value: Decimal | None, *, most: int = 2) -> str | None:
    """A figure with two to `most` decimals; zero has no sign."""
    if value is None:
        return None
    rounded = value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    whole, _, digits = format(rounded if rounded else abs(rounded), "f").partition(".")
    return f"{whole}.{digits.rstrip('0').ljust(2, '0')}"


def country_of(party: Party) -> str:
    """The country a party lives in; Spain when the document does not say."""
    return (party.address or Address()).country or "ES"


def residence(country: str) -> str:
    """R in Spain, U in the rest of the EU, E elsewhere."""
    return RESIDENT if country == "ES" else EUROPEAN if country in EU else FOREIGN


def is_resident(party: Party) -> bool:
    """True when the party lives in Spain."""
    return country_of(party) == "ES"


def province_of(post_code: str) -> str:
    """The province a Spanish post code belongs to, empty when it is none."""
    number = int(post_code[:2]) if re.fullmatch(r"\d{5}", post_code) else 0
    return PROVINCES[number] if 0 < number < len(PROVINCES) else ""


def alpha_3(code: str) -> str:
    """The three letters of a country the schema wants; the code itself when none is known."""
    return _three_letters().get("GR" if code == "EL" else code, code)


def alpha_2(code: str) -> str:
    """The two letters of a country, empty when none is known."""
    found: list[str] = get_global("territory_aliases").get(code, [])
    return found[0] if len(found) == 1 and len(code) == 3 else code if len(code) == 2 else ""


@cache
def _three_letters() -> dict[str, str]:
    pairs = get_global("territory_aliases").items()
    known = {two[0]: three for three, two in pairs if len(three) == 3 and three.isalpha() and len(two) == 1}
    return {**known, "CD": "COD", "DE": "DEU", "FR": "FRA", "MM": "MMR", "TL": "TLS", "YE": "YEM"}  # not what they were
