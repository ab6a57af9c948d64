"""What Peppol BIS Billing 3, XRechnung 3 and the French reform ask beyond the norm; the invoice says which one it is for."""

from collections.abc import Iterator

from invoicing.einvoice.checks_france import check_france
from invoicing.einvoice.checks_peppol import check_peppol
from invoicing.einvoice.checks_peppol_countries import check_countries
from invoicing.einvoice.checks_xrechnung import Row, check_xrechnung, missing
from invoicing.einvoice.findings import Finding
from invoicing.einvoice.model import Invoice


def check_profile(invoice: Invoice) -> Iterator[Finding]:
    """The rules of the profile the invoice names, none for a plain EN 16931 invoice."""
    if "poacc:billing:3" in invoice.specification:
        yield from missing(_peppol_rows(invoice))
        yield from check_peppol(invoice)
        yield from check_countries(invoice)
    elif "xeinkauf.de:kosit:xrechnung" in invoice.specification:
        yield from check_xrechnung(invoice)
    else:
        yield from check_france(invoice)


def _peppol_rows(invoice: Invoice) -> list[Row]:
    return [
        ("PEPPOL-EN16931-R001", "BT-23", invoice.process),
        ("PEPPOL-EN16931-R003", "BT-10", invoice.buyer_reference or invoice.order_reference),
        ("PEPPOL-EN16931-R010", "BT-49", invoice.buyer.endpoint),
        ("PEPPOL-EN16931-R020", "BT-34", invoice.seller.endpoint),
    ]
