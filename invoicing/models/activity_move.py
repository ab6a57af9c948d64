"""Money moved from one activity to another: asked for, consented to when it is somebody else's, approved by staff."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from activities.models import Activity
from invoicing.states import MOVE_TRANSITIONS, MoveState
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class MoveQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "MoveQuerySet":
        return self.filter(state=MoveState.REQUESTED)

    def of_user(self, user_id: int) -> "MoveQuerySet":
        """Those that leave or reach an activity of the person."""
        return self.filter(Q(source__membership__user_id=user_id) | Q(target__membership__user_id=user_id))

    def newest_first(self) -> "MoveQuerySet":
        return self.order_by("-pk")


class ActivityMove(CountryModel):
    """One request. Its facts never change; with the approval it is booked on `moved_on`."""

    TRANSITIONS: ClassVar[Transitions] = MOVE_TRANSITIONS

    source = SameCountryKey(Activity, related_name="moves_out")
    target = SameCountryKey(Activity, related_name="moves_in")
    amount = AmountField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=MoveState.choices, default=MoveState.REQUESTED)
    needs_consent = models.BooleanField()
    asked_by_id = models.BigIntegerField()
    asked_by_label = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    consented_by_id = models.BigIntegerField(null=True)
    consented_by_label = models.CharField(max_length=200, blank=True)
    consented_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    moved_on = models.DateField(null=True)

    objects = CountryManager.of(MoveQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoicing_activitymove_amount"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="invoicing_activitymove_two_activities"),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (
                    ~Q(decided_by_id=F("asked_by_id"))
                    & Q(moved_on__isnull=False)
                    & (Q(needs_consent=False) | Q(consented_at__isnull=False))
                ),
                name="invoicing_activitymove_approved_by_another",
            ),
        ]
        indexes = [
            # what waits for staff, oldest first
            models.Index(fields=["country", "state", "asked_at"], name="invoicing_activitymove_state"),
        ]
        triggers = [
            fsm_trigger("activity_move", MOVE_TRANSITIONS),
            pgtrigger.Protect(
                name="move_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.source_id, OLD.target_id, OLD.amount, OLD.reason, OLD.asked_by_id)"
                    " IS DISTINCT FROM (NEW.source_id, NEW.target_id, NEW.amount, NEW.reason, NEW.asked_by_id))"
                ),
            ),
            pgtrigger.Protect(name="move_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"M-{self.pk}"
