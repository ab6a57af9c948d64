"""A member who wants to leave, until everything is settled."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.membership import Membership
from members.states import LEAVING_TRANSITIONS, LeavingState
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class LeavingReason(models.TextChoices):
    OTHER_WORK = "other_work", _("I have other work now")
    NO_MISSIONS = "no_missions", _("I find no missions")
    COST = "cost", _("It costs too much")
    SERVICE = "service", _("I am not content with the service")
    MOVING = "moving", _("I move to another country")
    RETIRING = "retiring", _("I stop working")
    OTHER = "other", _("Another reason")


class LeavingQuerySet(models.QuerySet[Any]):
    def open(self) -> "LeavingQuerySet":
        return self.filter(state=LeavingState.ASKED)


class Leaving(CountryModel):
    """A request to leave. `interview` is what was said at the exit interview, read by staff only.

    `repay_on` is the day by which the shares are repaid, set when the membership ends.
    """

    TRANSITIONS: ClassVar[Transitions] = LEAVING_TRANSITIONS

    membership = SameCountryKey(Membership, related_name="leavings")
    reason = models.CharField(max_length=12, choices=LeavingReason.choices)
    words = models.CharField(max_length=1000, blank=True)
    leaves_on = models.DateField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=LeavingState.choices, default=LeavingState.ASKED)
    interview = models.TextField(blank=True)
    interviewed_at = models.DateTimeField(null=True, blank=True)
    interviewed_by_label = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    repay_on = models.DateField(null=True, blank=True)

    objects = CountryManager.of(LeavingQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "membership"],
                condition=models.Q(state="asked"),
                name="members_leaving_one_open",
            )
        ]
        triggers = [fsm_trigger("leaving", LEAVING_TRANSITIONS)]

    def __str__(self) -> str:
        return _("leaving on %(day)s") % {"day": self.leaves_on.isoformat()}
