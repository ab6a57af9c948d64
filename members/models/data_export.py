"""A copy of everything the portal knows of a member, made on request and kept for a few days."""

import datetime

from django.db import models

from members.models.membership import Membership
from smart.foundation.tenancy import CountryModel, SameCountryKey


class DataExport(CountryModel):
    """One request and its file. `done` of `total` parts are gathered; the file is gone once `removed_at` is set."""

    membership = SameCountryKey(Membership, related_name="data_exports")
    asked_at = models.DateTimeField()
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    storage_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    kept_until = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "membership"],
                condition=models.Q(ready_at=None),
                name="members_dataexport_one_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"asked on {self.asked_at:%Y-%m-%d}"

    def is_open(self, now: datetime.datetime) -> bool:
        """Whether the file can be fetched."""
        return self.ready_at is not None and self.removed_at is None and (not self.kept_until or now < self.kept_until)
