"""A move of a country that needs a second person."""

from django.db import models
from django.db.models import F, Q

from countries.states import CountryState
from smart.foundation.tenancy import CountryModel


class StateProposal(CountryModel):
    """One person proposes to move the country; another confirms or declines."""

    to_state = models.CharField(max_length=12, choices=CountryState.choices)
    reason = models.TextField(blank=True)
    proposed_by_id = models.BigIntegerField()
    proposed_by_label = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(decided_at__isnull=True),
                name="countries_stateproposal_one_open",
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("proposed_by_id")),
                name="countries_stateproposal_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"→ {self.to_state}"
