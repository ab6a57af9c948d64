"""What is said against an invoice: a member's wish for another draft, a dispute about an issued one. Each has an owner."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from invoicing.models.invoice import Invoice
from invoicing.states import CHANGE_TRANSITIONS, DISPUTE_TRANSITIONS, ChangeState, DisputeState
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class DisputeReason(models.TextChoices):
    WORK = "work", _("The work was not done, or not as agreed")
    AMOUNT = "amount", _("The amount is not what was agreed")
    TWICE = "twice", _("It is invoiced or paid already")
    DETAILS = "details", _("Name, address or order number is wrong")
    OTHER = "other", _("Another reason")


class DisputeQuerySet(models.QuerySet[Any]):
    def open(self) -> "DisputeQuerySet":
        """What waits for an answer, the most urgent first."""
        return self.filter(state=DisputeState.OPEN).order_by("due_on", "pk")


class Dispute(CountryModel):
    """An issued invoice somebody does not agree with. `due_on` is the day by which the owner answers.

    `opened_kind` is the capacity of who opened it: client, member or staff. `outcome` is what the client is told.
    """

    TRANSITIONS: ClassVar[Transitions] = DISPUTE_TRANSITIONS

    invoice = SameCountryKey(Invoice, related_name="disputes")
    state = models.CharField(max_length=10, choices=DisputeState.choices, default=DisputeState.OPEN)
    code = models.CharField(max_length=8, choices=DisputeReason.choices)
    words = models.TextField()
    opened_kind = models.CharField(max_length=8)
    opened_by_id = models.BigIntegerField(null=True)
    opened_label = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    owner_id = models.BigIntegerField(null=True)
    owner_label = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    outcome = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_label = models.CharField(max_length=200, blank=True)

    objects = CountryManager.of(DisputeQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "invoice"], condition=Q(state="open"), name="invoicing_dispute_one_open"
            ),
        ]
        indexes = [
            # the staff's list: what is open, the most urgent first
            models.Index(fields=["country", "state", "due_on"], name="invoicing_dispute_due"),
        ]
        triggers = [fsm_trigger("dispute", DISPUTE_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.code}"


class InvoiceChangeRequest(CountryModel):
    """A member asks for other words on a draft; while it is open, the draft does not go out by itself."""

    TRANSITIONS: ClassVar[Transitions] = CHANGE_TRANSITIONS

    invoice = SameCountryKey(Invoice, models.CASCADE, related_name="change_requests")
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.OPEN)
    words = models.TextField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_label = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    owner_id = models.BigIntegerField(null=True)
    owner_label = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "invoice"], condition=Q(state="open"), name="invoicing_change_one_open"
            ),
        ]
        triggers = [fsm_trigger("change_request", CHANGE_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.words[:40]}"
