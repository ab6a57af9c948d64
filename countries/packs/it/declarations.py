"""The notice of employment to the regional system."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from countries.contract import DeclarationDraft, DeclarationFacts, Params, gettext_noop
from countries.packs.declaring import Form, draft


def _eve(facts: DeclarationFacts) -> datetime:
    """The last minute of the day before."""
    eve = facts.starts_at - timedelta(days=1)
    return datetime.combine(eve.date(), time(23, 59), tzinfo=facts.starts_at.tzinfo)


START = Form(
    kind="unilav",
    label={"en": "Employment notice (UniLav)", "it": "Comunicazione UniLav"},
    due_rule=gettext_noop("By 24:00 of the day before the work starts."),
    source="D.L. 510/1996 art. 9-bis",
    fields=(
        ("employer_tax_code", "employer.company_number", True),
        ("employer_name", "employer.name", True),
        ("ateco", "employer.activity_code", True),
        ("workplace", "work.place", True),
        ("worker_tax_code", "person.national_number", True),
        ("worker_name", "person.last_name", True),
        ("worker_first_name", "person.first_name", True),
        ("sex", "person.sex", True),
        ("birth_date", "person.birth_date", True),
        ("birth_place", "person.birth_place", True),
        ("citizenship", "person.nationality", True),
        ("domicile", "person.address", True),
        ("start_date", "contract.start", True),
        ("end_date", "contract.end", False),
        ("pat_inail", "employer.inail_position", True),
        ("contract_type", "work.contract_code", True),
        ("ccnl", "employer.collective_agreement", True),
        ("level", "work.level", True),
        ("weekly_hours", "work.weekly_hours", False),
        ("occupation", "work.occupation_code", True),
    ),
    due_at=_eve,
)


def declarations(facts: DeclarationFacts, _: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare the declaration of a contract. The portal prepares; a person or an adapter sends."""
    return (draft(START, facts),)
