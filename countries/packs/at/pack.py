"""Austria: what the country offers in its first form. Payroll is not open yet."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.at.declarations import declarations
from countries.packs.at.kinds import KINDS, contract_checks
from countries.packs.at.vat import vat
from countries.packs.services import SERVICES

PACK = Pack(
    code="AT",
    version="2026.11",
    name={"en": "Austria", "de": "Österreich"},
    currency="EUR",
    languages=("de",),
    time_zone="Europe/Vienna",
    identifiers=(
        Identifier(
            code="national_number",
            label={"en": "Social security number", "de": "Versicherungsnummer"},
            module="at.vnr",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="company_number",
            label={"en": "Company register number", "de": "Firmenbuchnummer"},
            module="at.businessid",
            holder="company",
            is_required=True,
        ),
        Identifier(
            code="vat",
            label={"en": "VAT number", "de": "UID-Nummer"},
            module="at.uid",
            holder="company",
            is_required=True,
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability) - {Capability.PAYROLL},
    service_kinds=SERVICES,
    required_settings=(
        Setting(
            "contribution_account", {"en": "Contribution account", "de": "Beitragskontonummer"}, Capability.CONTRACTS
        ),
        Setting("collective_agreement", {"en": "Collective agreement", "de": "Kollektivvertrag"}, Capability.CONTRACTS),
    ),
    invoice_profiles=("peppol", "ebinterface"),
    contract_checks=contract_checks,
    vat=vat,
    declarations=declarations,
)
