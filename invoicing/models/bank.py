"""Bank statements as imported: facts that never change, and what became of each entry."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.models import BankAccount
from invoicing.models.invoice import Invoice
from invoicing.models.ledger import LedgerTransaction
from invoicing.states import ENTRY_TRANSITIONS, EntryState
from smart.foundation.crypto import BlindIndexField, SealedTextField
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class BankStatement(CountryModel):
    """One statement of one of our accounts. Append-only; `digest` is the same however the bank delivers it again."""

    account = SameCountryKey(BankAccount, related_name="statements")
    key = models.CharField(max_length=100)
    number = models.CharField(max_length=40)
    format = models.CharField(max_length=20)
    file_name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    opening_on = models.DateField()
    opening = AmountField()
    closing_on = models.DateField()
    closing = AmountField()
    entry_count = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    imported_by_id = models.BigIntegerField(null=True)
    imported_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "account", "key"], name="invoicing_bankstatement_key"),
            models.UniqueConstraint(fields=["country", "account", "digest"], name="invoicing_bankstatement_digest"),
        ]
        indexes = [
            # the list, newest first, and the statement before another
            models.Index(fields=["country", "-closing_on"], name="invoicing_bankstatement_day"),
        ]

    def __str__(self) -> str:
        return self.number


class WaitReason(models.TextChoices):
    """Why an entry could not be matched by itself when it was imported."""

    NO_REFERENCE = "no_reference", _("No reference of an open invoice in it")
    SEVERAL = "several", _("References of several invoices")
    TOO_MUCH = "too_much", _("More than what was open")
    NOT_PAYABLE = "not_payable", _("The invoice it names takes no payment")
    TOO_EARLY = "too_early", _("Arrived before the invoice was issued")
    COLLECTED = "collected", _("Several payments in one booking")
    REVERSAL = "reversal", _("The bank took a payment back")
    MONEY_OUT = "money_out", _("Money that left the account")
    CURRENCY = "currency", _("Another currency than the books")


class EntryQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "EntryQuerySet":
        return self.filter(state=EntryState.WAITING)

    def arrived(self) -> "EntryQuerySet":
        return self.filter(amount__gt=0)

    def newest_first(self) -> "EntryQuerySet":
        return self.order_by("-booked_on", "-pk")


class BankEntry(CountryModel):
    """One movement as the bank told it, signed. Only its state changes; what it paid is in its matches."""

    TRANSITIONS: ClassVar[Transitions] = ENTRY_TRANSITIONS

    statement = SameCountryKey(BankStatement, related_name="entries")
    key = models.CharField(max_length=100)
    position = models.PositiveIntegerField()
    booked_on = models.DateField()
    value_on = models.DateField()
    amount = AmountField()
    end_to_end = models.CharField(max_length=70, blank=True)
    structured = models.CharField(max_length=140, blank=True)
    text = models.TextField(blank=True)
    name = models.CharField(max_length=140, blank=True)
    folded_name = models.CharField(max_length=160, blank=True)
    iban = SealedTextField(db_column="iban_sealed", blank=True)
    iban_index = BlindIndexField(source="iban")
    is_reversal = models.BooleanField(default=False)
    is_fee = models.BooleanField(default=False)
    reason_code = models.CharField(max_length=4, blank=True)
    batch = models.CharField(max_length=70, blank=True)
    batch_count = models.PositiveIntegerField(default=1)
    fees = AmountField(default=0)
    foreign_amount = AmountField(null=True)
    foreign_currency = models.CharField(max_length=3, blank=True)
    wait_reason = models.CharField(max_length=20, choices=WaitReason.choices, blank=True)
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.WAITING)

    objects = CountryManager.of(EntryQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "statement", "key"], name="invoicing_bankentry_key"),
            models.CheckConstraint(condition=~Q(amount=0), name="invoicing_bankentry_not_zero"),
        ]
        indexes = [
            # the queue by state, newest first
            models.Index(fields=["country", "state", "-booked_on"], name="invoicing_bankentry_state"),
            # the payment that is taken back, by the reference it came with
            models.Index(fields=["country", "end_to_end"], name="invoicing_bankentry_reference"),
        ]
        triggers = [
            fsm_trigger("bank_entry", ENTRY_TRANSITIONS),
            pgtrigger.Protect(
                name="entry_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("((to_jsonb(OLD) - 'state') IS DISTINCT FROM (to_jsonb(NEW) - 'state'))"),
            ),
            pgtrigger.Protect(name="entry_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.key} {self.amount}"


class BankMatch(CountryModel):
    """What of an entry paid which invoice, and its posting. Append-only; an entry may pay several invoices."""

    entry = SameCountryKey(BankEntry, related_name="matches")
    invoice = SameCountryKey(Invoice, related_name="bank_matches")
    transaction = SameCountryKey(LedgerTransaction, related_name="bank_matches")
    amount = AmountField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "entry", "invoice"], name="invoicing_bankmatch_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_bankmatch_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.invoice_id}"
