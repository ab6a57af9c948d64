"""What staff do with a membership that exists: suspend, reactivate; and reading sealed values, which leaves a trace."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from members import perms
from members.models import Membership, Profile
from members.queries import profile_of
from members.rules import notices
from members.states import MembershipState
from smart.foundation.actors import Actor
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id

SEALED = ("national_number", "social_security_number", "iban")


def suspend_membership(membership: Membership, *, reason: str, by: Actor) -> Membership:
    """Stop new work of a member, with a reason they read."""
    _require_decider(membership, by)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Write the reason: the person will read it."), field="reason")
    move(membership, to=MembershipState.SUSPENDED, by=by, reason=reason.strip())
    _tell(membership, "membership_suspended", _("Your membership is suspended"), reason.strip())
    return membership


def reactivate_membership(membership: Membership, *, by: Actor) -> Membership:
    """Let a suspended member work again."""
    _require_decider(membership, by)
    if membership.state != MembershipState.SUSPENDED:
        raise RuleBroken("not_suspended", _("%(who)s is not suspended.") % {"who": membership.user})
    move(membership, to=MembershipState.ACTIVE, by=by)
    _tell(membership, "membership_reactivated", _("Your membership is active again"), "")
    return membership


def reveal_sealed(membership: Membership, *, by: Actor) -> Profile:
    """Return the profile to be shown with its sealed values, and record who looked, when and from where.

    The entry is written here because the audit trigger sees writes only.
    """
    if not perms.may_read_sealed(by):
        raise NotAllowed(_("Only payroll and the administrators of the country may see these numbers."))
    profile = profile_of(membership)
    if profile is None:
        raise RuleBroken("no_profile", _("%(who)s has given no identity yet.") % {"who": membership.user})
    AuditEntry(
        country_id=active_country_id(),
        table=Profile._meta.db_table,
        object_id=profile.pk,
        action="read",
        changed=dict.fromkeys(SEALED, "shown"),
        by_id=by.user_id,
        by_label=by.label,
        ip=by.ip,
        at=timezone.now(),
    ).save(force_insert=True)
    return profile


def looks_at(profile: Profile | None) -> QuerySet[AuditEntry]:
    """Who of the staff had the sealed values shown to them, newest first: told to the member."""
    rows: QuerySet[AuditEntry] = AuditEntry.objects.filter(
        table=Profile._meta.db_table, object_id=profile.pk if profile is not None else None, action="read"
    )
    return rows.order_by("-id")


def _require_decider(membership: Membership, by: Actor) -> None:
    if not perms.may_decide_membership(by, membership):
        raise NotAllowed(_("Only an adviser of the country, and not the person concerned, may decide this."))


def _tell(membership: Membership, event: str, title: str, text: str) -> None:
    with notices.in_language_of(membership.user):
        notices.notify(
            membership.user,
            event=event,
            key=f"membership:{membership.pk}:{event}:{timezone.now():%Y%m%d%H%M%S}",
            title=title,
            text=text,
            url=f"/{membership.country.slug}/",
        )
