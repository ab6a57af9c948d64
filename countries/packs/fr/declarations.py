"""The hiring declaration to the Urssaf."""

from __future__ import annotations

from countries.contract import DeclarationDraft, DeclarationFacts, Params, gettext_noop
from countries.packs.declaring import Form, draft

START = Form(
    kind="dpae",
    label={"en": "Hiring declaration (DPAE)", "fr": "Déclaration préalable à l’embauche (DPAE)"},
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


def declarations(facts: DeclarationFacts, _: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare the declaration of a contract. The portal prepares; a person or an adapter sends."""
    return (draft(START, facts),)
