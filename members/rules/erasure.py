"""Erasure: the person asks, an administrator of the country confirms or refuses in time (GDPR art. 12(3) and 17).

In time is a month, which `erasure_clock` extends once at most. What stands in the way is told by the rooms above, as for
leaving (`settings.CLEARANCE_CHECKS`); what is done afterwards, in every room, is the roof's (the job `erase_person`).
"""

import datetime
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import perms
from members.models import Erasure, Membership
from members.queries import roles_of, staff_of
from members.rules import notices
from members.rules.leaving import Clearance, months_after
from members.rules.share_register import holding_of
from members.states import ErasureState, MembershipState, Role
from smart.foundation import formats, jobs
from smart.foundation.actors import MEMBER, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move

KIND: Final = "erase_person"
OVER: Final = frozenset({MembershipState.APPLIED, MembershipState.CONSULTED, MembershipState.LEFT})
WARNED: Final = datetime.timedelta(days=7)
"""How long before the last day for the answer the administrators hear of it again: a house rule."""

GROUNDS: Final = {
    "legal_duty": gettext_lazy("A law obliges us to keep all of it (GDPR art. 17(3)(b))"),
    "claims": gettext_lazy("It is needed for a legal claim (GDPR art. 17(3)(e))"),
    "unfounded": gettext_lazy("The request is plainly unfounded or repeated without end (GDPR art. 12(5))"),
}
"""Why a request may be refused, each with its article."""

TITLES: Final = {
    "erasure_asked": gettext_lazy("Somebody asks that their data be erased"),
    "erasure_due": gettext_lazy("A request to erase data must be answered soon"),
}


def open_erasure(membership: Membership) -> Erasure | None:
    """The newest request that was not withdrawn. One query."""
    rows = Erasure.objects.filter(membership_id=membership.pk).exclude(state=ErasureState.WITHDRAWN)
    found: Erasure | None = rows.order_by("-id").first()
    return found


def obstacles_of(membership: Membership) -> list[Clearance]:
    """Everything that must be over before a person's data can be erased, what is open first.

    Of a member's work and money only once the membership has ended: until then the page of leaving tells them.
    """
    paid = holding_of(membership.pk).paid
    roles = roles_of(membership.user, membership.country)
    own = [
        Clearance(_("Your membership has ended"), membership.state in OVER, url=_leave_url(membership)),
        Clearance(
            _("Your shares are paid back"),
            paid <= 0,
            found=""
            if paid <= 0
            else _("Still yours: %(amount)s") % {"amount": formats.money(paid, membership.country.currency)},
        ),
        Clearance(_("You do not work for the cooperative"), not roles),
    ]
    rooms = settings.CLEARANCE_CHECKS if membership.state in OVER else ()
    asked = [item for path in rooms for item in import_string(path)(membership)]
    return sorted([*own, *asked], key=lambda item: item.is_clear)


@transaction.atomic
def request_erasure(membership: Membership, *, words: str, by: Actor, on: datetime.date) -> Erasure:
    """Ask that the person's data in this country be erased; asking again returns the open request unchanged.

    Raises RuleBroken("not_clear") naming what is open.
    """
    if by.user_id is None or by.user_id != membership.user_id:
        raise NotAllowed(_("Only the person themselves may ask for this."))
    Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    known = open_erasure(membership)
    if known is not None and known.state != ErasureState.REFUSED:
        return known
    _require_clear(membership)
    made: Erasure = Erasure.objects.create(
        membership=membership,
        words=words.strip(),
        asked_at=timezone.now(),
        answer_by=months_after(on, 1),
        contact=membership.user.email,
        language=membership.user.language,
    )
    _tell_administrators(made, event="erasure_asked")
    return made


@transaction.atomic
def withdraw_erasure(erasure: Erasure, *, by: Actor) -> Erasure:
    """Take the request back, as long as nobody has decided."""
    if by.user_id is None or by.user_id != erasure.membership.user_id:
        raise NotAllowed(_("Only the person themselves may take the request back."))
    move(
        erasure, to=ErasureState.WITHDRAWN, by=replace(by, kinds=by.kinds | {MEMBER})
    )  # who left is no member any more
    return erasure


@transaction.atomic
def refuse_erasure(erasure: Erasure, *, ground: str, reason: str, by: Actor) -> Erasure:
    """Refuse, with the article and a reason the person reads (GDPR art. 12(4)).

    Raises RuleBroken: "unknown_ground", "reason_missing", and along no edge.
    """
    require_decider(erasure, by)
    if ground not in GROUNDS:
        raise RuleBroken("unknown_ground", _("Choose one of the grounds shown."), field="ground")
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Write the reason: the person will read it."), field="reason")
    move(erasure, to=ErasureState.REFUSED, by=by, reason=reason.strip())
    erasure.refused_law, erasure.refused_reason = ground, reason.strip()
    _record_decision(erasure, by, "refused_law", "refused_reason")
    _tell_refused(erasure)
    return erasure


@transaction.atomic
def confirm_erasure(erasure: Erasure, *, by: Actor) -> Erasure:
    """Let it be carried out: put the work on the list. What stands in the way is asked once more.

    Raises RuleBroken("not_clear") and along no edge.
    """
    require_decider(erasure, by)
    _require_clear(erasure.membership)
    move(erasure, to=ErasureState.CONFIRMED, by=by)
    _record_decision(erasure, by)
    jobs.enqueue(KIND, key=str(erasure.pk), payload={"erasure": erasure.pk})
    return erasure


def warn_of_answers_due(*, on: datetime.date) -> int:
    """Tell the administrators of requests whose time ends within a week, once, and once more if it was extended.

    Returns how many there are.
    """
    due = Erasure.objects.open().filter(answer_by__lte=on + WARNED).select_related("membership__user")
    waiting = list(due.select_related("membership__country"))
    for each in waiting:
        _tell_administrators(each, event="erasure_due")
    return len(waiting)


def _require_clear(membership: Membership) -> None:
    waiting = [item.label for item in obstacles_of(membership) if not item.is_clear]
    if waiting:
        raise RuleBroken(
            "not_clear",
            _("The data cannot be erased yet. Still to settle: %(items)s.") % {"items": "; ".join(waiting)},
        )


def require_decider(erasure: Erasure, by: Actor) -> None:
    if not perms.may_decide_erasure(by, erasure):
        raise NotAllowed(_("Only another administrator of the country may decide this."))


def _record_decision(erasure: Erasure, by: Actor, *names: str) -> None:
    erasure.decided_at, erasure.decided_by_id, erasure.decided_by_label = timezone.now(), by.user_id, by.label
    erasure.save(update_fields=["decided_at", "decided_by_id", "decided_by_label", *names])


def _tell_administrators(erasure: Erasure, *, event: str) -> None:
    """Once per event. Title and mail name nobody: the person asks to be forgotten."""
    where = erasure.membership.country
    for person in staff_of(where, Role.COUNTRY_ADMIN):
        if person.pk != erasure.membership.user_id:
            with notices.in_language_of(person):
                notices.notify(
                    person,
                    event=event,
                    key=f"erasure:{erasure.pk}:{event}" + (":extended" if erasure.extended_at else ""),
                    title=str(TITLES[event]),
                    text=_clock_words(erasure),
                    url=f"/{where.slug}/staff/erasures/{erasure.pk}/",
                )


def _clock_words(erasure: Erasure) -> str:
    if erasure.extended_at:
        words = _("The time to answer was extended until %(day)s; the law allows it once.")
    else:
        words = _("The law gives one month to answer: until %(day)s.")
    return words % {"day": formats.day(erasure.answer_by)}


def _tell_refused(erasure: Erasure) -> None:
    user = erasure.membership.user
    with notices.in_language_of(user):
        notices.notify(
            user,
            event="erasure_refused",
            key=f"erasure:{erasure.pk}:refused",
            title=_("Your data are not erased"),
            text=_(
                "%(ground)s. %(reason)s You may complain to the data protection authority of your country, or go to court."
            )
            % {"ground": GROUNDS[erasure.refused_law], "reason": erasure.refused_reason},
            url=f"/{erasure.membership.country.slug}/me/data/erase/",
        )


def _leave_url(membership: Membership) -> str:
    return f"/{membership.country.slug}/me/leave/" if membership.state not in OVER else ""
