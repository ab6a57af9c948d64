"""What a member spent for the work: receipts with their photo, and the claims that ask for the money back."""

import uuid
from decimal import Decimal
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models.activity import Activity
from activities.states import EXPENSE_TRANSITIONS, ExpenseState
from members.models import Membership
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey

WRITABLE = (ExpenseState.DRAFT, ExpenseState.RETURNED)
"""The states in which a claim and its receipts are the member's to change."""


class ReceiptKind(models.TextChoices):
    RECEIPT = "receipt", pgettext_lazy("expense", "Receipt")
    MILEAGE = "mileage", _("Kilometres")
    PER_DIEM = "per_diem", _("Daily allowance")
    MEAL = "meal", _("Meal allowance")


class ReceiptFile(CountryModel):
    """A photo or PDF as it may be kept. It stands alone until a receipt names it, so that no mistake in a form loses it.

    `given_sha256` is the hash of the bytes as they came from the phone, `sha256` that of what is stored.
    """

    membership = SameCountryKey(Membership, related_name="receipt_files")
    name = models.CharField(max_length=80, blank=True)
    content_type = models.CharField(max_length=20)
    storage_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    given_sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "membership", "given_sha256"], name="activities_receiptfile_once"
            ),
        ]
        indexes = [
            # whether somebody else handed in the same file
            models.Index(fields=["country", "given_sha256"], name="activities_receiptfile_given"),
        ]

    def __str__(self) -> str:
        return self.name or "-"

    @property
    def is_picture(self) -> bool:
        return self.content_type == "image/jpeg"


class ExpenseClaimQuerySet(models.QuerySet[Any]):
    def of_user(self, user_id: int) -> "ExpenseClaimQuerySet":
        return self.filter(activity__membership__user_id=user_id)

    def for_review(self) -> "ExpenseClaimQuerySet":
        """What waits for staff, the oldest first."""
        return self.filter(state=ExpenseState.SUBMITTED).order_by("submitted_at", "pk")


class ExpenseClaim(CountryModel):
    """Receipts of one activity and month for which the member asks their money back.

    While it is being checked, `held` is what its receipts take from the activity and lies reserved in the books; each
    sending has its number in `sendings`. With the approval `gross` (to the member), `vat` (recovered) and `charged` (borne
    by the activity) are what was booked: gross = vat + charged.
    """

    TRANSITIONS: ClassVar[Transitions] = EXPENSE_TRANSITIONS

    activity = SameCountryKey(Activity, related_name="expense_claims")
    reference = models.CharField(max_length=24)
    month = models.DateField()
    state = models.CharField(max_length=10, choices=ExpenseState.choices, default=ExpenseState.DRAFT)
    sendings = models.PositiveSmallIntegerField(default=0)
    held = AmountField(default=0)
    gross = AmountField(default=0)
    vat = AmountField(default=0)
    charged = AmountField(default=0)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    returned_reason = models.TextField(blank=True)
    booked_on = models.DateField(null=True)

    objects = CountryManager.of(ExpenseClaimQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "reference"], name="activities_expenseclaim_reference"),
            models.UniqueConstraint(
                fields=["country", "activity", "month"],
                condition=Q(state__in=["draft", "returned"]),
                name="activities_expenseclaim_one_open",
            ),
            models.CheckConstraint(
                condition=Q(held=0) | Q(state="submitted", held__gt=0), name="activities_expenseclaim_held"
            ),
            models.CheckConstraint(
                condition=Q(booked_on__isnull=True, gross=0, vat=0, charged=0)
                | Q(booked_on__isnull=False, gross__gt=0, vat__gte=0, charged__gte=0, gross=F("vat") + F("charged")),
                name="activities_expenseclaim_booked",
            ),
        ]
        indexes = [
            # the queue of staff, oldest first
            models.Index(fields=["country", "state", "submitted_at"], name="activities_expenseclaim_queue"),
        ]
        triggers = [
            fsm_trigger("expense_claim", EXPENSE_TRANSITIONS),
            pgtrigger.Protect(
                name="booked_claim_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.booked_on IS NOT NULL AND (OLD.booked_on, OLD.gross, OLD.vat, OLD.charged, OLD.activity_id)"
                    " IS DISTINCT FROM (NEW.booked_on, NEW.gross, NEW.vat, NEW.charged, NEW.activity_id)"
                ),
            ),
            pgtrigger.Protect(name="claims_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE


class ReceiptQuerySet(models.QuerySet[Any]):
    def of_user(self, user_id: int) -> "ReceiptQuerySet":
        return self.filter(activity__membership__user_id=user_id)

    def in_drawer(self) -> "ReceiptQuerySet":
        """Those of no claim, the newest day first."""
        return self.filter(claim__isnull=True).order_by("-day", "-pk")

    def counted(self) -> "ReceiptQuerySet":
        """Those of a claim that staff have not refused."""
        return self.filter(refused_reason="")


class Receipt(CountryModel):
    """One expense: a receipt with its photo, or a trip, day or meal at the country's tariff.

    `gross` is what the member gets back. `vat` is the VAT printed on the receipt, `vat_deducted` what the cooperative
    recovers of it; the activity bears the rest. `tariff` keeps what was computed (amount, unit, source, since, confidence,
    most), `facts` what it was computed from. `is_double_confirmed` says that the member knows of a like one.
    """

    activity = SameCountryKey(Activity, related_name="receipts")
    claim = SameCountryKey(ExpenseClaim, null=True, related_name="receipts")
    file = SameCountryKey(ReceiptFile, null=True, related_name="receipts")
    submission_id = models.UUIDField(default=uuid.uuid4)
    category = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, choices=ReceiptKind.choices, default=ReceiptKind.RECEIPT)
    day = models.DateField()
    supplier = models.CharField(max_length=120, blank=True)
    supplier_key = models.CharField(max_length=120, blank=True, db_collation="C")
    note = models.CharField(max_length=300, blank=True)
    gross = AmountField()
    vat = AmountField(default=0)
    vat_deducted = AmountField(default=0)
    vat_note = models.CharField(max_length=300, blank=True)
    quantity = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    facts = models.JSONField(default=dict)
    tariff = models.JSONField(default=dict)
    has_address = models.BooleanField(null=True)
    is_double_confirmed = models.BooleanField(default=False)
    refused_reason = models.TextField(blank=True)
    booked_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    objects = CountryManager.of(ReceiptQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "submission_id"], name="activities_receipt_submission"),
            models.UniqueConstraint(fields=["country", "file"], name="activities_receipt_file"),
            models.CheckConstraint(
                condition=Q(
                    gross__gt=0, vat__gte=0, vat__lt=F("gross"), vat_deducted__gte=0, vat_deducted__lte=F("vat")
                ),
                name="activities_receipt_amounts",
            ),
        ]
        indexes = [
            # the drawer of an activity, by day
            models.Index(fields=["country", "activity", "-day"], name="activities_receipt_drawer"),
            # like ones: the same shop, day and amount
            models.Index(fields=["country", "supplier_key", "day"], name="activities_receipt_like"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="booked_receipt_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.booked_on IS NOT NULL AND (OLD.booked_on, OLD.gross, OLD.vat, OLD.vat_deducted, OLD.claim_id,"
                    " OLD.file_id, OLD.day, OLD.refused_reason) IS DISTINCT FROM (NEW.booked_on, NEW.gross, NEW.vat,"
                    " NEW.vat_deducted, NEW.claim_id, NEW.file_id, NEW.day, NEW.refused_reason)"
                ),
            ),
            pgtrigger.Protect(
                name="booked_receipt_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.booked_on IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return self.supplier or self.get_kind_display()

    @property
    def charged(self) -> Decimal:
        """What the activity bears."""
        return Decimal(self.gross - self.vat_deducted)

    @property
    def is_refused(self) -> bool:
        return bool(self.refused_reason)
