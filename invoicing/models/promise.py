"""The promise ledger: what the portal said when the client had confirmed, and whether it was kept."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from activities.models import Mission
from invoicing.states import PROMISE_TRANSITIONS, PromiseState
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class PromiseQuerySet(models.QuerySet[Any]):
    def open(self) -> "PromiseQuerySet":
        return self.filter(state=PromiseState.OPEN)

    def to_explain(self) -> "PromiseQuerySet":
        """Broken, and nobody has said why."""
        return self.filter(state=PromiseState.BROKEN, reason="").order_by("promised_on", "id")


class PayPromise(CountryModel):
    """One mission, the day it is paid by, and the net and gross estimated then (null when they could not be computed).

    `rule` is the country's promise of that day. Kept or broken is told by the day the bank paid (`paid_on`).
    """

    TRANSITIONS: ClassVar[Transitions] = PROMISE_TRANSITIONS

    mission = SameCountryKey(Mission, related_name="promises")
    promised_on = models.DateField()
    rule = models.JSONField()
    net_estimate = AmountField(null=True)
    gross_estimate = AmountField(null=True)
    currency = models.CharField(max_length=3)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=PromiseState.choices, default=PromiseState.OPEN)
    paid_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    explained_by_label = models.CharField(max_length=200, blank=True)
    explained_at = models.DateTimeField(null=True)

    objects = CountryManager.of(PromiseQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "mission"], name="invoicing_paypromise_one"),
            models.CheckConstraint(
                condition=~Q(state="kept") | Q(paid_on__isnull=False), name="invoicing_paypromise_kept_has_day"
            ),
        ]
        indexes = [
            # what must be looked at today, and the figures of a period
            models.Index(fields=["country", "state", "promised_on"], name="invoicing_paypromise_day"),
        ]
        triggers = [fsm_trigger("promise", PROMISE_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.mission_id} {self.promised_on}"
