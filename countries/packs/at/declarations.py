"""The registration with the ÖGK through ELDA, with the extent of working time (since 2026)."""

from __future__ import annotations

from countries.contract import DeclarationDraft, DeclarationFacts, Params, gettext_noop
from countries.packs.declaring import Form, draft

START = Form(
    kind="elda_start",
    label={"en": "Registration with the health fund (ELDA)", "de": "Anmeldung bei der ÖGK (ELDA)"},
    due_rule=gettext_noop("Before the work starts."),
    source="ASVG § 33",
    fields=(
        ("contribution_account", "employer.contribution_account", True),
        ("VSNR", "person.national_number", True),
        ("family_name", "person.last_name", True),
        ("first_name", "person.first_name", True),
        ("birth_date", "person.birth_date", True),
        ("start", "contract.start", True),
        ("end", "contract.end", False),
        ("employment_area", "work.employment_area", True),
        ("marginal", "work.is_marginal", False),
        ("free_service", "work.is_free_service", False),
        ("place_of_work", "work.place", True),
        ("weekly_hours", "work.weekly_hours", True),
    ),
)


def declarations(facts: DeclarationFacts, _: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare the declaration of a contract. The portal prepares; a person or an adapter sends."""
    return (draft(START, facts),)
