"""A hold for a court case: erasing and the daily purge leave the named classes alone until it ends (GDPR art. 17(3)(e)).

One keeper of restricted data puts it on; to end it one asks and another confirms. Every keeper is told when it is to be
reviewed. Whoever asked to be forgotten hears that something is kept, and when it goes.
"""

import datetime
from collections.abc import Collection
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country
from members import perms
from members.models import Erasure, LegalHold, Membership
from members.queries import staff_of
from members.rules import legal_hold_tellings as tellings
from members.states import ErasureState, HoldState, Role
from smart.foundation import jobs
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import move

CLASSES: Final = ("payslip", "contract", "invoice", "accounting", "identity", "correspondence")
"""The classes of the setting retention.classes."""
REVIEWED_WITHIN: Final = datetime.timedelta(days=366)
"""Nothing is held for years without anybody looking at it again: a house rule."""
ENDED_BY: Final = 2
"""Keepers it takes to end a hold."""
AFTER: Final = "erase_after_hold"
"""The job that takes away what was held, of somebody who is forgotten."""


def held_classes(membership_id: int) -> frozenset[str]:
    """The classes that a case needs today. One query."""
    rows = LegalHold.objects.in_force().filter(membership_id=membership_id).values_list("classes", flat=True)
    return frozenset(each for classes in rows for each in classes)


def lacks_keepers(where: Country) -> bool:
    """Whether fewer than two keepers work in the country, so that one who asks for an end finds nobody to agree. One query."""
    return len(staff_of(where, Role.LEGAL_HOLD)) < ENDED_BY


@transaction.atomic
def place_hold(
    membership: Membership,
    *,
    classes: Collection[str],
    reference: str,
    reason: str,
    review_on: datetime.date,
    by: Actor,
    on: datetime.date,
) -> LegalHold:
    """Hold classes of a person's data from now on.

    Raises RuleBroken: "classes_missing", "reference_missing", "reason_missing", "review_day"; Conflict("held_already")
    when the same case holds the person's data already.
    """
    _require_keeper(membership, by)
    chosen = [each for each in CLASSES if each in classes]
    if not chosen or len(chosen) != len(set(classes)):
        raise RuleBroken("classes_missing", _("Choose what the case needs."), field="classes")
    if not reference.strip():
        raise RuleBroken("reference_missing", _("Write the number of the case."), field="reference")
    _require_words(reason)
    _require_review_day(review_on, on=on)
    Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    facts = {"classes": chosen, "reference": reference.strip(), "reason": reason.strip(), "review_on": review_on}
    try:
        with transaction.atomic():
            made: LegalHold = LegalHold.objects.create(
                membership=membership,
                called=_called(membership),
                since=on,
                placed_at=timezone.now(),
                placed_by_id=by.user_id,
                placed_by_label=by.label,
                **facts,
            )
    except IntegrityError as error:  # members_legalhold_once_a_case
        raise Conflict("held_already", _("This case holds data of this person already.")) from error
    tellings.tell_placed(made)
    return made


@transaction.atomic
def review_hold(hold: LegalHold, *, review_on: datetime.date, words: str, by: Actor, on: datetime.date) -> LegalHold:
    """Say why the case still needs it, and when somebody looks again. Raises RuleBroken: "not_held", and as for placing."""
    locked = _locked(hold, by)
    if locked.state == HoldState.ENDED:
        raise RuleBroken("not_held", _("This hold has ended."))
    _require_words(words, field="words")
    _require_review_day(review_on, on=on)
    locked.review_on = review_on
    locked.reason = f"{locked.reason}\n{on.isoformat()}: {words.strip()}"
    locked.save(update_fields=["review_on", "reason"])
    return locked


@transaction.atomic
def ask_to_end_hold(hold: LegalHold, *, reason: str, by: Actor) -> LegalHold:
    """Say that the case is over; nothing changes until another keeper agrees."""
    locked = _locked(hold, by)
    _require_words(reason)
    move(locked, to=HoldState.ENDING, by=by)
    locked.end_reason, locked.end_asked_by_id, locked.end_asked_by_label = reason.strip(), by.user_id, by.label
    locked.save(update_fields=["end_reason", "end_asked_by_id", "end_asked_by_label"])
    keepers = [each for each in staff_of(locked.membership.country, Role.LEGAL_HOLD) if each.pk != by.user_id]
    tellings.tell_end_asked(locked, keepers)
    return locked


@transaction.atomic
def keep_hold(hold: LegalHold, *, by: Actor) -> LegalHold:
    """Not over yet: it goes on as before. Also whoever asked may say so."""
    locked = _locked(hold, by)
    move(locked, to=HoldState.HELD, by=by)
    locked.end_reason, locked.end_asked_by_id, locked.end_asked_by_label = "", None, ""
    locked.save(update_fields=["end_reason", "end_asked_by_id", "end_asked_by_label"])
    return locked


@transaction.atomic
def end_hold(hold: LegalHold, *, by: Actor) -> LegalHold:
    """Agree that the case is over: what was held of somebody forgotten goes, and they are told.

    Never the person who asked for the end. Raises RuleBroken along no edge.
    """
    locked = _locked(hold, by)
    if by.user_id == locked.end_asked_by_id:
        raise NotAllowed(_("Another keeper must agree to the end."))
    locked.ended_at, locked.ended_by_id, locked.ended_by_label = timezone.now(), by.user_id, by.label
    locked.save(update_fields=["ended_at", "ended_by_id", "ended_by_label"])
    move(locked, to=HoldState.ENDED, by=by)
    erasures = Erasure.objects.filter(membership_id=locked.membership_id)
    if erasures.filter(state=ErasureState.RESTRICTED).exists():
        jobs.enqueue(AFTER, key=str(locked.pk), payload={"hold": locked.pk})
    tellings.tell_ended(locked)
    return locked


def remind_of_reviews(*, on: datetime.date) -> int:
    """Tell the keepers of holds that are to be looked at again, once for each day of review; return how many there are."""
    due = list(LegalHold.objects.to_review(on).select_related("membership__country"))
    for hold in due:
        tellings.tell_review(hold, staff_of(hold.membership.country, Role.LEGAL_HOLD))
    return len(due)


def _called(membership: Membership) -> str:
    """The name they have, or had when another case began to hold their data."""
    other = LegalHold.objects.in_force().filter(membership_id=membership.pk).exclude(called="").order_by("pk").first()
    return other.called if other is not None else membership.user.full_name


def _locked(hold: LegalHold, by: Actor) -> LegalHold:
    _require_keeper(hold.membership, by)
    rows = LegalHold.objects.select_related("membership__user", "membership__country")
    found: LegalHold = rows.select_for_update(of=("self",), no_key=True).get(pk=hold.pk)
    return found


def _require_keeper(membership: Membership, by: Actor) -> None:
    if not perms.may_hold(by, membership):
        raise NotAllowed(_("Only a keeper of restricted data, and not the person concerned, may do this."))


def _require_words(words: str, *, field: str = "reason") -> None:
    if not words.strip():
        raise RuleBroken("reason_missing", _("Write the reason."), field=field)


def _require_review_day(review_on: datetime.date, *, on: datetime.date) -> None:
    if not on < review_on <= on + REVIEWED_WITHIN:
        raise RuleBroken(
            "review_day", _("Choose a day after today and within a year: then somebody looks again."), field="review_on"
        )
