"""Reads that span the tables of this room."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet

from countries.models import Country
from members.models import InboundMail, Membership, Profile, TaxFile, Thread, User
from members.states import Role
from smart.foundation.actors import Actor


def membership_of(user: User, where: Country) -> Membership | None:
    """The person's membership in a country, whatever its state; none once their data there were erased."""
    found: Membership | None = (
        Membership.objects.select_related("adviser").filter(user=user, country=where, restricted_at=None).first()
    )
    if found is not None:
        found.user, found.country = user, where
    return found


def roles_of(user: User, where: Country) -> frozenset[str]:
    """The staff roles the person holds in the country today; one query, unless the person's roles were already read."""
    today = where.today()
    held = (each for each in user.staff_roles.all() if each.country_id == where.pk and each.since <= today)
    return frozenset(each.role for each in held if each.until is None or each.until >= today)


def profile_of(membership: Membership) -> Profile | None:
    """The member's legal identity, address and account in the entered country."""
    return Profile.objects.filter(membership_id=membership.pk).first()


def tax_answers(membership_id: int, on: datetime.date) -> dict[str, Any]:
    """The member's answers to the pack's tax questions in force on a day; empty when none were given."""
    held = TaxFile.objects.filter(membership_id=membership_id, since__lte=on).order_by("-since").first()
    return dict(held.answers) if held is not None else {}


def staff_of(where: Country, *roles: str) -> list[User]:
    """The people holding one of the roles in the country, for notices."""
    return list(
        User.objects.filter(
            is_active=True, staff_roles__country=where, staff_roles__role__in=roles, staff_roles__until__isnull=True
        ).distinct()
    )


def threads_for_staff(by: Actor) -> QuerySet[Thread]:
    """The conversations a person of the staff may handle: advisers all, others their team's and their own; never as a member."""
    rows: QuerySet[Thread] = Thread.objects.filter(membership__restricted_at=None).exclude(
        membership__user_id=by.user_id
    )
    if not by.has_role(Role.ADVISER, Role.COUNTRY_ADMIN):
        rows = rows.filter(Q(role__in=by.roles) | Q(owner_id=by.user_id))
    return rows.select_related("membership__user", "owner")


def mails_for_staff(by: Actor) -> QuerySet[InboundMail]:
    """The mails to conversations a person of the staff may handle."""
    return InboundMail.objects.filter(thread__in=threads_for_staff(by).values("pk"))


def search_members(rows: QuerySet[Membership], typed: str) -> QuerySet[Membership]:
    """Those whose e-mail, member number or legal name (last name first) begins with what was typed.

    Beginnings only: they are served by an index, also under row-level security. Nobody whose data are restricted.
    """
    rows = rows.filter(restricted_at=None)
    text = " ".join(typed.split())
    if not text:
        return rows
    named = Profile.objects.named(text).values("membership_id")
    by_name = Q(pk__in=named)
    return rows.filter(by_name | Q(user__email__startswith=text.lower()) | Q(number__startswith=text.upper()))
