"""Files for the bank: pain.001.001.09, prepared by one person and released by another."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models import BankAccount
from invoicing.models.payable import Payable
from invoicing.models.payroll import PayrollRun, Payslip
from invoicing.states import TRANSFER_TRANSITIONS, TransferState
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryModel, SameCountryKey


class TransferKind(models.TextChoices):
    SALARIES = "salaries", _("Salaries")
    PAYABLES = "payables", _("Other payments")


class Outcome(models.TextChoices):
    """What the bank made of one payment of a file; blank while it has said nothing."""

    BOOKED = "booked", pgettext_lazy("bank payment", "Paid")
    REJECTED = "rejected", _("Rejected by the bank")
    RETURNED = "returned", pgettext_lazy("bank payment", "Came back")
    WITHDRAWN = "withdrawn", _("Withdrawn with its file")


class TransferFile(CountryModel):
    """A run's payments, those left out of an earlier file, or chosen payables; the XML is a document of the vault.

    `bank_status` is the newest status of the whole file in the bank's report (pain.002: ACTC, ACCP, ACSP, RJCT…).
    """

    TRANSITIONS: ClassVar[Transitions] = TRANSFER_TRANSITIONS

    kind = models.CharField(max_length=8, choices=TransferKind.choices, default=TransferKind.SALARIES)
    run = SameCountryKey(PayrollRun, null=True, related_name="transfers")
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
    bank_status = models.CharField(max_length=4, blank=True)
    bank_status_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="salaries", run__isnull=False) | Q(kind="payables", run__isnull=True),
                name="invoicing_transferfile_run_of_salaries",
            ),
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
    """One payslip or one payable in one file. `is_cancelled` says that it pays nothing: withdrawn, rejected or returned.

    A payslip or payable is in one file only, unless its item there was cancelled. `end_to_end` is the reference the bank
    repeats; `booked_on` the day it left the account; `outcome_code` the bank's reason (ISO 20022 external code).
    """

    transfer = SameCountryKey(TransferFile, related_name="items")
    payslip = SameCountryKey(Payslip, null=True, related_name="transfer_items")
    payable = SameCountryKey(Payable, null=True, related_name="transfer_items")
    amount = AmountField()
    end_to_end = models.CharField(max_length=35, blank=True)
    is_cancelled = models.BooleanField(default=False)
    booked_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_code = models.CharField(max_length=4, blank=True)
    outcome_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "payslip"],
                condition=Q(is_cancelled=False),
                name="invoicing_transferitem_payslip_paid_once",
            ),
            models.UniqueConstraint(
                fields=["country", "payable"],
                condition=Q(is_cancelled=False),
                name="invoicing_transferitem_payable_paid_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_transferitem_amount"),
            models.CheckConstraint(
                condition=Q(payslip__isnull=True, payable__isnull=False)
                | Q(payslip__isnull=False, payable__isnull=True),
                name="invoicing_transferitem_pays_one_thing",
            ),
        ]
        indexes = [
            # what the bank says about one payment, by its reference
            models.Index(fields=["country", "end_to_end"], name="invoicing_transferitem_end"),
        ]

    def __str__(self) -> str:
        return self.end_to_end or f"{self.transfer_id}/{self.pk}"
