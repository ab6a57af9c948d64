"""An application: what is still missing, sending it, and what an adviser decides about it."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from countries import registry
from countries.models import Country
from countries.rules.settings import setting_value
from members import perms
from members.agreements import USE_AGREEMENT, version_in_force
from members.models import Booking, Consent, Membership, Profile, TaxFile
from members.queries import profile_of, staff_of
from members.rules import agreements, join, notices, papers, shares
from members.rules.share_schedule import BY_PARTS
from members.states import BookingState, MembershipState, Role
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move


@dataclass(frozen=True, slots=True)
class ApplicationFile:
    """What an applicant has given so far."""

    has_identity: bool
    has_address: bool
    has_account: bool
    has_tax_file: bool
    checklist: papers.Checklist
    booking: Booking | None
    has_met: bool
    sent_at: datetime.datetime | None

    @property
    def is_complete(self) -> bool:
        """Whether everything was handed in, so that the application can be sent."""
        answered = self.has_identity and self.has_address and self.has_account and self.has_tax_file
        return answered and self.checklist.is_given

    @property
    def stage(self) -> int:
        """0: the e-mail is confirmed; 1: and the address known; 2: and the identity with its papers."""
        if not self.has_address:
            return 0
        return 2 if self.has_identity and self.checklist.is_given else 1


def read_application(membership: Membership) -> ApplicationFile:
    """Read what is there; a fixed number of queries."""
    profile, on = profile_of(membership), membership.country.today()
    bookings = Booking.objects.filter(membership_id=membership.pk).select_related("meeting").order_by("-id")
    booked = [each for each in bookings if each.state in {BookingState.BOOKED, BookingState.ATTENDED}]
    sent = Consent.objects.filter(membership_id=membership.pk, text=USE_AGREEMENT).order_by("-id").first()
    return ApplicationFile(
        has_identity=profile is not None and _has_identity(profile, str(membership.country.code)),
        has_address=profile is not None and all((profile.street, profile.postal_code, profile.city, profile.residence)),
        has_account=profile is not None and bool(profile.iban),
        has_tax_file=TaxFile.objects.filter(membership_id=membership.pk).exists(),
        checklist=papers.checklist_of(membership, profile, on=on),
        booking=next((each for each in booked if each.state == BookingState.BOOKED), None),
        has_met=membership.state not in {MembershipState.APPLIED, MembershipState.LEFT}
        or any(each.state == BookingState.ATTENDED for each in booked),
        sent_at=sent.accepted_at if sent is not None else None,
    )


def needs_meeting(where: Country, *, on: datetime.date) -> bool:
    """Whether an adviser must meet the applicant first; where the country has decided nothing, yes."""
    return bool(setting_value(where, "membership.meeting", on=on, default="compulsory") == "compulsory")


def needs_national_number(code: str) -> bool:
    """Whether the country's pack asks every person for a number of the state."""
    return any(each.holder == "person" and each.is_required for each in registry.pack_for(code).pack.identifiers)


def send_application(
    membership: Membership, *, by: Actor, on: datetime.date, from_pay: bool | None = None
) -> Membership:
    """Accept the use agreement in its present version, subscribe the shares, and join at once or ask for an adviser.

    `from_pay`: whether the shares are to be taken out of pay, where the country's rule lets them; None: not asked.

    Raises RuleBroken("application_incomplete", "not_an_application"); sending twice changes nothing.
    """
    if by.user_id != membership.user_id:
        raise NotAllowed(_("Only the person who applies may send the application."))
    found = read_application(membership)
    if found.sent_at is not None and membership.state in {MembershipState.ACTIVE, MembershipState.CONSULTED}:
        return membership
    if membership.state not in {MembershipState.APPLIED, MembershipState.CONSULTED}:
        raise RuleBroken("not_an_application", _("There is no open application. Begin a new one first."))
    if not found.is_complete:
        raise RuleBroken("application_incomplete", _("Some parts are still empty. Fill them in, then send."))
    version = version_in_force(str(membership.country.code), on=on)
    agreements.accept_agreement(membership, version=version.code, by=by, on=on)
    _subscribe(membership, by=by, on=on, from_pay=from_pay)
    if not needs_meeting(membership.country, on=on) and read_application(membership).checklist.is_enough:
        return admit(membership, by=PORTAL, on=on)
    if found.sent_at is None:
        _tell_advisers(membership)
    return membership


def _subscribe(membership: Membership, *, by: Actor, on: datetime.date, from_pay: bool | None) -> None:
    """Subscribe what the country asks; who sends again may answer otherwise."""
    share = shares.subscribe_shares(membership, by=by, on=on, from_pay=from_pay)
    if share is not None and from_pay is not None and share.rule["kind"] in BY_PARTS and share.state in shares.OPEN:
        shares.agree_to_pay(share, agrees=from_pay, by=by)


def admit(membership: Membership, *, by: Actor, on: datetime.date) -> Membership:
    """Make the applicant a member and tell them.

    Raises RuleBroken: application_incomplete, papers_missing (not accepted where the country asks it), meeting_missing
    (where the country asks for one).
    """
    missing = missing_for_admission(membership, on=on)
    if missing is not None:
        raise missing
    join.activate_membership(membership, by=by, on=on)
    with notices.in_language_of(membership.user):
        notices.notify(
            membership.user,
            event="membership_active",
            key=f"membership:{membership.pk}:active:{membership.number}",
            title=_("You are a member of Smart in %(country)s") % {"country": membership.country},
            text=_welcome(membership),
            url=f"/{membership.country.slug}/",
        )
    return membership


def _welcome(membership: Membership) -> str:
    number = _("Your member number is %(number)s. You can open an activity now.") % {"number": membership.number}
    if membership.adviser is None:
        return number
    facts = {"person": membership.adviser, "email": membership.adviser.email}
    return f"{number} " + _("Your adviser is %(person)s: %(email)s.") % facts


def decline_application(membership: Membership, *, reason: str, by: Actor) -> Membership:
    """End an application with a reason the person reads; they may apply again."""
    if not perms.may_decide_membership(by, membership):
        raise NotAllowed(_("Only an adviser of the country, and not the person concerned, may decide this."))
    if membership.state not in {MembershipState.APPLIED, MembershipState.CONSULTED}:
        raise RuleBroken("not_an_application", _("%(who)s has no open application.") % {"who": membership.user})
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Write the reason: the person will read it."), field="reason")
    move(membership, to=MembershipState.LEFT, by=by, reason=reason.strip())
    with notices.in_language_of(membership.user):
        notices.notify(
            membership.user,
            event="application_declined",
            key=f"membership:{membership.pk}:declined:{timezone.now():%Y%m%d%H%M%S}",
            title=_("Your application was declined"),
            text=reason.strip(),
            url=f"/{membership.country.slug}/join/",
        )
    return membership


def missing_for_admission(membership: Membership, *, on: datetime.date) -> RuleBroken | None:
    """The first thing that stands in the way of a membership, to be raised or shown; None when it may be opened."""
    return missing_in(read_application(membership), membership, on=on)


def missing_in(found: ApplicationFile, membership: Membership, *, on: datetime.date) -> RuleBroken | None:
    """The same for a page that has read the application. One query at most."""
    who = {"person": membership.user}
    if not found.is_complete:
        return RuleBroken(
            "application_incomplete",
            _("%(person)s has not filled in everything yet: a membership begins with a complete file.") % who,
        )
    if found.sent_at is None:
        return RuleBroken("agreement_missing", _("%(person)s has not accepted the use agreement yet.") % who)
    if not found.checklist.is_enough:
        return RuleBroken(
            "papers_missing", _("Papers of %(person)s are not accepted yet: read them first, each for itself.") % who
        )
    if needs_meeting(membership.country, on=on) and not found.has_met:
        return RuleBroken(
            "meeting_missing",
            _("%(person)s has not been to an information session, and nobody recorded a meeting with them.") % who,
        )
    return None


def _has_identity(profile: Profile, code: str) -> bool:
    named = bool(profile.legal_first_name and profile.legal_last_name and profile.birth_date and profile.nationality)
    return named and (bool(profile.national_number) or not needs_national_number(code))


def _tell_advisers(membership: Membership) -> None:
    for adviser in staff_of(membership.country, Role.ADVISER):
        with notices.in_language_of(adviser):
            notices.notify(
                adviser,
                event="application_received",
                key=f"membership:{membership.pk}:applied:{membership.applied_on}",
                title=_("A new application waits for an answer"),
                url=f"/{membership.country.slug}/staff/applications/",
            )
