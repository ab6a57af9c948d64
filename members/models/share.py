"""Shares of the cooperative: what was subscribed, and the register of everything that happened to it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.membership import Membership
from members.states import SHARE_TRANSITIONS, ShareState
from smart.foundation.money import AmountField
from smart.foundation.said import worded
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

    def out_of_pay(self) -> "ShareQuerySet":
        """Those whose member ordered in writing that they are taken out of pay, and did not take the order back."""
        words = SharePayWord.objects.filter(subscription_id=models.OuterRef("pk")).order_by("-pk")
        last = models.Subquery(words.values("is_order")[:1])
        return self.filter(pay_agreed_at__isnull=False).annotate(is_ordered=last).filter(is_ordered=True)


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


class SharePayWord(CountryModel):
    """What a member said about taking a subscription out of pay, append-only: the last word counts.

    `version` names the text they read (members.rules.share_orders) and `language` the one they read it in; both are empty
    for what was agreed before orders were kept.
    """

    subscription = SameCountryKey(ShareSubscription, related_name="pay_words")
    is_order = models.BooleanField()
    version = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    ip = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            # the last word about a subscription, for its page and for the payroll
            models.Index(fields=["country", "subscription", "-id"], name="members_sharepayword_last"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id}: {self.is_order}"


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
    `said` keeps a note of the portal itself, which `why` words for the reader.
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
    said = models.JSONField(default=dict, blank=True)
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

    @property
    def why(self) -> str:
        return worded(self.said, otherwise=self.note)


class ShareRegister(CountryModel):
    """The last number of a country's register, locked while the next one is given."""

    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country"], name="members_shareregister_one")]

    def __str__(self) -> str:
        return f"{self.last_number}"
