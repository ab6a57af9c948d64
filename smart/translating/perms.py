"""Who may change what the portal says."""

from countries.perms import COUNTRY_ADMIN
from smart.foundation.actors import ADMIN, Actor
from smart.translating.models import Wording


def may_propose(by: Actor) -> bool:
    """Administrators of the network, and those of any country: they know the words of the field there."""
    return by.user_id is not None and (by.is_(ADMIN) or by.has_role(COUNTRY_ADMIN))


def may_decide(by: Actor, wording: Wording) -> bool:
    """An administrator of the network, because every country shows the text; never the person who proposed it."""
    return by.is_(ADMIN) and by.user_id is not None and by.user_id != wording.proposed_by_id


def may_take_back(by: Actor) -> bool:
    """Back to the shipped text needs no second person: two have agreed to that one before."""
    return by.is_(ADMIN) and by.user_id is not None


def may_withdraw(by: Actor, wording: Wording) -> bool:
    return by.user_id is not None and by.user_id == wording.proposed_by_id
