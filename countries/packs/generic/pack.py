"""A country without a pack of its own: everything it needs is entered in the browser and passed in as data."""

from __future__ import annotations

from countries.contract import (
    Capability,
    ContractFacts,
    ContractKind,
    DeclarationDraft,
    DeclarationFacts,
    Finding,
    Identifier,
    Pack,
    Params,
    Setting,
    gettext_noop,
)
from countries.packs import checks
from countries.packs.declaring import Form, draft
from countries.packs.generic.payslip import VERSION, gross_for_budget, gross_for_net, minimum_gross, payslip
from countries.packs.services import SERVICES

CHECKS = ("dates", "declared_in_time", "overlap", "sector_minimum", "budget", "right_to_work")
KINDS = (
    ContractKind(
        code="fixed_term",
        label={"en": "Fixed term", "fr": "Durée déterminée", "nl": "Bepaalde duur", "de": "Befristet"},
        status="employee",
        checks=("dates", "written_before_start", *CHECKS[1:], "successive"),
        source="entered by the cooperative",
        has_payroll=True,
    ),
    ContractKind(
        code="open_ended",
        label={"en": "Open ended", "fr": "Durée indéterminée", "nl": "Onbepaalde duur", "de": "Unbefristet"},
        status="employee",
        checks=CHECKS,
        source="entered by the cooperative",
        is_fixed_term=False,
        has_payroll=True,
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}

START_OF_WORK = Form(
    kind="start_of_work",
    label={
        "en": "Start-of-work declaration",
        "fr": "Déclaration d'entrée en service",
        "nl": "Aangifte van indiensttreding",
        "de": "Anmeldung bei Arbeitsbeginn",
    },
    due_rule=gettext_noop("Before the work starts, where the country's law asks for it."),
    source="entered by the cooperative",
    fields=(
        ("start", "contract.start", True),
        ("end", "contract.end", False),
        ("last_name", "person.last_name", True),
        ("first_name", "person.first_name", True),
        ("birth_date", "person.birth_date", True),
        ("national_number", "person.national_number", False),
        ("employer", "employer.name", True),
        ("employer_number", "employer.company_number", True),
    ),
)


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    return checks.run_checks(facts, BY_CODE[facts.kind], params, {})


def declarations(facts: DeclarationFacts, _: Params) -> tuple[DeclarationDraft, ...]:
    return (draft(START_OF_WORK, facts),)


PACK = Pack(
    code="generic",
    version=VERSION,
    name={"en": "Any country", "fr": "Tout pays", "nl": "Elk land", "de": "Jedes Land"},
    currency="",
    languages=("en",),
    time_zone="UTC",
    identifiers=(
        Identifier(
            code="national_number",
            label={
                "en": "National number",
                "fr": "Numéro national",
                "nl": "Nationaal nummer",
                "de": "Nationale Nummer",
            },
            module="",
            holder="person",
        ),
        Identifier(
            code="company_number",
            label={"en": "Company number", "fr": "Numéro d'entreprise", "nl": "Bedrijfsnummer", "de": "Firmennummer"},
            module="",
            holder="company",
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability),
    service_kinds=SERVICES,
    required_settings=(
        Setting(
            "payroll_scheme",
            {
                "en": "Payroll scheme",
                "fr": "Barème de paie",
                "nl": "Loonschema",
                "de": "Lohnschema",
            },
            Capability.PAYROLL,
        ),
    ),
    payslip=payslip,
    gross_for_budget=gross_for_budget,
    gross_for_net=gross_for_net,
    minimum_gross=minimum_gross,
    contract_checks=contract_checks,
    declarations=declarations,
)
