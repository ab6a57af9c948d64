"""What the employer must know about a member, and the answers their tax depends on."""

from django.db import models
from django_countries.fields import CountryField

from members.models.membership import Membership
from smart.foundation.crypto import BlindIndexField, SealedTextField
from smart.foundation.tenancy import CountryModel, SameCountryKey


class Profile(CountryModel):
    """Legal identity, address and bank account of a member in one country. National number and IBAN are sealed."""

    membership = SameCountryKey(Membership, related_name="profiles")
    legal_first_name = models.CharField(max_length=80)
    legal_last_name = models.CharField(max_length=80)
    birth_date = models.DateField(null=True, blank=True)
    nationality = CountryField(blank=True)
    national_number = SealedTextField(db_column="national_number_sealed", blank=True)
    national_number_index = BlindIndexField(source="national_number")
    iban = SealedTextField(db_column="iban_sealed", blank=True)
    iban_index = BlindIndexField(source="iban")
    street = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    residence = CountryField(blank=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "membership"], name="members_profile_one"),
            models.UniqueConstraint(
                fields=["country", "national_number_index"],
                condition=~models.Q(national_number_index=""),
                name="members_profile_national_number",
            ),
        ]

    def __str__(self) -> str:
        return self.legal_name

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
