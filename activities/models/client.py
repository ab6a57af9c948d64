"""A client, shared by the members of a country."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from smart.foundation.tenancy import CountryManager, CountryModel


class ClientKind(models.TextChoices):
    COMPANY = "company", _("Company or association with a VAT number")
    EXEMPT = "exempt", _("Association or body without a VAT number")
    PUBLIC = "public", _("Public body")
    PERSON = "person", _("Private person")


class ClientQuerySet(models.QuerySet[Any]):
    def to_review(self) -> "ClientQuerySet":
        return self.filter(reviewed_at__isnull=True).order_by("id")

    def named_like(self, start: str) -> "ClientQuerySet":
        """By the beginning of the folded name (equality and prefix keep their index under row-level security)."""
        return self.filter(folded_name__startswith=start).order_by("folded_name")


class Client(CountryModel):
    """Who orders and pays. `folded_name` is the lower-case name without accents, kept by the rules for search."""

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
    language = models.CharField(max_length=2)
    added_by_id = models.BigIntegerField()
    added_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by_id = models.BigIntegerField(null=True)
    blocked_reason = models.TextField(blank=True)

    objects = CountryManager.of(ClientQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "vat_number"],
                condition=~Q(vat_number=""),
                name="activities_client_vat_number",
            ),
        ]
        indexes = [
            # search by the first letters while typing
            models.Index(fields=["country", "folded_name"], name="activities_client_name"),
        ]

    def __str__(self) -> str:
        return self.name
