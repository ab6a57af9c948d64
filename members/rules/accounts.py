"""A change of the account a member is paid to: never silent, kept masked, and shown to whoever sends the money.

Whoever takes over a mailbox and then the pay must not be able to hide it: the address before hears of it too.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from members.models import AccountChange, Membership, Profile
from members.rules import notices
from smart.foundation.actors import Actor

WATCHED: Final = datetime.timedelta(days=14)
"""How long before a file for the bank a change is shown to the payroll officer: a house rule."""

OLD_ADDRESS_TOLD: Final = datetime.timedelta(days=90)
"""How long the previous e-mail address still hears of a change: a house rule, longer than any month of pay."""


@dataclass(frozen=True, slots=True)
class PaymentUnderWay:
    """A payment in a file for the bank written before the account changed: it still goes to the one that ends so."""

    account_end: str
    execute_on: datetime.date


def record_change(profile: Profile, *, before: str, by: Actor) -> AccountChange:
    """Keep one change of a known account, and tell the member in the portal, by mail, and at the address before."""
    change: AccountChange = AccountChange.objects.create(
        membership_id=profile.membership_id,
        before_end=before[-4:],
        after_end=profile.iban[-4:],
        at=timezone.now(),
        by_id=by.user_id,
        by_label=by.label,
        ip=by.ip,
    )
    _tell(profile.membership, change)
    return change


def changes_of(membership: Membership) -> QuerySet[AccountChange]:
    """The member's changes, newest first."""
    rows: QuerySet[AccountChange] = AccountChange.objects.filter(membership_id=membership.pk).order_by("-id")
    return rows


def changes_before(membership_ids: Iterable[int], *, at: datetime.datetime) -> QuerySet[AccountChange]:
    """The changes of these members in the WATCHED days before an instant, newest first."""
    rows: QuerySet[AccountChange] = AccountChange.objects.filter(
        membership_id__in=list(membership_ids), at__gt=at - WATCHED, at__lte=at
    )
    return rows.select_related("membership__user").order_by("-id")


def payments_under_way(membership: Membership) -> list[PaymentUnderWay]:
    """Payments already written for the bank; asked of the rooms above (settings.PAYMENTS_UNDER_WAY)."""
    found: list[Any] = [each for name in settings.PAYMENTS_UNDER_WAY for each in import_string(name)(membership)]
    return sorted(found, key=lambda each: each.execute_on)


def _tell(membership: Membership, change: AccountChange) -> None:
    user, key = membership.user, f"account:{change.pk}"
    with notices.in_language_of(user):
        title = _("Your bank account was changed")
        text = _(
            "Pay now goes to the account that ends with %(end)s. If you did not change it, write to your adviser at once."
        ) % {"end": change.after_end}
        url = f"/{membership.country.slug}/me/account/"
        notices.notify(user, event="account_changed", key=key, title=title, text=text, url=url)
        is_recent = user.email_changed_at is not None and change.at - user.email_changed_at < OLD_ADDRESS_TOLD
        if user.previous_email and is_recent:
            notices.mail_to(user.previous_email, key=key, language=user.language, subject=title, text=text)
