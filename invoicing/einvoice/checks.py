"""All checks of one invoice: our own reading of the rules, for where the official stylesheets are not at hand."""

from typing import Final

from invoicing.einvoice import profiles
from invoicing.einvoice.checks_codes import check_codes
from invoicing.einvoice.checks_ebinterface import check_ebinterface
from invoicing.einvoice.checks_facturae import check_facturae
from invoicing.einvoice.checks_fatturapa import check_fatturapa
from invoicing.einvoice.checks_numbers import check_numbers
from invoicing.einvoice.checks_presence import check_presence
from invoicing.einvoice.checks_profiles import check_profile
from invoicing.einvoice.checks_totals import check_totals
from invoicing.einvoice.checks_vat import check_vat
from invoicing.einvoice.findings import FATAL, Finding
from invoicing.einvoice.model import Invoice

GENERAL: Final = (check_presence, check_totals, check_vat, check_codes, check_profile, check_numbers)
NATIONAL: Final = (check_fatturapa, check_ebinterface, check_facturae)
ONLY_EUROPEAN: Final = frozenset(
    [f"BR-{number}" for number in (19, 20, 22, 23, 27, 28, 33, 38, 42, 44, 61)]
    + [f"BR-CO-{number}" for number in (21, 22, 23, 24)]
    + [f"BR-DEC-{number}" for number in (23, 24, 25, 27, 28)]
    + ["BR-IC-11", "BR-IC-12", "BR-O-02", "BR-O-03", "BR-O-04", "BR-O-11", "BR-O-12", "BR-O-13", "BR-O-14"]
)
"""What EN 16931 asks and a national format does not: quantities, units and prices above zero, reasons of allowances, cents
in lines, places of others, and that what is outside the scope of VAT stands alone and without VAT numbers."""


def check(invoice: Invoice) -> list[Finding]:
    """Every broken rule, fatal ones first, otherwise in the order of the document. Empty means: nothing found."""
    rules = (*GENERAL, *NATIONAL)
    found = [finding for rule in rules for finding in rule(invoice)]
    if profiles.is_national(invoice):
        found = [finding for finding in found if finding.rule not in ONLY_EUROPEAN]
    return sorted(found, key=lambda finding: finding.severity != FATAL)
