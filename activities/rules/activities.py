"""The life of an activity."""

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Activity
from activities.place import entered_country
from activities.references import next_reference
from countries.guards import require_open
from countries.models import LegalEntity
from members.models import Membership
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move


@transaction.atomic
def open_activity(
    membership: Membership,
    *,
    name: str,
    by: Actor,
    description: str = "",
    entity: LegalEntity | None = None,
) -> Activity:
    """Open an activity for an active member, hosted by the country's default legal entity unless another is named."""
    country = entered_country()
    if membership.country_id != country.pk or not perms.may_open_activity(by, membership):
        raise NotAllowed(_("Only the member or an adviser of the country may open an activity."))
    require_open(country)
    _check_member(membership)
    name = name.strip()
    if not name:
        raise RuleBroken("name_missing", _("Give the activity a name; clients see it."), field="name")
    if Activity.objects.filter(membership=membership, name=name).exists():
        raise RuleBroken(
            "same_name", _("You already have an activity named “%(name)s”.") % {"name": name}, field="name"
        )
    number, code = next_reference(Activity, country_code=country.code.code, on=country.today())
    return Activity.objects.create(
        id=number,
        membership=membership,
        entity=entity or _default_entity(),
        code=code,
        name=name,
        description=description.strip(),
        opened_on=country.today(),
    )


@transaction.atomic
def suspend_activity(activity: Activity, *, reason: str, by: Actor) -> Activity:
    """Stop new work in an activity; what is running goes on."""
    return _moved(activity, to="suspended", reason=reason, by=by)


@transaction.atomic
def reopen_activity(activity: Activity, *, reason: str, by: Actor) -> Activity:
    return _moved(activity, to="open", reason=reason, by=by)


def require_open_activity(activity: Activity) -> None:
    """Refuse new work in an activity that is suspended, closing or archived."""
    if activity.state != "open":
        raise RuleBroken(
            "activity_not_open",
            _("The activity “%(name)s” is “%(state)s”: nothing new can be started in it. Ask your adviser.")
            % {"name": activity.name, "state": activity.get_state_display()},
        )


def _moved(activity: Activity, *, to: str, reason: str, by: Actor) -> Activity:
    if not perms.is_adviser(by):
        raise NotAllowed(_("Only an adviser of the country may do this."))
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why; the member reads it."), field="reason")
    move(activity, to=to, by=by, reason=reason.strip())
    return activity


def _check_member(membership: Membership) -> None:
    if not membership.is_active:
        raise RuleBroken(
            "membership_not_active",
            _("Your membership is “%(state)s”. An activity can be opened once it is active.")
            % {"state": membership.get_state_display()},
        )


def _default_entity() -> LegalEntity:
    entity: LegalEntity | None = LegalEntity.objects.filter(is_default=True).first()
    if entity is None:
        raise RuleBroken(
            "no_legal_entity",
            _("The country has no legal entity yet, so nobody can invoice. An administrator must enter it first."),
        )
    return entity
