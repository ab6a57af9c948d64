"""A client, shared by the members of a country."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from members.models import Membership
from smart.foundation.money import AmountField
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class ClientKind(models.TextChoices):
    COMPANY = "company", _("Company or association with a VAT number")
    EXEMPT = "exempt", _("Association or body without a VAT number")
    PUBLIC = "public", _("Public body")
    PERSON = "person", _("Private person")


class ClientQuerySet(models.QuerySet[Any]):
    def to_review(self) -> "ClientQuerySet":
        return self.filter(reviewed_at__isnull=True, merged_into__isnull=True).order_by("id")

    def changed_since_review(self) -> "ClientQuerySet":
        """Reviewed once, and a fact a register knows was changed afterwards."""
        return self.filter(changed_at__gt=F("reviewed_at"), merged_into__isnull=True).order_by("changed_at")

    def blocks_to_look_at(self, on: date) -> "ClientQuerySet":
        """Blocked, and the day to look at it again has come. The block holds until somebody lifts it."""
        return self.filter(blocked_until__lte=on).exclude(blocked_reason="").order_by("blocked_until")

    def standing(self) -> "ClientQuerySet":
        """Those that were not merged into another one."""
        return self.filter(merged_into__isnull=True)

    def named_like(self, start: str) -> "ClientQuerySet":
        """By the beginning of the folded name (equality and prefix keep their index under row-level security)."""
        return self.standing().filter(folded_name__startswith=start).order_by("folded_name")


class Client(CountryModel):
    """Who orders and pays. `folded_name` is the lower-case name without accents, kept by the rules for search.

    `endpoint_scheme` and `endpoint_id` are the electronic address (EAS code and value, BT-49); `buyer_reference` is what
    the client wants on every invoice (BT-10: Leitweg-ID, order reference of an office). `routing` holds what one country's
    format asks more: `sdi_code`, `pec` (IT), `dir3_accounting`, `dir3_management`, `dir3_processing` (ES), `supplier_number`
    (AT). Blank `terms_days` means the country's term; blank `credit_limit` means none.

    `changed_at` is when a fact a register knows was last changed after the review. A block has its day to look at it again
    in `blocked_until`. A client that was merged points at the one that stays, and takes no new work.
    """

    kind = models.CharField(max_length=8, choices=ClientKind.choices)
    name = models.CharField(max_length=160)
    folded_name = models.CharField(max_length=160)
    vat_number = models.CharField(max_length=20, blank=True)
    company_number = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=200)
    postal_code = models.CharField(max_length=12)
    city = models.CharField(max_length=80)
    place = CountryField()
    email = models.EmailField()
    billing_email = models.EmailField(blank=True)
    endpoint_scheme = models.CharField(max_length=4, blank=True)
    endpoint_id = models.CharField(max_length=60, blank=True)
    buyer_reference = models.CharField(max_length=60, blank=True)
    routing = models.JSONField(default=dict, blank=True)
    terms_days = models.PositiveSmallIntegerField(null=True)
    credit_limit = AmountField(null=True)
    language = models.CharField(max_length=2)
    added_by_id = models.BigIntegerField()
    added_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)
    blocked_reason = models.TextField(blank=True)
    blocked_on = models.DateField(null=True)
    blocked_until = models.DateField(null=True)
    blocked_by = models.CharField(max_length=200, blank=True)
    merged_into = SameCountryKey("self", null=True, related_name="merged")

    objects = CountryManager.of(ClientQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "vat_number"],
                condition=~Q(vat_number=""),
                name="activities_client_vat_number",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="activities_client_not_into_itself",
            ),
        ]
        indexes = [
            # search by the first letters while typing
            models.Index(fields=["country", "folded_name"], name="activities_client_name"),
            # the same firm entered twice
            models.Index(fields=["country", "company_number"], name="activities_client_company"),
            # whose link is it: an address asks for its space
            models.Index(fields=["country", "email"], name="activities_client_email"),
            models.Index(fields=["country", "billing_email"], name="activities_client_billing"),
        ]

    def __str__(self) -> str:
        return self.name

    def family_ids(self) -> models.QuerySet[Any]:
        """This client and those merged into it, to be asked within another query: their papers kept the name of their day."""
        return Client.objects.filter(Q(pk=self.pk) | Q(merged_into=self)).values_list("pk", flat=True)  # type: ignore[no-any-return]


class ClientContact(CountryModel):
    """A person at a client's whom one member knows; no other member sees them."""

    client = SameCountryKey(Client, related_name="contacts")
    membership = SameCountryKey(Membership, related_name="client_contacts")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "client", "membership", "email"],
                condition=~Q(email=""),
                name="activities_clientcontact_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
