"""What the cooperative itself decides in a country, from which day, and who decided: dated, entered by one, approved by another."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from countries.states import SettingState
from smart.foundation.tenancy import CountryManager, CountryModel


class SettingQuerySet(models.QuerySet[Any]):
    def in_force(self, on: Any) -> "SettingQuerySet":
        """Approved values that have begun by the day, newest first."""
        return self.filter(state=SettingState.APPROVED, since__lte=on).order_by("key", "-since", "-id")


class CountrySetting(CountryModel):
    """One value of one key from one day on. Never edited: a change is a new row. `value` is JSON; rates and amounts are text."""

    key = models.CharField(max_length=60)
    since = models.DateField()
    value = models.JSONField()
    source = models.TextField()
    confidence = models.CharField(max_length=12, default="verified")
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=SettingState.choices, default=SettingState.ENTERED)
    entered_by_id = models.BigIntegerField()
    entered_by_label = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = CountryManager.of(SettingQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "key", "since"],
                condition=Q(state="approved"),
                name="countries_countrysetting_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("entered_by_id")),
                name="countries_countrysetting_two_people",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="countries_countrysetting_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.key} from {self.since}"
