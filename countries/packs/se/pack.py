"""Sweden: what the country offers."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.se.checks import contract_checks
from countries.packs.se.declarations import declaration_file, declarations
from countries.packs.se.inputs import EMPLOYER_INPUTS, ENGAGEMENT_INPUTS, TAX_FILE
from countries.packs.se.kinds import KINDS
from countries.packs.se.later_pay import later_pay
from countries.packs.se.payslip import VERSION, payslip
from countries.packs.se.period_return import period_file
from countries.packs.se.solving import gross_for_budget, gross_for_net
from countries.packs.se.vectors import answer_vector
from countries.packs.se.words import TEXTS
from countries.packs.services import SERVICES

PACK = Pack(
    code="SE",
    version=VERSION,
    name=TEXTS["name"],
    currency="SEK",
    languages=("sv",),
    time_zone="Europe/Stockholm",
    identifiers=(
        Identifier(
            code="national_number",
            label=TEXTS["identifier.national_number"],
            module="se.personnummer",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="company_number",
            label=TEXTS["identifier.company_number"],
            module="se.orgnr",
            holder="company",
            is_required=True,
        ),
        Identifier(
            code="vat",
            label=TEXTS["identifier.vat"],
            module="se.vat",
            holder="company",
            is_required=True,
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability),
    service_kinds=SERVICES,
    required_settings=(
        Setting("collective_agreement", TEXTS["setting.collective_agreement"], Capability.CONTRACTS),
        Setting("pension_rate", TEXTS["setting.pension_rate"], Capability.PAYROLL),
        Setting("insurance_rate", TEXTS["setting.insurance_rate"], Capability.PAYROLL),
    ),
    invoice_profiles=("peppol",),
    tax_file=TAX_FILE,
    usual_tax_file={"tax_basis": "main", "table": 32},  # the mean municipal tax is 32.4 % (SCB, 2026)
    engagement_inputs=ENGAGEMENT_INPUTS,
    employer_inputs=EMPLOYER_INPUTS,
    payslip=payslip,
    gross_for_budget=gross_for_budget,
    gross_for_net=gross_for_net,
    contract_checks=contract_checks,
    declarations=declarations,
    later_pay=later_pay,
    declaration_file=declaration_file,
    period_file=period_file,
    vector=answer_vector,
)
