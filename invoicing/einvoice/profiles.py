"""The syntaxes a document can be written in, and what each profile states about itself (BT-24, BT-23)."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from invoicing.einvoice import cii, ebinterface, facturae, fatturapa, ubl
from invoicing.einvoice.cii_read import read_cii
from invoicing.einvoice.cii_write import write_cii
from invoicing.einvoice.ebinterface_read import read_ebinterface
from invoicing.einvoice.ebinterface_write import write_ebinterface
from invoicing.einvoice.facturae_read import read_batch, read_facturae
from invoicing.einvoice.facturae_write import write_facturae
from invoicing.einvoice.fatturapa_read import read_fatturapa, read_lot
from invoicing.einvoice.fatturapa_write import write_fatturapa, write_lot
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
    is_national: bool = False


SYNTAXES: Final = {
    "ubl": Syntax(write_ubl),
    "cii": Syntax(write_cii),
    "xrechnung": Syntax(write_ubl, specification=XRECHNUNG, process=BILLING),
    "peppol": Syntax(write_ubl, specification=PEPPOL, process=BILLING),
    "facturx": Syntax(write_cii, specification=EN16931),
    "fatturapa": Syntax(write_fatturapa, specification=fatturapa.NAMESPACE, is_national=True),
    "facturae": Syntax(write_facturae, specification=facturae.NAMESPACE, is_national=True),
    "ebinterface": Syntax(write_ebinterface, specification=ebinterface.NAMESPACE, is_national=True),
}
NATIONAL_SYNTAXES: Final = frozenset(name for name, part in SYNTAXES.items() if part.is_national)
NATIONAL: Final = (
    ebinterface.OLDER,
    *facturae.OLDER,
    *(part.specification for part in SYNTAXES.values() if part.is_national),
)
NAMES: Final = tuple(SYNTAXES)


def write(invoice: Invoice, *, syntax: str) -> bytes:
    """Write the invoice in the syntax, stating the profile it is written for. Raises EinvoiceError when unknown."""
    if syntax not in SYNTAXES:
        text = gettext_noop("There is no syntax “%(found)s”. Expected one of: %(expected)s. Choose one of these.")
        raise EinvoiceError(text, found=syntax, expected=", ".join(SYNTAXES))
    return SYNTAXES[syntax].write(stated(invoice, syntax=syntax))


def stated(invoice: Invoice, *, syntax: str) -> Invoice:
    """The invoice saying which profile it is written for, which is what the checks go by."""
    target = SYNTAXES[syntax]
    is_foreign = not target.is_national and is_national(invoice)
    return dataclasses.replace(
        invoice,
        specification=target.specification or ("" if is_foreign else invoice.specification) or EN16931,
        process=target.process or ("" if is_foreign else invoice.process),
    )


def is_national(invoice: Invoice) -> bool:
    """True when the invoice was read from, or is meant for, a format of its own country instead of EN 16931."""
    return invoice.specification.startswith(NATIONAL)


def read(content: bytes) -> Invoice:
    """Read a syntax built here, told apart by the root element. Raises EinvoiceError when it is none of them."""
    root = parse(content)
    namespace, _, name = root.tag[1:].partition("}")
    if namespace in ubl.KINDS and name == ubl.KINDS[namespace].root:
        return read_ubl(root)
    if namespace == cii.RSM and name == "CrossIndustryInvoice":
        return read_cii(root)
    if namespace == fatturapa.NAMESPACE and name == fatturapa.ROOT:
        return read_fatturapa(root)
    if namespace in facturae.NAMESPACES and name == facturae.ROOT:
        return read_facturae(root)
    if namespace in ebinterface.NAMESPACES and name == ebinterface.ROOT:
        return read_ebinterface(root)
    text = gettext_noop(
        "The file begins with “%(found)s”, which is no invoice known here. Expected Invoice or CreditNote in UBL 2.1,"
        " CrossIndustryInvoice (CII D16B, Factur-X, XRechnung), FatturaElettronica (FatturaPA 1.2), Facturae"
        " (3.2) or Invoice (ebInterface 6). Ask the sender for one of these."
    )
    raise EinvoiceError(text, found=root.tag)


def read_all(content: bytes) -> tuple[Invoice, ...]:
    """Read every invoice of the file: FatturaPA and Facturae may hold several, the others one. Raises as `read` does."""
    root = parse(content)
    if root.tag in {f"{{{namespace}}}{facturae.ROOT}" for namespace in facturae.NAMESPACES}:
        return read_batch(root)
    if root.tag == f"{{{fatturapa.NAMESPACE}}}{fatturapa.ROOT}":
        return read_lot(root)
    return (read(content),)


def write_all(invoices: Sequence[Invoice], *, syntax: str) -> bytes:
    """Write the invoices as one file. Raises EinvoiceError when the syntax takes one and there are several."""
    if syntax == "fatturapa" and invoices:
        return write_lot([stated(invoice, syntax=syntax) for invoice in invoices])
    if len(invoices) == 1:
        return write(invoices[0], syntax=syntax)
    text = gettext_noop(
        "There are %(found)s invoices and “%(syntax)s” holds one per file. Write them one by one, or as fatturapa."
    )
    raise EinvoiceError(text, found=len(invoices), syntax=syntax)
