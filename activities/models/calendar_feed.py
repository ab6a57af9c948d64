"""The private address under which a member's own calendar program reads their days."""

import uuid

from django.db import models

from members.models import Membership
from smart.foundation.tenancy import CountryModel, SameCountryKey


class CalendarFeed(CountryModel):
    """One a member. The address carries `key`, signed; a new key makes the old address dead at once."""

    membership = SameCountryKey(Membership, related_name="calendar_feeds")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "membership"], name="activities_calendarfeed_one")]

    def __str__(self) -> str:
        return f"calendar of {self.membership_id}"
