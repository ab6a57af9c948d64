"""What a client was shown and what they answered: two append-only tables, so that the proof cannot be rewritten."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models.order import Order
from smart.foundation.money import AmountField
from smart.foundation.tenancy import CountryModel, SameCountryKey


class OrderVersion(CountryModel):
    """One sending of an order. `sha256` is the hash of the canonical text of `terms`; `link_key` is the key its link had."""

    order = SameCountryKey(Order, related_name="versions")
    version = models.PositiveSmallIntegerField()
    terms = models.JSONField()
    sha256 = models.CharField(max_length=64)
    link_key = models.UUIDField()
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "order", "version"], name="activities_orderversion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.version}"


class AnswerKind(models.TextChoices):
    ACCEPTED = "accepted", pgettext_lazy("order", "Accepted")
    CHANGE_REQUESTED = "change_requested", _("Asked for a change")
    REJECTED = "rejected", pgettext_lazy("order", "Rejected")


class OrderAnswer(CountryModel):
    """The client's one answer to a version: who, when by the server's clock, from where, about which text.

    The proposed total (before VAT) and days are the client's counter-offer, when they made one.
    """

    version = SameCountryKey(OrderVersion, related_name="answers")
    kind = models.CharField(max_length=16, choices=AnswerKind.choices)
    name = models.CharField(max_length=120)
    answered_at = models.DateTimeField()
    answered_from = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    comment = models.TextField(blank=True)
    purchase_order = models.CharField(max_length=60, blank=True)
    proposed_total = AmountField(null=True)
    proposed_starts_on = models.DateField(null=True)
    proposed_ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "version"], name="activities_orderanswer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.kind}"

    @property
    def is_counter_offer(self) -> bool:
        """Whether the client proposed another price or other days."""
        return any((self.proposed_total, self.proposed_starts_on, self.proposed_ends_on))
