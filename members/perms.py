"""Who may do what with people and papers. Rules ask here; templates ask again only to show or hide."""

from members.models import Document, Erasure, Membership, Thread
from members.models.document import Visibility
from smart.foundation.actors import ADMIN, STAFF, SYSTEM, Actor


def is_adviser(by: Actor) -> bool:
    return by.is_(SYSTEM) or by.has_role("adviser", "country_admin")


def may_decide_membership(by: Actor, membership: Membership) -> bool:
    """Advisers, but never about themselves."""
    return is_adviser(by) and by.user_id != membership.user_id


def may_grant_roles(by: Actor) -> bool:
    """Administrators of the country, and those of the network, who appoint a new country's first people."""
    return by.is_(SYSTEM) or by.is_(ADMIN) or by.has_role("country_admin")


def may_edit_profile(by: Actor, membership: Membership) -> bool:
    return by.is_(SYSTEM) or by.user_id == membership.user_id or is_adviser(by)


def may_read_sealed(by: Actor) -> bool:
    """National numbers and IBANs in clear: payroll and the country's administrators."""
    return by.is_(SYSTEM) or by.has_role("payroll", "country_admin")


def may_confirm_shares(by: Actor) -> bool:
    return by.is_(SYSTEM) or by.has_role("accounting", "country_admin")


def may_keep_register(by: Actor) -> bool:
    """Cancel, hand on and convert shares: accountants and administrators of the country."""
    return may_confirm_shares(by)


def may_settle_leaving(by: Actor, membership: Membership) -> bool:
    """Those who decide about memberships end them, never their own."""
    return may_decide_membership(by, membership)


def may_decide_erasure(by: Actor, erasure: Erasure) -> bool:
    """Administrators of the country, never about themselves."""
    return by.has_role("country_admin") and by.user_id != erasure.membership.user_id


def may_see_restricted(by: Actor) -> bool:
    """What is kept only because the law asks: its keepers, no administrator by their office alone."""
    return by.has_role("legal_hold")


def may_hold(by: Actor, membership: Membership) -> bool:
    """Hold data for a court case, and let go of it: the keepers of restricted data, never about themselves."""
    return may_see_restricted(by) and by.user_id != membership.user_id


def may_open_document(by: Actor, document: Document, membership_id: int | None) -> bool:
    """Staff of the country (files for the bank: only those who may read accounts; identity papers: those who hire);
    a member their own papers; papers kept restricted only their keepers."""
    if getattr(document.membership, "restricted_at", None) is not None:
        return may_see_restricted(by)
    if document.kind == "transfer":
        return may_read_sealed(by)
    if document.kind.startswith("paper_") and by.roles:
        return is_adviser(by) or may_read_sealed(by) or document.membership_id == membership_id
    if by.is_(SYSTEM) or by.roles:
        return True
    is_own = document.membership_id is not None and document.membership_id == membership_id
    return is_own and document.visible_to != Visibility.STAFF


def may_read_thread(by: Actor, thread: Thread) -> bool:
    """The member; of the staff advisers and administrators, and the others what is theirs: never their own as staff."""
    return by.user_id == thread.membership.user_id or may_handle_thread(by, thread)


def may_handle_thread(by: Actor, thread: Thread) -> bool:
    """Answer for the cooperative. A person of the staff never handles their own question, nobody one kept restricted."""
    if by.user_id == thread.membership.user_id or not by.is_(STAFF) or thread.membership.restricted_at is not None:
        return False
    return is_adviser(by) or by.has_role(thread.role) or by.user_id == thread.owner_id
