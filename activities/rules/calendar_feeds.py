"""The secret address of a member's calendar: made once, read without signing in, renewed at will."""

import uuid
from typing import Final

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities import perms
from activities.models import CalendarFeed
from members.models import Membership
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed
from smart.foundation.tenancy import active_country_id

SALT: Final = "activities.calendar"


@transaction.atomic
def renew_feed(membership: Membership, *, by: Actor) -> CalendarFeed:
    """Give the member's calendar a new address, the first time or instead of the old one, which is dead from now on."""
    if not perms.is_holder(by, membership):
        raise NotAllowed(_("Only the member may make the address of their calendar."))
    feed, _made = CalendarFeed.objects.update_or_create(
        membership=membership, defaults={"key": uuid.uuid4(), "made_at": timezone.now()}
    )
    found: CalendarFeed = feed
    return found


@transaction.atomic
def stop_feed(membership: Membership, *, by: Actor) -> None:
    """Take the address away; twice it is gone."""
    if not perms.is_holder(by, membership):
        raise NotAllowed(_("Only the member may stop the address of their calendar."))
    CalendarFeed.objects.filter(membership=membership).delete()


def feed_of(membership: Membership) -> CalendarFeed | None:
    found: CalendarFeed | None = CalendarFeed.objects.filter(membership=membership).first()
    return found


def feed_token(feed: CalendarFeed) -> str:
    """The signed name of the feed in its address."""
    return signing.Signer(salt=SALT).sign_object({"f": feed.pk, "c": feed.country_id, "k": feed.key.hex})


def read_feed(token: str) -> CalendarFeed | None:
    """The feed of an address; None for one we never made, of another country, or renewed since."""
    try:
        facts = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    if facts.get("c") != active_country_id():
        return None
    feeds = CalendarFeed.objects.select_related("membership__user", "membership__country")
    feed: CalendarFeed | None = feeds.filter(pk=facts.get("f")).first()
    return feed if feed is not None and feed.key.hex == facts.get("k") else None
