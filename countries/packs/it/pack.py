"""Italy: what the country offers."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.it.checks import contract_checks
from countries.packs.it.declarations import declaration_file, declarations
from countries.packs.it.inputs import EMPLOYER_INPUTS, ENGAGEMENT_INPUTS, TAX_FILE
from countries.packs.it.kinds import KINDS
from countries.packs.it.later_pay import later_pay
from countries.packs.it.payslip import VERSION, payslip
from countries.packs.it.solving import gross_for_budget, gross_for_net
from countries.packs.it.vectors import answer_vector
from countries.packs.it.words import TEXTS
from countries.packs.services import SERVICES

PACK = Pack(
    code="IT",
    version=VERSION,
    name=TEXTS["pack.name"],
    currency="EUR",
    languages=("it",),
    time_zone="Europe/Rome",
    identifiers=(
        Identifier(
            code="national_number",
            label=TEXTS["identifier.national_number"],
            module="it.codicefiscale",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="company_number",
            label=TEXTS["identifier.company_number"],
            module="it.iva",
            holder="company",
            is_required=True,
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability),
    service_kinds=SERVICES,
    required_settings=(
        Setting("collective_agreement", TEXTS["setting.collective_agreement"], Capability.CONTRACTS),
        Setting("inail_position", TEXTS["setting.inail_position"], Capability.CONTRACTS),
        Setting("inail_rate", TEXTS["setting.inail_rate"], Capability.PAYROLL),
        Setting("income_support", TEXTS["setting.income_support"], Capability.PAYROLL),
    ),
    invoice_profiles=("fatturapa",),
    tax_file=TAX_FILE,
    engagement_inputs=ENGAGEMENT_INPUTS,
    employer_inputs=EMPLOYER_INPUTS,
    payslip=payslip,
    gross_for_budget=gross_for_budget,
    gross_for_net=gross_for_net,
    contract_checks=contract_checks,
    declarations=declarations,
    later_pay=later_pay,
    declaration_file=declaration_file,
    vector=answer_vector,
)
