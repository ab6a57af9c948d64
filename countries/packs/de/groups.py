"""The keys of the German social insurance notices: person group, contribution group, code of the children.

Gemeinsame Grundsätze DEÜV, annexes 1 and 2; EBV § 1 (1) no. 9.
"""

from __future__ import annotations

from countries.packs.de.situation import IRREGULAR, STUDENT, Situation
from countries.packs.de.zones import Zone

PERSON_GROUPS = {
    "employee": "101",
    "minijob": "109",
    "short_term": "110",
    "student": "106",
    "irregular": "118",
    "irregular_no_occupation": "117",
}
CONTRIBUTION_GROUPS = {
    "employee": "1111",
    "private": "0110",
    "voluntary": "9111",
    "minijob": "6100",
    "minijob_exempt": "6500",
    "minijob_private": "0100",
    "minijob_private_exempt": "0500",
    "short_term": "0000",
    "student": "0100",
    "irregular": "3101",
    "irregular_sick_pay": "1101",
}
"""Health, pension, unemployment, care. 3 is the reduced health rate, 5 and 6 the flat rates of the Minijob, 9 voluntary members."""


def person_group(situation: Situation, zone: Zone) -> str:
    if zone is Zone.MINIJOB:
        return PERSON_GROUPS["minijob"]
    if situation.status == IRREGULAR and not situation.is_occupation:
        return PERSON_GROUPS["irregular_no_occupation"]
    return PERSON_GROUPS[situation.status]


def contribution_group(situation: Situation, zone: Zone) -> str:
    if zone is Zone.MINIJOB:
        private = "_private" if situation.is_private else ""
        return CONTRIBUTION_GROUPS[f"minijob{private}{'_exempt' if situation.is_pension_exempt else ''}"]
    if zone is Zone.SHORT_TERM or situation.status == STUDENT:
        return CONTRIBUTION_GROUPS[situation.status]
    if situation.status == IRREGULAR and situation.is_occupation:
        return CONTRIBUTION_GROUPS["irregular_sick_pay" if situation.has_sick_pay else "irregular"]
    if situation.is_private:
        return CONTRIBUTION_GROUPS["private"]
    return CONTRIBUTION_GROUPS["voluntary" if situation.is_voluntary else "employee"]


def children_code(situation: Situation) -> str:
    """0 with the childless surcharge, otherwise the number of children who count for the discount, 9 for other parents."""
    insured = situation.card.insured
    if insured.is_childless:
        return "0"
    return str(situation.children) if situation.children else "9"
