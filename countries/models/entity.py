"""Who acts in a country: legal entities, their offices and bank accounts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from smart.foundation.crypto import BlindIndexField, SealedTextField
from smart.foundation.tenancy import CountryModel, SameCountryKey


class LegalEntity(CountryModel):
    """A company that employs and invoices. Numbers are kept compact; `is_default` marks the one new work goes to.

    `endpoint_scheme` and `endpoint_id` are its electronic address for invoices (EAS code and value, BT-34).
    """

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    legal_form = models.CharField(max_length=120)
    company_number = models.CharField(max_length=40, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    employer_number = models.CharField(max_length=40, blank=True)
    register = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    endpoint_scheme = models.CharField(max_length=4, blank=True)
    endpoint_id = models.CharField(max_length=60, blank=True)
    is_default = models.BooleanField(default=False)
    notes = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "code"], name="countries_legalentity_code"),
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(is_default=True),
                name="countries_legalentity_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Office(CountryModel):
    """A place where advisers receive members; it may serve other countries' members too."""

    name = models.CharField(max_length=120)
    city = models.CharField(max_length=80)
    address = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    serves = ArrayField(models.CharField(max_length=2), default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "name"], name="countries_office_name")]

    def __str__(self) -> str:
        return self.name


class BankAccount(CountryModel):
    """An account of a legal entity, from which salaries are paid and to which clients pay."""

    entity = SameCountryKey(LegalEntity, related_name="bank_accounts")
    name = models.CharField(max_length=80)
    iban = SealedTextField(db_column="iban_sealed")
    iban_index = BlindIndexField(source="iban")
    bic = models.CharField(max_length=11, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    is_default = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "iban_index"], name="countries_bankaccount_iban")]

    def __str__(self) -> str:
        return self.name
