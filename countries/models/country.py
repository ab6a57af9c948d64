"""A country of the network: the tenant."""

import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django_countries.fields import CountryField

from countries.states import COUNTRY_TRANSITIONS, OPEN_STATES, CountryState
from smart.foundation.states import Transitions, fsm_trigger


class Country(models.Model):
    """One country; global (no row-level security), found by its two-letter code, whose lower case is the address prefix."""

    TRANSITIONS: ClassVar[Transitions] = COUNTRY_TRANSITIONS

    id = models.SmallAutoField(primary_key=True)
    code = CountryField(unique=True)
    state = models.CharField(max_length=12, choices=CountryState.choices, default=CountryState.INITIATIVE)
    pack = models.CharField(max_length=12, default="generic")
    currency = models.CharField(max_length=3, default="EUR")
    languages = ArrayField(models.CharField(max_length=2), default=list)
    time_zone = models.CharField(max_length=40, default="UTC")
    holiday_region = models.CharField(max_length=12, blank=True)
    began_on = models.DateField(null=True, blank=True)
    has_payroll = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        triggers = [fsm_trigger("country", COUNTRY_TRANSITIONS)]
        permissions = [("open_country", "Open, put to sleep and wake countries")]

    def __str__(self) -> str:
        return str(self.code.name)

    @property
    def slug(self) -> str:
        return str(self.code.code).lower()

    @property
    def is_open(self) -> bool:
        """Whether members may declare and the cooperative may invoice."""
        return self.state in OPEN_STATES

    @property
    def is_dormant(self) -> bool:
        return self.state in {CountryState.DORMANT, CountryState.CLOSED}

    @property
    def is_tenant(self) -> bool:
        """Whether the country has pages of its own (it was at least being built once)."""
        return self.state in OPEN_STATES or self.state in {
            CountryState.BUILDING,
            CountryState.DORMANT,
        }

    def today(self) -> datetime.date:
        """The civil day in the country now."""
        return timezone.now().astimezone(ZoneInfo(self.time_zone)).date()

    def local(self, instant: datetime.datetime) -> datetime.datetime:
        """The instant on the country's clock."""
        return instant.astimezone(ZoneInfo(self.time_zone))
