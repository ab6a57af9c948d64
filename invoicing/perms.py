"""Who may do what with the books. Pure questions about an actor; the rules ask them, the pages only to show or hide."""

from activities.models import Activity
from members.models import Membership
from members.states import Role
from smart.foundation.actors import MEMBER, SYSTEM, Actor


def _is_system(by: Actor) -> bool:
    return by.is_(SYSTEM)


def may_keep_books(by: Actor) -> bool:
    """Issue, credit, register payments, settle VAT: accountants, country administrators, and the portal itself."""
    return _is_system(by) or by.has_role(Role.ACCOUNTING, Role.COUNTRY_ADMIN)


def may_review_vat(by: Actor) -> bool:
    """Accountants and country administrators; the rule also asks that the second person is another."""
    return by.has_role(Role.ACCOUNTING, Role.COUNTRY_ADMIN)


def may_issue_invoice(by: Actor) -> bool:
    """Advisers too: they are the ones a client rings when the invoice must go out today."""
    return may_keep_books(by) or by.has_role(Role.ADVISER)


def may_send_draft(by: Actor, activity: Activity) -> bool:
    """Those who issue, and the member of the activity: it is their work. Costs the activity's membership."""
    own = by.is_(MEMBER) and activity.membership.user_id == by.user_id
    return own or may_issue_invoice(by)


def may_dispute(by: Actor, activity: Activity) -> bool:
    """Staff who handle invoices, and the activity's member (the client comes by their link). Costs the membership."""
    return may_send_draft(by, activity)


def may_answer_dispute(by: Actor) -> bool:
    return may_issue_invoice(by)


def may_see_books(by: Actor) -> bool:
    """Every member of staff may read what was invoiced and paid in their country."""
    return _is_system(by) or by.has_role(*Role.values)


def may_run_payroll(by: Actor) -> bool:
    return _is_system(by) or by.has_role(Role.PAYROLL, Role.COUNTRY_ADMIN)


def may_approve_payroll(by: Actor) -> bool:
    """Payroll officers and accountants; the rule also asks that it is not the person who opened the run."""
    return _is_system(by) or by.has_role(Role.PAYROLL, Role.ACCOUNTING, Role.COUNTRY_ADMIN)


def may_convert_income(by: Actor, activity: Activity) -> bool:
    """The activity's own member, and the advisers who help them. Costs the activity's membership."""
    own = by.is_(MEMBER) and activity.membership.user_id == by.user_id
    return own or _is_system(by) or by.has_role(Role.ADVISER, Role.COUNTRY_ADMIN)


def may_see_activity_money(by: Actor, activity: Activity) -> bool:
    own = by.is_(MEMBER) and activity.membership.user_id == by.user_id
    return own or may_see_books(by)


def may_move_money(by: Actor, activity: Activity) -> bool:
    """Ask that money leaves the activity: its own member, and the staff who help them. Costs the activity's membership."""
    own = by.is_(MEMBER) and activity.membership.user_id == by.user_id
    return own or may_approve_move(by)


def may_approve_move(by: Actor) -> bool:
    """Advisers and accountants; the rule also asks that they neither asked for the move nor hold one of its activities."""
    return _is_system(by) or by.has_role(Role.ADVISER, Role.ACCOUNTING, Role.COUNTRY_ADMIN)


def may_remind(by: Actor) -> bool:
    """Send, skip or pause reminders: accountants and the advisers who know the member and the client."""
    return may_keep_books(by) or by.has_role(Role.ADVISER)


def may_hold_reminder(by: Actor, activity: Activity) -> bool:
    """The member whose work it was, and staff. Costs the activity's membership."""
    own = by.is_(MEMBER) and activity.membership.user_id == by.user_id
    return own or may_remind(by)


def may_handle_suppliers(by: Actor) -> bool:
    """Receive, route, refuse and dispute invoices of suppliers: accountants, and the advisers who know the members."""
    return may_keep_books(by) or by.has_role(Role.ADVISER)


def may_hand_in_purchase(by: Actor, membership: Membership) -> bool:
    """A member hands in what they bought in the cooperative's name; staff do it for them."""
    return (by.is_(MEMBER) and membership.user_id == by.user_id) or may_handle_suppliers(by)
