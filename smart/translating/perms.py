"""Who may change what the portal says."""

from typing import Final

from countries.perms import COUNTRY_ADMIN
from smart.foundation.actors import ADMIN, Actor
from smart.translating.models import Wording

TRANSLATOR: Final = "translator:"


def role_for(language: str) -> str:
    """The role of a translator, one for each language they were given."""
    return f"{TRANSLATOR}{language}"


def may_enter(by: Actor) -> bool:
    """Whoever may propose in some language."""
    is_translator = any(role.startswith(TRANSLATOR) for role in by.roles)
    return by.user_id is not None and (by.is_(ADMIN) or by.has_role(COUNTRY_ADMIN) or is_translator)


def may_propose(by: Actor, language: str) -> bool:
    """Administrators of the network, those of any country, who know the words of the field there, and its translators."""
    return by.user_id is not None and (by.is_(ADMIN) or by.has_role(COUNTRY_ADMIN, role_for(language)))


def may_decide(by: Actor, wording: Wording) -> bool:
    """An administrator of the network, because every country shows the text, or a translator of the language.

    Never the person who proposed it.
    """
    may = by.is_(ADMIN) or by.has_role(role_for(wording.language))
    return may and by.user_id is not None and by.user_id != wording.proposed_by_id


def may_take_back(by: Actor) -> bool:
    """Back to the shipped text needs no second person: two have agreed to that one before."""
    return by.is_(ADMIN) and by.user_id is not None


def may_withdraw(by: Actor, wording: Wording) -> bool:
    return by.user_id is not None and by.user_id == wording.proposed_by_id


def may_name_translators(by: Actor) -> bool:
    return by.is_(ADMIN) and by.user_id is not None
