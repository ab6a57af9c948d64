"""Who advises a member: chosen by the portal when the membership begins, by staff when they know better."""

import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country
from members.models import AdviserTerm, Membership, User
from members.queries import staff_of
from members.rules import notices
from members.states import MembershipState, Role
from smart.foundation.actors import PORTAL, SYSTEM, Actor


def rank_advisers(where: Country, *, language: str, but: int | None = None) -> list[User]:
    """The country's advisers: those who speak the language first, then those with the fewest active members.

    `but` is a person who cannot be chosen: nobody advises themselves.
    """
    people = [each for each in staff_of(where, Role.ADVISER) if each.pk != but]
    busy = Membership.objects.filter(country=where, adviser__in=people, state=MembershipState.ACTIVE)
    loads = dict(busy.order_by().values_list("adviser_id").annotate(members=Count("pk")))
    return sorted(people, key=lambda each: (each.language != language, loads.get(each.pk, 0), each.pk))


@transaction.atomic
def name_adviser(membership: Membership, *, adviser: User, by: Actor, on: datetime.date) -> Membership:
    """Make somebody the adviser and keep it in the history, with who stands in; the same person again changes nothing."""
    if membership.adviser_id == adviser.pk:
        return membership
    ranked = rank_advisers(membership.country, language=membership.user.language, but=membership.user_id)
    AdviserTerm(
        membership=membership,
        adviser=adviser,
        backup=next((each for each in ranked if each.pk != adviser.pk), None),
        since=on,
        at=timezone.now(),
        by_id=by.user_id,
        by_label="" if by.is_(SYSTEM) else by.label,
    ).save(force_insert=True)
    membership.adviser = adviser
    membership.save(update_fields=["adviser"])
    return membership


def choose_adviser(membership: Membership, *, on: datetime.date) -> Membership:
    """Give a member without an adviser the one who has most room for them; none where the country has no adviser."""
    if membership.adviser_id is not None:
        return membership
    ranked = rank_advisers(membership.country, language=membership.user.language, but=membership.user_id)
    return name_adviser(membership, adviser=ranked[0], by=PORTAL, on=on) if ranked else membership


def fill_gaps(where: Country, *, on: datetime.date) -> int:
    """Give every active member without a working adviser a new one: the one who stands in, else who has most room.

    Returns how many members got one; each is told who it is.
    """
    working = {each.pk: each for each in staff_of(where, Role.ADVISER)}
    left_alone = Membership.objects.filter(country=where, state=MembershipState.ACTIVE).exclude(adviser__in=working)
    found = 0
    for membership in left_alone.select_related("user", "country"):
        last = AdviserTerm.objects.filter(membership_id=membership.pk).order_by("-id").first()
        backup = working.get(last.backup_id) if last is not None else None
        if backup is not None and backup.pk != membership.user_id:
            name_adviser(membership, adviser=backup, by=PORTAL, on=on)
        else:
            membership.adviser = None
            choose_adviser(membership, on=on)
        if membership.adviser is not None:
            found += 1
            tell_adviser(membership)
    return found


def tell_adviser(membership: Membership) -> None:
    """Tell the member who advises them now."""
    assert membership.adviser is not None
    with notices.in_language_of(membership.user):
        notices.notify(
            membership.user,
            event="adviser_named",
            key=f"membership:{membership.pk}:adviser:{membership.adviser_id}:{timezone.now():%Y%m%d}",
            title=_("%(person)s is your adviser") % {"person": membership.adviser},
            text=_("Ask them whatever you want to know about your work through Smart: %(email)s.")
            % {"email": membership.adviser.email},
            url=f"/{membership.country.slug}/me/",
        )
