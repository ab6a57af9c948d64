"""Who belongs to which country, and who works for it; global, always queried by user."""

from typing import Any, ClassVar

from django.db import models

from members.models.user import User
from members.states import MEMBERSHIP_TRANSITIONS, MembershipState, Role
from smart.foundation.states import Transitions, fsm_trigger


class Membership(models.Model):
    """A person in one country. `number` is given when the membership becomes active.

    Once `restricted_at` is set their data were erased or are kept only because the law asks: no screen shows them but
    the one of the keepers of restricted data.
    """

    TRANSITIONS: ClassVar[Transitions] = MEMBERSHIP_TRANSITIONS

    country: models.ForeignKey[Any, Any] = models.ForeignKey("countries.Country", models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    state = models.CharField(max_length=10, choices=MembershipState.choices, default=MembershipState.APPLIED)
    number = models.CharField(max_length=20, blank=True)
    adviser = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    applied_on = models.DateField()
    joined_on = models.DateField(null=True, blank=True)
    restricted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "user"], name="members_membership_once_per_country"),
            models.UniqueConstraint(
                fields=["country", "number"],
                condition=~models.Q(number=""),
                name="members_membership_number",
            ),
        ]
        triggers = [fsm_trigger("membership", MEMBERSHIP_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.user} ({self.number or self.state})"

    @property
    def is_active(self) -> bool:
        return self.state == MembershipState.ACTIVE


class StaffRole(models.Model):
    """A capacity in which a person works for a country."""

    country: models.ForeignKey[Any, Any] = models.ForeignKey("countries.Country", models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="staff_roles")
    role = models.CharField(max_length=16, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "user", "role"], name="members_staffrole_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
