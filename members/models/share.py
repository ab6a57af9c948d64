"""Shares of the cooperative: what was subscribed, and the register of everything that happened to it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.membership import Membership
from members.states import SHARE_TRANSITIONS, ShareState
from smart.foundation.money import AmountField
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class ShareCategory(models.TextChoices):
    """The colleges of the cooperatives; the setting `share.categories` says which a country has."""

    USERS = "users", _("Users of the services")
    STAFF = "staff", _("Staff and partners")
    COORDINATORS = "coordinators", _("Coordinators of activities")
    AFFILIATES = "affiliates", _("Affiliated members")
    OCCASIONAL = "occasional", _("Occasional members")


class ShareQuerySet(models.QuerySet[Any]):
    def to_pay(self) -> "ShareQuerySet":
        return self.filter(state__in=[ShareState.SUBSCRIBED, ShareState.PARTLY_PAID])


class ShareSubscription(CountryModel):
    """A subscription, effective only once paid. Amounts in the country's currency.

    `rule` is a copy of the country's rule of the day. `due_on` is the day of the first payment by transfer.
    `pay_agreed_at` is when the member agreed that it is taken out of pay; empty when it comes by transfer.
    """

    TRANSITIONS: ClassVar[Transitions] = SHARE_TRANSITIONS

    membership = SameCountryKey(Membership, related_name="shares")
    count = models.PositiveSmallIntegerField(default=1)
    nominal = AmountField()
    subscribed_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=40)
    rule = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=ShareState.choices, default=ShareState.SUBSCRIBED)
    pay_agreed_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True, blank=True)

    objects = CountryManager.of(ShareQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "reference"],
                name="members_sharesubscription_reference",
            )
        ]
        indexes = [
            # what is still to be paid, in the register and by the daily reminder
            models.Index(fields=["country", "state", "due_on"], name="members_share_state"),
        ]
        triggers = [fsm_trigger("share", SHARE_TRANSITIONS)]

    def __str__(self) -> str:
        return self.reference


class MovementKind(models.TextChoices):
    SUBSCRIPTION = "subscription", _("Subscription")
    PAYMENT = "payment", _("Payment")
    TRANSFER = "transfer", _("Transfer to another member")
    CONVERSION = "conversion", _("Change of category")
    REPAYMENT = "repayment", _("Repayment")
    RETURNED = "returned", _("Repayment that came back")
    CANCELLATION = "cancellation", _("Cancellation")


class PaidBy(models.TextChoices):
    BANK = "bank", _("by transfer")
    PAY = "pay", _("out of pay")


class ShareMovement(CountryModel):
    """One line of the register, append-only and numbered from 1 without a gap in each country.

    `shares` changes how many shares the member has subscribed, `paid` how much of them is paid in; both are signed, and what
    a member holds is their sum. `category` is the member's category after the movement, empty where the country has none.
    `other` is the other member of a transfer. `event` names the business event, so that it is registered once.
    """

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=MovementKind.choices)
    event = models.CharField(max_length=80)
    membership = SameCountryKey(Membership, related_name="share_movements")
    subscription = SameCountryKey(ShareSubscription, null=True, related_name="movements")
    other = SameCountryKey(Membership, null=True, related_name="+")
    on = models.DateField()
    shares = models.SmallIntegerField(default=0)
    nominal = AmountField(default=0)
    paid = AmountField(default=0)
    paid_by = models.CharField(max_length=4, choices=PaidBy.choices, blank=True)
    category = models.CharField(max_length=12, choices=ShareCategory.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "number"], name="members_sharemovement_number"),
            models.UniqueConstraint(fields=["country", "event"], name="members_sharemovement_event"),
            models.CheckConstraint(condition=Q(number__gt=0), name="members_sharemovement_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class ShareRegister(CountryModel):
    """The last number of a country's register, locked while the next one is given."""

    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country"], name="members_shareregister_one")]

    def __str__(self) -> str:
        return f"{self.last_number}"
