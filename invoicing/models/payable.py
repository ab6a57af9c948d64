"""What the cooperative must pay somebody: a client back, a supplier, a member's expenses. Paid through a file for the bank."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from invoicing.states import PAYABLE_TRANSITIONS, PayableState
from smart.foundation.crypto import BlindIndexField, SealedTextField
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel


class PayableKind(models.TextChoices):
    CLIENT_REFUND = "client_refund", _("Back to a client")
    SUPPLIER = "supplier", _("Supplier's invoice")
    EXPENSE = "expense", _("Member's expenses")
    SHARES = "shares", _("Shares paid back to a member")
    OTHER = "other", _("Other")


class PayableQuerySet(models.QuerySet[Any]):
    def to_pay(self) -> "PayableQuerySet":
        """What no file holds: new, or come back from the bank. The most urgent first."""
        return self.filter(state__in=[PayableState.OPEN, PayableState.RETURNED]).order_by("due_on", "pk")


class Payable(CountryModel):
    """One amount owed to one account. `key` names the business event, so that it is owed once.

    `ledger_account` is the account of the books that is debited when the bank has paid. The subject is the document it is
    about (`subject_table`, `subject_id`). A Swedish payee may have a Bankgiro number instead of an IBAN. `structured` is the
    payee's own payment reference (RF, OGM, OCR), `remittance` what they read otherwise.
    """

    TRANSITIONS: ClassVar[Transitions] = PAYABLE_TRANSITIONS

    kind = models.CharField(max_length=14, choices=PayableKind.choices)
    key = models.CharField(max_length=80)
    subject_table = models.CharField(max_length=63)
    subject_id = models.BigIntegerField()
    payee_name = models.CharField(max_length=140)
    iban = SealedTextField(db_column="iban_sealed", blank=True)
    iban_index = BlindIndexField(source="iban")
    bankgiro = models.CharField(max_length=8, blank=True)
    amount = AmountField()
    currency = models.CharField(max_length=3)
    due_on = models.DateField()
    remittance = models.CharField(max_length=140, blank=True)
    structured = models.CharField(max_length=40, blank=True)
    ledger_account = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=PayableState.choices, default=PayableState.OPEN)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    created_by_label = models.CharField(max_length=200, blank=True)

    objects = CountryManager.of(PayableQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "key"], name="invoicing_payable_key"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_payable_amount"),
        ]
        indexes = [
            # what is to be paid, by day
            models.Index(fields=["country", "state", "due_on"], name="invoicing_payable_due"),
            # what was paid about a document
            models.Index(fields=["country", "subject_table", "subject_id"], name="invoicing_payable_subject"),
        ]
        triggers = [fsm_trigger("payable", PAYABLE_TRANSITIONS)]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The end-to-end reference that comes back on the bank's statement."""
        return f"P-{self.pk:06}"
