"""The monthly return per person (AGI); nothing is declared before the work starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

from countries.contract import DeclarationDraft, DeclarationFacts, DeclarationFile, Params, gettext_noop
from countries.packs.declaring import Form, draft
from countries.packs.se.identities import organisation_id, person_id
from countries.packs.se.words import TEXTS

LATER_MONTHS = (1, 8)
DECEMBER = 12
FIRST_SPECIFICATION = "1"
LAST_MINUTE = time(23, 59)

AGI = Form(
    kind="agi",
    label=TEXTS["declaration.agi"],
    due_rule=gettext_noop("The 12th of the month after payment, the 17th in January and August."),
    source="skatteförfarandelagen (2011:1244) 26 kap.",
    fields=(
        ("AgRegistreradId", "employer.company_number", True),
        ("BetalningsmottagarId", "person.national_number", True),
        ("Arbetsstallenummer", "work.workplace_number", False),
        ("FirstName", "person.first_name", False),
        ("LastName", "person.last_name", False),
        ("StartingDate", "contract.start", False),
        ("EndingDate", "contract.end", False),
    ),
)


def declarations(facts: DeclarationFacts, params: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare the person's entry in the return of the month of the last day: who, which month, and when it is due.

    The amounts (011, 001, 012, 131, 274) are known once the month is paid; `period_file` writes them.
    """
    last = facts.ends_on or facts.starts_at.date()
    prepared = draft(AGI, facts, RedovisningsPeriod=f"{last:%Y%m}", Specifikationsnummer=FIRST_SPECIFICATION)
    fields = dict(prepared.fields)
    if number := organisation_id(fields.get("AgRegistreradId", "")):
        fields["AgRegistreradId"] = number
    if number := person_id(fields.get("BetalningsmottagarId", ""), on=last):
        fields["BetalningsmottagarId"] = number
    return (replace(prepared, fields=fields, due_at=_due_at(facts, params)),)


def declaration_file(kind: str, fields: Mapping[str, str]) -> DeclarationFile | None:
    """Return None: Sweden takes one file for each employer and month, with everybody in it (`period_file`)."""
    return None


def _due_at(facts: DeclarationFacts, params: Params) -> datetime:
    """The return of the month of the last day is due the month after; an employer with large sales has until the 26th,
    which is not used here."""
    last, days = facts.ends_on or facts.starts_at.date(), params.ref("agi.due_day").value
    year, month = (last.year + 1, 1) if last.month == DECEMBER else (last.year, last.month + 1)
    day = int(days["january_august"] if month in LATER_MONTHS else days["normal"])
    return datetime.combine(last.replace(year=year, month=month, day=day), LAST_MINUTE, facts.starts_at.tzinfo)
