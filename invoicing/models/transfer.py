"""Files for the bank: pain.001.001.09, prepared by one person and released by another."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from countries.models import BankAccount
from invoicing.models.payroll import PayrollRun
from invoicing.states import TRANSFER_TRANSITIONS, TransferState
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryModel, SameCountryKey


class TransferFile(CountryModel):
    """One file a run; the XML itself is a document of the vault, named by hash."""

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
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "message_id"], name="invoicing_transferfile_message"),
            models.CheckConstraint(
                condition=Q(released_by_id__isnull=True) | ~Q(released_by_id=F("prepared_by_id")),
                name="invoicing_transferfile_two_people",
            ),
        ]
        triggers = [fsm_trigger("transfer", TRANSFER_TRANSITIONS)]

    def __str__(self) -> str:
        return self.message_id
