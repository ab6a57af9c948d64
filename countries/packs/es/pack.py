"""Spain: what the country offers."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.es.checks import contract_checks
from countries.packs.es.declarations import declaration_file, declarations
from countries.packs.es.inputs import EMPLOYER_INPUTS, ENGAGEMENT_INPUTS, TAX_FILE
from countries.packs.es.kinds import KINDS
from countries.packs.es.later_pay import later_pay
from countries.packs.es.payslip import VERSION, payslip
from countries.packs.es.solving import gross_for_budget, gross_for_net, minimum_gross
from countries.packs.es.vectors import answer_vector
from countries.packs.es.words import TEXTS
from countries.packs.services import SERVICES


def _identifier(code: str, module: str, holder: str) -> Identifier:
    return Identifier(code=code, label=TEXTS[f"identifier.{code}"], module=module, holder=holder, is_required=True)


def _setting(key: str, capability: Capability) -> Setting:
    return Setting(key, TEXTS[f"setting.{key}"], capability)


PACK = Pack(
    code="ES",
    version=VERSION,
    name=TEXTS["name"],
    currency="EUR",
    languages=("es",),
    time_zone="Europe/Madrid",
    identifiers=(
        _identifier("national_number", "es.nif", "person"),
        _identifier("social_security_number", "", "person"),
        _identifier("company_number", "es.cif", "company"),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability),
    service_kinds=SERVICES,
    required_settings=(
        _setting("contribution_account", Capability.CONTRACTS),
        _setting("collective_agreement", Capability.CONTRACTS),
        _setting("employer.cnae", Capability.PAYROLL),
    ),
    invoice_profiles=("facturae",),
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
