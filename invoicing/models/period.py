"""A month of the books: open, or closed by two people so that nothing can be booked in it any more."""

from typing import Any, ClassVar, Final

import pgtrigger
from django.db import models
from django.db.models import F, Q

from invoicing.states import PERIOD_TRANSITIONS, PeriodState
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel

SHUT: Final = (PeriodState.CLOSED, PeriodState.REOPENING)
"""States in which the database refuses every posting with a day of the month."""


class PeriodQuerySet(models.QuerySet[Any]):
    def shut(self) -> "PeriodQuerySet":
        return self.filter(state__in=SHUT)


class Period(CountryModel):
    """One month (`month` is its first day). A month without a row is open, unless a later one is closed.

    `asked_by` began the step under way (closing or reopening, with its reason), `decided_by` ended it: never the same person.
    """

    TRANSITIONS: ClassVar[Transitions] = PERIOD_TRANSITIONS

    month = models.DateField()
    state = models.CharField(max_length=10, choices=PeriodState.choices, default=PeriodState.OPEN)
    reason = models.TextField(blank=True)
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_label = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = CountryManager.of(PeriodQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "month"], name="invoicing_period_one"),
            models.CheckConstraint(condition=Q(month__day=1), name="invoicing_period_first_day"),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("asked_by_id")),
                name="invoicing_period_two_people",
            ),
        ]
        triggers = [
            fsm_trigger("period", PERIOD_TRANSITIONS),
            pgtrigger.Protect(name="period_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
