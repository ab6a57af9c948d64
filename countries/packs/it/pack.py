"""Italy: what the country offers in its first form. Payroll is not open yet."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.it.declarations import declarations
from countries.packs.it.kinds import KINDS, contract_checks
from countries.packs.it.vat import vat
from countries.packs.services import SERVICES

PACK = Pack(
    code="IT",
    version="2026.11",
    name={"en": "Italy", "it": "Italia"},
    currency="EUR",
    languages=("it",),
    time_zone="Europe/Rome",
    identifiers=(
        Identifier(
            code="national_number",
            label={"en": "Tax code", "it": "Codice fiscale"},
            module="it.codicefiscale",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="company_number",
            label={"en": "VAT number", "it": "Partita IVA"},
            module="it.iva",
            holder="company",
            is_required=True,
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability) - {Capability.PAYROLL},
    service_kinds=SERVICES,
    required_settings=(
        Setting(
            "collective_agreement", {"en": "Collective agreement (CCNL)", "it": "CCNL applicato"}, Capability.CONTRACTS
        ),
        Setting("inail_position", {"en": "INAIL position (PAT)", "it": "Posizione INAIL (PAT)"}, Capability.CONTRACTS),
    ),
    invoice_profiles=("fatturapa",),
    contract_checks=contract_checks,
    vat=vat,
    declarations=declarations,
)
