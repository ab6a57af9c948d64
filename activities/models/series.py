"""A series: the same work again every week or month, drafted ahead of time and confirmed by the member each time."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activities.models.activity import Activity
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class Rhythm(models.TextChoices):
    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")


class OrderSeriesQuerySet(models.QuerySet[Any]):
    def running(self) -> "OrderSeriesQuerySet":
        """Neither stopped nor drafted to the end."""
        return self.filter(stopped_at__isnull=True, drafted__lt=F("times"))


class OrderSeries(CountryModel):
    """`times` missions follow the first one, whose days are `first_day` to `last_day`; `drafted` of them exist already."""

    activity = SameCountryKey(Activity, related_name="series")
    rhythm = models.CharField(max_length=5, choices=Rhythm.choices)
    times = models.PositiveSmallIntegerField()
    drafted = models.PositiveSmallIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField()
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    objects = CountryManager.of(OrderSeriesQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(times__gte=1, drafted__lte=F("times"), last_day__gte=F("first_day")),
                name="activities_orderseries_numbers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rhythm_display()}, {self.drafted}/{self.times}"

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None and self.drafted < self.times
