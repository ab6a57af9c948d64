"""FatturaPA 1.2 (Italy): what reading and writing share, and how EN 16931 is told in it.

Not a syntax of EN 16931 but an own format of the Agenzia delle Entrate; the root says FPA12 (public bodies) or FPR12
(everybody else). The business terms find their place so:

- Recipient: BT-49 with scheme 0201 (office code of a public body, six characters: FPA12), 0205 (seven characters) or 0202
  (certified mail, code 0000000); if BT-49 is another scheme, the same schemes are looked for in BT-46. A recipient
  abroad is XXXXXXX, an Italian one without any is 0000000. Read, the address is BT-49.
- BT-31 and BT-48: IdFiscaleIVA; a number from outside the EU is BT-47, as it is no VAT number of the norm. The codice
  fiscale is BT-30 or BT-47 with scheme 0210 (or BT-32, where Peppol asks for it).
- RegimeFiscale and the entry in the REA stand in BT-33, one per line (“RegimeFiscale RF19”, “REA RM 123456 …”); a seller
  that says nothing is RF01.
- TipoDocumento comes from BT-3 (380 TD01, 381 TD04, 386 TD02, 383 TD05; 389 is TD01 issued by the customer); another
  one, TD24 for instance, is asked for in BT-23.
- Natura comes from the category (BT-118) and where the buyer lives, or is asked for by beginning BT-120 with its code
  (“N3.5 …”). Category B is split payment: EsigibilitaIVA S. BT-8 432 is D, VAT due when paid; otherwise I.
- An allowance or charge of the document is a line of kind SC or AC, for the document's own discount carries no VAT.
- BT-11 is the CUP, BT-17 the CIG, BT-12 and BT-13 the contract and the order, BT-15 the receipt, BT-16 the delivery note,
  BT-19 the buyer's administrative reference. BT-10 and BT-20 have no place and are sentences of the Causale.
- BT-113 has no place: what is asked for (ImportoPagamento) is the amount due, and the difference is what is paid.
- The stamp duty follows from the Natura and the sum; it is not part of the model.

Lost in writing, because the format has no place: BT-14, BT-18, the invoicing period (it goes to lines without one), names
of contacts, second address lines (joined to the first), the buyer's contact, the payee but for the name, supporting
documents without a file, gross prices, the quantity a price is for (the price is given for one), the base and percentage
of an allowance, the sign of a quantity (the price takes it), further payment accounts, subjects of notes, letters beyond Latin-1. Lost in reading: withheld tax (kept
as a note), vehicles, transport but for day and place of delivery, the intermediary, signatures.

Source: Agenzia delle Entrate, Specifiche tecniche relative alla fattura elettronica, and the schema 1.2.2; the codes TD29
and RF20 of 1.2.3 are read and written too.
"""

import re
from decimal import Decimal
from typing import Final

from babel import Locale

from invoicing.einvoice.model import Address, Identifier, Invoice, Party

NAMESPACE: Final = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"
PREFIXES: Final = {"": ""}
ROOT: Final = "FatturaElettronica"
PUBLIC: Final = "FPA12"
PRIVATE: Final = "FPR12"

OFFICE: Final = "0201"
CERTIFIED_MAIL: Final = "0202"
CODE: Final = "0205"
FISCAL_CODE: Final = "0210"
NO_CODE: Final = "0000000"
ABROAD: Final = "XXXXXXX"
NO_POST_CODE: Final = "00000"
UNKNOWN_OUTSIDE_EU: Final = "OO99999999999"
UNKNOWN_INSIDE_EU: Final = "0000000"
"""What the Agenzia asks to write for a foreign customer without a number."""
VAT_TERRITORY: Final = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "XI",
    ]
)
"""IdPaese of the EU's VAT numbers (Greece is GR here, EL in BT-31)."""

REGIME: Final = "RF01"
REGIME_LINE: Final = re.compile(r"RegimeFiscale (RF\d\d)")
REA_LINE: Final = re.compile(r"REA ([A-Z]{2})[ -](\d\S*)(?: capital (\d+\.\d\d))?(?: (SU|SM))?(?: (LS|LN))?")
REFERENCE: Final = "Riferimento cliente: "
TERMS: Final = "Pagamento: "
WITHHELD: Final = "Ritenuta"

DOCUMENTS: Final = {"380": "TD01", "381": "TD04", "383": "TD05", "386": "TD02", "389": "TD01"}
TYPE_CODES: Final = {"TD02": "386", "TD03": "386", "TD04": "381", "TD05": "383"}
"""All other documents are read as 380 and keep their code in BT-23."""
DOCUMENT: Final = re.compile(r"TD\d\d")
BY_CUSTOMER: Final = "CC"

NATURA: Final = re.compile(r"(N[1-7](?:\.\d)?)(?: |$)")
NATURES: Final = {"AE": "N6.9", "K": "N3.2", "G": "N3.1", "E": "N4", "O": "N2.2", "Z": "N2.2"}
"""The plain case of each category for an Italian buyer; abroad AE and O are N2.1 (art. 7-ter DPR 633/72)."""
CATEGORIES: Final = {"N1": "E", "N2": "O", "N3.1": "G", "N3.2": "K", "N3.3": "G", "N3.4": "G", "N6": "AE"}
"""The category a Natura is read as, longest beginning first; all others are E."""
SPLIT_PAYMENT: Final = "B"

MEANS: Final = {
    "10": "MP01",
    "20": "MP02",
    "21": "MP03",
    "24": "MP06",
    "30": "MP05",
    "42": "MP05",
    "58": "MP05",
    "48": "MP08",
    "54": "MP08",
    "55": "MP08",
    "49": "MP19",
    "59": "MP19",
}
MEANS_CODES: Final = {"MP01": "10", "MP02": "20", "MP03": "21", "MP06": "24", "MP08": "48", "MP19": "59"}
MEANS_KEPT: Final = re.compile(r"MP\d\d")
UNITS: Final = {"C62": "NR", "HUR": "ORE", "DAY": "GG", "MON": "MESI", "KGM": "KG", "KMT": "KM"}
UNIT_CODES: Final = {said: code for code, said in UNITS.items()}
FILES: Final = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPG",
    "text/csv": "CSV",
    "application/xml": "XML",
    "application/zip": "ZIP",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
}

STAMP_DUTY: Final = Decimal("2.00")
STAMP_DUTY_ABOVE: Final = Decimal("77.47")
"""DPR 642/1972, tariff, art. 13; paid as DM 17 June 2014, art. 6 says. The figures are from memory."""
STAMPED: Final = frozenset({"N2.1", "N2.2", "N3.5", "N3.6", "N4"})
"""What counts for the sum, as the Agenzia's own list of missing duties reckons it. From memory."""


def country_of(party: Party) -> str:
    """The country a party lives in, empty when the document does not say."""
    return (party.address or Address()).country


def is_abroad(party: Party) -> bool:
    """True when the party does not live in Italy."""
    return country_of(party) not in ("", "IT")


def recipient(buyer: Party) -> Identifier:
    """Where the exchange system delivers: the code, or the certified mail with scheme 0202."""
    held = [part for part in (buyer.endpoint, *buyer.identifiers) if part]
    for scheme in (OFFICE, CODE, CERTIFIED_MAIL):
        for part in held:
            if part.scheme == scheme:
                return part
    return Identifier(value=ABROAD if is_abroad(buyer) else NO_CODE, scheme=CODE)


def format_of(invoice: Invoice) -> str:
    """FPA12 for a public body, which is known by its six-character code; FPR12 otherwise."""
    found = recipient(invoice.buyer)
    return PUBLIC if found.scheme != CERTIFIED_MAIL and len(found.value) == 6 else PRIVATE


def plain_natura(category: str, *, buyer: Party) -> str:
    """The Natura a category has when the reason names none; empty for a taxed one."""
    if category in {"AE", "O"} and is_abroad(buyer):
        return "N2.1"
    return NATURES.get(category, "")


def natura(category: str, *, reason: str, buyer: Party) -> str:
    """The Natura of a part of the breakdown: the one its reason begins with, else the plain one."""
    found = NATURA.match(reason)
    return found[1] if found and category in NATURES else plain_natura(category, buyer=buyer)


def natura_of_line(invoice: Invoice, category: str) -> str:
    """The Natura of a line, which is that of the first part of the breakdown in its category."""
    reasons = [part.exemption_reason for part in invoice.vat_breakdown if part.category == category]
    return natura(category, reason=reasons[0] if reasons else "", buyer=invoice.buyer)


def category_of(code: str, *, buyer: Party) -> str:
    """The category a Natura is read as."""
    if code == "N2.1":
        inside = country_of(buyer) in VAT_TERRITORY - {"IT"}
        return "AE" if inside else "O"
    return next((CATEGORIES[code[:end]] for end in (4, 2) if code[:end] in CATEGORIES), "E")


def owes_stamp_duty(invoice: Invoice) -> bool:
    """True when what bears no VAT, as far as the duty replaces it, is above the limit."""
    sums = [
        part.base or Decimal(0)
        for part in invoice.vat_breakdown
        if natura(part.category, reason=part.exemption_reason, buyer=invoice.buyer) in STAMPED
    ]
    return sum(sums, Decimal(0)) > STAMP_DUTY_ABOVE


def is_country(code: str) -> bool:
    """True for a code of two letters that is a country."""
    return len(code) == 2 and code in Locale("en").territories
