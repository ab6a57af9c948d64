"""Accepting the use agreement, again when its text changes, and what waits for those who have not."""

import datetime
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country
from countries.rules.settings import setting_value
from members.agreements import USE_AGREEMENT, AgreementVersion, version_in_force
from members.models import Consent, Membership
from members.rules import notices
from members.states import MembershipState
from smart.foundation import formats, jobs
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken

GRACE_DAYS: Final = 30
"""Where the country has decided nothing."""
LAST_CALL_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands with the version in force; `last_day` is the last one on which new work goes on without it."""

    version: AgreementVersion
    is_accepted: bool
    last_day: datetime.date
    is_blocked: bool


def standing_of(membership: Membership, *, on: datetime.date) -> Standing:
    """Read whether the version in force on the day is accepted: one query, a second one when it is not."""
    version = version_in_force(str(membership.country.code), on=on)
    if _has_accepted(membership, version):
        return Standing(version, True, datetime.date.max, False)
    last_day = grace_ends_on(membership, version, on=on)
    return Standing(version, False, last_day, on > last_day)


def grace_ends_on(membership: Membership, version: AgreementVersion, *, on: datetime.date) -> datetime.date:
    """The last day on which a member may go on without having accepted the version."""
    return end_of_grace(version, membership.joined_on, grace_days(membership.country, on=on))


def grace_days(where: Country, *, on: datetime.date) -> int:
    """How long members have to accept a new version."""
    return int(setting_value(where, "agreement.grace_days", on=on, default=GRACE_DAYS))


def end_of_grace(version: AgreementVersion, joined_on: datetime.date | None, days: int) -> datetime.date:
    """The days after the version is in force, or after the member joined if that was later."""
    return max(version.since, joined_on or version.since) + datetime.timedelta(days=days)


def require_agreement(membership: Membership, *, on: datetime.date) -> None:
    """Refuse new work of a member who has not accepted the agreement in force and whose time to do so is over."""
    standing = standing_of(membership, on=on)
    if standing.is_blocked:
        raise RuleBroken(
            "agreement_not_accepted",
            _(
                "The use agreement has changed, and the time to accept it ended on %(day)s. Read and accept it under “My data”; "
                "then you can go on."
            )
            % {"day": formats.day(standing.last_day)},
            url=f"/{membership.country.slug}/me/agreement/",
        )


@transaction.atomic
def accept_agreement(membership: Membership, *, version: str, by: Actor, on: datetime.date) -> Consent:
    """Record that the person accepts the version in force; again, it is the first acceptance. Its paper goes to the vault.

    Raises RuleBroken("agreement_changed") when the text they read is no longer the one in force.
    """
    if by.user_id != membership.user_id:
        raise NotAllowed(_("Only the person themselves may accept the agreement."))
    in_force = version_in_force(str(membership.country.code), on=on)
    if version != in_force.code:
        raise RuleBroken(
            "agreement_changed", _("The agreement has changed meanwhile. Read the new text, then accept it.")
        )
    consent, made = Consent.objects.get_or_create(
        membership=membership,
        text=USE_AGREEMENT,
        version=in_force.code,
        defaults={"accepted_at": timezone.now(), "ip": by.ip},
    )
    if made:
        jobs.enqueue("render_agreement", key=str(consent.pk), payload={"consent": consent.pk})
    return consent


def not_accepted(where: Country, *, on: datetime.date) -> QuerySet[Membership]:
    """Active and suspended members of the entered country who have not accepted the version in force."""
    version = version_in_force(str(where.code), on=on)
    mine = Consent.objects.filter(membership_id=OuterRef("pk"), text=USE_AGREEMENT, version=version.code)
    members = Membership.objects.filter(
        country=where, state__in=[MembershipState.ACTIVE, MembershipState.SUSPENDED]
    ).filter(~Exists(mine))
    return members.select_related("user", "adviser").order_by("joined_on", "pk")


def ask_for_acceptance(where: Country, *, on: datetime.date) -> int:
    """Tell members that a new version is in force, and again a week before it is needed; each once. Return how many."""
    version, told = version_in_force(str(where.code), on=on), 0
    if version.since > on:
        return 0
    for membership in not_accepted(where, on=on).filter(state=MembershipState.ACTIVE):
        membership.country = where
        last_day = grace_ends_on(membership, version, on=on)
        is_last_call = on >= last_day - datetime.timedelta(days=LAST_CALL_DAYS)
        _ask(membership, version, last_day, "last" if is_last_call else "first")
        told += 1
    return told


def _ask(membership: Membership, version: AgreementVersion, last_day: datetime.date, call: str) -> None:
    person = membership.user
    with notices.in_language_of(person):
        what_is_new = " ".join(str(change) for change in version.changes)
        until = _("Please read and accept it by %(day)s; after that, new missions wait until you have.") % {
            "day": formats.day(last_day)
        }
        notices.notify(
            person,
            event="agreement_changed",
            key=f"agreement:{membership.pk}:{version.code}:{call}",
            title=_("The use agreement has changed"),
            text=f"{what_is_new} {until}".strip(),
            url=f"/{membership.country.slug}/me/agreement/",
        )


def _has_accepted(membership: Membership, version: AgreementVersion) -> bool:
    return Consent.objects.filter(membership_id=membership.pk, text=USE_AGREEMENT, version=version.code).exists()
