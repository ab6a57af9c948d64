"""What suppliers invoice the cooperative: the original and its facts, whose activity bears it, and what was answered."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from countries.models import LegalEntity
from invoicing.states import SUPPLIER_TRANSITIONS, SupplierState
from members.models import Membership
from smart.foundation.crypto import BlindIndexField, SealedTextField
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class SupplierKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


class SupplierSource(models.TextChoices):
    STAFF = "staff", _("Handed in by staff")
    MEMBER = "member", _("Handed in by the member")
    CHANNEL = "channel", _("Received electronically")


class SupplierFormat(models.TextChoices):
    UBL = "ubl", "UBL"
    CII = "cii", "CII"
    FATTURAPA = "fatturapa", "FatturaPA"
    FACTURAE = "facturae", "Facturae"
    EBINTERFACE = "ebinterface", "ebInterface"
    PAPER = "paper", _("Paper, PDF or photo")


class SupplierInvoiceQuerySet(models.QuerySet[Any]):
    def of_user(self, user_id: int) -> "SupplierInvoiceQuerySet":
        """Those the person handed in, and those put to one of their activities."""
        parts = SupplierPart.objects.filter(activity__membership__user_id=user_id)
        return self.filter(Q(membership__user_id=user_id) | Q(pk__in=parts.values("invoice_id")))

    def to_decide(self) -> "SupplierInvoiceQuerySet":
        """What waits for the cooperative, the oldest first."""
        waiting = [SupplierState.RECEIVED, SupplierState.ROUTED, SupplierState.DISPUTED, SupplierState.SUSPENDED]
        return self.filter(state__in=waiting).order_by("pk")


class SupplierInvoice(CountryModel):
    """One invoice or credit note of a supplier. Amounts are as on the document, never below zero.

    The original is in the vault under this row; `sha256` proves it and `position` is its place in a file of several.
    `number` is empty while nobody has typed the facts of a paper. `supplier_key` is the VAT number or the folded name: with
    number and day it tells a duplicate. `wanted` is the activity the person who handed it in named. `due` is what is to be
    paid; the parts sum to it. `vat_deducted` is what the cooperative recovers, `vat_self` what it owes itself as the buyer
    (reverse charge), both decided with the approval. `document` is what was read, without account numbers.
    """

    TRANSITIONS: ClassVar[Transitions] = SUPPLIER_TRANSITIONS

    entity = SameCountryKey(LegalEntity, related_name="supplier_invoices")
    membership = SameCountryKey(Membership, null=True, related_name="supplier_invoices")
    wanted = SameCountryKey(Activity, null=True, related_name="supplier_invoices_wanted")
    corrects = SameCountryKey("self", null=True, related_name="corrected_by")
    source = models.CharField(max_length=8, choices=SupplierSource.choices)
    format = models.CharField(max_length=12, choices=SupplierFormat.choices)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=SupplierKind.choices, default=SupplierKind.INVOICE)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    supplier_name = models.CharField(max_length=200, blank=True)
    supplier_key = models.CharField(max_length=200, blank=True)
    supplier_vat = models.CharField(max_length=30, blank=True)
    supplier_email = models.CharField(max_length=254, blank=True)
    net = AmountField(default=0)
    vat = AmountField(default=0)
    total = AmountField(default=0)
    due = AmountField(default=0)
    vat_deducted = AmountField(default=0)
    vat_self = AmountField(default=0)
    iban = SealedTextField(db_column="iban_sealed", blank=True)
    iban_index = BlindIndexField(source="iban")
    bankgiro = models.CharField(max_length=12, blank=True)
    structured = models.CharField(max_length=40, blank=True)
    order_reference = models.CharField(max_length=200, blank=True)
    document = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=SupplierState.choices, default=SupplierState.RECEIVED)
    reason_code = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField()
    received_by_id = models.BigIntegerField(null=True)
    received_by_label = models.CharField(max_length=200, blank=True)
    booked_on = models.DateField(null=True)

    objects = CountryManager.of(SupplierInvoiceQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "supplier_key", "number", "issued_on"],
                condition=~Q(number=""),
                name="invoicing_supplierinvoice_once",
            ),
            models.UniqueConstraint(fields=["country", "sha256", "position"], name="invoicing_supplierinvoice_file"),
            models.CheckConstraint(
                condition=Q(net__gte=0, vat__gte=0, total__gte=0, due__gte=0, vat_deducted__gte=0, vat_self__gte=0),
                name="invoicing_supplierinvoice_amounts",
            ),
        ]
        indexes = [
            # the tabs of the staff's list, newest first
            models.Index(fields=["country", "state", "-id"], name="invoicing_supplierinvoice_st"),
        ]
        triggers = [
            fsm_trigger("supplier_invoice", SUPPLIER_TRANSITIONS),
            pgtrigger.Protect(
                name="booked_facts_are_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.sha256 <> NEW.sha256 OR (OLD.booked_on IS NOT NULL AND"
                    " (OLD.number, OLD.supplier_key, OLD.issued_on, OLD.net, OLD.vat, OLD.total, OLD.due,"
                    " OLD.vat_deducted, OLD.vat_self, OLD.kind, OLD.booked_on) IS DISTINCT FROM"
                    " (NEW.number, NEW.supplier_key, NEW.issued_on, NEW.net, NEW.vat, NEW.total, NEW.due,"
                    " NEW.vat_deducted, NEW.vat_self, NEW.kind, NEW.booked_on))"
                ),
            ),
            pgtrigger.Protect(name="received_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number or self.file_name

    @property
    def is_credit(self) -> bool:
        return self.kind == SupplierKind.CREDIT_NOTE

    @property
    def is_read(self) -> bool:
        """Whether the facts are known: read from the file, or typed."""
        return bool(self.number)


class SupplierPart(CountryModel):
    """What one activity bears of an invoice: `amount` of the sum to pay, `charged` of it after VAT that is recovered."""

    invoice = SameCountryKey(SupplierInvoice, related_name="parts")
    activity = SameCountryKey(Activity, related_name="supplier_parts")
    amount = AmountField()
    charged = AmountField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "invoice", "activity"], name="invoicing_supplierpart_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, charged__gte=0), name="invoicing_supplierpart_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} → {self.activity_id}"


class ProposalAnswer(models.TextChoices):
    MINE = "mine", _("It is mine: pay it")
    NOT_MINE = "not_mine", _("It is not mine")
    REFUSE = "refuse", _("Refuse it")
    DISPUTE = "dispute", _("Dispute it")


class SupplierProposal(CountryModel):
    """What a member says of an invoice put to their activity; staff decide. Append-only: the newest one counts."""

    invoice = SameCountryKey(SupplierInvoice, related_name="proposals")
    activity = SameCountryKey(Activity, related_name="supplier_proposals")
    answer = models.CharField(max_length=8, choices=ProposalAnswer.choices)
    reason_code = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.answer}"


class SupplierStatus(CountryModel):
    """A code of the French life cycle to be told to the supplier's platform; `sent_at` once somebody has."""

    invoice = SameCountryKey(SupplierInvoice, related_name="statuses")
    code = models.CharField(max_length=3)
    reason_code = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            # what is still to be sent back, oldest first
            models.Index(fields=["country", "id"], condition=Q(sent_at=None), name="invoicing_supplierstatus_due"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.code}"
