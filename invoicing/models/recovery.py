"""What members owe back after a correction, and how it came back: taken from a later pay by decision, or repaid."""

from django.db import models
from django.db.models import F, Q

from invoicing.models.payroll import Payslip
from smart.foundation.money import AmountField
from smart.foundation.tenancy import CountryModel, SameCountryKey


class PayRecovery(CountryModel):
    """A part of a claim that came back. `claim` is the payslip with a negative net, `taken_from` the one that pays it.

    Nothing is taken in silence: a person decides each part, with the day the member agreed and why it is lawful.
    """

    claim = SameCountryKey(Payslip, related_name="recoveries")
    taken_from = SameCountryKey(Payslip, related_name="withheld")
    amount = AmountField()
    agreed_on = models.DateField()
    reason = models.CharField(max_length=300)
    on = models.DateField()
    by_id = models.BigIntegerField()
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "claim", "taken_from"], name="invoicing_payrecovery_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_payrecovery_amount"),
            models.CheckConstraint(
                condition=~Q(claim_id=F("taken_from_id")), name="invoicing_payrecovery_two_payslips"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.taken_from_id}"
