"""A mission: work a member declares for a client before it starts."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from activities.models.activity import Activity
from activities.models.client import Client
from activities.models.series import OrderSeries
from activities.states import MISSION_TRANSITIONS, MissionState
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class WorkSetting(models.TextChoices):
    AGREED = "agreed", _("At a place and hours agreed with the client")
    FREE = "free", _("Where and when I want")


class MissionQuerySet(models.QuerySet[Any]):
    def of_user(self, user_id: int) -> "MissionQuerySet":
        return self.filter(activity__membership__user_id=user_id)

    def for_review(self) -> "MissionQuerySet":
        """What staff must look at, the earliest start first."""
        return self.filter(state=MissionState.SUBMITTED).order_by("starts_on", "submitted_at")

    def to_invoice(self) -> "MissionQuerySet":
        return self.filter(state=MissionState.CONFIRMED, invoices__isnull=True, part_of__isnull=True)


class Mission(CountryModel):
    """Amounts exclude VAT, in the country's currency. Blank fields are allowed in a draft only; `check_and_send` proves them.

    `part_of` names the mission of the team's leader, whose order and invoice carry this one: a co-worker's part.
    """

    TRANSITIONS: ClassVar[Transitions] = MISSION_TRANSITIONS

    activity = SameCountryKey(Activity, related_name="missions")
    client = SameCountryKey(Client, null=True, blank=True, related_name="missions")
    reference = models.CharField(max_length=24)
    submission_id = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    work_setting = models.CharField(max_length=8, choices=WorkSetting.choices, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    start_time = models.TimeField(null=True, blank=True)
    days = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    hours_per_day = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    place = CountryField(blank=True)
    city = models.CharField(max_length=80, blank=True)
    function = models.CharField(max_length=120, blank=True)
    is_artistic = models.BooleanField(default=False)
    has_risks = models.BooleanField(null=True, blank=True)
    risk_note = models.TextField(blank=True)
    contract_kind = models.CharField(max_length=40, blank=True)
    service_kind = models.CharField(max_length=40, default="general")
    amount = AmountField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=MissionState.choices, default=MissionState.DRAFT)
    step = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    returned_reason = models.TextField(blank=True)
    copied_from_id = models.BigIntegerField(null=True)
    part_of = SameCountryKey("self", null=True, blank=True, related_name="parts")
    series = SameCountryKey(OrderSeries, null=True, blank=True, related_name="missions")
    series_position = models.PositiveSmallIntegerField(null=True)

    objects = CountryManager.of(MissionQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "reference"], name="activities_mission_reference"),
            models.UniqueConstraint(
                fields=["country", "submission_id"],
                name="activities_mission_submission",
            ),
            models.UniqueConstraint(
                fields=["country", "series", "series_position"], name="activities_mission_once_in_series"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"])
                | Q(
                    client__isnull=False,
                    starts_on__isnull=False,
                    ends_on__gte=F("starts_on"),
                    amount__gt=0,
                    submitted_at__isnull=False,
                ),
                name="activities_mission_complete_when_sent",
            ),
        ]
        indexes = [
            # the review queue and the member's list by state
            models.Index(
                fields=["country", "state", "starts_on"],
                name="activities_mission_queue",
            ),
        ]
        triggers = [fsm_trigger("mission", MISSION_TRANSITIONS)]

    def __str__(self) -> str:
        return self.title or self.reference

    @property
    def carrier_id(self) -> int:
        """The mission whose order and invoice carry this one: the leader's for a part, otherwise itself."""
        return self.part_of_id or self.pk
