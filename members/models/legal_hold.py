"""Data of a person that a court case needs: while it is held, neither erasing nor the purge of a day takes it away."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.presentation import choice_label
from members.models.membership import Membership
from members.states import HOLD_TRANSITIONS, HoldState
from smart.foundation.crypto import SealedTextField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class LegalHoldQuerySet(models.QuerySet[Any]):
    def in_force(self) -> "LegalHoldQuerySet":
        """Also those whose end waits for a second person."""
        return self.exclude(state=HoldState.ENDED)

    def to_review(self, on: datetime.date) -> "LegalHoldQuerySet":
        return self.in_force().filter(review_on__lte=on)

    def to_decide(self, user_id: int, *, on: datetime.date) -> "LegalHoldQuerySet":
        """What waits for a keeper: days of review that came, and ends somebody else asked for; never about themselves."""
        due = models.Q(state=HoldState.HELD, review_on__lte=on)
        asked = models.Q(state=HoldState.ENDING) & ~models.Q(end_asked_by_id=user_id)
        return self.filter(due | asked).exclude(membership__user_id=user_id)


class LegalHold(CountryModel):
    """One case about one person. `classes` are those of the country's retention; `reference` is the number of the case.

    `called` is the name the person had, so that it can leave what was held when the case is over.
    """

    TRANSITIONS: ClassVar[Transitions] = HOLD_TRANSITIONS

    membership = SameCountryKey(Membership, related_name="legal_holds")
    state = models.CharField(max_length=6, choices=HoldState.choices, default=HoldState.HELD)
    classes = models.JSONField(default=list)
    reference = models.CharField(max_length=120)
    reason = SealedTextField(db_column="reason_sealed")
    called = SealedTextField(db_column="called_sealed", blank=True)
    since = models.DateField()
    review_on = models.DateField()
    placed_at = models.DateTimeField()
    placed_by_id = models.BigIntegerField()
    placed_by_label = models.CharField(max_length=200)
    end_reason = SealedTextField(db_column="end_reason_sealed", blank=True)
    end_asked_by_id = models.BigIntegerField(null=True, blank=True)
    end_asked_by_label = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.BigIntegerField(null=True, blank=True)
    ended_by_label = models.CharField(max_length=200, blank=True)

    objects = CountryManager.of(LegalHoldQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "membership", "reference"],
                condition=~models.Q(state="ended"),
                name="members_legalhold_once_a_case",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ended")
                | models.Q(ended_by_id__isnull=False, end_asked_by_id__isnull=False)
                & ~models.Q(ended_by_id=models.F("end_asked_by_id")),
                name="members_legalhold_two_people_end",
            ),
        ]
        indexes = [
            # the list of the keepers, and every day those to look at again
            models.Index(fields=["country", "state", "review_on"], name="members_legalhold_review"),
        ]
        triggers = [fsm_trigger("legalhold", HOLD_TRANSITIONS)]

    def __str__(self) -> str:
        return str(_("hold %(number)d") % {"number": self.pk})

    @property
    def labels(self) -> list[str]:
        """The classes in the reader's language."""
        return [choice_label(each) for each in self.classes]
