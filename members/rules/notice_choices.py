"""Which notices come by mail is the person's choice, except for those the law or their safety asks for."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import NoticeChoice, User
from members.notice_groups import GROUPS, optional_group
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import active_country_id

SALT = "notices.stop"


class Rhythm(StrEnum):
    """When the mails come that a person wants."""

    AT_ONCE = "at_once"
    DAILY = "daily"


class Way(StrEnum):
    """How one notice reaches a person beside the portal."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NONE = "none"


@transaction.atomic
def choose_mails(
    user: User, *, groups: Collection[str], by: Actor, now: datetime, rhythm: str = Rhythm.AT_ONCE
) -> None:
    """Mail from now on only these of the optional groups, in the entered country; the others stand in the portal alone.

    With the rhythm `daily` they come together, once a day. What must be mailed comes at once whatever was chosen. Raises NotAllowed for anybody but the person.
    """
    if by.user_id != user.pk:
        raise NotAllowed(_("Everybody chooses for themselves."))
    for group in GROUPS.values():
        if group.is_optional:
            by_mail = group.key in groups
            chosen = {"by_mail": by_mail, "is_daily": by_mail and rhythm == Rhythm.DAILY, "chosen_at": now}
            NoticeChoice.objects.update_or_create(user=user, group=group.key, defaults=chosen)


def mailed_groups(user: User) -> list[str]:
    """The groups of which the person gets mails in the entered country, in the order of the page."""
    off = set(NoticeChoice.objects.filter(user=user, by_mail=False).values_list("group", flat=True))
    return [group.key for group in GROUPS.values() if not (group.is_optional and group.key in off)]


def rhythm_of(user: User) -> Rhythm:
    """When the person gets the mails they may do without, in the entered country. One query."""
    is_daily = NoticeChoice.objects.filter(user=user, is_daily=True).exists()
    return Rhythm.DAILY if is_daily else Rhythm.AT_ONCE


def way_of(user: User, *, event: str) -> Way:
    """How this event reaches the person beside the portal; a query only where there is a choice."""
    group = optional_group(event)
    choice = NoticeChoice.objects.filter(user=user, group=group).first() if group else None
    if choice is None:
        return Way.AT_ONCE
    if not choice.by_mail:
        return Way.NONE
    return Way.DAILY if choice.is_daily else Way.AT_ONCE


def stop_token(user: User, *, group: str) -> str:
    """Names person, group and entered country; whoever has it can only stop these mails."""
    return signing.dumps([active_country_id(), user.pk, group], salt=SALT)


def read_stop_token(token: str) -> tuple[User, str]:
    """The person and the group a link speaks of. Raises RuleBroken when it is not ours, or of another country."""
    try:
        country_id, user_id, group = signing.loads(token, salt=SALT)
        user = User.objects.get(pk=user_id)
    except (signing.BadSignature, ValueError, User.DoesNotExist):
        raise _unknown_link() from None
    if country_id != active_country_id() or group not in GROUPS:
        raise _unknown_link()
    return user, group


@transaction.atomic
def stop_mails(user: User, *, group: str, now: datetime) -> None:
    """No more mails of one group, by the link in such a mail; a second time changes nothing.

    Raises RuleBroken for a group that may not be stopped.
    """
    if not GROUPS[group].is_optional:
        raise RuleBroken("not_optional", str(GROUPS[group].why))
    NoticeChoice.objects.update_or_create(
        user=user, group=group, defaults={"by_mail": False, "is_daily": False, "chosen_at": now}
    )


def _unknown_link() -> RuleBroken:
    return RuleBroken(
        "stop_link_unknown",
        _("This link is not complete. Open the newest mail again, or choose under “Notices” in the portal."),
    )
