"""What accountants say of a row of the VAT table: one has read it in its source, another agrees."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from invoicing.states import DECISION_TRANSITIONS, DecisionState
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel


class VatRowReviewQuerySet(models.QuerySet[Any]):
    def standing(self) -> "VatRowReviewQuerySet":
        """Those that wait or are done, the newest first; a refused one says nothing of the row."""
        return self.exclude(state=DecisionState.REFUSED).order_by("-id")


class VatRowReview(CountryModel):
    """The review of one row as it read then: `content` is what was read, `content_hash` tells whether it still reads so.

    A row whose content changed has no review until two people have read it again.
    """

    TRANSITIONS: ClassVar[Transitions] = DECISION_TRANSITIONS

    row = models.CharField(max_length=100)
    content_hash = models.CharField(max_length=64)
    content = models.JSONField()
    state = models.CharField(max_length=8, choices=DecisionState.choices, default=DecisionState.PROPOSED)
    note = models.TextField(blank=True)
    reviewed_at = models.DateTimeField()
    reviewed_by_id = models.BigIntegerField()
    reviewed_by_label = models.CharField(max_length=200)
    second_at = models.DateTimeField(null=True)
    second_by_id = models.BigIntegerField(null=True)
    second_by_label = models.CharField(max_length=200, blank=True)

    objects = CountryManager.of(VatRowReviewQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "row", "content_hash"],
                condition=~Q(state="refused"),
                name="invoicing_vatrowreview_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (Q(second_by_id__isnull=False) & ~Q(second_by_id=F("reviewed_by_id"))),
                name="invoicing_vatrowreview_two_people",
            ),
        ]
        triggers = [fsm_trigger("vat_row_review", DECISION_TRANSITIONS)]

    def __str__(self) -> str:
        return self.row
