"""Who may do what with the work. Rules ask here; pages ask again only to decide what to show."""

from typing import Final

from activities.models import Activity, Contract, Mission
from activities.states import ContractState, MissionState
from members.models import Membership
from smart.foundation.actors import CLIENT, MEMBER, STAFF, SYSTEM, Actor
from smart.foundation.states import may_move

ADVISERS: Final = ("adviser", "country_admin")
DESK: Final = ("adviser", "payroll", "country_admin")


def is_holder(by: Actor, membership: Membership) -> bool:
    """Whether the actor is the member themselves, as a member."""
    return by.is_(MEMBER) and by.user_id is not None and by.user_id == membership.user_id


def is_adviser(by: Actor) -> bool:
    return by.is_(SYSTEM) or (by.is_(STAFF) and by.has_role(*ADVISERS))


def is_at_desk(by: Actor) -> bool:
    """Whoever handles declarations: advisers and payroll officers."""
    return by.is_(SYSTEM) or (by.is_(STAFF) and by.has_role(*DESK))


def may_open_activity(by: Actor, membership: Membership) -> bool:
    return is_holder(by, membership) or is_adviser(by)


def may_see_activity(by: Actor, activity: Activity) -> bool:
    return is_holder(by, activity.membership) or by.is_(STAFF) or by.is_(SYSTEM)


def is_client(by: Actor) -> bool:
    """Whoever came by a client's signed link."""
    return by.is_(CLIENT)


def may_add_client(by: Actor) -> bool:
    return by.is_(MEMBER) or is_adviser(by)


def may_review_client(by: Actor) -> bool:
    return is_adviser(by)


def may_route_client(by: Actor) -> bool:
    """Say how invoices reach a client: advisers, and the accountants whose invoices do not arrive."""
    return is_adviser(by) or (by.is_(STAFF) and by.has_role("accounting"))


def may_declare(by: Actor, activity: Activity) -> bool:
    return is_holder(by, activity.membership) or by.is_(SYSTEM)


def may_edit_mission(by: Actor, mission: Mission) -> bool:
    """The member, while it is theirs to write: a draft, or returned to them."""
    is_open = mission.state in {MissionState.DRAFT, MissionState.RETURNED}
    return is_open and may_declare(by, mission.activity)


def may_review_mission(by: Actor) -> bool:
    return is_adviser(by)


def may_cancel_mission(by: Actor, mission: Mission) -> bool:
    """The member while nothing is agreed, an adviser as long as it is not closed."""
    is_party = is_holder(by, mission.activity.membership) or is_adviser(by)
    return is_party and may_move(mission, to=MissionState.CANCELLED, by=by)


def may_handle_order(by: Actor, mission: Mission) -> bool:
    return is_holder(by, mission.activity.membership) or is_adviser(by)


def may_keep_contacts(by: Actor, membership: Membership) -> bool:
    """A member's contacts are their own: nobody else reads or writes them."""
    return is_holder(by, membership)


def may_claim_expenses(by: Actor, membership: Membership) -> bool:
    """The member for themselves: nobody hands in another's receipts."""
    return is_holder(by, membership)


def may_review_expenses(by: Actor, membership: Membership) -> bool:
    """Advisers and accountants, never about what they claim themselves."""
    is_reviewer = by.is_(STAFF) and by.has_role(*ADVISERS, "accounting")
    return is_reviewer and by.user_id not in {None, membership.user_id}


def may_submit_contract(by: Actor, contract: Contract) -> bool:
    return is_holder(by, contract.membership) or by.is_(SYSTEM)


def may_validate_contract(by: Actor) -> bool:
    return is_adviser(by)


def may_cancel_contract(by: Actor, contract: Contract) -> bool:
    is_party = is_holder(by, contract.membership) or is_adviser(by)
    return is_party and may_move(contract, to=ContractState.CANCELLED, by=by)


def may_handle_declarations(by: Actor) -> bool:
    return is_at_desk(by)


def may_sign_for_member(by: Actor, contract: Contract) -> bool:
    return is_holder(by, contract.membership)


def may_sign_for_employer(by: Actor, contract: Contract) -> bool:
    """A person of the country's staff, and never the member signing on both sides."""
    return by.is_(STAFF) and by.has_role(*ADVISERS) and by.user_id not in {None, contract.membership.user_id}


def may_hand_over_papers(by: Actor, membership: Membership) -> bool:
    """Papers about a contract or a year that people make; nobody hands over their own."""
    return is_at_desk(by) and by.user_id != membership.user_id
