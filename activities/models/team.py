"""A share in a mission that several members do together: what one of them would do and get, and their own word on it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from activities.models.activity import Activity
from activities.models.mission import Mission
from activities.states import SHARE_TRANSITIONS, ShareState
from members.models import Membership
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class TeamShareQuerySet(models.QuerySet[Any]):
    def standing(self) -> "TeamShareQuerySet":
        """Those that count: all but what the leader took back."""
        return self.exclude(state=ShareState.WITHDRAWN)

    def of_user(self, user_id: int) -> "TeamShareQuerySet":
        return self.filter(membership__user_id=user_id)


class TeamShare(CountryModel):
    """What a co-worker would do in the leader's `mission`. `amount` is theirs of its price, before VAT; the rest is the leader's.

    `email` is what the leader typed; `membership` is who it belongs to in this country (null: nobody, which the leader is
    not told). `terms` is what the co-worker read when they consented, `terms_sha256` its fingerprint. `part` is their own
    mission, made when the whole is confirmed.
    """

    TRANSITIONS: ClassVar[Transitions] = SHARE_TRANSITIONS

    mission = SameCountryKey(Mission, related_name="team_shares")
    membership = SameCountryKey(Membership, null=True, related_name="team_shares")
    activity = SameCountryKey(Activity, null=True, related_name="team_shares")
    part = SameCountryKey(Mission, null=True, related_name="team_places")
    email = models.EmailField()
    role = models.CharField(max_length=120)
    days = models.DecimalField(max_digits=5, decimal_places=2)
    amount = AmountField()
    state = models.CharField(max_length=13, choices=ShareState.choices, default=ShareState.WAITING)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    terms = models.JSONField(default=dict)
    terms_sha256 = models.CharField(max_length=64, blank=True)

    objects = CountryManager.of(TeamShareQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "mission", "email"],
                condition=~Q(state="withdrawn"),
                name="activities_teamshare_one_per_address",
            ),
            models.UniqueConstraint(
                fields=["country", "mission", "membership"],
                condition=~Q(state="withdrawn") & Q(membership__isnull=False),
                name="activities_teamshare_one_per_member",
            ),
            models.UniqueConstraint(
                fields=["country", "part"], condition=Q(part__isnull=False), name="activities_teamshare_one_per_part"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, days__gt=0), name="activities_teamshare_above_zero"),
            models.CheckConstraint(
                condition=~Q(state="consented")
                | (
                    Q(membership__isnull=False, activity__isnull=False, answered_at__isnull=False) & ~Q(terms_sha256="")
                ),
                name="activities_teamshare_consent_is_proved",
            ),
        ]
        triggers = [fsm_trigger("team_share", SHARE_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.mission_id}/{self.pk}"
