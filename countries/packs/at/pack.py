"""Austria: what the country offers."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.at.checks import contract_checks
from countries.packs.at.declarations import declaration_file, declarations
from countries.packs.at.inputs import EMPLOYER_INPUTS, ENGAGEMENT_INPUTS, TAX_FILE
from countries.packs.at.kinds import KINDS
from countries.packs.at.later_pay import later_pay
from countries.packs.at.payslip import VERSION, payslip
from countries.packs.at.solving import gross_for_budget, gross_for_net, minimum_gross, steps
from countries.packs.at.vectors import answer_vector
from countries.packs.at.words import TEXTS
from countries.packs.services import SERVICES

PACK = Pack(
    code="AT",
    version=VERSION,
    name=TEXTS["name"],
    currency="EUR",
    languages=("de",),
    time_zone="Europe/Vienna",
    identifiers=(
        Identifier(
            code="national_number",
            label=TEXTS["identifier.national_number"],
            module="at.vnr",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="company_number",
            label=TEXTS["identifier.company_number"],
            module="at.businessid",
            holder="company",
            is_required=True,
        ),
        Identifier(code="vat", label=TEXTS["identifier.vat"], module="at.uid", holder="company", is_required=True),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability),
    service_kinds=SERVICES,
    required_settings=(
        Setting("contribution_account", TEXTS["setting.contribution_account"], Capability.CONTRACTS),
        Setting("collective_agreement", TEXTS["setting.collective_agreement"], Capability.CONTRACTS),
        Setting("land", TEXTS["field.land"], Capability.PAYROLL),
        Setting("chamber_member", TEXTS["field.chamber_member"], Capability.PAYROLL),
    ),
    invoice_profiles=("peppol", "ebinterface"),
    tax_file=TAX_FILE,
    engagement_inputs=ENGAGEMENT_INPUTS,
    employer_inputs=EMPLOYER_INPUTS,
    payslip=payslip,
    gross_for_budget=gross_for_budget,
    gross_for_net=gross_for_net,
    minimum_gross=minimum_gross,
    steps=steps,
    contract_checks=contract_checks,
    declarations=declarations,
    later_pay=later_pay,
    declaration_file=declaration_file,
    vector=answer_vector,
)
