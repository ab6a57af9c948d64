"""Belgium: what the country offers."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.be.checks import contract_checks
from countries.packs.be.declarations import declarations
from countries.packs.be.inputs import EMPLOYER_INPUTS, TAX_FILE
from countries.packs.be.kinds import KINDS
from countries.packs.be.payslip import VERSION, payslip
from countries.packs.be.solving import gross_for_budget, gross_for_net, minimum_gross
from countries.packs.be.vat import vat
from countries.packs.be.vectors import answer_vector
from countries.packs.services import SERVICES

PACK = Pack(
    code="BE",
    version=VERSION,
    name={"en": "Belgium", "fr": "Belgique", "nl": "België", "de": "Belgien"},
    currency="EUR",
    languages=("fr", "nl", "de"),
    time_zone="Europe/Brussels",
    identifiers=(
        Identifier(
            code="national_number",
            label={
                "en": "National number",
                "fr": "Numéro de registre national",
                "nl": "Rijksregisternummer",
                "de": "Nationalregisternummer",
            },
            module="be.ssn",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="company_number",
            label={
                "en": "Enterprise number",
                "fr": "Numéro d'entreprise",
                "nl": "Ondernemingsnummer",
                "de": "Unternehmensnummer",
            },
            module="be.vat",
            holder="company",
            is_required=True,
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability),
    service_kinds=SERVICES,
    required_settings=(
        Setting(
            "accident_insurance_rate",
            {
                "en": "Work accident insurance rate",
                "fr": "Taux de l'assurance accidents du travail",
                "nl": "Premievoet arbeidsongevallenverzekering",
                "de": "Satz der Arbeitsunfallversicherung",
            },
            Capability.PAYROLL,
        ),
        Setting(
            "joint_committee",
            {
                "en": "Joint committee",
                "fr": "Commission paritaire",
                "nl": "Paritair comité",
                "de": "Paritätische Kommission",
            },
            Capability.CONTRACTS,
        ),
        Setting(
            "onss_number",
            {"en": "ONSS registration number", "fr": "Numéro ONSS", "nl": "RSZ-nummer", "de": "LSS-Nummer"},
            Capability.CONTRACTS,
        ),
    ),
    invoice_profiles=("peppol",),
    tax_file=TAX_FILE,
    employer_inputs=EMPLOYER_INPUTS,
    payslip=payslip,
    gross_for_budget=gross_for_budget,
    gross_for_net=gross_for_net,
    minimum_gross=minimum_gross,
    contract_checks=contract_checks,
    vat=vat,
    declarations=declarations,
    vector=answer_vector,
)
