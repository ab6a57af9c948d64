"""Gap-free numbers: one counter row per legal entity, kind and year, locked in the transaction of the issue."""

from django.db import models

from countries.models import LegalEntity
from smart.foundation.tenancy import CountryModel, SameCountryKey


class Series(CountryModel):
    """`pattern` is a format string of {year}, {kind} and {number}, e.g. `BE{year}-{number:06d}`.

    What it makes has at most 20 characters of [A-Z0-9/-].
    """

    entity = SameCountryKey(LegalEntity, related_name="series")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    pattern = models.CharField(max_length=40)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "entity", "kind", "year"],
                name="invoicing_series_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
