"""A person asks that their data be erased; what must be kept by law is restricted until its day, then it goes too."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.presentation import choice_label
from members.models.membership import Membership
from members.states import ERASURE_TRANSITIONS, ErasureState
from smart.foundation.crypto import SealedTextField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class ErasureQuerySet(models.QuerySet[Any]):
    def open(self) -> "ErasureQuerySet":
        """Those that nobody has decided yet."""
        return self.filter(state=ErasureState.REQUESTED)

    def to_decide(self, user_id: int) -> "ErasureQuerySet":
        """What waits for an administrator: never their own."""
        return self.open().exclude(membership__user_id=user_id)

    def held(self) -> "ErasureQuerySet":
        """Those of which something is still kept restricted."""
        return self.filter(state=ErasureState.RESTRICTED)


class Erasure(CountryModel):
    """One request. `answer_by` is the last day the law gives us: a month, once extended by at most two (GDPR art. 12(3)).

    `first_answer_by` is the last day of the first month, kept when the answer takes longer.

    `contact` is the address at which the person still hears of papers that go for good; it goes with their identity.
    """

    TRANSITIONS: ClassVar[Transitions] = ERASURE_TRANSITIONS

    membership = SameCountryKey(Membership, related_name="erasures")
    state = models.CharField(max_length=10, choices=ErasureState.choices, default=ErasureState.REQUESTED)
    words = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    first_answer_by = models.DateField(null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    extended_by_id = models.BigIntegerField(null=True, blank=True)
    extended_by_label = models.CharField(max_length=200, blank=True)
    extended_reason = models.CharField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    refused_reason = models.CharField(max_length=1000, blank=True)
    refused_law = models.CharField(max_length=200, blank=True)
    restricted_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    contact = SealedTextField(db_column="contact_sealed", blank=True)
    language = models.CharField(max_length=2, blank=True)

    objects = CountryManager.of(ErasureQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "membership"],
                condition=models.Q(state__in=["requested", "confirmed", "restricted"]),
                name="members_erasure_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(first_answer_by__isnull=True, extended_at__isnull=True)
                | models.Q(
                    first_answer_by__isnull=False,
                    extended_at__isnull=False,
                    answer_by__gt=models.F("first_answer_by"),
                ),
                name="members_erasure_whole_extension",
            ),
        ]
        indexes = [
            # the queue of the administrators, the clock, and the purge of every day
            models.Index(fields=["country", "state", "answer_by"], name="members_erasure_queue"),
        ]
        triggers = [fsm_trigger("erasure", ERASURE_TRANSITIONS)]

    def __str__(self) -> str:
        return _("erasure asked on %(day)s") % {"day": f"{self.asked_at:%Y-%m-%d}"}


def why_kept(law: str) -> str:
    """The law as it is cited; where the country names none, that it is our own rule, in the reader's language."""
    return law or str(_("A rule of the cooperative; no law is named for it yet"))


class ErasurePart(CountryModel):
    """What is kept for one class of the retention, as it was promised: until which day, by which law. None: no day yet.

    `law` is blank where the cooperative keeps it by a rule of its own.
    """

    erasure = SameCountryKey(Erasure, related_name="parts")
    retention = models.CharField(max_length=30)
    law = models.CharField(max_length=300, blank=True)
    kept_until = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "erasure", "retention"], name="members_erasurepart_once"),
        ]

    def __str__(self) -> str:
        return self.retention

    @property
    def why(self) -> str:
        """The law, or that none is named."""
        return why_kept(self.law)

    @property
    def label(self) -> str:
        """The class in the reader's language."""
        return choice_label(self.retention)

    def is_due(self, on: datetime.date) -> bool:
        return self.gone_at is None and self.kept_until is not None and self.kept_until < on
