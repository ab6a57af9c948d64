"""The monthly return; nothing is declared before the work starts."""

from __future__ import annotations

from datetime import datetime, time

from countries.contract import DeclarationDraft, DeclarationFacts, Params, gettext_noop
from countries.packs.declaring import Form, draft

LATER_MONTHS = (1, 8)


def _next_return(facts: DeclarationFacts) -> datetime:
    """The return of the month of the last day, due the month after."""
    last = facts.ends_on or facts.starts_at.date()
    year, month = (last.year + 1, 1) if last.month == 12 else (last.year, last.month + 1)
    day = 17 if month in LATER_MONTHS else 12
    return datetime.combine(last.replace(year=year, month=month, day=day), time(23, 59), facts.starts_at.tzinfo)


START = Form(
    kind="agi",
    label={"en": "Monthly employer return per person (AGI)", "sv": "Arbetsgivardeklaration på individnivå (AGI)"},
    due_rule=gettext_noop("The 12th of the month after payment, the 17th in January and August."),
    source="skatteförfarandelagen (2011:1244) 26 kap.",
    fields=(
        ("AgRegistreradId", "employer.company_number", True),
        ("BetalningsmottagarId", "person.national_number", True),
        ("start", "contract.start", False),
        ("name", "person.last_name", False),
    ),
    due_at=_next_return,
)


def declarations(facts: DeclarationFacts, _: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare the entry in the monthly return: the draft names the person and when the return is due."""
    return (draft(START, facts),)
