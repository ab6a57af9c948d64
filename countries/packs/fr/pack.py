"""France: what the country offers in its first form. Payroll is not open yet."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.fr.declarations import declarations
from countries.packs.fr.kinds import KINDS, contract_checks
from countries.packs.fr.vat import vat
from countries.packs.services import SERVICES

PACK = Pack(
    code="FR",
    version="2026.11",
    name={"en": "France", "fr": "France"},
    currency="EUR",
    languages=("fr",),
    time_zone="Europe/Paris",
    identifiers=(
        Identifier(
            code="national_number",
            label={"en": "Social security number", "fr": "Numéro de sécurité sociale (NIR)"},
            module="fr.nir",
            holder="person",
        ),
        Identifier(
            code="company_number",
            label={"en": "Company number (SIREN)", "fr": "SIREN"},
            module="fr.siren",
            holder="company",
            is_required=True,
        ),
        Identifier(
            code="establishment_number",
            label={"en": "Establishment number (SIRET)", "fr": "SIRET"},
            module="fr.siret",
            holder="company",
            is_required=True,
        ),
        Identifier(
            code="vat",
            label={"en": "VAT number", "fr": "Numéro de TVA intracommunautaire"},
            module="fr.tva",
            holder="company",
            is_required=True,
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability) - {Capability.PAYROLL},
    service_kinds=SERVICES,
    required_settings=(
        Setting(
            "work_accident_rate",
            {"en": "Work accident rate notified by the Carsat", "fr": "Taux AT/MP notifié par la Carsat"},
            Capability.PAYROLL,
        ),
        Setting("siret", {"en": "Establishment number", "fr": "SIRET de l’établissement"}, Capability.CONTRACTS),
    ),
    invoice_profiles=("facturx", "cii", "ubl"),
    contract_checks=contract_checks,
    vat=vat,
    declarations=declarations,
)
