"""All checks of one invoice: our own reading of the rules, for where the official stylesheets are not at hand."""

from invoicing.einvoice.checks_codes import check_codes
from invoicing.einvoice.checks_numbers import check_numbers
from invoicing.einvoice.checks_presence import check_presence
from invoicing.einvoice.checks_profiles import check_profile
from invoicing.einvoice.checks_totals import check_totals
from invoicing.einvoice.checks_vat import check_vat
from invoicing.einvoice.findings import FATAL, Finding
from invoicing.einvoice.model import Invoice


def check(invoice: Invoice) -> list[Finding]:
    """Every broken rule, fatal ones first, otherwise in the order of the document. Empty means: nothing found."""
    rules = (check_presence, check_totals, check_vat, check_codes, check_profile, check_numbers)
    found = [finding for rule in rules for finding in rule(invoice)]
    return sorted(found, key=lambda finding: finding.severity != FATAL)
