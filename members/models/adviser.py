"""Who advised a member, since when, and who stands in."""

from django.db import models

from members.models.membership import Membership
from members.models.user import User
from smart.foundation.tenancy import CountryModel, SameCountryKey


class AdviserTerm(CountryModel):
    """Append-only: a new adviser is a new row; the newest one counts. `by_label` is empty when the portal chose."""

    membership = SameCountryKey(Membership, related_name="adviser_terms")
    adviser = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    backup = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    since = models.DateField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            # the advisers of a member, the newest first
            models.Index(fields=["country", "membership", "id"], name="members_adviserterm_of"),
        ]

    def __str__(self) -> str:
        return f"{self.adviser} since {self.since}"
