"""A part of a share of the cooperative that was taken out of a pay, as the member agreed."""

from django.db import models
from django.db.models import Q

from activities.models import Contract
from invoicing.models.payroll import Payslip
from members.models import ShareMovement
from smart.foundation.money import AmountField
from smart.foundation.tenancy import CountryModel, SameCountryKey


class ShareInstalment(CountryModel):
    """What of a payslip's net paid a share instead of going to the member's account. Append-only.

    Once in a contract: `movement` is the line of the register it became.
    """

    payslip = SameCountryKey(Payslip, related_name="share_instalments")
    contract = SameCountryKey(Contract, related_name="share_instalments")
    movement = SameCountryKey(ShareMovement, related_name="instalments")
    amount = AmountField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "payslip"], name="invoicing_shareinstalment_payslip"),
            models.UniqueConstraint(fields=["country", "contract"], name="invoicing_shareinstalment_contract"),
            models.UniqueConstraint(fields=["country", "movement"], name="invoicing_shareinstalment_movement"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_shareinstalment_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.payslip_id}: {self.amount}"
