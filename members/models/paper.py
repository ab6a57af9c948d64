"""Papers a person hands in to join: identity card, proof of account, permit… Each handing-in is a row of its own."""

from typing import Any, ClassVar

from django.db import models

from members.models.membership import Membership
from members.states import PAPER_TRANSITIONS, PaperState
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class MemberPaperQuerySet(models.QuerySet[Any]):
    def of_member(self, membership_id: int) -> "MemberPaperQuerySet":
        """What counts of a person's papers: everything that was not replaced, the newest first."""
        return self.filter(membership_id=membership_id).exclude(state=PaperState.REPLACED).order_by("-id")

    def to_read(self) -> "MemberPaperQuerySet":
        """What waits for an adviser."""
        return self.filter(state=PaperState.GIVEN).order_by("given_at", "id")


class MemberPaper(CountryModel):
    """One handing-in of one kind of paper (members.papers). Its files are documents of the vault about this row."""

    TRANSITIONS: ClassVar[Transitions] = PAPER_TRANSITIONS

    membership = SameCountryKey(Membership, related_name="papers")
    kind = models.CharField(max_length=24)
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.GIVEN)
    given_at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    objects = CountryManager.of(MemberPaperQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "membership", "kind"],
                condition=models.Q(state="given"),
                name="members_memberpaper_one_to_read",
            ),
        ]
        indexes = [
            # the checklist of a person
            models.Index(fields=["country", "membership", "kind"], name="members_memberpaper_of"),
            # the daily look at what ends soon
            models.Index(fields=["country", "expires_on"], name="members_memberpaper_ends"),
        ]
        triggers = [fsm_trigger("memberpaper", PAPER_TRANSITIONS)]

    def __str__(self) -> str:
        return self.kind
