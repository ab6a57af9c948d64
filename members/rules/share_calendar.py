"""What happens to shares by itself: a new subscription each year where the country asks one, and reminders of parts not paid."""

import datetime
from typing import Final

from django.utils.translation import gettext as _

from countries.models import Country
from countries.rules.settings import setting_value
from members.models import Membership, ShareSubscription
from members.rules import notices, shares
from members.rules.share_schedule import is_late
from members.states import MembershipState
from smart.foundation import jobs
from smart.foundation.actors import PORTAL, Actor

CHUNK: Final = 200
REMINDERS: Final = 3
BETWEEN: Final = datetime.timedelta(days=14)
"""How often a late part is recalled, and the days between; after that staff see it in the register and decide."""


def enqueue_renewals(where: Country, *, on: datetime.date) -> int:
    """Put the year's subscriptions of a country with yearly shares on the work list; return of how many members."""
    rule = setting_value(where, "share.rule", on=on, default=None)
    if rule is None or rule["kind"] != "yearly":
        return 0
    held = ShareSubscription.objects.filter(subscribed_on__year=on.year)
    rows = Membership.objects.filter(country=where, state=MembershipState.ACTIVE, joined_on__year__lt=on.year)
    waiting = list(rows.exclude(pk__in=held.values("membership_id")).order_by("pk").values_list("pk", flat=True))
    for place in range(0, len(waiting), CHUNK):
        part = waiting[place : place + CHUNK]
        jobs.enqueue("renew_shares", key=f"{on.year}:{part[0]}:{len(part)}", payload={"members": part})
    return len(waiting)


def renew_share(membership: Membership, *, by: Actor, on: datetime.date) -> ShareSubscription | None:
    """Subscribe the share of the year for a member and tell them; one who has it is left alone."""
    if ShareSubscription.objects.filter(membership_id=membership.pk, subscribed_on__year=on.year).exists():
        return None
    share = shares.subscribe_shares(membership, by=by, on=on)
    if share is not None:
        _tell(
            share,
            event="share_of_the_year",
            title=_("Your share of %(year)s") % {"year": on.year},
            text=_("How to pay it, and by when, is on the page “Shares”. It counts once the money has arrived."),
        )
    return share


def remind_unpaid_shares(*, on: datetime.date) -> int:
    """Remind of what is late: three times, two weeks apart. Run daily; returns how many were told."""
    rows = ShareSubscription.objects.to_pay().filter(reminders__lt=REMINDERS).exclude(reminded_on__gt=on - BETWEEN)
    rows = rows.filter(membership__state__in=[MembershipState.ACTIVE, MembershipState.SUSPENDED])
    waiting = list(rows.select_related("membership__user", "membership__country").order_by("pk"))
    paid = shares.paid_amounts(waiting)
    late = [share for share in waiting if is_late(share, paid=paid[share.pk], on=on)]
    for share in late:
        share.reminders, share.reminded_on = share.reminders + 1, on
        share.save(update_fields=["reminders", "reminded_on"])
        user = share.membership.user
        with notices.in_language_of(user):
            _tell(
                share,
                event=f"share_late_{share.reminders}",
                title=_("Your share is not paid yet"),
                text=_("The reference and the account are on the page “Shares”. If you have paid, tell your adviser."),
            )
    return len(late)


def renew_chunk(job: jobs.Job) -> list[jobs.Step]:
    """The steps of a job of renewals: one member each."""
    where = Country.objects.get(pk=job.country_id)
    on = where.today()
    ids = list(job.payload["members"])
    rows = Membership.objects.select_related("user", "country").filter(pk__in=ids, state=MembershipState.ACTIVE)
    return [_renewal(each, on) for each in rows.order_by("pk")]


def _renewal(membership: Membership, on: datetime.date) -> jobs.Step:
    def step() -> None:
        with notices.in_language_of(membership.user):
            renew_share(membership, by=PORTAL, on=on)

    return step


def _tell(share: ShareSubscription, *, event: str, title: str, text: str) -> None:
    notices.notify(
        share.membership.user,
        event=event,
        key=f"share:{share.pk}:{event}",
        title=title,
        text=text,
        url=f"/{share.membership.country.slug}/me/shares/",
    )
