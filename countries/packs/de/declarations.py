"""The registration with the health fund; the payroll office sends the record."""

from __future__ import annotations

from datetime import datetime, timedelta

from countries.contract import DeclarationDraft, DeclarationFacts, Params, gettext_noop
from countries.packs.declaring import Form, draft


def _six_weeks(facts: DeclarationFacts) -> datetime:
    return facts.starts_at + timedelta(weeks=6)


START = Form(
    kind="deuev_start",
    label={"en": "Start of employment (DEÜV 10)", "de": "Anmeldung nach der DEÜV (Abgabegrund 10)"},
    due_rule=gettext_noop("With the next payroll run, at the latest 6 weeks after the start."),
    source="DEÜV § 6",
    fields=(
        ("BBNR-VU", "employer.company_number", True),
        ("BBNR-KK", "person.health_fund_number", True),
        ("VSNR", "person.social_security_number", False),
        ("PERSGR", "work.person_group", True),
        ("start", "contract.start", True),
        ("end", "contract.end", False),
        ("contribution_group", "work.contribution_group", True),
        ("occupation_key", "work.occupation_code", True),
        ("name", "person.last_name", True),
        ("first_name", "person.first_name", True),
        ("birth_date", "person.birth_date", True),
        ("birth_place", "person.birth_place", True),
        ("sex", "person.sex", True),
        ("nationality", "person.nationality", True),
        ("address", "person.address", True),
    ),
    due_at=_six_weeks,
)


def declarations(facts: DeclarationFacts, _: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare the declaration of a contract. The portal prepares; a person or an adapter sends."""
    return (draft(START, facts),)
