"""What a country's rules want declared of a contract, by the occasion: its start, the month's pay, its end, its cancelling."""

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from activities.models import Contract
from activities.place import entered_country, pack_of
from activities.rules.declaration_facts import declaration_facts, told_facts
from countries.contract import DeclarationDraft, DeclarationFacts, LawError
from smart.foundation.errors import RuleBroken


class Occasion(StrEnum):
    """When a country may want a notice; the later ones are asked of its pack by these names (`DeclarationFacts.kind`)."""

    START = "start"
    MONTH = "month"
    END = "end"
    CANCEL = "cancel"


AS_AGREED: Final = {"ended_as_agreed": "yes"}
"""The portal ends a contract on its last day and no other way; packs may derive the reason of the end from it."""


def drafts_for(contract: Contract, *, occasions: Collection[Occasion]) -> list[tuple[Occasion, DeclarationDraft]]:
    """What the pack wants declared on these occasions; a later one brings only what the start did not ask for already.

    A pack that knows no such notice answers as it does for the start, so nothing is left: that country has none.
    Raises RuleBroken with the law's own code where the pack cannot tell.
    """
    facts = declaration_facts(contract)
    at_start = _asked(facts)
    known = {draft.kind for draft in at_start}
    later = replace(facts, work={**facts.work, **told_facts(contract), **AS_AGREED})
    found = [(Occasion.START, draft) for draft in at_start if Occasion.START in occasions]
    for occasion in occasions:
        if occasion != Occasion.START:
            drafts = _asked(replace(later, kind=occasion.value))
            found += [(occasion, draft) for draft in drafts if draft.kind not in known]
    return found


def draft_named(contract: Contract, kind: str) -> tuple[Occasion, DeclarationDraft] | None:
    """The declaration of this kind as it would be prepared today, and its occasion; None when no rule asks for it."""
    drafts = drafts_for(contract, occasions=tuple(Occasion))
    return next((found for found in drafts if found[1].kind == kind), None)


def _asked(facts: DeclarationFacts) -> tuple[DeclarationDraft, ...]:
    try:
        return pack_of(entered_country()).declarations(facts)
    except LawError as refused:
        raise RuleBroken(refused.code, _(refused.msgid) % refused.params) from refused
