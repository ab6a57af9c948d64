"""France: what the country offers."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.fr.checks import contract_checks
from countries.packs.fr.declarations import declaration_file, declarations
from countries.packs.fr.inputs import EMPLOYER_INPUTS, ENGAGEMENT_INPUTS, TAX_FILE
from countries.packs.fr.kinds import KINDS
from countries.packs.fr.later_pay import later_pay
from countries.packs.fr.payslip import VERSION, payslip
from countries.packs.fr.solving import gross_for_budget, gross_for_net, minimum_gross
from countries.packs.fr.vectors import answer_vector
from countries.packs.fr.words import TEXTS
from countries.packs.services import SERVICES

PACK = Pack(
    code="FR",
    version=VERSION,
    name=TEXTS["pack.name"],
    currency="EUR",
    languages=("fr",),
    time_zone="Europe/Paris",
    identifiers=(
        Identifier(code="national_number", label=TEXTS["pack.national_number"], module="fr.nir", holder="person"),
        Identifier(
            code="company_number",
            label=TEXTS["pack.company_number"],
            module="fr.siren",
            holder="company",
            is_required=True,
        ),
        Identifier(
            code="establishment_number",
            label=TEXTS["pack.establishment_number"],
            module="fr.siret",
            holder="company",
            is_required=True,
        ),
        Identifier(code="vat", label=TEXTS["pack.vat"], module="fr.tva", holder="company", is_required=True),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability),
    service_kinds=SERVICES,
    required_settings=(
        Setting("work_accident_rate", TEXTS["field.work_accident_rate"], Capability.PAYROLL),
        Setting("siret", TEXTS["pack.establishment_number"], Capability.CONTRACTS),
    ),
    invoice_profiles=("facturx", "cii", "ubl"),
    tax_file=TAX_FILE,
    engagement_inputs=ENGAGEMENT_INPUTS,
    employer_inputs=EMPLOYER_INPUTS,
    payslip=payslip,
    gross_for_budget=gross_for_budget,
    gross_for_net=gross_for_net,
    minimum_gross=minimum_gross,
    contract_checks=contract_checks,
    declarations=declarations,
    later_pay=later_pay,
    declaration_file=declaration_file,
    vector=answer_vector,
)
