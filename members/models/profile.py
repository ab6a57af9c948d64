"""What the employer must know about a member, and the answers their tax depends on."""

import unicodedata
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from members.models.membership import Membership
from smart.foundation.crypto import BlindIndexField, SealedTextField
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


def name_key(text: str) -> str:
    """A name without accents, case and spare spaces, as it is compared: "Élodie  VAN Damme" → "elodie van damme"."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())[:170]


class Sex(models.TextChoices):
    """As on the identity card; some declarations to the authorities ask for it."""

    FEMALE = "F", _("Female")
    MALE = "M", _("Male")
    OTHER = "X", _("Neither, or not stated")


class ProfileQuerySet(models.QuerySet[Any]):
    def named(self, beginning: str) -> "ProfileQuerySet":
        """Whose legal name (last name first) begins so; nobody whose data are restricted."""
        key = name_key(beginning)
        return self.filter(name_key__gte=key, name_key__lt=f"{key}\U0010ffff", membership__restricted_at=None)


class Profile(CountryModel):
    """Legal identity, address and bank account of a member in one country. National number and IBAN are sealed.

    `social_security_number` is the second number of countries that tell tax and social security apart (DE, ES).
    `may_work_until` is the last day of a work permit that an adviser has seen (members.free_movement says who needs one).
    """

    membership = SameCountryKey(Membership, related_name="profiles")
    legal_first_name = models.CharField(max_length=80)
    legal_last_name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=170, blank=True, editable=False, db_collation="C")
    birth_date = models.DateField(null=True, blank=True)
    birth_place = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    nationality = CountryField(blank=True)
    may_work_until = models.DateField(null=True, blank=True)
    national_number = SealedTextField(db_column="national_number_sealed", blank=True)
    national_number_index = BlindIndexField(source="national_number")
    social_security_number = SealedTextField(db_column="social_security_number_sealed", blank=True)
    iban = SealedTextField(db_column="iban_sealed", blank=True)
    iban_index = BlindIndexField(source="iban")
    street = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    residence = CountryField(blank=True)
    phone = models.CharField(max_length=40, blank=True)

    objects = CountryManager.of(ProfileQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "membership"], name="members_profile_one"),
            models.UniqueConstraint(
                fields=["country", "national_number_index"],
                condition=~models.Q(national_number_index=""),
                name="members_profile_national_number",
            ),
        ]
        indexes = [
            # staff look a member up by the beginning of the legal name; a range, because LIKE loses its index here
            models.Index(fields=["country", "name_key"], name="members_profile_name"),
        ]

    def __str__(self) -> str:
        return self.legal_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep `name_key` true to the legal name."""
        self.name_key = name_key(f"{self.legal_last_name} {self.legal_first_name}")
        super().save(*args, **kwargs)

    @property
    def legal_name(self) -> str:
        return f"{self.legal_first_name} {self.legal_last_name}".strip()


class TaxFile(CountryModel):
    """The member's answers to the country pack's questions (family, children…), from a day on. Never edited: a change is a new row."""

    membership = SameCountryKey(Membership, related_name="tax_files")
    since = models.DateField()
    answers = models.JSONField(default=dict)
    entered_at = models.DateTimeField()
    entered_by_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "membership", "since"], name="members_taxfile_since"),
        ]

    def __str__(self) -> str:
        return f"since {self.since}"
