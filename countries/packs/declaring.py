"""Builds declaration drafts from a table: which fields a form has, where each comes from, which the law asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from countries.contract import DeclarationDraft, DeclarationFacts, Text


@dataclass(frozen=True, slots=True)
class Form:
    """A declaration form. `fields` are (field name of the form, "party.name" of the fact, is required).

    The parties are employer, person, work and contract; contract knows start, start_hour, end, hours, kind.
    """

    kind: str
    label: Text
    due_rule: str
    source: str
    fields: tuple[tuple[str, str, bool], ...]
    due_at: Callable[[DeclarationFacts], datetime] = lambda facts: facts.starts_at


def draft(form: Form, facts: DeclarationFacts, **constants: str) -> DeclarationDraft:
    """Fill the form; `constants` are fields whose value the rule decides. What is required and unknown is `missing`."""
    contract = {
        "start": f"{facts.starts_at:%Y-%m-%d}",
        "start_hour": f"{facts.starts_at:%H%M}",
        "end": facts.ends_on.isoformat() if facts.ends_on else "",
        "hours": str(facts.planned_hours) if facts.planned_hours is not None else "",
        "kind": facts.contract_kind,
    }
    parties = {"employer": facts.employer, "person": facts.person, "work": facts.work, "contract": contract}
    fields, missing = dict(constants), []
    for name, path, is_required in form.fields:
        party, fact = path.split(".")
        value = parties[party].get(fact, "")
        if value:
            fields[name] = value
        elif is_required:
            missing.append(name)
    return DeclarationDraft(
        kind=form.kind,
        label=form.label,
        fields=fields,
        due_at=form.due_at(facts),
        due_rule=form.due_rule,
        source=form.source,
        missing=tuple(missing),
    )
