"""The order: what the client is asked to confirm, and the proof of their answer."""

import uuid
from typing import Any, ClassVar

from django.db import models

from activities.models.mission import Mission
from activities.states import ORDER_TRANSITIONS, OrderState
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class OrderQuerySet(models.QuerySet[Any]):
    def awaiting_client(self) -> "OrderQuerySet":
        return self.filter(state=OrderState.SENT)


class Order(CountryModel):
    """One order a mission. The client's link carries `link_key`, renewed when the order changes, so an old link dies."""

    TRANSITIONS: ClassVar[Transitions] = ORDER_TRANSITIONS

    mission = SameCountryKey(Mission, related_name="orders")
    state = models.CharField(max_length=16, choices=OrderState.choices, default=OrderState.DRAFT)
    link_key = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    valid_until = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    answered_from = models.CharField(max_length=64, blank=True)
    answer_comment = models.TextField(blank=True)
    purchase_order = models.CharField(max_length=60, blank=True)
    terms_sha256 = models.CharField(max_length=64, blank=True)

    objects = CountryManager.of(OrderQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "mission"], name="activities_order_one_per_mission")]
        triggers = [fsm_trigger("order", ORDER_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.mission_id}/{self.version}"
