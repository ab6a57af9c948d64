"""Germany: what the country offers."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.de.checks import contract_checks
from countries.packs.de.declarations import declaration_file, declarations
from countries.packs.de.inputs import EMPLOYER_INPUTS, ENGAGEMENT_INPUTS, TAX_FILE
from countries.packs.de.kinds import KINDS
from countries.packs.de.later_pay import later_pay
from countries.packs.de.payslip import CURRENCY, VERSION, payslip
from countries.packs.de.solving import gross_for_budget, gross_for_net, minimum_gross, steps
from countries.packs.de.vectors import answer_vector
from countries.packs.de.words import TEXTS
from countries.packs.services import SERVICES

PACK = Pack(
    code="DE",
    version=VERSION,
    name=TEXTS["name"],
    currency=CURRENCY,
    languages=("de",),
    time_zone="Europe/Berlin",
    identifiers=(
        Identifier(
            code="national_number",
            label=TEXTS["identifier.national_number"],
            module="de.idnr",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="social_security_number",
            label=TEXTS["identifier.social_security_number"],
            module="",
            holder="person",
        ),
        Identifier(
            code="vat",
            label=TEXTS["identifier.vat"],
            module="de.vat",
            holder="company",
            is_required=True,
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability),
    service_kinds=SERVICES,
    required_settings=(
        Setting("u2_rate", TEXTS["field.u2_rate"], Capability.PAYROLL),
        Setting("accident_insurance_rate", TEXTS["field.accident_insurance_rate"], Capability.PAYROLL),
        Setting("employer_number", TEXTS["setting.employer_number"], Capability.CONTRACTS),
    ),
    invoice_profiles=("xrechnung", "facturx"),
    tax_file=TAX_FILE,
    usual_tax_file={"tax_class": "1"},
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
