"""The month to answer a request to erase data may be extended once, by at most two further months (GDPR art. 12(3))."""

import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Erasure
from members.rules import notices
from members.rules.erasure import require_decider
from members.rules.leaving import months_after
from members.states import ErasureState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken

MONTHS: Final = {1: gettext_lazy("One month"), 2: gettext_lazy("Two months")}
"""By how much: no more than two further months (GDPR art. 12(3))."""


@transaction.atomic
def extend_answer(erasure: Erasure, *, months: int, reason: str, by: Actor, on: datetime.date) -> Erasure:
    """Take up to two months more, once, and tell the person the new day and why, still within the first month.

    The months count from the end of the first, which is never later than counted from the day of asking.
    Raises RuleBroken: "already_decided", "already_extended", "month_over", "too_long", "reason_missing".
    """
    require_decider(erasure, by)
    locked: Erasure = (
        Erasure.objects.select_related("membership__user", "membership__country")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=erasure.pk)
    )
    _require_extendable(locked, on=on)
    if months not in MONTHS:
        raise RuleBroken("too_long", _("The law allows one or two further months."), field="months")
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Write the reason: the person will read it."), field="reason")
    locked.first_answer_by, locked.answer_by = locked.answer_by, months_after(locked.answer_by, months)
    locked.extended_at, locked.extended_reason = timezone.now(), reason.strip()
    locked.extended_by_id, locked.extended_by_label = by.user_id, by.label
    locked.save(update_fields=["first_answer_by", "answer_by", *(f"extended_{name}" for name in FACTS)])
    _tell(locked)
    return locked


FACTS: Final = ("at", "reason", "by_id", "by_label")


def may_still_be_extended(erasure: Erasure, *, on: datetime.date) -> bool:
    """Whether nobody has decided or extended it, and the first month is not over."""
    return erasure.state == ErasureState.REQUESTED and erasure.extended_at is None and on <= erasure.answer_by


def _require_extendable(erasure: Erasure, *, on: datetime.date) -> None:
    """Say which of them it is. The person must hear of it within the first month, so its last day is the last."""
    if erasure.state != ErasureState.REQUESTED:
        raise RuleBroken("already_decided", _("This request waits for no answer any more."))
    if erasure.extended_at is not None:
        raise RuleBroken(
            "already_extended",
            _("The time was extended on %(day)s already; the law allows it once. Answer by %(end)s.")
            % {"day": formats.day(erasure.extended_at.date()), "end": formats.day(erasure.answer_by)},
        )
    if on > erasure.answer_by:
        raise RuleBroken(
            "month_over",
            _("The month ended on %(day)s: it could be extended only until then. Answer now.")
            % {"day": formats.day(erasure.answer_by)},
        )


def _tell(erasure: Erasure) -> None:
    user = erasure.membership.user
    with notices.in_language_of(user):
        notices.notify(
            user,
            event="erasure_extended",
            key=f"erasure:{erasure.pk}:extended",
            title=_("The answer to your request takes longer"),
            text=_("You asked that your data be erased. You hear from us by %(day)s at the latest. Why: %(reason)s")
            % {"day": formats.day(erasure.answer_by), "reason": erasure.extended_reason},
            url=f"/{erasure.membership.country.slug}/me/data/erase/",
        )
