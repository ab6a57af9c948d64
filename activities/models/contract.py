"""The employment contract that a member's income is turned into, its working days and its signatures."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activities.models.activity import Activity
from activities.models.mission import Mission
from activities.states import CONTRACT_TRANSITIONS, ContractState
from countries.models import LegalEntity
from members.models import Membership
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class ContractQuerySet(models.QuerySet[Any]):
    def of_user(self, user_id: int) -> "ContractQuerySet":
        return self.filter(membership__user_id=user_id)

    def for_review(self) -> "ContractQuerySet":
        return self.filter(state=ContractState.SUBMITTED).order_by("starts_on", "id")

    def alive(self) -> "ContractQuerySet":
        """Neither cancelled nor a draft: what counts for overlaps and payroll."""
        return self.exclude(state__in=[ContractState.DRAFT, ContractState.CANCELLED])

    def payable(self) -> "ContractQuerySet":
        """Signed contracts, which payroll may pay."""
        return self.filter(state__in=[ContractState.SIGNED, ContractState.ENDED])

    def ending_in(self, month: Any) -> "ContractQuerySet":
        return self.filter(ends_on__year=month.year, ends_on__month=month.month)


class Contract(CountryModel):
    """`gross` is for the whole contract; `budget` is the employer cost reserved in the ledger. Both in the country's currency.

    `engagement` answers what the country's law asks about the work (`Pack.engagement_inputs`), by the pack's names.
    `preview` keeps the pay result the numbers came from (lines, parameters with their dates) and, once
    paid, the facts of the payslip that authorities ask for (`paid`); `findings` are the checks' answers.
    """

    TRANSITIONS: ClassVar[Transitions] = CONTRACT_TRANSITIONS

    activity = SameCountryKey(Activity, related_name="contracts")
    mission = SameCountryKey(Mission, null=True, related_name="contracts")
    membership = SameCountryKey(Membership, related_name="contracts")
    entity = SameCountryKey(LegalEntity, related_name="contracts")
    reference = models.CharField(max_length=24)
    kind = models.CharField(max_length=40)
    function = models.CharField(max_length=120)
    place = models.CharField(max_length=160)
    starts_on = models.DateField()
    ends_on = models.DateField()
    start_time = models.TimeField()
    days = models.DecimalField(max_digits=5, decimal_places=2)
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    gross = AmountField()
    budget = AmountField()
    net_estimate = AmountField(null=True)
    engagement = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    pack_version = models.CharField(max_length=40, blank=True)
    promised_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=ContractState.choices, default=ContractState.DRAFT)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    validated_at = models.DateTimeField(null=True)
    returned_reason = models.TextField(blank=True)

    objects = CountryManager.of(ContractQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "reference"], name="activities_contract_reference"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="activities_contract_dates",
            ),
            models.CheckConstraint(
                condition=Q(gross__gt=0, budget__gte=F("gross")),
                name="activities_contract_budget_covers_gross",
            ),
        ]
        indexes = [
            # the validation queue, and payroll's "what ends this month"
            models.Index(fields=["country", "state", "ends_on"], name="activities_contract_queue"),
        ]
        triggers = [fsm_trigger("contract", CONTRACT_TRANSITIONS)]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_signed(self) -> bool:
        """Whether both have signed."""
        return self.state in {ContractState.SIGNED, ContractState.ENDED}


class WorkingDay(CountryModel):
    """One day of a contract, with its hours."""

    contract = SameCountryKey(Contract, models.CASCADE, related_name="working_days")
    day = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "contract", "day"], name="activities_workingday_once"),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=24),
                name="activities_workingday_hours",
            ),
        ]

    def __str__(self) -> str:
        return str(self.day)


class SignatureRole(models.TextChoices):
    WORKER = "worker", _("Member")
    EMPLOYER = "employer", _("Cooperative")


class Signature(CountryModel):
    """A name typed by a signed-in person under a document of a given hash. Append-only."""

    contract = SameCountryKey(Contract, related_name="signatures")
    role = models.CharField(max_length=8, choices=SignatureRole.choices)
    name = models.CharField(max_length=160)
    user_id = models.BigIntegerField()
    signed_at = models.DateTimeField()
    ip = models.CharField(max_length=64)
    document_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "contract", "role"], name="activities_signature_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"
