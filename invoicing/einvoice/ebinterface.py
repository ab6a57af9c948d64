"""ebInterface 6.1 (Austria): what reading and writing share, and how EN 16931 is told in it.

The national format of AUSTRIAPRO, taken by the federal government beside Peppol. Its place for a business term:

- BT-13 is the order of the recipient (the Auftragsreferenz), BT-14 the biller's own order, BT-10 the recipient's
  sub-organisation, BT-19 its accounting area, BT-16 the delivery's number.
- The supplier number is the first identifier of the seller without a scheme (BT-29), written as InvoiceRecipientsBillerID;
  the customer number is that of the buyer (BT-46), written as BillersInvoiceRecipientID.
- BT-30 and BT-47 are a further identification FBNR (FBNR:scheme where there is one), BT-34 and BT-49 “Endpoint:scheme”,
  BT-32 “Steuernummer”, other identifiers their scheme. Of the address, GLN is 0088 and DUNS 0060.
- DocumentType comes from BT-3 (380 Invoice, 381 CreditMemo, 386 InvoiceForAdvancePayment, 389 SelfBilling, 326
  InvoiceForPartialDelivery, 383 SubsequentDebit); FinalSettlement and SubsequentCredit are asked for in BT-23.
- A note is additional information with its subject as key; headings and closing words are read as notes. BT-11, BT-12,
  BT-15, BT-17 and BT-33 are additional information with the keys below; so are the note, the reference and the attributes of a
  line.
- The reason of an exemption is the comment of its tax item, with its code in brackets unless the category says it.
- A price of more than four decimals is told for as many units as needed (0.123456 for one is 12.3456 for a hundred).

Lost in writing: BT-8, BT-18, the payee but for the name, the tax representative, supporting documents, gross prices, the region
of an address, the period beside a day of delivery, the base of an allowance without a percentage, the identifier of an
object, the VAT in another currency, a means of payment beyond transfer, direct debit and card. Lost in reading: the
party that ordered, that an earlier document was cancelled (it is an earlier invoice), the order and address of a line's
own delivery, extensions, titles and language, salutations. A cash discount becomes a sentence of the payment terms.

Source: the schemas 6.0 and 6.1 of AUSTRIAPRO; 6.0 is read, 6.1 is read and written. Credit memos carry positive amounts,
from memory of the format's description.
"""

import re
from decimal import Decimal
from typing import Final

from babel import Locale

NAMESPACE: Final = "http://www.ebinterface.at/schema/6p1/"
OLDER: Final = "http://www.ebinterface.at/schema/6p0/"
NAMESPACES: Final = frozenset({NAMESPACE, OLDER})
ROOT: Final = "Invoice"
SYSTEM: Final = "Smart"
KEPT_EMPTY: Final = frozenset({"Town", "ZIP", "Country", "NoPayment", "OtherPayment", "Description"})
NO_VAT_ID: Final = "00000000"
"""What the format's description asks to write for a party without a VAT number."""

DOCUMENTS: Final = {
    "380": "Invoice",
    "381": "CreditMemo",
    "326": "InvoiceForPartialDelivery",
    "383": "SubsequentDebit",
    "386": "InvoiceForAdvancePayment",
    "389": "SelfBilling",
}
TYPE_CODES: Final = {said: code for code, said in DOCUMENTS.items()} | {"SubsequentCredit": "381"}
ASKED_FOR: Final = frozenset({"FinalSettlement", "SubsequentCredit"})

LEGAL: Final = "FBNR"
ENDPOINT: Final = "Endpoint:"
TAX_NUMBER: Final = "Steuernummer"
ADDRESS_SCHEMES: Final = {"0088": "GLN", "0060": "DUNS"}
PROPRIETARY: Final = "ProprietaryAddressID"

PROJECT: Final = "ProjectReference"
CONTRACT: Final = "ContractReference"
RECEIPT: Final = "ReceiptReference"
TENDER: Final = "TenderReference"
LEGAL_INFORMATION: Final = "LegalInformation"
NOTE: Final = "Note"
ACCOUNTING: Final = "AccountingReference"
ORIGIN: Final = "CountryOfOrigin"
NOT_KNOWN: Final = "NA"
GTIN: Final = "0160"

TRANSFERS: Final = frozenset({"30", "31", "42", "58"})
CARDS: Final = frozenset({"48", "54", "55"})
DIRECT_DEBITS: Final = frozenset({"49", "59"})

LOWER_RATE: Final = "AA"
"""UNTDID 5305 has it, the norm does not: a reduced rate is category S there."""


def four_decimals(value: Decimal, per: Decimal) -> tuple[Decimal, Decimal]:
    """A price and the quantity it is for, both multiplied by ten until the price fits in four decimals, ten times at most."""
    for _ in range(10):
        exponent = value.normalize().as_tuple().exponent
        if not isinstance(exponent, int) or exponent >= -4:
            break
        value, per = value * 10, per * 10
    return value, per


def country_name(code: str) -> str:
    """The country's name in German, the code itself when there is none."""
    return Locale("de").territories.get(code, code)


def country_code(name: str) -> str:
    """The code of a country named in German or English, empty when no name is known."""
    if re.fullmatch("[A-Z]{2}", name):
        return name
    for language in ("de", "en"):
        for code, said in Locale(language).territories.items():
            if said == name and len(code) == 2:
                return code
    return ""
