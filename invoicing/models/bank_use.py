"""What an entry of the bank was, when it paid no invoice: kept for a client, a file of ours, a cost, money taken back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models import Client
from invoicing.models.bank import BankEntry
from invoicing.models.invoice import Invoice
from invoicing.models.ledger import LedgerTransaction
from invoicing.models.transfer import TransferFile, TransferItem
from members.models import ShareMovement
from smart.foundation.money import AmountField
from smart.foundation.tenancy import CountryModel, SameCountryKey


class UseKind(models.TextChoices):
    ON_ACCOUNT = "on_account", _("Kept for the client")
    TRANSFER = "transfer", _("A file of ours")
    ITEM = "item", _("One payment of a file of ours")
    FEE = "fee", _("Cost of the bank")
    PAYMENT_RETURNED = "returned", _("A client's payment taken back")
    CREDIT_RETURNED = "credit_back", _("Money kept for a client taken back")
    PAYOUT_RETURNED = "payout_back", _("A payment of ours came back")
    SHARE = "share", _("A share of a member")
    CANCELLED_OUT = "cancels", _("It and another entry cancel each other")


class BankUse(CountryModel):
    """A part of an entry that paid no invoice, unsigned, with its posting when it has one. Append-only."""

    entry = SameCountryKey(BankEntry, related_name="uses")
    kind = models.CharField(max_length=12, choices=UseKind.choices)
    amount = AmountField()
    client = SameCountryKey(Client, null=True, related_name="bank_uses")
    invoice = SameCountryKey(Invoice, null=True, related_name="bank_uses")
    transfer = SameCountryKey(TransferFile, null=True, related_name="bank_uses")
    item = SameCountryKey(TransferItem, null=True, related_name="bank_uses")
    other = SameCountryKey(BankEntry, null=True, related_name="used_by")
    share = SameCountryKey(ShareMovement, null=True, related_name="bank_uses")
    transaction = SameCountryKey(LedgerTransaction, null=True, related_name="bank_uses")
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_bankuse_amount"),
            models.UniqueConstraint(
                fields=["country", "transfer"], condition=Q(kind="transfer"), name="invoicing_bankuse_transfer_once"
            ),
            models.UniqueConstraint(
                fields=["country", "item", "kind"], condition=Q(item__isnull=False), name="invoicing_bankuse_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.kind} {self.amount}"
