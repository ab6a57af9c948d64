"""The order: what the client is asked to confirm, and the proof of their answer."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models.mission import Mission
from activities.states import ORDER_TRANSITIONS, OrderState
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class OrderQuerySet(models.QuerySet[Any]):
    def awaiting_client(self) -> "OrderQuerySet":
        return self.filter(state=OrderState.SENT)


class Order(CountryModel):
    """One order a mission. The client's link carries `link_key`, renewed when the order changes, so an old link dies.

    Without lines the mission itself is the one line. `invoice_on` is the day the invoice is planned for (null: as soon as the
    mission is confirmed). `deposit` is what is invoiced on confirmation, before VAT, as part of the whole.
    """

    TRANSITIONS: ClassVar[Transitions] = ORDER_TRANSITIONS

    mission = SameCountryKey(Mission, related_name="orders")
    state = models.CharField(max_length=16, choices=OrderState.choices, default=OrderState.DRAFT)
    link_key = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    valid_until = models.DateField(null=True)
    invoice_on = models.DateField(null=True)
    deposit = AmountField(default=0)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    answered_from = models.CharField(max_length=64, blank=True)
    answer_comment = models.TextField(blank=True)
    purchase_order = models.CharField(max_length=60, blank=True)
    terms_sha256 = models.CharField(max_length=64, blank=True)

    objects = CountryManager.of(OrderQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "mission"], name="activities_order_one_per_mission"),
            models.CheckConstraint(condition=Q(deposit__gte=0), name="activities_order_deposit"),
        ]
        triggers = [fsm_trigger("order", ORDER_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.mission_id}/{self.version}"


class OrderLineKind(models.TextChoices):
    WORK = "work", _("Work")
    EXPENSE = "expense", _("Expense")


class OrderLine(CountryModel):
    """One line of the quote, before VAT: net = quantity × unit price, rounded to the cent. Their sum is the mission's amount."""

    order = SameCountryKey(Order, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=OrderLineKind.choices, default=OrderLineKind.WORK)
    service_kind = models.CharField(max_length=40, blank=True)
    description = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=12, decimal_places=4, default=1)
    unit = models.CharField(max_length=3, default="C62")
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    net = AmountField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "order", "position"], name="activities_orderline_position"),
            models.CheckConstraint(condition=Q(net__gt=0), name="activities_orderline_net"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.position}"
