"""Coming in: applying, meeting an adviser, becoming a member; and who works for a country."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from countries.models import Country
from members import perms
from members.models import Membership, StaffRole, User
from members.rules import advisers
from members.states import MembershipState, Role
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.said import Said
from smart.foundation.states import move


def apply_for_membership(user: User, *, where: Country, by: Actor, on: datetime.date) -> Membership:
    """Open (or reopen) a person's application in a country that is open to members. Applying twice returns the first.

    Raises RuleBroken: "country_not_open", "was_forgotten".
    """
    if not where.is_open:
        raise RuleBroken(
            "country_not_open", _("%(country)s does not take new members at the moment.") % {"country": where}
        )
    membership, _made = Membership.objects.get_or_create(country=where, user=user, defaults={"applied_on": on})
    if membership.restricted_at is not None:
        raise RuleBroken(
            "was_forgotten",
            _("Your data in %(country)s were erased at your request. Write to the office to become a member again.")
            % {"country": where},
        )
    if membership.state == MembershipState.LEFT:
        move(membership, to=MembershipState.APPLIED, by=by, reason=Said(gettext_noop("Applies again")))
    return membership


def record_meeting(membership: Membership, *, by: Actor) -> Membership:
    """The adviser has met the applicant."""
    _require_adviser(membership, by)
    move(membership, to=MembershipState.CONSULTED, by=by)
    return membership


def activate_membership(membership: Membership, *, by: Actor, on: datetime.date) -> Membership:
    """Make the applicant a member: gives the number, once. Staff, or the portal where the country asks for no meeting."""
    _require_adviser(membership, by)
    move(membership, to=MembershipState.ACTIVE, by=by)
    if not membership.number:
        membership.number = f"{membership.country.code}-{membership.pk:06d}"
        membership.joined_on = on
        membership.save(update_fields=["number", "joined_on"])
    return advisers.choose_adviser(membership, on=on)


def assign_adviser(membership: Membership, *, adviser: User, by: Actor) -> Membership:
    """Name the member's adviser, who must hold the role in the country and is not the member."""
    _require_adviser(membership, by)
    if not StaffRole.objects.filter(user=adviser, country=membership.country, role=Role.ADVISER).exists():
        raise RuleBroken(
            "not_an_adviser",
            _("%(person)s is no adviser in %(country)s; choose one who is.")
            % {"person": adviser, "country": membership.country},
            field="adviser",
        )
    if adviser.pk == membership.user_id:
        raise RuleBroken("own_adviser", _("Nobody advises themselves; choose somebody else."), field="adviser")
    return advisers.name_adviser(membership, adviser=adviser, by=by, on=membership.country.today())


def grant_role(user: User, *, where: Country, role: str, by: Actor, on: datetime.date) -> StaffRole:
    """Let a person work for a country in a role; granting it again ends no earlier end.

    Raises RuleBroken: "own_keeping", since what nobody may see opens to nobody by their own word.
    """
    _require_granter(by)
    if role == Role.LEGAL_HOLD and user.pk == by.user_id:
        raise RuleBroken(
            "own_keeping",
            _(
                "Nobody makes themselves a keeper of restricted data. Ask another administrator, of the country or the"
                " network, to appoint you."
            ),
            field="role",
        )
    held, _made = StaffRole.objects.get_or_create(user=user, country=where, role=role, defaults={"since": on})
    if held.until is not None:
        held.until = None
        held.save(update_fields=["until"])
    return held


def end_role(held: StaffRole, *, by: Actor, on: datetime.date) -> StaffRole:
    """End a role the day before, so that it holds no longer today; nobody ends their own administration."""
    _require_granter(by)
    if held.user_id == by.user_id and held.role == Role.COUNTRY_ADMIN:
        raise RuleBroken("own_role", _("You cannot end your own administration: ask another administrator."))
    held.until = on - datetime.timedelta(days=1)
    held.save(update_fields=["until"])
    return held


def _require_adviser(membership: Membership, by: Actor) -> None:
    if not perms.may_decide_membership(by, membership):
        raise NotAllowed(_("Only an adviser of the country, and not the person concerned, may decide this."))


def _require_granter(by: Actor) -> None:
    if not perms.may_grant_roles(by):
        raise NotAllowed(_("Only an administrator of the country may give or end roles."))
