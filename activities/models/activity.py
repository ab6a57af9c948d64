"""An activity: the member's business inside the cooperative, with its own balance."""

from typing import Any, ClassVar

from django.db import models

from activities.states import ACTIVITY_TRANSITIONS, ActivityState
from countries.models import LegalEntity
from members.models import Membership
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class ActivityQuerySet(models.QuerySet[Any]):
    def of_user(self, user_id: int) -> "ActivityQuerySet":
        return self.filter(membership__user_id=user_id)

    def open(self) -> "ActivityQuerySet":
        return self.filter(state=ActivityState.OPEN)


class Activity(CountryModel):
    """Held by one member, hosted by one legal entity. `code` is unique in the country (for people and ledger labels)."""

    TRANSITIONS: ClassVar[Transitions] = ACTIVITY_TRANSITIONS

    membership = SameCountryKey(Membership, related_name="activities")
    entity = SameCountryKey(LegalEntity, related_name="activities")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ActivityState.choices, default=ActivityState.OPEN)
    opened_on = models.DateField()

    objects = CountryManager.of(ActivityQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "code"], name="activities_activity_code")]
        triggers = [fsm_trigger("activity", ACTIVITY_TRANSITIONS)]

    def __str__(self) -> str:
        return self.name
