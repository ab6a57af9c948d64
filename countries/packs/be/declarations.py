"""Dimona IN, the start-of-work declaration to the ONSS (AR 5/11/2002; ONSS glossary 2023/3)."""

from __future__ import annotations

from dataclasses import replace

from countries.contract import DeclarationDraft, DeclarationFacts, Params, gettext_noop
from countries.packs.declaring import Form, draft

PLANNED_HOURS_TYPES = ("STU", "O17", "S17")

DIMONA_IN = Form(
    kind="dimona_in",
    label={"en": "Dimona IN", "fr": "Dimona IN", "nl": "Dimona IN", "de": "Dimona IN"},
    due_rule=gettext_noop("At the latest when the work starts."),
    source="AR 5/11/2002; ONSS glossary Dimona 2023/3",
    fields=(
        ("StartingDate", "contract.start", True),
        ("StartingHour", "work.start_hour", False),
        ("EndingDate", "contract.end", False),
        ("EndingHour", "work.end_hour", False),
        ("NOSSRegistrationNbr", "employer.onss_number", False),
        ("CompanyID", "employer.company_number", True),
        ("INSS", "person.national_number", False),
        ("Name", "person.last_name", True),
        ("FirstName", "person.first_name", True),
        ("BirthDate", "person.birth_date", True),
        ("Sex", "person.sex", False),
        ("Nationality", "person.nationality", False),
        ("Address", "person.address", False),
        ("JointCommissionNbr", "employer.joint_committee", True),
    ),
)


def declarations(facts: DeclarationFacts, params: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare what must be declared before the work starts. The amateur arts allowance asks for none."""
    if facts.contract_kind == "amateur_arts":
        return ()
    worker_type = "STU" if facts.contract_kind == "student" else "OTH"
    prepared = draft(DIMONA_IN, facts, WorkerType=worker_type)
    if worker_type not in PLANNED_HOURS_TYPES:
        return (prepared,)
    if facts.planned_hours is None:
        return (replace(prepared, missing=(*prepared.missing, "PlannedHoursNbr")),)
    return (replace(prepared, fields={**prepared.fields, "PlannedHoursNbr": str(facts.planned_hours)}),)
