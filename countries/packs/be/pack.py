"""Belgium: what the country offers."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.be.checks import contract_checks
from countries.packs.be.declarations import declarations
from countries.packs.be.dimona import declaration_file
from countries.packs.be.inputs import EMPLOYER_INPUTS, ENGAGEMENT_INPUTS, TAX_FILE
from countries.packs.be.kinds import KINDS
from countries.packs.be.later_pay import later_pay
from countries.packs.be.payslip import VERSION, payslip
from countries.packs.be.solving import gross_for_budget, gross_for_net, minimum_gross
from countries.packs.be.vectors import answer_vector
from countries.packs.be.words import TEXTS
from countries.packs.services import SERVICES

PACK = Pack(
    code="BE",
    version=VERSION,
    name=TEXTS["country.name"],
    currency="EUR",
    languages=("fr", "nl", "de"),
    time_zone="Europe/Brussels",
    identifiers=(
        Identifier(
            code="national_number",
            label=TEXTS["identifier.national_number"],
            module="be.ssn",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="company_number",
            label=TEXTS["identifier.company_number"],
            module="be.vat",
            holder="company",
            is_required=True,
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability),
    service_kinds=SERVICES,
    required_settings=(
        Setting("accident_insurance_rate", TEXTS["field.accident_insurance_rate"], Capability.PAYROLL),
        Setting("joint_committee", TEXTS["field.joint_committee"], Capability.CONTRACTS),
        Setting("onss_number", TEXTS["setting.onss_number"], Capability.CONTRACTS),
    ),
    invoice_profiles=("peppol",),
    tax_file=TAX_FILE,
    engagement_inputs=ENGAGEMENT_INPUTS,
    employer_inputs=EMPLOYER_INPUTS,
    payslip=payslip,
    gross_for_budget=gross_for_budget,
    gross_for_net=gross_for_net,
    minimum_gross=minimum_gross,
    contract_checks=contract_checks,
    declarations=declarations,
    declaration_file=declaration_file,
    later_pay=later_pay,
    vector=answer_vector,
)
