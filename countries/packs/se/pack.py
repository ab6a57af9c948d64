"""Sweden: what the country offers in its first form. Payroll is not open yet."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.se.declarations import declarations
from countries.packs.se.kinds import KINDS, contract_checks
from countries.packs.se.vat import vat
from countries.packs.services import SERVICES

PACK = Pack(
    code="SE",
    version="2026.11",
    name={"en": "Sweden", "sv": "Sverige"},
    currency="SEK",
    languages=("sv",),
    time_zone="Europe/Stockholm",
    identifiers=(
        Identifier(
            code="national_number",
            label={"en": "Personal number", "sv": "Personnummer"},
            module="se.personnummer",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="company_number",
            label={"en": "Organisation number", "sv": "Organisationsnummer"},
            module="se.orgnr",
            holder="company",
            is_required=True,
        ),
        Identifier(
            code="vat",
            label={"en": "VAT number", "sv": "Momsregistreringsnummer"},
            module="se.vat",
            holder="company",
            is_required=True,
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability) - {Capability.PAYROLL},
    service_kinds=SERVICES,
    required_settings=(
        Setting("collective_agreement", {"en": "Collective agreement", "sv": "Kollektivavtal"}, Capability.CONTRACTS),
    ),
    invoice_profiles=("peppol",),
    contract_checks=contract_checks,
    vat=vat,
    declarations=declarations,
)
