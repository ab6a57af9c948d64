"""Who may see and change what is true of a country."""

from typing import Any

from countries.models import CountrySetting, StateProposal
from smart.foundation.actors import ADMIN, STAFF, SYSTEM, Actor

COUNTRY_ADMIN = "country_admin"


def may_administer_network(user: Any) -> bool:
    """Whether a signed-in person opens, watches, puts to sleep and wakes countries."""
    return bool(user.is_authenticated and user.is_active and user.is_network_admin)


def may_move_country(by: Actor) -> bool:
    return by.is_(ADMIN) or by.is_(SYSTEM)


def may_decide_proposal(by: Actor, proposal: StateProposal) -> bool:
    """Another person than the one who proposed."""
    return may_move_country(by) and by.user_id is not None and by.user_id != proposal.proposed_by_id


def may_see_settings(by: Actor) -> bool:
    return by.is_(STAFF) or by.is_(ADMIN)


def may_enter_setting(by: Actor) -> bool:
    """Network admins, and the administrators of the country itself."""
    return by.is_(ADMIN) or (by.is_(STAFF) and by.has_role(COUNTRY_ADMIN))


def may_decide_setting(by: Actor, setting: CountrySetting) -> bool:
    """Another person than the one who entered it, with the same right."""
    return may_enter_setting(by) and by.user_id is not None and by.user_id != setting.entered_by_id
