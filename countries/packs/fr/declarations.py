"""What French law wants declared for a contract: the hiring (DPAE), the show's monthly certificate (AEM), the DSN's blocks.

Fields as in payroll reference 4.1 to 4.3. The reference gives the lists of fields but no file format that could be
validated (DPAE, AEM), and DSN rubric numbers it could not check against norm P26V01: so `declaration_file` makes none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from countries.contract import DeclarationDraft, DeclarationFacts, DeclarationFile, Params, gettext_noop
from countries.packs.declaring import Form, draft
from countries.packs.fr.words import TEXTS

AFTER_PAY = "month"
DUE_DAY = 15  # of the following month: employers below 50, and others that pay in the following month
MONTHS_PER_YEAR = 12
ANNEXES = {"performer": "10", "technician": "8"}
NATURES = {
    "open_ended": "01",
    "cesa": "01",
    "portage_open_ended": "01",
    "fixed_term": "02",
    "usage": "02",
    "performer": "02",
    "technician": "02",
    "portage_fixed_term": "02",
}


def _in_next_month(facts: DeclarationFacts) -> datetime:
    end = facts.ends_on or facts.starts_at.date()
    year, month = end.year + end.month // MONTHS_PER_YEAR, end.month % MONTHS_PER_YEAR + 1
    return facts.starts_at.replace(year=year, month=month, day=DUE_DAY, hour=12, minute=0, second=0, microsecond=0)


DPAE = Form(
    kind="dpae",
    label=TEXTS["declaration.dpae"],
    due_rule=gettext_noop("At the earliest 8 days before and at the latest before the work starts."),
    source="C. trav. art. R1221-1 and R1221-2",
    fields=(
        ("employer_name", "employer.name", True),
        ("employer_address", "employer.address", True),
        ("ape_code", "employer.activity_code", True),
        ("siret", "employer.establishment_number", True),
        ("occupational_health_service", "employer.occupational_health_service", True),
        ("family_name", "person.last_name", True),
        ("first_names", "person.first_name", True),
        ("sex", "person.sex", True),
        ("birth_date", "person.birth_date", True),
        ("birth_place", "person.birth_place", True),
        ("nir", "person.national_number", False),
        ("address", "person.address", False),
        ("hire_date", "contract.start", True),
        ("hire_hour", "contract.start_hour", True),
        ("contract_kind", "contract.kind", True),
        ("end_date", "contract.end", False),
        ("trial_period", "work.trial_period", False),
    ),
)

AEM = Form(
    kind="aem",
    label=TEXTS["declaration.aem"],
    due_rule=gettext_noop("With the pay of the month, before the 15th of the next one; one for each contract."),
    source="Payroll reference 4.3 and corrections 3.5: AEM version 5, still due in January 2026 beside the DSN",
    fields=(
        ("employer_name", "employer.name", True),
        ("siret", "employer.establishment_number", True),
        ("naf_code", "employer.activity_code", True),
        ("idcc", "employer.collective_agreement", True),
        ("affiliation_number", "employer.show_affiliation_number", True),
        ("licence_number", "employer.show_licence", False),
        ("production_number", "work.production_number", True),
        ("family_name", "person.last_name", True),
        ("first_names", "person.first_name", True),
        ("birth_date", "person.birth_date", True),
        ("nir", "person.national_number", True),
        ("job", "work.function", True),
        ("is_executive", "work.executive", False),
        ("contract_start", "contract.start", True),
        ("contract_end", "contract.end", False),
        ("days_worked", "work.days", True),
        ("hours", "work.hours", False),
        ("cachets", "work.cachets", False),
        ("cachets_isolated", "work.cachets_isolated", False),
        ("cachets_grouped", "work.cachets_grouped", False),
        ("gross_before_abatement", "work.gross", True),
        ("contributions", "work.contributions", False),
    ),
    due_at=_in_next_month,
)

DSN_CONTRACT = Form(
    kind="dsn_contract",
    label=TEXTS["declaration.dsn_contract"],
    due_rule=gettext_noop("With the DSN of the month: the 5th (50 employees and more, paid in the month) or the 15th."),
    source="Payroll reference 4.2; corrections 3.4 and FR.DSN.RUBRICS; numbers not checked against norm P26V01",
    fields=(
        ("S21.G00.06.001", "employer.company_number", True),
        ("S21.G00.11.002", "employer.activity_code", True),
        ("S21.G00.11.022", "employer.collective_agreement", True),
        ("S21.G00.30.001", "person.national_number", False),
        ("S21.G00.30.002", "person.last_name", True),
        ("S21.G00.30.004", "person.first_name", True),
        ("S21.G00.30.005", "person.sex", False),
        ("S21.G00.30.006", "person.birth_date", True),
        ("S21.G00.30.007", "person.birth_place", True),
        ("S21.G00.40.001", "contract.start", True),
        ("S21.G00.40.006", "work.function", True),
        ("S21.G00.40.009", "work.contract_number", False),
        ("S21.G00.40.010", "contract.end", False),
        ("S21.G00.40.017", "employer.collective_agreement", True),
        ("S21.G00.40.049", "employer.show_licence", False),
        ("S21.G00.40.050", "work.production_number", False),
    ),
    due_at=_in_next_month,
)


def declarations(facts: DeclarationFacts, _: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare the declarations of a contract. The portal prepares; a person or an adapter sends. A CAPE has none.

    The hiring declaration comes before the work. The papers that follow the pay are prepared when asked for by the
    kind "month": the DSN's contract blocks, and the AEM for artists and technicians of the performing arts.
    """
    nature = NATURES.get(facts.contract_kind)
    if nature is None:
        return ()
    if facts.kind != AFTER_PAY:
        return (draft(DPAE, facts),)
    monthly = draft(DSN_CONTRACT, facts, **{"S21.G00.40.007": nature})
    annex = ANNEXES.get(facts.contract_kind)
    return (draft(AEM, facts, annex=annex, kind="initial"), monthly) if annex else (monthly,)


def declaration_file(kind: str, fields: Mapping[str, str]) -> DeclarationFile | None:
    """Return None for every kind: no format is known well enough to be uploaded; the fields are exported by hand."""
    return None
