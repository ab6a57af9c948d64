"""Money of clients that no invoice has taken yet, each euro with the name of its client, and the accounts they pay from."""

from django.db import models
from django.db.models import Q

from activities.models import Client
from invoicing.models.bank import BankEntry
from invoicing.models.invoice import Invoice
from invoicing.models.ledger import LedgerTransaction
from invoicing.models.payable import Payable
from smart.foundation.crypto import BlindIndexField, SealedTextField
from smart.foundation.money import AmountField
from smart.foundation.tenancy import CountryModel, SameCountryKey


class ClientCredit(CountryModel):
    """An amount kept on a client's account (ledger `clients.on_account`). Append-only; what is left is without its uses.

    It came with a bank entry (paid too much, or before the invoice), or from an invoice that was credited after it was paid.
    """

    client = SameCountryKey(Client, related_name="credits")
    entry = SameCountryKey(BankEntry, null=True, related_name="credits")
    invoice = SameCountryKey(Invoice, null=True, related_name="credits_kept")
    amount = AmountField()
    transaction = SameCountryKey(LedgerTransaction, related_name="client_credits")
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_clientcredit_amount"),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | Q(invoice__isnull=False), name="invoicing_clientcredit_origin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.amount}"


class ClientCreditUse(CountryModel):
    """What became of a part of a credit: it paid an invoice, is paid back by a payable, or the bank took it back.

    A payable that was cancelled gives its part free again.
    """

    credit = SameCountryKey(ClientCredit, related_name="uses")
    invoice = SameCountryKey(Invoice, null=True, related_name="credit_uses")
    payable = SameCountryKey(Payable, null=True, related_name="credit_uses")
    entry = SameCountryKey(BankEntry, null=True, related_name="credit_uses")
    amount = AmountField()
    transaction = SameCountryKey(LedgerTransaction, null=True, related_name="credit_uses")
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_clientcredituse_amount"),
            models.CheckConstraint(
                condition=Q(invoice__isnull=False, payable__isnull=True, entry__isnull=True)
                | Q(invoice__isnull=True, payable__isnull=False, entry__isnull=True)
                | Q(invoice__isnull=True, payable__isnull=True, entry__isnull=False),
                name="invoicing_clientcredituse_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credit_id} {self.amount}"


class ClientAccount(CountryModel):
    """An account a client has paid from, learned when a payment was matched; it speaks for the next suggestion."""

    client = SameCountryKey(Client, related_name="accounts")
    iban = SealedTextField(db_column="iban_sealed")
    iban_index = BlindIndexField(source="iban")
    learned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "iban_index", "client"], name="invoicing_clientaccount_once"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id}"
