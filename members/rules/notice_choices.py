"""Which notices come by mail is the person's choice, except for those the law or their safety asks for."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import NoticeChoice, User
from members.notice_groups import GROUPS, optional_group
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed


@transaction.atomic
def choose_mails(user: User, *, groups: Collection[str], by: Actor, now: datetime) -> None:
    """Mail from now on only these of the optional groups, in the entered country; the others stand in the portal alone.

    Raises NotAllowed for anybody but the person.
    """
    if by.user_id != user.pk:
        raise NotAllowed(_("Everybody chooses for themselves."))
    for group in GROUPS.values():
        if group.is_optional:
            chosen = {"by_mail": group.key in groups, "chosen_at": now}
            NoticeChoice.objects.update_or_create(user=user, group=group.key, defaults=chosen)


def mailed_groups(user: User) -> list[str]:
    """The groups of which the person gets mails in the entered country, in the order of the page."""
    off = set(NoticeChoice.objects.filter(user=user, by_mail=False).values_list("group", flat=True))
    return [group.key for group in GROUPS.values() if not (group.is_optional and group.key in off)]


def wants_mail(user: User, *, event: str) -> bool:
    """Whether this event is mailed to the person; a query only where there is a choice."""
    group = optional_group(event)
    return not group or not NoticeChoice.objects.filter(user=user, group=group, by_mail=False).exists()
