"""Shares of the cooperative."""

from django.db import models

from members.models.membership import Membership
from smart.foundation.money import AmountField
from smart.foundation.tenancy import CountryModel, SameCountryKey


class ShareSubscription(CountryModel):
    """A subscription, effective only once paid. Amounts in the country's currency."""

    membership = SameCountryKey(Membership, related_name="shares")
    count = models.PositiveSmallIntegerField(default=1)
    nominal = AmountField()
    subscribed_on = models.DateField()
    paid_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "reference"],
                name="members_sharesubscription_reference",
            )
        ]

    def __str__(self) -> str:
        return self.reference
