"""When the account a member is paid to was changed, by whom, from which to which: masked, and never edited."""

from django.db import models

from members.models.membership import Membership
from smart.foundation.tenancy import CountryModel, SameCountryKey


class AccountChange(CountryModel):
    """One change. `before_end` and `after_end` are the last four signs, enough to recognise an account and no more."""

    membership = SameCountryKey(Membership, related_name="account_changes")
    before_end = models.CharField(max_length=4, blank=True)
    after_end = models.CharField(max_length=4)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)
    ip = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.before_end} → {self.after_end}"
