"""Invoices and credit notes: copies of facts, never changed once issued."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from activities.models import Activity, Client, Mission
from countries.models import LegalEntity
from invoicing.states import INVOICE_TRANSITIONS, InvoiceState
from smart.foundation.money import AmountField, RateField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", "invoice"
    DEPOSIT = "deposit", "deposit invoice"
    CREDIT_NOTE = "credit_note", "credit note"


class LineKind(models.TextChoices):
    WORK = "work", "work"
    EXPENSE = "expense", "expense"
    DEPOSIT = "deposit", "deposit taken off"


class InvoiceQuerySet(models.QuerySet[Any]):
    def issued(self) -> "InvoiceQuerySet":
        return self.exclude(state=InvoiceState.DRAFT)

    def unpaid(self) -> "InvoiceQuerySet":
        return self.filter(state__in=[InvoiceState.ISSUED, InvoiceState.SENT, InvoiceState.PARTLY_PAID])

    def vat_to_decide(self) -> "InvoiceQuerySet":
        """Drafts whose VAT the law leaves to an accountant, the oldest first."""
        return self.filter(state=InvoiceState.DRAFT, vat_decision__needs_staff=True).order_by("created_at")

    def newest_first(self) -> "InvoiceQuerySet":
        """Drafts on top, then by number as issued."""
        return self.order_by(F("issued_at").desc(nulls_first=True), "-pk")

    def of_user(self, user_id: int) -> "InvoiceQuerySet":
        return self.filter(activity__membership__user_id=user_id)


class Invoice(CountryModel):
    """Seller, buyer and VAT decisions are copied as JSON at issue. A credit note is positive and names its invoice.

    `fee`, `guarantee` and `credited` say what the issue gave to whom: net = fee + guarantee + credited. A mission has at
    most one deposit invoice and one invoice; the second takes the first off again as a line of its own. `planned_on` is the
    day a draft goes out by itself (null: as soon as the mission is confirmed); `prepaid` is what the client had paid before
    the issue (BT-113). `terms_days` is a term agreed for this draft (null: the client's, else the country's).
    `vat_decision` is the decision of the first line, or the first that is still open.
    """

    TRANSITIONS: ClassVar[Transitions] = INVOICE_TRANSITIONS

    kind = models.CharField(max_length=12, choices=InvoiceKind.choices, default=InvoiceKind.INVOICE)
    number = models.CharField(max_length=24, blank=True)
    sequence = models.PositiveIntegerField(null=True)
    series_year = models.PositiveSmallIntegerField(null=True)
    entity = SameCountryKey(LegalEntity, related_name="invoices")
    activity = SameCountryKey(Activity, related_name="invoices")
    mission = SameCountryKey(Mission, null=True, related_name="invoices")
    client = SameCountryKey(Client, related_name="invoices")
    corrects = SameCountryKey("self", null=True, related_name="credit_notes")
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=InvoiceState.choices, default=InvoiceState.DRAFT)
    language = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    issued_on = models.DateField(null=True)
    issued_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    supplied_on = models.DateField(null=True)
    planned_on = models.DateField(null=True)
    terms_days = models.PositiveSmallIntegerField(null=True)
    purchase_order = models.CharField(max_length=60, blank=True)
    seller = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    net = AmountField()
    vat = AmountField(default=0)
    total = AmountField(default=0)
    prepaid = AmountField(default=0)
    vat_decision = models.JSONField(default=dict)
    fee_rate = RateField(default=0)
    guarantee_rate = RateField(default=0)
    fee = AmountField(default=0)
    guarantee = AmountField(default=0)
    credited = AmountField(default=0)
    payment_reference = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    objects = CountryManager.of(InvoiceQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "entity", "number"],
                condition=~Q(number=""),
                name="invoicing_invoice_number",
            ),
            models.UniqueConstraint(
                fields=["country", "mission", "kind"],
                condition=Q(kind__in=["invoice", "deposit"], mission__isnull=False),
                name="invoicing_invoice_one_per_mission_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(total=F("net") + F("vat")),
                name="invoicing_invoice_total_is_net_and_vat",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(net=F("fee") + F("guarantee") + F("credited")),
                name="invoicing_invoice_net_is_shared_out",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(number="") & Q(issued_on__isnull=False)),
                name="invoicing_invoice_issued_has_number",
            ),
        ]
        indexes = [
            # lists by state, newest first
            models.Index(
                fields=["country", "state", "-issued_on"],
                name="invoicing_invoice_state",
            ),
        ]
        triggers = [
            fsm_trigger("invoice", INVOICE_TRANSITIONS),
            # Protect, not ReadOnly: that one ignores a condition, and a draft must stay editable.
            pgtrigger.Protect(
                name="issued_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state <> 'draft' AND (to_jsonb(OLD) - 'state') IS DISTINCT FROM (to_jsonb(NEW) - 'state')"
                ),
            ),
            pgtrigger.Protect(
                name="issued_is_kept",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="draft"),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"


class InvoiceLine(CountryModel):
    """One line: net = quantity × unit price, rounded to the cent; VAT is computed on the total per category and rate.

    `kind` says what it is about; a line of kind `deposit` is negative and takes an earlier deposit invoice off again.
    `vat_decision` is how the law taxes this line, with its source and its mention. A line of a credit note that takes one
    line back whole names it in `corrects`.
    """

    invoice = SameCountryKey(Invoice, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=LineKind.choices, default=LineKind.WORK)
    service_kind = models.CharField(max_length=40, blank=True)
    description = models.TextField()
    quantity = models.DecimalField(max_digits=12, decimal_places=4, default=1)
    unit = models.CharField(max_length=20, default="C62")
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    net = AmountField()
    vat_rate = RateField()
    vat_category = models.CharField(max_length=2)
    exemption_code = models.CharField(max_length=40, blank=True)
    corrects = SameCountryKey("self", null=True, related_name="credits")
    vat_decision = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "invoice", "position"],
                name="invoicing_invoiceline_position",
            )
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.position}"
