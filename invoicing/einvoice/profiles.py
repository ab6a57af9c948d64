"""The syntaxes a document can be written in, and what each profile states about itself (BT-24, BT-23)."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from invoicing.einvoice import cii, ubl
from invoicing.einvoice.cii_read import read_cii
from invoicing.einvoice.cii_write import write_cii
from invoicing.einvoice.model import Invoice
from invoicing.einvoice.ubl_read import read_ubl
from invoicing.einvoice.ubl_write import write_ubl
from invoicing.einvoice.words import EinvoiceError, gettext_noop
from invoicing.einvoice.xml import parse

EN16931: Final = "urn:cen.eu:en16931:2017"
PEPPOL: Final = f"{EN16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
XRECHNUNG: Final = f"{EN16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
BILLING: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


@dataclass(frozen=True, slots=True)
class Syntax:
    """How to write it, the specification it states and the process it needs; empty: the document's own is kept."""

    write: Callable[[Invoice], bytes]
    specification: str = ""
    process: str = ""


SYNTAXES: Final = {
    "ubl": Syntax(write_ubl),
    "cii": Syntax(write_cii),
    "xrechnung": Syntax(write_ubl, specification=XRECHNUNG, process=BILLING),
    "peppol": Syntax(write_ubl, specification=PEPPOL, process=BILLING),
    "facturx": Syntax(write_cii, specification=EN16931),
}
NOT_BUILT: Final = ("fatturapa", "facturae", "ebinterface")
NAMES: Final = (*SYNTAXES, *NOT_BUILT)


def write(invoice: Invoice, *, syntax: str) -> bytes:
    """Write the invoice in the syntax, stating the profile it is written for. Raises EinvoiceError when unknown."""
    if syntax not in SYNTAXES:
        raise EinvoiceError(_refusal(syntax), found=syntax, expected=", ".join(SYNTAXES))
    target = SYNTAXES[syntax]
    stated = dataclasses.replace(
        invoice,
        specification=target.specification or invoice.specification or EN16931,
        process=target.process or invoice.process,
    )
    return target.write(stated)


def _refusal(syntax: str) -> str:
    if syntax in NOT_BUILT:
        return gettext_noop(
            "The syntax “%(found)s” is not built yet. Built are: %(expected)s. Write one of these for now."
        )
    return gettext_noop("There is no syntax “%(found)s”. Expected one of: %(expected)s. Choose one of these.")


def read(content: bytes) -> Invoice:
    """Read UBL or CII, told apart by the root element. Raises EinvoiceError when it is neither."""
    root = parse(content)
    namespace, _, name = root.tag[1:].partition("}")
    if namespace in ubl.KINDS and name == ubl.KINDS[namespace].root:
        return read_ubl(root)
    if namespace == cii.RSM and name == "CrossIndustryInvoice":
        return read_cii(root)
    text = gettext_noop(
        "The file begins with “%(found)s”, which is no invoice known here. Expected Invoice or CreditNote in UBL 2.1, or"
        " CrossIndustryInvoice (CII D16B, Factur-X, XRechnung). Ask the sender for one of these."
    )
    raise EinvoiceError(text, found=root.tag)
