"""The ledger: double entry, append-only, one currency per transaction, balanced by a deferred database trigger."""

from typing import Any

from django.db import models
from django.db.models import Q

from activities.models import Activity
from smart.foundation.money import AmountField
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class AccountKind(models.TextChoices):
    ASSET = "asset", "asset"
    LIABILITY = "liability", "liability"
    INCOME = "income", "income"
    COST = "cost", "cost"


class LedgerAccount(CountryModel):
    """`code` names what it holds (`activity.available`, `clients.receivable`…); one per activity if it has one."""

    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    activity = SameCountryKey(Activity, null=True, related_name="accounts")
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "code", "activity"],
                name="invoicing_ledgeraccount_one",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.code


class LedgerTransaction(CountryModel):
    """One business event. `event` is its idempotency key: posting the same event again is refused."""

    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    on = models.DateField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    label = models.CharField(max_length=200)
    subject_table = models.CharField(max_length=63)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "event"], name="invoicing_ledgertransaction_event")]
        indexes = [
            # what was posted about a document
            models.Index(
                fields=["country", "subject_table", "subject_id"],
                name="invoicing_transaction_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.event


class EntryQuerySet(models.QuerySet[Any]):
    def of_account(self, code: str, activity_id: int | None = None) -> "EntryQuerySet":
        return self.filter(account__code=code, account__activity_id=activity_id)


class LedgerEntry(CountryModel):
    """A debit (positive) or a credit (negative) of one account, never zero."""

    transaction = SameCountryKey(LedgerTransaction, related_name="entries")
    account = SameCountryKey(LedgerAccount, related_name="entries")
    amount = AmountField()

    objects = CountryManager.of(EntryQuerySet)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="invoicing_ledgerentry_not_zero")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"
