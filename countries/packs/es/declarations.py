"""The registration with the TGSS through RED, and the contract to the SEPE."""

from __future__ import annotations

from datetime import timedelta

from countries.contract import DeclarationDraft, DeclarationFacts, Params, gettext_noop
from countries.packs.declaring import Form, draft

TEN_WORKING_DAYS = timedelta(weeks=2)
"""Ten working days hold two week-ends at least; holidays would only move the day back."""

START = Form(
    kind="alta_red",
    label={"en": "Registration with social security (alta)", "es": "Alta en la Seguridad Social (RED, AFI)"},
    due_rule=gettext_noop("Up to 60 days before and always before the work starts."),
    source="RD 84/1996 art. 32",
    fields=(
        ("ccc", "employer.contribution_account", True),
        ("naf", "person.social_security_number", True),
        ("ipf", "person.national_number", True),
        ("name", "person.last_name", True),
        ("first_name", "person.first_name", True),
        ("start_date", "contract.start", True),
        ("end_date", "contract.end", False),
        ("contribution_group", "work.contribution_group", True),
        ("contract_code", "work.contract_code", True),
        ("part_time_coefficient", "work.part_time_coefficient", False),
        ("cno_occupation", "work.occupation_code", True),
        ("collective_agreement", "employer.collective_agreement", True),
    ),
)

CONTRACT = Form(
    kind="contrata",
    label={"en": "Contract sent to the employment service", "es": "Comunicación del contrato (Contrat@)"},
    due_rule=gettext_noop("Within 10 working days of the start."),
    source="Estatuto de los Trabajadores art. 8.3; RD 1424/2002",
    fields=START.fields,
    due_at=lambda facts: facts.starts_at + TEN_WORKING_DAYS,
)


def declarations(facts: DeclarationFacts, _: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare the declaration of a contract. The portal prepares; a person or an adapter sends."""
    return (draft(START, facts), draft(CONTRACT, facts))
