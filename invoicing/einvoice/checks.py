"""All checks of one invoice: our own reading of the rules, for where the official stylesheets are not at hand."""

from typing import Final

from invoicing.einvoice import profiles
from invoicing.einvoice.checks_codes import check_codes
from invoicing.einvoice.checks_fatturapa import check_fatturapa
from invoicing.einvoice.checks_numbers import check_numbers
from invoicing.einvoice.checks_presence import check_presence
from invoicing.einvoice.checks_profiles import check_profile
from invoicing.einvoice.checks_totals import check_totals
from invoicing.einvoice.checks_vat import check_vat
from invoicing.einvoice.findings import FATAL, Finding
from invoicing.einvoice.model import Invoice

GENERAL: Final = (check_presence, check_totals, check_vat, check_codes, check_profile, check_numbers)
NATIONAL: Final = (check_fatturapa,)
ONLY_EUROPEAN: Final = frozenset(
    [
        "BR-19",
        "BR-20",
        "BR-22",
        "BR-23",
        "BR-27",
        "BR-28",
        "BR-61",
        "BR-DEC-23",
        "BR-DEC-24",
        "BR-DEC-25",
        "BR-DEC-27",
        "BR-DEC-28",
        "BR-IC-11",
        "BR-IC-12",
    ]
)
"""What EN 16931 asks and a national format does not: quantities and units, prices above zero, cents, places of others."""


def check(invoice: Invoice) -> list[Finding]:
    """Every broken rule, fatal ones first, otherwise in the order of the document. Empty means: nothing found."""
    rules = (*GENERAL, *NATIONAL)
    found = [finding for rule in rules for finding in rule(invoice)]
    if profiles.is_national(invoice):
        found = [finding for finding in found if finding.rule not in ONLY_EUROPEAN]
    return sorted(found, key=lambda finding: finding.severity != FATAL)
