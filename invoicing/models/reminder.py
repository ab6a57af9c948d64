"""What clients are reminded of: each reminder of an invoice, what was said about it, pauses and agreed payment days."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models import Client
from invoicing.models.invoice import Invoice
from invoicing.states import REMINDER_TRANSITIONS, ReminderState
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")


class Tone(models.TextChoices):
    FRIENDLY = "friendly", _("Friendly")
    FIRM = "firm", _("Firm")
    FORMAL = "formal", _("Formal notice")


class ReminderQuerySet(models.QuerySet[Any]):
    def undecided(self) -> "ReminderQuerySet":
        """Neither sent nor skipped."""
        return self.filter(state__in=[ReminderState.PROPOSED, ReminderState.HELD, ReminderState.READY])

    def letters_to_post(self) -> "ReminderQuerySet":
        return self.filter(state=ReminderState.SENT, channel=Channel.LETTER, posted_on__isnull=True)


class Reminder(CountryModel):
    """One step of the ladder for one invoice; the step's terms are copied when it is proposed, the amounts when it is sent.

    It goes out by itself on `goes_on` unless the member holds it until `held_until`. `interest` and `compensation` are
    what the letter claims (never a change of the invoice); `charges` holds their calculation with its sources.
    """

    TRANSITIONS: ClassVar[Transitions] = REMINDER_TRANSITIONS

    invoice = SameCountryKey(Invoice, related_name="reminders")
    level = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=6, choices=Channel.choices)
    tone = models.CharField(max_length=8, choices=Tone.choices)
    with_interest = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=ReminderState.choices, default=ReminderState.PROPOSED)
    proposed_on = models.DateField()
    goes_on = models.DateField()
    held_until = models.DateField(null=True)
    held_reason = models.TextField(blank=True)
    open_amount = AmountField(default=0)
    interest = AmountField(default=0)
    compensation = AmountField(default=0)
    charges = models.JSONField(default=dict)
    pay_by = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    posted_on = models.DateField(null=True)

    objects = CountryManager.of(ReminderQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "invoice", "level"], name="invoicing_reminder_level"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_on__isnull=False, open_amount__gt=0),
                name="invoicing_reminder_sent_has_facts",
            ),
        ]
        indexes = [
            # the queue by state, what goes out first on top
            models.Index(fields=["country", "state", "goes_on"], name="invoicing_reminder_queue"),
        ]
        triggers = [
            fsm_trigger("reminder", REMINDER_TRANSITIONS),
            pgtrigger.Protect(
                name="sent_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state = 'sent' AND"
                    " (to_jsonb(OLD) - 'posted_on') IS DISTINCT FROM (to_jsonb(NEW) - 'posted_on')"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.level}"

    @property
    def claimed(self) -> Any:
        """Everything the letter asks for."""
        return self.open_amount + self.interest + self.compensation


class NoteKind(models.TextChoices):
    TALK = "talk", _("Talked with the member")
    CLIENT = "client", _("The client called or wrote")
    OTHER = "other", _("Other")


class ReminderNote(CountryModel):
    """Something said about an unpaid invoice. Append-only; a talk with the member opens the way to the formal notice."""

    invoice = SameCountryKey(Invoice, related_name="reminder_notes")
    kind = models.CharField(max_length=6, choices=NoteKind.choices)
    text = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.kind}"


class ReminderPause(CountryModel):
    """No reminder goes to this client until the day, whatever is open; `ended_on` when it was lifted earlier."""

    client = SameCountryKey(Client, related_name="reminder_pauses")
    until = models.DateField()
    reason = models.TextField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "client"], condition=Q(ended_on__isnull=True), name="invoicing_reminderpause_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.until}"


class PlannedPayment(CountryModel):
    """A day and an amount the client promised. While the plan is kept, no reminder goes out."""

    invoice = SameCountryKey(Invoice, related_name="planned_payments")
    due_on = models.DateField()
    amount = AmountField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_plannedpayment_amount")]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.due_on}"
