"""Spain: what the country offers in its first form. Payroll is not open yet."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.es.declarations import declarations
from countries.packs.es.kinds import KINDS, contract_checks
from countries.packs.es.vat import vat
from countries.packs.services import SERVICES

PACK = Pack(
    code="ES",
    version="2026.11",
    name={"en": "Spain", "es": "España"},
    currency="EUR",
    languages=("es",),
    time_zone="Europe/Madrid",
    identifiers=(
        Identifier(
            code="national_number",
            label={"en": "Tax number (NIF or NIE)", "es": "NIF o NIE"},
            module="es.nif",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="social_security_number",
            label={"en": "Social security number (NAF)", "es": "Número de afiliación (NAF)"},
            module="",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="company_number",
            label={"en": "Company number", "es": "NIF de la entidad"},
            module="es.cif",
            holder="company",
            is_required=True,
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability) - {Capability.PAYROLL},
    service_kinds=SERVICES,
    required_settings=(
        Setting(
            "contribution_account",
            {"en": "Contribution account (CCC)", "es": "Código de cuenta de cotización"},
            Capability.CONTRACTS,
        ),
        Setting(
            "collective_agreement", {"en": "Collective agreement", "es": "Convenio colectivo"}, Capability.CONTRACTS
        ),
    ),
    invoice_profiles=("facturae",),
    contract_checks=contract_checks,
    vat=vat,
    declarations=declarations,
)
