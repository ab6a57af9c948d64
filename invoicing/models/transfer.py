"""Files for the bank: pain.001.001.09, prepared by one person and released by another."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from countries.models import BankAccount
from invoicing.models.payroll import PayrollRun, Payslip
from invoicing.states import TRANSFER_TRANSITIONS, TransferState
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryModel, SameCountryKey


class TransferFile(CountryModel):
    """A run's payments, or those left out of an earlier file; the XML itself is a document of the vault, named by hash."""

    TRANSITIONS: ClassVar[Transitions] = TRANSFER_TRANSITIONS

    run = SameCountryKey(PayrollRun, related_name="transfers")
    account = SameCountryKey(BankAccount, related_name="transfers")
    message_id = models.CharField(max_length=35)
    execute_on = models.DateField()
    count = models.PositiveIntegerField()
    total = AmountField()
    currency = models.CharField(max_length=3)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.PREPARED)
    prepared_by_id = models.BigIntegerField()
    prepared_at = models.DateTimeField()
    released_by_id = models.BigIntegerField(null=True)
    released_by_label = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True)
    executed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "message_id"], name="invoicing_transferfile_message"),
            models.CheckConstraint(
                condition=Q(released_by_id__isnull=True) | ~Q(released_by_id=F("prepared_by_id")),
                name="invoicing_transferfile_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="executed") | Q(executed_on__isnull=False),
                name="invoicing_transferfile_executed_has_day",
            ),
        ]
        triggers = [fsm_trigger("transfer", TRANSFER_TRANSITIONS)]

    def __str__(self) -> str:
        return self.message_id


class TransferItem(CountryModel):
    """One payslip in one file. A payslip is in one file only, unless that file was cancelled."""

    transfer = SameCountryKey(TransferFile, related_name="items")
    payslip = SameCountryKey(Payslip, related_name="transfer_items")
    amount = AmountField()
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "payslip"],
                condition=Q(is_cancelled=False),
                name="invoicing_transferitem_payslip_paid_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_transferitem_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id}/{self.payslip_id}"
