"""Which version of which text a member accepted, when and from where."""

from django.db import models

from members.models.membership import Membership
from smart.foundation.tenancy import CountryModel, SameCountryKey


class Consent(CountryModel):
    """Append-only: accepting a later version is a new row."""

    membership = SameCountryKey(Membership, related_name="consents")
    text = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    accepted_at = models.DateTimeField()
    ip = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "membership", "text", "version"],
                name="members_consent_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.version}"
